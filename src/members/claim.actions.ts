import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { record, recordReading } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey, same } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import type { Deps } from './actions.ts'
import * as queries from './claim.queries.ts'
import { claimEnds, open, waysOf } from './claim.rules.ts'
import type { ClaimEnd, ClaimWay } from './entry.schema.ts'
import { asItself } from './entry.queries.ts'
import { claimCodeHash, claimCodeOf, claimKeyOf } from './keys.ts'
import { letSpeak } from './people.actions.ts'

/** An entry that can be claimed, with the ways there are to check it; null for any other. */
export const openClaimable = (db: Db, id: string) =>
  act(db, kithItself, async (tx) => {
    const entry = await queries.findClaimable(tx, id)
    if (!entry) return null
    const { email, phone, address, postcode } = entry
    const post = address !== null && postcode !== null
    const ways: ClaimWay[] = waysOf({ email: email !== null, phone: phone !== null, post })
    return { id, name: entry.name, place: entry.place, email, ways }
  })
export type OpenClaimable = NonNullable<Awaited<ReturnType<typeof openClaimable>>>

export type Claiming = {
  id: string
  name: string
  email: string
  phone: string
  role: string
  way: ClaimWay
  lang: string
  origin: string
  once: string | undefined
}

/**
 * Somebody says that an entry is theirs. Anyone may: nothing follows from it but a letter to the entry's own
 * address and a line on the desk. Out: whether there is such an entry.
 */
export const claimEntry = ({ db, secret }: Deps, who: Who, claiming: Claiming): Promise<boolean> =>
  act(db, kithItself, async (tx) => {
    if ((await claimOnce(tx, claiming.once)) !== null) return true
    const { id: organisationId, name, role, way, lang, origin } = claiming
    if (!(await queries.findClaimable(tx, organisationId))) return false
    const id = crypto.randomUUID()
    const at = now()
    await queries.insertClaim(tx, {
      id, organisationId, name, role, way, lang,
      email: claiming.email || null, phone: claiming.phone || null,
      keyHash: hashKey(claimKeyOf(secret, id)),
      codeHash: claimCodeHash(secret, id, claimCodeOf(secret, id)),
      state: 'open', endedWhy: null, tries: 0, printedAt: null,
      askedAt: at, endsAt: claimEnds(at), decidedAt: null, decidedBy: null,
    }) // prettier-ignore
    const detail = { organisationId, way, origin }
    await record(tx, { what: 'claim.made', about: id, who: who.personId, at, detail })
    await settleOnce(tx, claiming.once, `claim:${id}`)
    return true
  })

type Deciding = { by: string | null; how: 'mail' | 'post' | 'call'; origin: string }

/** It is theirs: they speak for the entry from now on, and whoever else claimed it does not. */
async function grant(tx: Tx, claim: queries.Locked, { by, how, origin }: Deciding): Promise<void> {
  const at = now()
  const { id, organisationId, name, email, phone, role, lang } = claim
  const contact = { name, email: email ?? '', phone: phone ?? '', role }
  const person = await letSpeak(tx, organisationId, contact, lang)
  await queries.grantClaim(tx, id, by, at)
  const detail = { organisationId, how, origin }
  await record(tx, { what: 'claim.granted', about: id, who: by, person, at, detail })
  const others = await queries.endOthers(tx, organisationId, { why: 'other-granted', by, at })
  for (const other of others) await recordEnd(tx, other.id, organisationId, by, 'other-granted')
}

const recordEnd = (
  tx: Tx,
  id: string,
  organisationId: string,
  by: string | null,
  why: ClaimEnd,
): Promise<void> =>
  record(tx, {
    what: 'claim.ended',
    about: id,
    who: by,
    at: now(),
    detail: { organisationId, why },
  })

async function end(tx: Tx, claim: queries.Locked, by: string | null, why: ClaimEnd) {
  await queries.endClaim(tx, claim.id, { why, by, at: now() })
  await recordEnd(tx, claim.id, claim.organisationId, by, why)
}

/** What the link of the letter to the entry's own address shows, without using it. */
export const openByLetter = (db: Db, key: string) =>
  act(db, kithItself, async (tx) => {
    const claim = await queries.findClaimByKey(tx, hashKey(key))
    return claim ? { claim, isOpen: open(claim, now()).ok } : null
  })
export type ByLetter = NonNullable<Awaited<ReturnType<typeof openByLetter>>>

export type Answered = Result<null, 'no-such-claim' | 'over'>

/** Who reads the entry's own mail says whether the claim is right. */
export const answerByLetter = (
  db: Db,
  key: string,
  isTheirs: boolean,
  origin: string,
): Promise<Answered> =>
  act(db, kithItself, async (tx) => {
    const claim = await queries.lockClaim(tx, { keyHash: hashKey(key) })
    if (!claim) return err('no-such-claim')
    if (!open(claim, now()).ok) return err('over')
    if (isTheirs) await grant(tx, claim, { by: null, how: 'mail', origin })
    else await end(tx, claim, null, 'not-theirs')
    return ok(null)
  })

/** The code of a letter by post: who types it has what was sent to the entry's address. */
export const answerByCode = (
  { db, secret }: Deps,
  who: Who,
  organisationId: string,
  code: string,
  origin: string,
): Promise<Result<null, 'wrong-code'>> =>
  act(db, kithItself, async (tx) => {
    const at = now()
    const posted = await queries.lockPosted(tx, organisationId)
    const meant = posted.find(
      (claim) => open(claim, at).ok && same(claim.codeHash, claimCodeHash(secret, claim.id, code)),
    )
    if (!meant) return err('wrong-code')
    await grant(tx, meant, { by: who.personId, how: 'post', origin })
    return ok(null)
  })

/** A claim as the office sees it: reading who made it is written down. */
export const openClaim = (db: Db, who: Who, id: string) =>
  act(db, who, async (tx) => {
    const claim = await queries.findClaim(tx, id)
    if (!claim) return null
    const fields = ['name', ...(claim.email ? ['email'] : []), ...(claim.phone ? ['phone'] : [])]
    await recordReading(tx, who.personId, { what: 'person.read', about: id, person: null, fields })
    return { claim, isOpen: open(claim, now()).ok }
  })
export type OpenClaim = NonNullable<Awaited<ReturnType<typeof openClaim>>>

export type Outcome = 'yes' | 'no' | 'missed'

/** How a call to the entry's own number went. */
export const logClaimCall = (
  db: Db,
  who: Who,
  id: string,
  outcome: Outcome,
  origin: string,
): Promise<Answered> =>
  act(db, who, async (tx) => {
    const claim = await queries.lockClaim(tx, { id })
    if (!claim) return err('no-such-claim')
    if (!open(claim, now()).ok) return err('over')
    const { organisationId } = claim
    const detail = { organisationId, outcome, tries: claim.tries }
    await record(tx, { what: 'claim.rung', about: id, who: who.personId, at: now(), detail })
    if (outcome === 'missed') await queries.countTry(tx, id)
    else if (outcome === 'no') await end(tx, claim, who.personId, 'not-theirs')
    else await asItself(tx, () => grant(tx, claim, { by: who.personId, how: 'call', origin }))
    return ok(null)
  })

/** The letter by post with its code, for printing: reading it is written down. Null when it is over. */
export const printClaim = ({ db, secret }: Deps, who: Who, id: string) =>
  act(db, who, async (tx) => {
    const claim = await queries.findClaim(tx, id)
    if (!claim || claim.way !== 'post' || !open(claim, now()).ok) return null
    const reading = { what: 'person.read', about: id, person: null, fields: ['name', 'code'] }
    await recordReading(tx, who.personId, reading)
    return { claim, code: claimCodeOf(secret, id) }
  })
export type Printed = NonNullable<Awaited<ReturnType<typeof printClaim>>>

/** The letter has been put in the post. */
export const notePosted = (db: Db, who: Who, id: string) =>
  act(db, who, async (tx) => {
    const at = now()
    const claim = await queries.lockClaim(tx, { id })
    if (!claim || claim.way !== 'post' || !open(claim, at).ok) return false
    const { organisationId } = claim
    await queries.notePrinted(tx, id, at)
    await record(tx, {
      what: 'claim.posted',
      about: id,
      who: who.personId,
      at,
      detail: { organisationId },
    })
    return true
  })

export const findClaims = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const at = now()
    return { total: await queries.countClaims(tx, at), rows: await queries.claimsDue(tx, at, most) }
  })

/** Claims that the office checks: a number to ring or a letter to print. */
export const claimsPile: FindPile = async (db, who, most) => {
  const { total, rows } = await findClaims(db, who, most)
  return {
    id: 'claims',
    title: 'claim.office.pile',
    total,
    items: rows.map(({ id, name, place, way, phone, askedAt }) => ({
      href: `/claims/${id}`,
      title: name,
      meta: [place, way === 'phone' ? phone : null].filter(Boolean).join(', '),
      since: askedAt,
    })),
    allHref: '/claims',
  }
}
