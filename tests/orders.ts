import { act, kithItself, nobody } from '../src/base/db.ts'
import { hashKey } from '../src/base/secrets.ts'
import { now } from '../src/base/time.ts'
import * as actions from '../src/stories/actions.ts'
import * as consent from '../src/stories/consent.actions.ts'
import { consentLater } from '../src/stories/consent.later.ts'
import { peopleIn } from '../src/stories/consent.queries.ts'
import type { Consent } from '../src/stories/consent.schema.ts'
import * as edits from '../src/stories/edit.actions.ts'
import { findEdit } from '../src/stories/edit.queries.ts'
import { versionOf } from '../src/stories/edit.rules.ts'
import { personKey } from '../src/stories/keys.ts'
import { answerByLink } from '../src/stories/others.actions.ts'
import { decideOnReport, sendReport } from '../src/stories/report.actions.ts'
import type { Draft } from '../src/stories/rules.ts'
import { backUp, putBack, type Rows } from './orders.backup.ts'
import type { Kith } from './kith.ts'

/**
 * What happened to one story, written down from outside: what each person said last. It knows no rule of the
 * code; what may be public follows from it alone.
 */
export type Facts = {
  withdrawn: boolean
  /** The teller's yes to the site: until when; null when they said no or it ended. */
  site: { until: Date | null } | null
  /** The last answer of everyone who was ever asked. */
  answers: Map<string, 'yes' | 'no'>
  /** Texts that the teller stands behind: their own, and an edited one that they said yes to. */
  stoodBehind: Set<string>
  forEveryone: boolean
  notBefore: Date | null
  sensitive: boolean
  /** Who said "publish" since the words were last changed. */
  readers: Set<string>
  published: boolean
}

const staffOf = (person: { id: string }) => ({ personId: person.id, roles: ['moderator'] })
const origin = 'http://localhost'
let count = 0

const draftOf = (body: string, audience: 'public' | 'members'): Draft => ({
  name: 'Kofi Mensah',
  nameStyle: 'first',
  town: null,
  email: null,
  lang: 'en',
  title: 'An order',
  body,
  audience,
  pictureId: null,
  pictureWords: null,
})

const people = [
  { name: 'Ada', how: 'named' as const, reach: 'ada@example.org', guardian: '' },
  { name: 'Tom', how: 'pictured' as const, reach: '01632 960123', guardian: 'Mrs Obi' },
]

const agreedTo = (isSite: boolean, until: Date | null, others: number) => ({
  uses: (isSite ? (['site', 'print'] as const) : (['print'] as const)).map((use) => ({
    use,
    words: `Yes to ${use}`,
  })),
  lang: 'en',
  channel: 'web' as Consent['channel'],
  takenBy: null,
  witness: null,
  until,
  others: people.slice(0, others),
})

const inAYear = () =>
  new Date(Date.UTC(now().getUTCFullYear() + 1, now().getUTCMonth(), now().getUTCDate()))

export type Staff = { mona: { id: string }; idris: { id: string }; collection: string }

/** Walks one order of steps over one story, in the real database. */
export async function tellOne(kith: Kith, staff: Staff, others: number) {
  const { db, secret } = kith
  count += 1
  const own = (n: number) => `Bramblewick ${count} in version ${n}.`
  let version = 1
  const place = await actions.tellStory({
    db,
    secret,
    who: nobody,
    draft: draftOf(own(version), 'public'),
    agreed: agreedTo(true, null, others),
    draftKeyHash: hashKey(`draft ${count}`),
    spoken: 'en',
    origin,
    once: undefined,
  })
  const key = /mine\/([^?]+)/.exec(place)?.[1] ?? ''
  const { rows } = await kith.owner.query<{ id: string }>(
    `select id from stories where key_hash = '${hashKey(key)}'`,
  )
  const id = rows[0]?.id ?? ''
  const facts: Facts = {
    withdrawn: false,
    site: { until: null },
    answers: new Map(),
    stoodBehind: new Set([own(1)]),
    forEveryone: true,
    notBefore: null,
    sensitive: false,
    readers: new Set(),
    published: false,
  }
  let copy: { rows: Rows; facts: Facts } | null = null

  const settle = () => act(db, kithItself, (tx) => consent.settle(tx, id, now()))
  const decide = async (by: { id: string }, sensitive: boolean) => {
    const done = await actions.decideStory(
      db,
      staffOf(by),
      id,
      { verdict: 'publish', sensitive },
      origin,
    )
    if (!done.ok) return
    facts.sensitive ||= sensitive
    facts.readers.add(by.id)
    facts.published = !done.value.needsSecond
  }
  const answer = async (at: number, state: 'yes' | 'no') => {
    const there = await act(db, kithItself, (tx) => peopleIn(tx, id))
    const person = there[at % Math.max(1, there.length)]
    if (!person) return
    const done = await answerByLink(db, personKey(secret, person.id), state)
    if (done.ok) facts.answers.set(person.id, state)
  }
  const change = async (isSite: boolean, audience: 'public' | 'members', isNew: boolean) => {
    const until = isSite && version % 2 === 0 ? inAYear() : null
    const body = own(isNew ? version + 1 : version)
    const done = await actions.changeMyStory({
      db,
      secret,
      who: nobody,
      key,
      draft: draftOf(body, audience),
      agreed: agreedTo(isSite, until, others),
      draftKeyHash: hashKey(`draft ${count}`),
      origin,
      once: undefined,
    })
    if (!done.ok) return
    if (isNew) version += 1
    Object.assign(facts, {
      site: isSite ? { until } : null,
      stoodBehind: new Set([body]),
      forEveryone: audience === 'public',
      published: false,
      ...(isNew && { sensitive: false, readers: new Set() }),
    })
  }
  const answerEdit = async (said: 'yes' | 'no') => {
    const edit = await act(db, kithItself, (tx) => findEdit(tx, id))
    if (!edit) return
    const answering = { answer: said, wish: '', version: versionOf(edit) }
    const done = await edits.answerByMyLink(db, nobody, key, answering)
    if (!done.ok) return
    if (said === 'yes') facts.stoodBehind.add(edit.body)
    else facts.stoodBehind.delete(edit.body)
  }
  const takeDown = async () => {
    const sent = { harm: 'hurtful' as const, words: 'It hurts', email: null }
    const network = `10.${count % 250}.${Math.floor(Math.random() * 250)}.${version}`
    const about = `/stories/${id}`
    await sendReport({ db, who: nobody, network, sent, about, spoken: 'en', once: undefined })
    const report = (
      await kith.owner.query<{ id: string }>(
        `select id from reports where about = '${about}' and state = 'sent'`,
      )
    ).rows[0]
    if (!report) return
    await decideOnReport(db, staffOf(staff.mona), {
      id: report.id,
      verdict: 'taken-down',
      reason: 'It hurts',
    })
    facts.published = false
  }
  const withdrawn = (done: { ok: boolean }) => void (facts.withdrawn ||= done.ok)
  const endSite = (done: { ok: boolean }) => void (done.ok && (facts.site = null))

  const steps = {
    'publish': () => decide(staff.mona, false),
    'publish, by the other': () => decide(staff.idris, false),
    'publish as sensitive': () => decide(staff.mona, true),
    'decline': async () => {
      const verdict = { verdict: 'decline' as const, rule: 'Be kind', reason: 'It is not' }
      await actions.decideStory(db, staffOf(staff.mona), id, verdict, origin)
    },
    'the first in it says yes': () => answer(0, 'yes'),
    'the second in it says yes': () => answer(1, 'yes'),
    'somebody in it says no': () => answer(1, 'no'),
    'the site ends by the link': async () => endSite(await consent.endUse(db, nobody, key, 'site')),
    'the site ends by telephone': async () =>
      endSite(await consent.endUseForThem(db, staffOf(staff.mona), id, { use: 'site', channel: 'phone' })),
    'print ends': async () => void (await consent.endUse(db, nobody, key, 'print')),
    'agrees again': async () => void (await consent.agreeAgain(db, nobody, key)),
    'other words': () => change(true, 'public', true),
    'the same words, the site again': () => change(true, 'public', false),
    'not on the site any more': () => change(false, 'public', false),
    'members only': () => change(true, 'members', false),
    'edited': async () => {
      const words = { title: 'An order', body: `Edited ${own(version)} ${Math.random()}`, byline: 'Kofi', pictureWords: null }
      await edits.editStory(db, staffOf(staff.idris), id, words)
      const edit = await act(db, kithItself, (tx) => findEdit(tx, id))
      if (edit) await edits.askTeller(db, staffOf(staff.idris), id, origin)
    },
    'agrees to the edit': () => answerEdit('yes'),
    'refuses the edit': () => answerEdit('no'),
    'the edit is dropped': async () => void (await edits.dropEdit(db, staffOf(staff.mona), id)),
    'a report takes it down': takeDown,
    'not before next week': async () => {
      const notBefore = new Date(now().getTime() + 7 * 86_400_000)
      await act(db, kithItself, (tx) => tx.updateTable('stories').set({ notBefore }).where('id', '=', id).execute())
      facts.notBefore = notBefore
      await settle()
    },
    'put in a collection': async () => {
      await act(db, kithItself, (tx) =>
        tx.insertInto('collectionStories')
          .values({ listId: staff.collection, storyId: id, place: count, chosenAt: now() })
          .onConflict((conflict) => conflict.doNothing()).execute())
    },
    'a night passes': async () => {
      await consentLater.jobs?.['consents.keep']?.({ db, config: kith.config, secret }, {} as never)
      await settle()
    },
    'a copy is kept': async () => {
      copy = { rows: await backUp(kith, id), facts: structuredClone(facts) }
    },
    'the copy is put back': async () => {
      if (!copy || !(await putBack(kith, copy.rows))) return
      const { stoodBehind, forEveryone, notBefore, sensitive, readers, published } = copy.facts
      Object.assign(facts, { forEveryone, notBefore, published })
      // Words from before and after may both stand: each was stood behind when it was written.
      for (const words of stoodBehind) facts.stoodBehind.add(words)
      for (const reader of readers) facts.readers.add(reader)
      facts.sensitive ||= sensitive
    },
    'withdrawn by the link': async () => withdrawn(await actions.withdrawMyStory(db, nobody, key)),
    'withdrawn by telephone': async () =>
      withdrawn(await actions.withdrawForThem(db, staffOf(staff.mona), id, 'phone')),
  } // prettier-ignore
  return { id, facts, steps }
}

export type Step = keyof Awaited<ReturnType<typeof tellOne>>['steps']

/** Why a story that stands on the pages with these words may not; null when it may. */
export function whyNot(facts: Facts, askedNow: readonly string[], body: string): string | null {
  if (facts.withdrawn) return 'it was taken back'
  if (!facts.site) return 'its teller said no to the site'
  if (facts.site.until && facts.site.until.getTime() + 86_400_000 <= now().getTime())
    return 'its day has passed'
  if (askedNow.some((id) => facts.answers.get(id) !== 'yes'))
    return 'somebody in it did not say yes'
  if (!facts.stoodBehind.has(body)) return 'its teller does not stand behind these words'
  if (!facts.forEveryone) return 'it is for members'
  if (facts.notBefore && facts.notBefore > now()) return 'its day has not come'
  if (facts.sensitive && facts.readers.size < 2) return 'one person read it, and it is sensitive'
  if (!facts.published) return 'no moderator said yes'
  return null
}
