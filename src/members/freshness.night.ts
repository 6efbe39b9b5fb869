import { act, type Db, kithItself } from '#base/db.ts'
import { isLang } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { record } from '#base/journal.ts'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { hashKey, sign } from '#base/secrets.ts'
import { addMinutes, now } from '#base/time.ts'
import { freshnessLetter } from './freshness.letters.tsx'
import * as night from './freshness.night.queries.ts'
import { linkOf, type Marks, marksOf, mostLetters, withinLetters } from './freshness.rules.ts'
import { coalitionOf } from './queries.ts'

// One transaction each: small enough to hold nobody up, large enough that the work is the database's.
const sliceSize = 2000
const lettersAtOnce = 50

/** The key of the link in this question's letters, made as that of an application is (see keys.ts). */
export const stillKey = (secret: string, organisationId: string, round: number): string =>
  sign(secret, linkOf(organisationId, round))

/** Walks through all organisations by id, a slice at a time. Out: how many sank, and how many left. */
async function sinkAll(db: Db, marks: Marks, at: Date) {
  const total = { stale: 0, off: 0 }
  let after: string | null = night.beforeAll
  while (after !== null) {
    const from: string = after
    after = await act(db, kithItself, async (tx) => {
      const slice = await night.nextSlice(tx, from, sliceSize)
      if (!slice) return null
      const sunk = await night.sinkSlice(tx, slice, marks, at)
      total.stale += sunk.stale
      total.off += sunk.off
      return slice.to
    })
  }
  return total
}

type Occasion = 'asked' | 'reminded'

/** Asks, or reminds, these organisations: what is kept about it and the letters in one transaction. */
async function writeTo(deps: JobDeps, occasion: Occasion, ids: string[], at: Date) {
  const origin = letterOrigin(deps.config, undefined)
  return act(deps.db, kithItself, async (tx) => {
    const coalition = await coalitionOf(tx)
    if (!coalition) return 0
    const claim = occasion === 'asked' ? night.claimAsking : night.claimReminding
    const claimed = await claim(tx, ids, at)
    if (claimed.length === 0) return 0
    const keys = new Map(
      claimed.map(({ organisationId: id, round }) => [id, stillKey(deps.secret, id, round)]),
    )
    const rounds = [...keys].map(([organisationId, key]) => ({
      organisationId,
      keyHash: hashKey(key),
    }))
    if (occasion === 'asked') await night.insertRounds(tx, rounds, at)
    const readers = await night.readersOf(tx, [...keys.keys()])
    for (const reader of readers) {
      const key = keys.get(reader.id) ?? ''
      const lang = isLang(reader.lang) ? reader.lang : 'en'
      const link = origin === null ? null : `${origin}/still/${key}`
      await putInOutbox(tx, {
        key: `freshness.${occasion}:${hashKey(key).slice(0, 32)}:${reader.personId ?? 'organisation'}`,
        kind: `freshness.${occasion}`,
        toPerson: reader.personId,
        toAddress: reader.address,
        lang,
        about: reader.id,
        ...freshnessLetter({ occasion, lang, coalition, reader, link }),
      })
    }
    return readers.length
  })
}

/** Writes to these in small batches. Out: how many letters. */
async function writeAll(deps: JobDeps, occasion: Occasion, due: night.Due[], at: Date) {
  let letters = 0
  for (let first = 0; first < due.length; first += lettersAtOnce) {
    const ids = due.slice(first, first + lettersAtOnce).map((one) => one.organisationId)
    letters += await writeTo(deps, occasion, ids, at)
  }
  return letters
}

const dueNow = (
  deps: JobDeps,
  find: typeof night.dueForLetter,
  marks: Marks,
  left: number,
): Promise<night.Due[]> =>
  left < 1
    ? Promise.resolve([])
    : act(deps.db, kithItself, async (tx) => withinLetters(await find(tx, marks, left), left))

/** The round of this day, unless it was done: a machine that was off at night does it when it is on again. */
export async function keepListTrueOnceADay(deps: JobDeps): Promise<void> {
  if (!(await act(deps.db, kithItself, (tx) => night.isDone(tx, now())))) await keepListTrue(deps)
}

/**
 * The nightly round: what nobody confirmed sinks or leaves, then reminders, then new questions, the longest
 * unchecked first, at most `mostLetters` letters in all. Killed half-way it goes on at the next run: every
 * batch is one transaction, and a question has one letter for each address.
 */
export async function keepListTrue(deps: JobDeps): Promise<void> {
  const at = now()
  const marks = marksOf(at)
  const sunk = await sinkAll(deps.db, marks, at)
  const since = addMinutes(at, -12 * 60)
  const written = await act(deps.db, kithItself, (tx) => night.lettersWrittenSince(tx, since))
  const toRemind = await dueNow(deps, night.dueForReminder, marks, mostLetters - written)
  const reminded = await writeAll(deps, 'reminded', toRemind, at)
  const toAsk = await dueNow(deps, night.dueForLetter, marks, mostLetters - written - reminded)
  const asked = await writeAll(deps, 'asked', toAsk, at)
  await act(deps.db, kithItself, async (tx) => {
    await night.keepHealth(tx, await night.countHealth(tx), at)
    const detail = { ...sunk, reminded, asked }
    await record(tx, { what: 'list.checked', about: null, who: null, at, detail })
  })
}
