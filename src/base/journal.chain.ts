import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { act, type Db, kithItself, type Tx } from './db.ts'
import {
  type Damage,
  type Failed,
  type Head,
  judge,
  type Link,
  textOf,
} from './journal.chain.rules.ts'
import './schema.ts'

export type { Damage, Head } from './journal.chain.rules.ts'

/** `head`: the last link of the chain; null while nothing has happened. `more`: damages beyond those listed. */
export type Verdict = { entries: number; head: Head | null; damages: Damage[]; more: boolean }

const atOnce = 5000
// Who sees this many does not need the rest to know.
const mostFailed = 200

const digest = (before: string, text: string): string =>
  createHash('sha256').update(`${before}\n${text}`).digest('hex')

/** The links behind this one with their entries, as the database writes them. */
async function linksAfter(tx: Tx, seq: number): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select c.seq, c.entry, c.hash, j.id, j.what, j.about::text, j.who::text, j.person::text,
      to_char(j.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, j.detail::text
    from journal_chain c left join journal j on j.id = c.entry
    where c.seq > ${seq} order by c.seq limit ${atOnce}`.execute(tx)
  return rows
}

async function unchained(tx: Tx): Promise<Damage[]> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select j.id, j.at from journal j
    where not exists (select from journal_chain c where c.entry = j.id)
    order by j.at, j.id limit ${mostFailed}`.execute(tx)
  return rows.map(({ id, at }) => ({ kind: 'unchained', entry: id, at: at.toISOString() }))
}

type Walk = {
  last: Link | null
  entries: number
  gaps: Damage[]
  failed: Failed[]
  heads: Map<number, string>
}

/** The hash that this link has to build on; null where the one before it is gone. */
function hashBefore(walk: Walk, { seq }: Link): string | null {
  const last = walk.last?.seq ?? 0
  if (seq === last + 1) return walk.last?.hash ?? ''
  if (walk.gaps.length < mostFailed)
    walk.gaps.push({ kind: 'missing', from: last + 1, to: seq - 1 })
  return null
}

/** Looks at one link; what does not fit is kept for the judgement at the end. */
function step(walk: Walk, link: Link, wanted: ReadonlySet<number>): void {
  const before = hashBefore(walk, link)
  const previous = walk.failed.at(-1)
  // One more than what failed, to tell a changed entry from a changed hash.
  if (previous?.link.seq === link.seq - 1) previous.next = link
  const fits = link.id !== null && before !== null && digest(before, textOf(link)) === link.hash
  if (!fits && walk.failed.length < mostFailed) walk.failed.push({ link, before, next: null })
  if (wanted.has(link.seq)) walk.heads.set(link.seq, link.hash)
  walk.entries += 1
  walk.last = link
}

/** What the heads that were kept outside say against the chain as it stands. */
function compare(heads: readonly Head[], walk: Walk): Damage[] {
  const end = walk.last?.seq ?? 0
  const wrong = heads
    .filter(({ seq, hash }) => seq <= end && walk.heads.get(seq) !== hash)
    .toSorted((a, b) => a.seq - b.seq)
  const beyond = heads.filter(({ seq }) => seq > end).toSorted((a, b) => b.seq - a.seq)
  const first = wrong[0]
  const farthest = beyond[0]
  const right = first ? heads.filter(({ seq }) => seq < first.seq).map(({ seq }) => seq) : []
  return [
    ...(first
      ? [{ kind: 'rewritten', from: Math.max(0, ...right) + 1, to: first.seq } as const]
      : []),
    ...(farthest ? [{ kind: 'cut', from: end + 1, to: farthest.seq } as const] : []),
  ]
}

/**
 * Reads the whole log in the order in which it was written, 5,000 entries at a time, and computes every hash
 * anew. `heads`: ends of the chain that were kept outside the database; without one nobody can tell that a
 * tail was cut, or that everything was written anew. Out: what is wrong, and where.
 */
export async function verifyLog(db: Db, heads: readonly Head[] = []): Promise<Verdict> {
  const walk: Walk = { last: null, entries: 0, gaps: [], failed: [], heads: new Map() }
  const wanted = new Set(heads.map(({ seq }) => seq))
  for (;;) {
    const links = await act(db, kithItself, (tx) => linksAfter(tx, walk.last?.seq ?? 0))
    for (const link of links) step(walk, link, wanted)
    if (links.length < atOnce) break
  }
  const loose = await act(db, kithItself, unchained)
  const damages = [...walk.gaps, ...judge(walk.failed, digest), ...compare(heads, walk), ...loose]
  const more = [walk.gaps, walk.failed, loose].some((found) => found.length === mostFailed)
  const { last, entries } = walk
  return { entries, head: last && { seq: last.seq, hash: last.hash }, damages, more }
}

/** The last link of the chain, as who asks may read it. */
export async function headOf(tx: Tx): Promise<Head | null> {
  const row = await tx
    .selectFrom('journalChain')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}
