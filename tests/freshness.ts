import { act, kithItself } from '../src/base/db.ts'
import { addJob } from '../src/base/jobs.ts'
import { moveClock, now } from '../src/base/time.ts'
import { listInDirectory } from '../src/members/directory.queries.ts'
import type { Kith } from './kith.ts'

export const day = 86_400_000

type Given = {
  name: string
  email?: string | null
  phone?: string | null
  /** How many people speak for it, each with a mail address. */
  people?: number
  lang?: 'en' | 'cy' | 'ur'
}

/** A member that was checked at this moment. Out: its id. */
export async function makeMember(kith: Kith, given: Given): Promise<string> {
  const { name, email = null, phone = null, people = 1, lang = 'en' } = given
  const id = crypto.randomUUID()
  const at = now()
  await act(kith.db, kithItself, async (tx) => {
    await tx
      .insertInto('organisations')
      .values({
        id, kind: 'charity', name, about: 'We ring people.', topics: ['befriending'], website: null, orgId: null,
        address: null, postcode: null, place: 'Leeds', region: 'England', country: 'GB', latitude: 53.8,
        longitude: -1.55, precision: 'near', email, emailAudience: 'staff', phone, phoneAudience: 'staff',
        checkedAt: at, updatedAt: at, example: false, importId: null,
      })
      .execute() // prettier-ignore
    await tx
      .insertInto('memberships')
      .values({
        id: crypto.randomUUID(), organisationId: id, personId: null, state: 'admitted', channel: 'phone', lang,
        answers: '{}', talk: '[]', keyHash: null, enteredBy: null, askedAt: at, waitingSince: at, decidedAt: at,
        decidedBy: null, reason: null,
      })
      .execute() // prettier-ignore
    for (let n = 0; n < people; n++) {
      const personId = crypto.randomUUID()
      const mail = `${personId.slice(0, 8)}@example.org`
      await tx
        .insertInto('persons')
        .values({ id: personId, name: 'Femi Adeyemi', email: mail, phone: null, lang, example: false, knownSince: at })
        .execute() // prettier-ignore
      await tx
        .insertInto('representatives')
        .values({ personId, organisationId: id, role: 'Trustee', since: at })
        .execute()
    }
    await listInDirectory(tx, id)
  })
  return id
}

/** Moves the clock, and does the nightly round. */
export const nightly = async (kith: Kith, days: number) => {
  moveClock(days * day)
  await act(kith.db, kithItself, (tx) => addJob(tx, 'freshness.night', {}))
  await kith.runJobs()
}

export const letters = async (kith: Kith, kind = 'freshness.asked') =>
  (await kith.outbox()).filter((letter) => letter.kind === kind)
export const linkIn = (text: string) =>
  new URL(/https?:\/\/\S+\/still\/\S+/.exec(text)?.[0] ?? '').pathname

/** Where the last letter to an organisation leads. */
export async function linkFor(kith: Kith, id: string): Promise<string> {
  const letter = (await letters(kith)).findLast((one) => one.about === id)
  return linkIn(letter?.text ?? '')
}

/** The members on a page of the list, in its order. */
export const names = (html: string) =>
  [...html.matchAll(/<h3[^>]*><a href="\/members\/[0-9a-f-]{36}"><bdi>([^<]*)/g)].map(
    (found) => found[1] ?? '',
  )
