import { expect } from 'vitest'
import { act, kithItself, type Tx } from '../src/base/db.ts'
import { now } from '../src/base/time.ts'
import type { Kith } from './kith.ts'

type Fields = Record<string, string | File>

/** What a teller answers, page by page. */
export const telling = {
  who: { name: 'Kofi Mensah', nameStyle: 'first-and-town', town: 'Leeds', email: '' },
  what: {
    lang: 'en',
    title: 'The quibblesnap',
    body: 'Every Friday.\n\nQuibblesnap, said the card.',
  },
  picture: {},
  others: { othersIn: 'nobody' },
  audience: { audience: 'public', uses: 'site', until: 'always' },
}

export type Telling = Partial<Record<keyof typeof telling, Fields>>

/** Answers every page as somebody without an account does, and sends. Out: the private page. */
export async function tellStory(kith: Kith, changed: Telling = {}): Promise<string> {
  await kith.signIn(null)
  for (const [page, fields] of Object.entries({ ...telling, ...changed })) {
    const sent = await kith.send(`/stories/new/${page}`, fields)
    expect(sent.status, await sent.clone().text()).toBe(303)
  }
  const sent = await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  expect(sent.status).toBe(303)
  return (sent.headers.get('location') ?? '').split('?')[0] ?? ''
}

/** Publishes what has waited longest, as a moderator. Out: its id. */
export async function publishNext(kith: Kith): Promise<string> {
  await kith.signIn('moderator')
  const html = await kith.page('/stories/waiting')
  const id = /\/stories\/([0-9a-f-]{36})\/decision/.exec(html)?.[1] ?? ''
  expect((await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })).status).toBe(303)
  await kith.signIn(null)
  return id
}

/** Writes down a teller's yes to the site, for a story that a test put there itself. */
export const agreeTo = (tx: Tx, storyId: string) =>
  tx
    .insertInto('consents')
    .values({
      id: crypto.randomUUID(),
      storyId,
      use: 'site',
      words: 'A test',
      version: 'test',
      lang: 'en',
      channel: 'web',
      takenBy: null,
      witness: null,
      givenAt: now(),
      until: null,
      endedAt: null,
      endedChannel: null,
      endedBy: null,
    })
    .execute()

/** A person who speaks for an organisation that was let in. */
export async function makeMember(kith: Kith): Promise<{ id: string }> {
  const person = await kith.makePerson()
  const organisationId = crypto.randomUUID()
  const at = now()
  await act(kith.db, kithItself, async (tx) => {
    await tx
      .insertInto('organisations')
      .values({
        id: organisationId,
        kind: 'group',
        name: 'Lamp Street',
        about: 'We light lamps',
        topics: [],
        place: 'Leeds',
        precision: 'area',
        emailAudience: 'staff',
        phoneAudience: 'staff',
        website: null,
        orgId: null,
        address: null,
        postcode: null,
        region: null,
        country: null,
        latitude: null,
        longitude: null,
        email: null,
        phone: null,
        checkedAt: null,
        importId: null,
        updatedAt: at,
        example: false,
      })
      .execute()
    await tx
      .insertInto('representatives')
      .values({ personId: person.id, organisationId, role: 'contact', since: at })
      .execute()
    await tx
      .insertInto('memberships')
      .values({
        id: crypto.randomUUID(),
        organisationId,
        personId: person.id,
        state: 'admitted',
        channel: 'web',
        lang: 'en',
        answers: '{}',
        talk: '[]',
        keyHash: null,
        enteredBy: null,
        askedAt: at,
        waitingSince: at,
        decidedAt: at,
        decidedBy: null,
        reason: null,
        ringSince: null,
      })
      .execute()
  })
  return person
}
