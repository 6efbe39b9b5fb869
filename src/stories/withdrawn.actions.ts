import { act, kithItself, type Tx } from '#base/db.ts'
import { forgetPicture } from '#base/files.ts'
import type { JobDeps } from '#base/jobs.ts'
import { type Entry, record } from '#base/journal.ts'
import { now } from '#base/time.ts'
import { takeBackQuietly } from './actions.ts'
import { endByItself, settle } from './consent.actions.ts'
import { consentsOf } from './consent.queries.ts'
import { noteEndings, notedEndings } from './withdrawn.file.ts'
import * as queries from './withdrawn.queries.ts'
import { type Ending, standing } from './withdrawn.rules.ts'

const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)

type Line = Omit<Ending, 'what'>

const answered = (line: Line, detail: Entry['detail']): Ending => ({
  ...line,
  what: detail['state'] === 'no' ? 'no' : 'yes',
  id: text(detail['person'], line.id),
})

/** Its teller said no to words that somebody made of theirs. A yes needs no line: it is newer than the copy. */
const refused = (line: Line, kind: 'edit' | 'translation', detail: Entry['detail']): Ending[] => {
  if (detail['answer'] !== 'no') return []
  const how = kind === 'translation' ? text(detail['lang'], 'en') : line.how
  return [{ ...line, what: `${kind}-no`, how }]
}

async function narrowed(tx: Tx, line: Line): Promise<Ending[]> {
  const how = await queries.audienceOf(tx, line.storyId)
  return how ? [{ ...line, what: 'for', how }] : []
}

async function postponed(tx: Tx, line: Line): Promise<Ending[]> {
  const day = await queries.dayOf(tx, line.storyId)
  return [{ ...line, what: 'day', how: day ? String(day.getTime()) : 'none' }]
}

async function takenOff(tx: Tx, line: Line): Promise<Ending[]> {
  const ids = await queries.takenOffAt(tx, line.storyId, line.at)
  return ids.map(({ id }) => ({ ...line, what: 'reader-off', id }))
}

/** Shown, or shown again: worth a line only where it had been taken off the pages. */
async function shown(tx: Tx, line: Line): Promise<Ending[]> {
  return (await queries.wasDown(tx, line.storyId, line.at)) ? [{ ...line, what: 'up' }] : []
}

async function ended(tx: Tx, line: Line): Promise<Ending[]> {
  const consents = await queries.endedAt(tx, line.storyId, line.at)
  return consents.map(({ id, endedChannel }) => ({
    ...line,
    what: 'ended',
    id,
    how: endedChannel ?? line.how,
  }))
}

type Follow = (tx: Tx, line: Line, detail: Entry['detail']) => Ending[] | Promise<Ending[]>
const follow: Record<string, Follow> = {
  'story.withdrawn': (_, line) => [{ ...line, what: 'withdrawn' }],
  'story.answered': (_, line, detail) => [answered(line, detail)],
  'edit.answered': (_, line, detail) => refused(line, 'edit', detail),
  'translation.answered': (_, line, detail) => refused(line, 'translation', detail),
  'consent.ended': ended,
  'story.audience': narrowed,
  'story.day': postponed,
  'story.reader-left': takenOff,
  'story.declined': (_, line) => [{ ...line, what: 'down' }],
  'story.published': shown,
  'story.restored': shown,
  'story.changed': async (tx, line) => [
    { ...line, what: 'changed' },
    ...(await ended(tx, line)),
    ...(await narrowed(tx, line)),
    ...(await takenOff(tx, line)),
    ...(await postponed(tx, line)),
  ],
}
/** The facts after which something does not hold any more. */
export const factsThatEnd = Object.keys(follow)

/** What an entry of the journal says has ended. Out: nothing for what ends nothing. */
export async function endingsOf(tx: Tx, { id, what, about, at, detail }: Entry): Promise<Ending[]> {
  if (!about) return []
  const how = text(detail['channel'], 'web')
  return (await follow[what]?.(tx, { at, storyId: about, id: about, entry: id, how }, detail)) ?? []
}

/** Notes outside the database what an entry says has ended. */
export async function noteEnding({ db, config }: JobDeps, entry: Entry): Promise<void> {
  const endings = await act(db, kithItself, (tx) => endingsOf(tx, entry))
  await noteEndings(config.dataFolder, endings)
}

/** Notes every story that was taken back and is not noted: whoever left with their stories, whatever was missed. */
export async function noteWithdrawn({ db, config }: JobDeps): Promise<void> {
  const rows = await act(db, kithItself, queries.allWithdrawn)
  const noted = await notedEndings(config.dataFolder)
  const known = new Set(noted.flatMap(({ what, storyId }) => (what === 'withdrawn' ? storyId : [])))
  const fresh = rows.filter(({ id }) => !known.has(id))
  await noteEndings(
    config.dataFolder,
    fresh.map(({ id, withdrawnAt: at }) => ({
      at,
      what: 'withdrawn',
      storyId: id,
      id,
      // There is no entry that is about this story alone.
      entry: id,
      how: 'web',
    })),
  )
}

/** Out: the files whose bytes have to go. */
async function endOne(tx: Tx, ending: Ending & { onlyOlder: boolean }): Promise<string[]> {
  const at = now()
  const { what, storyId } = ending
  if (what === 'withdrawn') return takeBackQuietly(tx, storyId, ending.how)
  if (ending.onlyOlder) {
    // The words, or whoever said no to them, came after this copy: only its teller can say what holds.
    const open = (await consentsOf(tx, storyId)).filter(
      (one) => one.use === 'site' && one.endedAt === null && one.givenAt < ending.at,
    )
    await endByItself(tx, open, 'no-answer', at)
    return []
  }
  await queries.sayAgain(tx, ending)
  await settle(tx, storyId, at)
  const detail = { entry: ending.entry }
  await record(tx, { what: 'consent.ended-again', about: storyId, who: null, at, detail })
  return []
}

/** Ends again what ended and, by an older copy that was put back, stands again. Out: how much that was. */
export async function endAgain({ db, config }: JobDeps, endings: readonly Ending[]) {
  const all = await act(db, kithItself, (tx) => queries.unknownEndings(tx, standing(endings)))
  for (const ending of all)
    for (const file of await act(db, kithItself, (tx) => endOne(tx, ending)))
      await forgetPicture(config, file)
  return all.length
}

/**
 * Holds the database against the lists outside it. Before the first page is answered, and every few minutes,
 * because an older copy can be put back while Kith runs. Out: how much had to be ended again.
 */
export async function keepTakenBack(deps: JobDeps): Promise<number> {
  const n = await endAgain(deps, await notedEndings(deps.config.dataFolder))
  await noteWithdrawn(deps)
  return n
}
