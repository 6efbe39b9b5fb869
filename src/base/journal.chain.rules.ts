/** An end of the chain, as it was noted somewhere: its number (from 1) and its hash (64 hex digits). */
export type Head = { seq: number; hash: string }

/**
 * What is wrong with the log, in terms of the numbers of its entries. `changed`: an entry is not what was
 * written; `hash`: the entry is, but not the hash beside it; `missing`: from…to are gone; `swapped`: two stand
 * in each other's place; `unchained`: an entry that was slipped in; `cut`: the end is gone; `rewritten`: all
 * hashes fit, but not the ones that were noted outside; `unproven`: what stood before it is gone.
 */
export type Damage =
  | { kind: 'changed' | 'hash' | 'unproven'; seq: number; entry: string }
  | { kind: 'missing' | 'cut' | 'rewritten'; from: number; to: number }
  | { kind: 'swapped'; one: number; other: number }
  | { kind: 'unchained'; entry: string; at: string }

/** A link of the chain and its entry; the columns of an entry that is gone are null. */
export type Link = {
  seq: number
  entry: string
  hash: string
  id: string | null
  what: string | null
  about: string | null
  who: string | null
  person: string | null
  at: string | null
  detail: string | null
}

/** A link that does not fit. `before`: the hash in front of it, null when that is gone. */
export type Failed = { link: Link; before: string | null; next: Link | null }

/** What of an entry is hashed; `kith_entry_text` in the database writes the same. */
export const textOf = (link: Link): string =>
  [
    link.id,
    link.what,
    link.about ?? '-',
    link.who ?? '-',
    link.person ?? '-',
    link.at,
    link.detail,
  ].join('\n')

type Digest = (before: string, text: string) => string

/**
 * Whether what belongs at `one` stands at `other`: the whole link was put there, only the entry's name in the
 * chain was, or only what the entry says.
 */
function standsAt(one: Failed, other: Failed, digest: Digest): boolean {
  if (one.before === null || other.link.id === null) return false
  const moved = digest(one.before, textOf(other.link))
  const words = digest(one.before, textOf({ ...other.link, id: one.link.entry }))
  return moved === one.link.hash || moved === other.link.hash || words === one.link.hash
}

/** Whether the next link fits the hash that this entry ought to have: then only the hash was touched. */
function isHashOnly({ link, before, next }: Failed, digest: Digest): boolean {
  if (before === null || next === null || next.id === null) return false
  return digest(digest(before, textOf(link)), textOf(next)) === next.hash
}

function nameOne(failed: Failed, digest: Digest): Damage {
  const { link, before } = failed
  const { seq, entry } = link
  if (link.id === null) return { kind: 'missing', from: seq, to: seq }
  if (before === null) return { kind: 'unproven', seq, entry }
  return { kind: isHashOnly(failed, digest) ? 'hash' : 'changed', seq, entry }
}

/** Hashes as they ought to stand in front of a link, by its number, where they do not. */
type Right = Map<number, string>

const fitsAfterAll = ({ link }: Failed, right: Right, digest: Digest): boolean => {
  const before = right.get(link.seq)
  return before !== undefined && link.id !== null && digest(before, textOf(link)) === link.hash
}

/**
 * Names what each link that does not fit is a sign of; what only follows from another is left out: a link
 * that was moved takes its hash along, and the one behind it fits only the hash that ought to be there.
 */
export function judge(failed: readonly Failed[], digest: Digest): Damage[] {
  const right: Right = new Map()
  const settled = new Set<Failed>()
  const named: Damage[] = []
  for (const [at, one] of failed.entries()) {
    if (settled.has(one) || fitsAfterAll(one, right, digest)) continue
    const other = failed
      .slice(at + 1)
      .find((later) => !settled.has(later) && standsAt(one, later, digest))
    if (other) {
      right.set(one.link.seq + 1, other.link.hash).set(other.link.seq + 1, one.link.hash)
      settled.add(other)
      named.push({ kind: 'swapped', one: one.link.seq, other: other.link.seq })
      continue
    }
    const damage = nameOne(one, digest)
    if (damage.kind === 'hash' && one.before !== null)
      right.set(one.link.seq + 1, digest(one.before, textOf(one.link)))
    named.push(damage)
  }
  return named
}
