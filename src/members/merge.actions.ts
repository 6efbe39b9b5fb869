import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { addDays, now } from '#base/time.ts'
import { listAllInDirectory } from './directory.queries.ts'
import * as queries from './merge.queries.ts'
import * as rules from './merge.rules.ts'
import * as rows from './merge.rows.ts'
import { madeAnew, type Merging, moveAll } from './merge.steps.ts'
import { lockPair } from './twins.queries.ts'
import { inOrder } from './twins.rules.ts'

/** How a pair is merged: whose address stays, and for each field whose words do. */
export type Wanted = {
  stays: rules.Side
  choices: rules.Choices
  /** What `seenAs` said of the two when the merge was prepared. */
  seen: string
  /** The address of this Kith, for the letter to who applied. */
  origin?: string
}

/** The two of a pair as they stand, with their memberships (if they have one) and who speaks for them. */
export type Stand = {
  both: rules.Both
  memberships: Record<rules.Side, rules.Row | undefined>
  speak: Record<rules.Side, queries.Speaks[]>
}

async function standOf(tx: Tx, pair: { a: string; b: string }): Promise<Stand | null> {
  // In the order of their ids, so that two who hold the same two wait for each other.
  const [a] = await rows.rowsWith(tx, 'organisations', 'id', pair.a)
  const [b] = await rows.rowsWith(tx, 'organisations', 'id', pair.b)
  if (!a || !b) return null
  const [ofA] = await rows.rowsWith(tx, 'memberships', 'organisation_id', pair.a)
  const [ofB] = await rows.rowsWith(tx, 'memberships', 'organisation_id', pair.b)
  const speak = {
    a: await queries.whoSpeaksFor(tx, pair.a),
    b: await queries.whoSpeaksFor(tx, pair.b),
  }
  return { both: { a, b }, memberships: { a: ofA, b: ofB }, speak }
}

export const stateOf = (membership: rules.Row | undefined): rules.State =>
  (membership?.['state'] ?? null) as rules.State // kept by the table's check

/** Tells whether the two are still as somebody saw them. */
export const seenAs = ({ both, memberships, speak }: Stand): string =>
  [both.a, both.b, memberships.a, memberships.b]
    .map((row) => String(row?.['updated_at'] ?? `${stateOf(row)} ${row?.['waiting_since']}`))
    .concat(
      [speak.a, speak.b].map((some) => some.map(({ personId }) => personId.slice(0, 8)).join(' ')),
    )
    .join('|')

/** The two of a pair, to be looked at side by side; null when the pair or one of the two is gone. */
export const findStand = (
  db: Db,
  who: Who,
  pair: { a: string; b: string },
): Promise<Stand | null> => act(db, who, (tx) => standOf(tx, pair))

export type Merged = Result<{ mergeId: string; keptId: string }, rules.MergeRefusal>

/** What somebody said of the set-aside one and a third holds for the one that stays as well. */
async function movePairs(merging: Merging, keptId: string, goneId: string): Promise<void> {
  const { tx, steps } = merging
  const pairs = [
    ...(await rows.rowsWith(tx, 'twins', 'a', goneId)),
    ...(await rows.rowsWith(tx, 'twins', 'b', goneId)),
  ]
  for (const row of pairs) {
    steps.push({ way: 'aside', table: 'twins', row })
    await rows.deleteRow(tx, 'twins', { id: row['id'] })
    const third = String(row['a'] === goneId ? row['b'] : row['a'])
    // Whether they may be one after all is looked for anew.
    if (third === keptId || row['state'] !== 'different') continue
    const pair = inOrder(keptId, third)
    if (await rows.rowAt(tx, 'twins', pair)) continue
    const id = crypto.randomUUID()
    await rows.putBack(tx, merging.catalogue, 'twins', { ...row, ...pair, id })
    steps.push({ way: 'added', table: 'twins', key: { id } })
  }
}

async function change(
  merging: Merging,
  table: string,
  before: rules.Row,
  after: rules.Row,
): Promise<void> {
  const columns = rules.changedColumns(before, after)
  if (columns.length === 0) return
  const key = rows.keyOf(merging.catalogue, table, before)
  const only = (row: rules.Row) =>
    Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))
  await rows.writeRow(merging.tx, table, key, only(after))
  merging.steps.push({ way: 'changed', table, key, before: only(before), after: only(after) })
}

/**
 * Nobody spoke for what stays, and nobody was missed: when it is undone and those who came with the merge
 * leave again, the desk need not look for a new contact.
 */
async function noteNobodyMissed({ tx, catalogue, steps }: Merging, keptId: string): Promise<void> {
  const key = { organisation_id: keptId }
  const [spoke] = await rows.rowsWith(tx, 'representatives', 'organisation_id', keptId)
  if (!spoke && catalogue.shapes.has('handovers') && !(await rows.rowAt(tx, 'handovers', key)))
    steps.push({ way: 'added', table: 'handovers', key })
}

async function moveOver(merging: Merging, { both, memberships }: Stand, wanted: Wanted, at: Date) {
  const { tx, catalogue, steps } = merging
  const { stays, choices } = wanted
  const aside = rules.otherSide(stays)
  const [kept, gone] = [both[stays], both[aside]]
  const [keptId, goneId] = [String(kept['id']), String(gone['id'])]
  await noteNobodyMissed(merging, keptId)
  await change(merging, 'organisations', kept, rules.united(both, stays, choices, at))
  const [stayingOne, other] = [memberships[stays], memberships[aside]]
  if (stayingOne && other)
    await change(merging, 'memberships', stayingOne, rules.unitedMembership(stayingOne, other))
  await movePairs(merging, keptId, goneId)
  await moveAll(merging, { table: 'organisations', column: 'id', from: goneId, to: keptId })
  steps.push({ way: 'aside', table: 'organisations', row: gone })
  for (const table of madeAnew)
    if (table !== 'twins') await rows.deleteRow(tx, table, { organisation_id: goneId })
  await rows.deleteRow(tx, 'organisations', { id: goneId })
  const address = { id: goneId, organisation_id: keptId }
  await rows.putBack(tx, catalogue, 'old_addresses', address)
  steps.push({ way: 'added', table: 'old_addresses', key: { id: goneId } })
  await listAllInDirectory(tx, [keptId])
  await dropPages(tx, ['members', 'home', `member:${keptId}`, `member:${goneId}`])
  return { keptId, goneId, kept, gone }
}

async function whyNot(tx: Tx, who: Who, stand: Stand, wanted: Wanted) {
  const { memberships } = stand
  if (wanted.seen !== seenAs(stand)) return 'changed-meanwhile'
  const may = rules.mayStay(stateOf(memberships.a), stateOf(memberships.b))
  if (may !== 'either' && may !== wanted.stays) return 'not-that-one'
  // Who merges their own application with a member lets themselves in.
  for (const membership of [memberships.a, memberships.b])
    if (membership && (await queries.isOwnApplication(tx, membership, who.personId)))
      return 'own-application'
  return null
}

/** As Kith itself, because a merge moves rows that no role may point elsewhere; the journal says who did it. */
const asItself = (who: Who): Who => ({ ...who, system: true })

/**
 * Makes one of a pair: the one that stays has all, the other is set aside for 30 days, and its address leads
 * on. Everything in one transaction. Out: which merge it is, or why not.
 */
export const mergePair = (db: Db, who: Who, pairId: string, wanted: Wanted): Promise<Merged> =>
  act(db, asItself(who), async (tx) => {
    await queries.takeTurn(tx)
    const pair = await lockPair(tx, pairId)
    if (!pair) return err('no-such-pair')
    const stand = await standOf(tx, pair)
    if (!stand) return err('merged-already')
    const refused = await whyNot(tx, who, stand, wanted)
    if (refused) return err(refused)
    const at = now()
    const merging: Merging = { tx, catalogue: await rows.readCatalogue(tx), steps: [] }
    const { keptId, goneId, kept, gone } = await moveOver(merging, stand, wanted, at)
    const mergeId = crypto.randomUUID()
    await queries.insertMerge(tx, {
      id: mergeId,
      keptId,
      goneId,
      keptName: String(kept['name']),
      goneName: String(gone['name']),
      mergedBy: who.personId,
      mergedAt: at,
      steps: merging.steps,
    })
    const other = stand.memberships[rules.otherSide(wanted.stays)]
    const asker = other?.['person_id']
    // Who waits for an answer hears what became of their application.
    const applied = ['asked', 'asked-back'].includes(String(other?.['state']))
    const { choices, origin } = wanted
    const detail = { organisationId: keptId, goneId, mergeId, choices, applied, origin }
    const about = { about: keptId, who: who.personId, person: asker ? String(asker) : null, at }
    await record(tx, { what: 'organisation.merged', ...about, detail })
    return ok({ mergeId, keptId })
  })

/** Every night: what was merged longer ago than it can be undone is forgotten; the old address stays. */
export const forgetMerges = (db: Db): Promise<number> =>
  act(db, kithItself, (tx) => queries.forgetMergesBefore(tx, addDays(now(), -rules.undoDays)))
