import { nobody } from '../src/base/db.ts'
import { hashKey } from '../src/base/secrets.ts'
import { now } from '../src/base/time.ts'
import * as actions from '../src/stories/actions.ts'
import * as audiences from '../src/stories/audience.actions.ts'
import * as consent from '../src/stories/consent.actions.ts'
import { personKey } from '../src/stories/keys.ts'
import { answerByLink, answerForThem } from '../src/stories/others.actions.ts'
import type { Backup, Rows } from './orders.backup.ts'
import {
  type Answer,
  type Audience,
  answers,
  type Facts,
  factsOf,
  saysForWhom,
  tellsAgain,
  tellsAnew,
} from './orders.facts.ts'
import type { Kith } from './kith.ts'

export type Staff = { mona: { id: string }; idris: { id: string }; collection: string }
export type Where = { kith: Kith; backup: Backup; staff: Staff }

/** One story on its way: what is known of it outside, and what somebody who walks with it holds in their hands. */
export type Story = {
  n: number
  id: string
  key: string
  facts: Facts
  others: number
  /** For whom each link to answer with was made, and about which of the teller's words. */
  links: Map<string, { name: string; of: number }>
  copy: { rows: Rows; facts: Facts; at: Date } | null
  edits: number
  wasTakenDown: boolean
  /** What was seen on the way: what a copy was put back over, that a frame showed it. */
  over: string[]
}

export const staffOf = (person: { id: string }) => ({ personId: person.id, roles: ['moderator'] })
export const origin = 'http://localhost'

export const bodyOf = (n: number, version: number) => `Bramblewick ${n} in version ${version}.`
const draftOf = (body: string, audience: 'public' | 'members') => ({
  name: 'Kofi Mensah', nameStyle: 'first' as const, town: null, email: null, lang: 'en', title: 'An order', body,
  audience, pictureId: null, pictureWords: null,
}) // prettier-ignore

const people = [
  { name: 'Ada', how: 'named' as const, reach: 'ada@example.org', guardian: '' },
  { name: 'Tom', how: 'pictured' as const, reach: '01632 960123', guardian: 'Mrs Obi' },
]
const namesOf = (others: number) => people.slice(0, others).map(({ name }) => name)

const agreedTo = (isSite: boolean, until: Date | null, others: number) => ({
  uses: (isSite ? (['site', 'print'] as const) : (['print'] as const)).map((use) => ({ use, words: `Yes to ${use}` })),
  lang: 'en', channel: 'web' as const, takenBy: null, witness: null, until, others: people.slice(0, others),
}) // prettier-ignore

const inAYear = () =>
  new Date(Date.UTC(now().getUTCFullYear() + 1, now().getUTCMonth(), now().getUTCDate()))

/** Tells the `n`th story, which names so many others. */
export async function tell({ kith, backup }: Where, n: number, others: number): Promise<Story> {
  const body = bodyOf(n, 0)
  const place = await actions.tellStory({
    db: kith.db, secret: kith.secret, who: nobody, draft: draftOf(body, 'public'), agreed: agreedTo(true, null, others),
    draftKeyHash: hashKey(`draft ${n}`), spoken: 'en', origin, once: undefined,
  }) // prettier-ignore
  const key = /mine\/([^?]+)/.exec(place)?.[1] ?? ''
  const [row] = await backup.ask<{ id: string }>('select id from stories where key_hash = $1', [
    hashKey(key),
  ])
  const facts = factsOf(body, namesOf(others))
  const begun = { links: new Map(), copy: null, edits: 0, wasTakenDown: false, over: [] }
  return { n, id: row?.id ?? '', key, facts, others, ...begun }
}

export type Take = (where: Where, story: Story) => Promise<unknown>

export type Asked = { id: string; name: string }
/** Whoever is asked for the first time is asked about the words that the teller told last. */
export function noteLinks({ links, facts }: Story, asked: readonly Asked[]): void {
  for (const { id, name } of asked) if (!links.has(id)) links.set(id, { name, of: facts.current })
}

export const answer =
  (which: number, said: Answer, by: 'link' | 'phone'): Take =>
  async ({ kith, backup, staff }, story) => {
    const asked = await backup.ask<Asked>(
      'select id, name from story_people where story_id = $1 order by asked_at, id',
      [story.id],
    )
    noteLinks(story, asked)
    const person = asked[which % Math.max(1, asked.length)]
    const link = person && story.links.get(person.id)
    if (!person || !link) return
    const done =
      by === 'link'
        ? await answerByLink(kith.db, personKey(kith.secret, person.id), said)
        : await answerForThem(
            kith.db,
            staffOf(staff.idris),
            { storyId: story.id, personId: person.id },
            {
              state: said,
              channel: by,
            },
          )
    if (done.ok) answers(story.facts, link.name, link.of, said)
  }

export const change =
  (isSite: boolean, audience: 'public' | 'members', isNew: boolean): Take =>
  async ({ kith }, story) => {
    const { n, key, facts, others } = story
    const until = isSite && n % 2 === 0 ? inAYear() : null
    const body = bodyOf(n, isNew ? facts.told.length : facts.current)
    const done = await actions.changeMyStory({
      db: kith.db, secret: kith.secret, who: nobody, key, draft: draftOf(body, audience),
      agreed: agreedTo(isSite, until, others), draftKeyHash: hashKey(`draft ${n}`), origin, once: undefined,
    }) // prettier-ignore
    if (!done.ok) return
    if (isNew) tellsAnew(facts, body, namesOf(others))
    else tellsAgain(facts, body)
    const site = isSite ? { until } : null
    Object.assign(facts, { site, audience, published: false })
  }

export const endSite =
  (by: 'link' | 'phone'): Take =>
  async ({ kith, staff }, { id, key, facts }) => {
    const ending = { use: 'site' as const, channel: 'phone' as const }
    const done =
      by === 'link'
        ? await consent.endUse(kith.db, nobody, key, 'site')
        : await consent.endUseForThem(kith.db, staffOf(staff.mona), id, ending)
    if (done.ok) facts.site = null
  }

export const withdraw =
  (by: 'link' | 'phone'): Take =>
  async ({ kith, staff }, { id, key, facts }) => {
    const done =
      by === 'link'
        ? await actions.withdrawMyStory(kith.db, nobody, key)
        : await actions.withdrawForThem(kith.db, staffOf(staff.mona), id, 'phone')
    if (done.ok) facts.withdrawn = true
  }

export const notBefore: Take = async ({ kith }, { key, facts }) => {
  const day = new Date(now().getTime() + 7 * 86_400_000)
  const mine = { who: nobody, by: { key }, origin }
  const done = await audiences.changeDayOf(kith.db, mine, day.toISOString().slice(0, 10))
  // It is shown from the beginning of that day here, which can be an hour before it begins in Greenwich.
  if (done.ok)
    facts.notBefore = new Date(Math.floor(day.getTime() / 86_400_000) * 86_400_000 - 3_600_000)
}

export const tellFor =
  (to: Audience): Take =>
  async ({ kith }, { key, facts }) => {
    const saying = { to, saidYes: true, words: `Yes to ${to}`, lang: 'en' }
    const done = await audiences.changeAudienceOf(
      kith.db,
      { who: nobody, by: { key }, origin },
      saying,
    )
    if (!done.ok) return
    saysForWhom(facts, to)
    facts.published &&= done.value.state === 'published'
  }
