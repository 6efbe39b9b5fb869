import { sql } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import type { Lang, T } from '#base/i18n.ts'
import { onDrop } from '#base/pages.ts'
import { directoryOverview } from './directory.overview.queries.ts'
import { type TopicChoice, type TopicNames, topicWords } from './topics.ts'
import { firstTopics } from './topics.first.ts'
import { settled, type TopicLine } from './topics.rules.ts'
import './register.schema.ts'

/** Every topic by its code. */
export type TopicBook = ReadonlyMap<string, TopicLine>

const columns = ['code', 'names', 'source', 'parent', 'offered', 'turn', 'mergedInto'] as const

export async function readTopics(db: Db | Tx): Promise<TopicLine[]> {
  const rows = await db
    .selectFrom('topics')
    .select([...columns])
    .orderBy('turn')
    .execute()
  return rows.length > 0 ? rows : firstTopics
}

const books = new WeakMap<object, { read: Promise<TopicBook> | null }>()

/** All topics, read once and kept until the office changes them, here or in another process. */
export function topicBook(db: Db): Promise<TopicBook> {
  let state = books.get(db)
  if (!state) {
    const mine: { read: Promise<TopicBook> | null } = { read: null }
    books.set(db, mine)
    onDrop((tags) => {
      if (tags.includes('topics') || tags.includes('*')) mine.read = null
    })
    state = mine
  }
  const mine = state
  if (!mine.read) {
    const reading = readTopics(db).then((lines) => new Map(lines.map((line) => [line.code, line])))
    mine.read = reading
    // What failed is asked again, not remembered.
    reading.catch(() => {
      if (mine.read === reading) mine.read = null
    })
  }
  return mine.read
}

/** What the office calls topics in this language; where it has no name there, in English. */
export const namesIn =
  (book: TopicBook, lang: Lang): TopicNames =>
  (code) => {
    const names = book.get(settled(book, code))?.names
    return names?.[lang] ?? names?.['en']
  }

/** The topics that are offered, the most used first. */
export async function topicChoices(db: Db, t: T, lang: Lang): Promise<TopicChoice[]> {
  const [book, { choices }] = await Promise.all([topicBook(db), directoryOverview(db)])
  const uses = (code: string) => choices.topics.get(code) ?? 0
  const names = namesIn(book, lang)
  return [...book.values()]
    .filter((line) => line.offered)
    .toSorted((a, b) => uses(b.code) - uses(a.code) || a.turn - b.turn)
    .map((line) => [line.code, topicWords(t, line.code, names)] as const)
}

/** How many members use each topic or word of their own, the most used first. */
export async function topicUses(tx: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ topic: string; n: number }>`
    select topic, count(*) as n from organisations o
      join memberships m on m.organisation_id = o.id and m.state = 'admitted', unnest(o.topics) as topic
    group by topic order by n desc, topic`.execute(tx)
  return new Map(rows.map(({ topic, n }) => [topic, n]))
}

/** Writes topics down; those that are there are changed. */
export async function writeTopics(tx: Tx, lines: readonly TopicLine[]): Promise<void> {
  // Parents may stand later in the list than what is part of them.
  const json = JSON.stringify(lines)
  await sql`insert into topics (code, names, source, parent, offered, turn, merged_into)
    select code, names, source, null, offered, turn, null
    from json_to_recordset(${json}::json) as l (code text, names jsonb, source text, offered boolean, turn int)
    on conflict (code) do update set (names, source, offered, turn) =
      (excluded.names, excluded.source, excluded.offered, excluded.turn)`.execute(tx)
  await sql`update topics set parent = l.parent, merged_into = l."mergedInto",
      offered = topics.offered and l."mergedInto" is null
    from json_to_recordset(${json}::json) as l (code text, parent text, "mergedInto" text)
    where topics.code = l.code`.execute(tx)
}

/** Gives members this topic instead of another. Out: which organisations. */
export async function followTopic(tx: Tx, from: string, into: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update organisations o set topics = (
      select array_agg(topic order by at) from (
        select case topic when ${from} then ${into} else topic end as topic, min(at) as at
        from unnest(o.topics) with ordinality as had (topic, at) group by 1) as has)
    where o.topics @> array[${from}::text] returning o.id`.execute(tx)
  return rows.map(({ id }) => id)
}
