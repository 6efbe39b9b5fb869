import type { Db } from '#base/db.ts'
import type { Answers } from '#base/drafts.ts'
import { hasRegister } from './register.queries.ts'
import type { RegisterEntry } from './register.schema.ts'
import { type RegisterPrefix, registersOf } from './registers.ts'
import type { Kind } from './schema.ts'
import type { TopicBook } from './topics.queries.ts'
import { topicsFor } from './topics.rules.ts'

/** The registers on which this kind of member looks for itself. */
export const findable = (kind: Kind): readonly RegisterPrefix[] => registersOf(kind)

/** Whether somebody who asks to join can find themselves: a register for their kind is loaded. */
export const canFind = (db: Db, kind: Kind): Promise<boolean> => hasRegister(db, findable(kind))

/** What an entry of a register answers in the join form; they look at it page by page and change what is not right. */
export function answersFrom(entry: RegisterEntry, book: TopicBook): Answers {
  const place = entry.postcode ?? entry.place
  return {
    name: entry.name.slice(0, 150),
    register: entry.register,
    registerNumber: entry.number,
    about: entry.about,
    ...(place && { place, placeName: '', keepPlace: '' }),
    ...(entry.website && { website: entry.website }),
    topics: topicsFor(book, entry.topics),
    foundOn: entry.orgId,
  }
}
