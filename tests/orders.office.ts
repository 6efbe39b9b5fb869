import { nobody } from '../src/base/db.ts'
import * as appeals from '../src/stories/appeal.actions.ts'
import { decideStory } from '../src/stories/decide.actions.ts'
import * as edits from '../src/stories/edit.actions.ts'
import { decideOnReport, sendReport } from '../src/stories/report.actions.ts'
import * as translation from '../src/stories/translate.actions.ts'
import type { Backup } from './orders.backup.ts'
import { type Answer, judges } from './orders.facts.ts'
import { bodyOf, origin, staffOf, type Take } from './orders.story.ts'

export const publish =
  (who: 'mona' | 'idris', sensitive: boolean): Take =>
  async ({ kith, staff }, { id, facts }) => {
    const verdict = { verdict: 'publish' as const, sensitive }
    const done = await decideStory(kith.db, staffOf(staff[who]), id, verdict, { origin })
    if (!done.ok) return
    const words = facts.told[facts.current]
    if (words) words.sensitive ||= sensitive
    words?.readers.add(staff[who].id)
    facts.published = !done.value.needsSecond
  }

export const decline: Take = async ({ kith, staff }, story) => {
  const verdict = { verdict: 'decline' as const, rule: 'Be kind', reason: 'It is not' }
  const done = await decideStory(kith.db, staffOf(staff.mona), story.id, verdict, { origin })
  if (done.ok) story.wasTakenDown = false
}

export const takeDown: Take = async ({ kith, backup, staff }, story) => {
  const { n, id } = story
  const sent = { harm: 'hurtful' as const, words: 'It hurts', email: null }
  const network = `10.${n % 250}.${Math.floor(n / 250) % 250}.1`
  const about = `/stories/${id}`
  await sendReport({
    db: kith.db,
    who: nobody,
    network,
    sent,
    about,
    spoken: 'en',
    once: undefined,
  })
  const [report] = await backup.ask<{ id: string }>(
    `select id from reports where about = $1 and state = 'sent'`,
    [about],
  )
  if (!report) return
  const verdict = { id: report.id, verdict: 'taken-down' as const, reason: 'It hurts' }
  if (!(await decideOnReport(kith.db, staffOf(staff.mona), verdict)).ok) return
  story.wasTakenDown ||= story.facts.published
  story.facts.published = false
}

export const edit: Take = async ({ kith, staff }, story) => {
  const { n, id, facts } = story
  story.edits += 1
  const body = `Edited ${story.edits} of ${bodyOf(n, facts.current)}`
  const words = { title: 'An order', body, byline: 'Kofi', pictureWords: null }
  const done = await edits.editStory(kith.db, staffOf(staff.idris), id, words)
  if (!done.ok) return
  facts.texts.set(body, { of: facts.current, stands: false })
  // Who has read it before it was edited has read other words.
  if (!facts.published) facts.told[facts.current]?.readers.clear()
  await edits.askTeller(kith.db, staffOf(staff.idris), id, origin)
}

export const answerEdit =
  (said: Answer, by: 'link' | 'phone'): Take =>
  async ({ kith, backup, staff }, { id, key, facts }) => {
    const [shown] = await backup.ask<{ body: string; at: Date }>(
      'select body, edited_at as at from story_edits where story_id = $1',
      [id],
    )
    if (!shown) return
    const saying = { answer: said, wish: '', version: shown.at.getTime() }
    const done =
      by === 'link'
        ? await edits.answerByMyLink(kith.db, nobody, key, saying)
        : await edits.answerForTeller(kith.db, staffOf(staff.mona), id, { ...saying, channel: by })
    if (done.ok) judges(facts, shown.body, said)
  }

type Beside = { body: string; of: string; hash: string; at: Date | null }
/** A story as somebody who translates it has it before them, and what was made of it so far. */
const besideOf = async (backup: Backup, id: string): Promise<Beside | undefined> =>
  (
    await backup.ask<Beside>(
      `select coalesce(e.body, s.body) as of, kith_shown_hash(s.id) as hash, t.body, t.edited_at as at
       from stories s left join story_edits e on e.story_id = s.id and e.state = 'yes'
       left join story_translations t on t.story_id = s.id where s.id = $1`,
      [id],
    )
  )[0]

const lang = 'cy'
export const translateIt: Take = async ({ kith, backup, staff }, story) => {
  const there = await besideOf(backup, story.id)
  if (!there) return
  story.edits += 1
  const body = `Cyfieithiad ${story.edits} o ${there.of}`
  const words = { title: 'Trefn', body, pictureWords: null, translator: 'Ann', translatorId: null }
  const about = { storyId: story.id, lang }
  const mona = staffOf(staff.mona)
  const done = await translation.translateStory(kith.db, mona, about, {
    ...words,
    from: there.hash,
  })
  if (!done.ok) return
  story.facts.translations.set(body, { of: there.of, isRead: false, said: null })
  await translation.askAboutTranslation(kith.db, mona, { ...about, origin })
}

export const readTranslation: Take = async ({ kith, backup, staff }, { id, facts }) => {
  const there = await besideOf(backup, id)
  if (!there?.at) return
  const about = { storyId: id, lang, version: there.at.getTime(), origin }
  const done = await translation.readByAnother(kith.db, staffOf(staff.idris), about)
  const made = facts.translations.get(there.body)
  if (done.ok && made) made.isRead = true
}

export const answerTranslation =
  (answer: Answer, by: 'link' | 'phone'): Take =>
  async ({ kith, backup, staff }, { id, key, facts }) => {
    const there = await besideOf(backup, id)
    if (!there?.at) return
    const said = { answer, wish: '', version: there.at.getTime(), hasRead: false }
    const done =
      by === 'link'
        ? await translation.answerTranslation(kith.db, nobody, { key, lang, origin }, said)
        : await translation.answerTranslationForTeller(
            kith.db,
            staffOf(staff.mona),
            { storyId: id, lang, origin },
            { ...said, channel: by },
          )
    if (done.ok) judges(facts, there.body, answer)
  }

export const appeal: Take = async ({ kith, backup, staff }, { id, key, facts, wasTakenDown }) => {
  await appeals.askAppeal(kith.db, nobody, key, 'Please look again')
  const [asked] = await backup.ask<{ id: string }>(
    `select id from appeals where story_id = $1 and state = 'asked'`,
    [id],
  )
  if (!asked) return
  const judging = { state: 'upheld' as const, reason: 'I read it too' }
  const done = await appeals.judgeAppeal(kith.db, staffOf(staff.idris), asked.id, judging)
  // What was taken down stands again: another moderator said so. What was declined is read anew.
  if (done.ok && wasTakenDown) facts.published = true
}

export const undoTakeDown: Take = async ({ kith, staff }, { id, facts }) => {
  const done = await appeals.undo(kith.db, staffOf(staff.idris), id, 'It was a mistake')
  if (done.ok) facts.published = true
}
