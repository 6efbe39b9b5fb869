import { addMinutes } from '#base/time.ts'

/**
 * How somebody has shown who they are: a code or link by mail, a code on paper, a code read out by the
 * office, a passkey (which asks for a finger, a face or a PIN itself), or a link from setting Kith up and
 * from its command line.
 */
export const proofKinds = ['mail', 'paper', 'office', 'passkey', 'setup'] as const
export type ProofKind = (typeof proofKinds)[number]
/** When each kind was last shown in a session, as ISO 8601. */
export type Proofs = Partial<Record<ProofKind, string>>

/** For how long a proof counts as just given. */
export const freshMinutes = 15

export const withProof = (proofs: Proofs, kind: ProofKind, at: Date): Proofs => ({
  ...proofs,
  [kind]: at.toISOString(),
})

const shownKinds = (proofs: Proofs) => proofKinds.filter((kind) => proofs[kind] !== undefined)

/** The kinds that were shown just now. A moment in the future is none of ours. */
export function freshKinds(proofs: Proofs, at: Date): ProofKind[] {
  return shownKinds(proofs).filter((kind) => {
    const shown = new Date(proofs[kind] ?? '')
    return shown <= at && at < addMinutes(shown, freshMinutes)
  })
}

/**
 * Whether two factors stand behind this session now: a passkey just used; two kinds just shown; or a code
 * from paper just typed in a session that was begun in another way. Mail is different: it is read on the
 * very device that may have been stolen with its session, so it counts only beside another fresh one. What
 * the office made never counts: a secretary holds it too.
 */
export function isStrong(proofs: Proofs, at: Date): boolean {
  const { office: _, ...own } = proofs
  const fresh = freshKinds(own, at)
  if (fresh.includes('passkey') || fresh.length >= 2) return true
  return fresh.includes('paper') && shownKinds(own).length >= 2
}

/**
 * Whether a session may do what asks for a second factor. Staff hold other people's records: they need
 * two. Somebody without a role acts on their own record alone: they show once more, in any way they have,
 * that it is them.
 */
export const isSure = (proofs: Proofs, roles: readonly string[], at: Date): boolean =>
  roles.length > 0 ? isStrong(proofs, at) : freshKinds(proofs, at).length > 0

/** What a person has to show who they are with. */
export type Means = { mail: boolean; paper: boolean; passkey: boolean }

/** Whether somebody has anything besides their mail. */
export const hasSecond = ({ paper, passkey }: Means): boolean => paper || passkey

/**
 * Whether somebody may make a sheet of codes, or add or remove a passkey. Who has a second factor already
 * has to show it: a mailbox alone must not replace it. Who has none yet begins with a sign-in that is
 * fresh; a code that the office read out is not enough, or the office could stay in somebody's account.
 */
export function mayChangeFactors(
  proofs: Proofs,
  { roles, means }: { roles: readonly string[]; means: Means },
  at: Date,
): boolean {
  if (roles.length > 0 && hasSecond(means)) return isStrong(proofs, at)
  return freshKinds(proofs, at).some((kind) => kind !== 'office')
}

export type Offer = 'passkey' | 'paper' | 'mail'

/**
 * What to ask for now. First whatever is enough by itself; when nothing is, every way there is, one after
 * the other.
 */
export function offers(
  proofs: Proofs,
  { roles, means }: { roles: readonly string[]; means: Means },
  at: Date,
): Offer[] {
  const fresh = freshKinds(proofs, at)
  const all = (['passkey', 'paper', 'mail'] as const).filter(
    (kind) => means[kind] && !fresh.includes(kind),
  )
  const enough = all.filter((kind) => isSure(withProof(proofs, kind, at), roles, at))
  return enough.length > 0 ? enough : all
}
