import { act, kithItself, type Tx } from '#base/db.ts'
import { translator } from '#base/i18n.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import { letter, type Paragraph } from '#base/letter.tsx'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { now } from '#base/time.ts'
import { storyKey } from './keys.ts'
import { coalitionOf, findStory } from './queries.ts'
import type { Story } from './schema.ts'
import { noteTold } from './year.actions.ts'
import { dueTellers, whatItLedTo } from './year.queries.ts'
import { ledLines, spokenBy } from './year.words.ts'

const lines = (texts: readonly string[]) => texts.map((text) => `– ${text}`).join('\n')

/** One letter to a teller with all their stories. */
async function writeOfYear(tx: Tx, deps: JobDeps, stories: Story[], at: Date): Promise<void> {
  const coalition = await coalitionOf(tx)
  const latest = stories.at(-1)
  if (!coalition || !latest?.email) return
  const lang = spokenBy(latest)
  const t = translator(lang)
  const origin = letterOrigin(deps.config, '')
  const linkOf = ({ id }: Story) => `${origin}/stories/mine/${storyKey(deps.secret, id)}`
  const told: Paragraph[] = []
  for (const story of stories) {
    const led = await whatItLedTo(tx, story.id)
    const link = origin && stories.length > 1 ? [linkOf(story)] : []
    told.push([story.title, lines(ledLines(t, lang, led)), ...link].join('\n'))
  }
  const subject = t('year.letter.subject', { n: stories.length })
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [t('year.letter', { coalition: coalition.name }), ...told],
    button:
      origin && stories.length === 1
        ? { label: t('year.letter.button'), href: linkOf(latest) }
        : undefined,
    after: [t('year.letter.thanks'), t('year.letter.stop')],
  })
  const key = `story year ${latest.id} ${at.toISOString().slice(0, 10)}`
  await putInOutbox(tx, {
    key,
    kind: 'story.year',
    toPerson: latest.tellerId,
    toAddress: latest.email,
    lang,
    // Not about one story: withdrawing any of them takes this letter back (20261123-0540).
    ...written,
  })
  for (const story of stories) await noteTold(tx, story, { how: 'mail', letter: key, by: null, at })
}

/** Every night: tellers who were not told for a year hear what their stories led to. */
async function tellOfYear(deps: JobDeps): Promise<void> {
  const at = now()
  const tellers = await act(deps.db, kithItself, (tx) => dueTellers(tx, at))
  for (const { ids } of tellers)
    await act(deps.db, kithItself, async (tx) => {
      const stories: Story[] = []
      for (const id of ids) {
        const story = await findStory(tx, id)
        if (story?.state === 'published') stories.push(story)
      }
      await writeOfYear(tx, deps, stories, at)
    })
}

/** Goes after the letters that ask whether a teller still agrees, so that nobody gets two in a week. */
export const yearLater: Later = {
  jobs: { 'stories.year': tellOfYear },
  cron: [{ match: '20 5 * * *', job: 'stories.year' }],
}
