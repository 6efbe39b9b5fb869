import { act, kithItself, nobody } from '../src/base/db.ts'
import type { Entry } from '../src/base/journal.ts'
import { now } from '../src/base/time.ts'
import * as consent from '../src/stories/consent.actions.ts'
import * as edits from '../src/stories/edit.actions.ts'
import { endAgain, endingsOf, factsThatEnd } from '../src/stories/withdrawn.actions.ts'
import type { Ending } from '../src/stories/withdrawn.rules.ts'
import { type Facts, putOver, whyNot } from './orders.facts.ts'
import {
  answerEdit, answerTranslation, appeal, decline, edit, publish, readTranslation, takeDown, translateIt, undoTakeDown,
} from './orders.office.ts' // prettier-ignore
import {
  answer, type Asked, change, endSite, notBefore, noteLinks, staffOf, type Take, tellFor, type Where, withdraw,
} from './orders.story.ts' // prettier-ignore

/** Another site shows it in a frame: what stands there now is looked at at once. */
const embed: Take = async ({ kith }, { id, facts, n, over }) => {
  const frame = await kith.visit(`/embed/stories/${id}`, {
    referer: `https://site-${n % 7}.example/`,
  })
  const html = await frame.text()
  const shown = [...facts.texts.keys()].find((body) => html.includes(`>${body}<`))
  const reason = shown === undefined ? null : whyNot(facts, shown, now())
  if (shown !== undefined) over.push('a frame shows it')
  if (reason) throw new Error(`A frame shows it, and ${reason}`)
  if (shown === undefined && frame.status === 200) throw new Error('A frame shows other words')
}

const keepCopy: Take = async ({ backup }, story) => {
  const at = now()
  const rows = await backup.copyOf(story.id)
  noteLinks(story, (rows['story_people'] as Asked[] | null) ?? [])
  story.copy = { rows, facts: structuredClone(story.facts), at }
}

/** What the log says has ended, as it is kept outside the database. */
async function endingsOfStory({ kith, backup }: Where, id: string, since: Date): Promise<Ending[]> {
  const entries = await backup.ask<Entry>(
    `select id, what, about, who, at, detail from journal
     where about = $1 and what = any($2) and at >= $3 order by at`,
    [id, factsThatEnd, since],
  )
  if (entries.length === 0) return []
  return act(kith.db, kithItself, async (tx) => {
    const endings: Ending[] = []
    for (const entry of entries) endings.push(...(await endingsOf(tx, entry)))
    return endings
  })
}

/** What has ended since a copy was kept. */
const endedSince = ({ withdrawn, site, lastSaid, refused }: Facts, older: Facts): string[] => [
  ...(withdrawn && !older.withdrawn ? ['that it was taken back'] : []),
  ...(!site && older.site ? ['an end of the site'] : []),
  ...([...lastSaid].some(([name, said]) => said === 'no' && older.lastSaid.get(name) !== 'no')
    ? ['a no of somebody in it']
    : []),
  ...(refused.size > older.refused.size ? ['a no to an edit or a translation'] : []),
]

/** An older copy is put over what is there, and Kith starts again. */
const putCopyBack: Take = async (where, { id, copy, facts, over }) => {
  if (!copy) return
  const endings = await endingsOfStory(where, id, copy.at)
  over.push(
    'a copy is put back',
    ...endedSince(facts, copy.facts).map((what) => `put over ${what}`),
  )
  if (!(await where.backup.putBack(copy.rows))) return void over.push('the database refuses a copy')
  putOver(facts, copy.facts)
  if (endings.length > 0) await endAgain({ ...where.kith.house, db: where.kith.db }, endings)
}

const collect: Take = ({ kith, staff }, { id, n }) =>
  act(kith.db, kithItself, (tx) =>
    tx.insertInto('collectionStories').values({ listId: staff.collection, storyId: id, place: n, chosenAt: now() })
      .onConflict((conflict) => conflict.doNothing()).execute()) // prettier-ignore

/** Everything that can happen to a story, by its kind: each order is made of these. */
export const steps = {
  'publish': { kind: 'publish', take: publish('mona', false) },
  'publish, by the other': { kind: 'publish', take: publish('idris', false) },
  'publish as sensitive': { kind: 'publish', take: publish('mona', true) },
  'decline': { kind: 'publish', take: decline },
  'a report takes it down': { kind: 'publish', take: takeDown },
  'an appeal is upheld': { kind: 'publish', take: appeal },
  'a takedown is undone': { kind: 'publish', take: undoTakeDown },
  'the first in it says yes': { kind: 'consent', take: answer(0, 'yes', 'link') },
  'the second in it says yes': { kind: 'consent', take: answer(1, 'yes', 'phone') },
  'somebody in it says no': { kind: 'consent', take: answer(1, 'no', 'link') },
  'somebody in it says no by telephone': { kind: 'consent', take: answer(0, 'no', 'phone') },
  'the site ends by the link': { kind: 'consent', take: endSite('link') },
  'the site ends by telephone': { kind: 'consent', take: endSite('phone') },
  'agrees again': {
    kind: 'consent', take: ({ kith }, { key }) => consent.agreeAgain(kith.db, nobody, key),
  },
  'the same words, the site again': { kind: 'tell', take: change(true, 'public', false) },
  'other words': { kind: 'tell', take: change(true, 'public', true) },
  'not on the site any more': { kind: 'tell', take: change(false, 'public', false) },
  'members only': { kind: 'tell', take: change(true, 'members', false) },
  'for people whom they name': { kind: 'tell', take: tellFor('named') },
  'for members': { kind: 'tell', take: tellFor('members') },
  'for everyone': { kind: 'tell', take: tellFor('public') },
  'not before next week': { kind: 'tell', take: notBefore },
  'edited': { kind: 'edit', take: edit },
  'the edit is dropped': {
    kind: 'edit', take: ({ kith, staff }, { id }) => edits.dropEdit(kith.db, staffOf(staff.mona), id),
  },
  'agrees to the edit': { kind: 'approve', take: answerEdit('yes', 'link') },
  'agrees to the edit by telephone': { kind: 'approve', take: answerEdit('yes', 'phone') },
  'refuses the edit': { kind: 'approve', take: answerEdit('no', 'link') },
  'translated': { kind: 'translate', take: translateIt },
  'the other reads the translation': { kind: 'translate', take: readTranslation },
  'agrees to the translation': { kind: 'translate', take: answerTranslation('yes', 'link') },
  'refuses the translation by telephone': { kind: 'translate', take: answerTranslation('no', 'phone') },
  'put in a collection': { kind: 'embed', take: collect },
  'shown on another site': { kind: 'embed', take: embed },
  'a copy is kept': { kind: 'restore', take: keepCopy },
  'the copy is put back': { kind: 'restore', take: putCopyBack },
  'withdrawn by the link': { kind: 'withdraw', take: withdraw('link') },
  'withdrawn by telephone': { kind: 'withdraw', take: withdraw('phone') },
} satisfies Record<string, { kind: Kind; take: Take }> // prettier-ignore
export type Kind = 'tell' | 'consent' | 'edit' | 'approve' | 'publish' | 'translate' | 'embed' | 'withdraw' | 'restore' // prettier-ignore
export type Step = keyof typeof steps
