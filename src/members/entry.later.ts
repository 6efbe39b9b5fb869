import { act, kithItself, type Tx } from '#base/db.ts'
import { isLang, type Lang } from '#base/i18n.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import { type Entry, record } from '#base/journal.ts'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { addDays, now } from '#base/time.ts'
import { endUnanswered, findClaim, forgetClaims } from './claim.queries.ts'
import { claimKeptDays, claimLimits } from './claim.rules.ts'
import { entryLetter, type EntryLetter } from './entry.letters.tsx'
import { claimKeyOf, invitationKeyOf } from './keys.ts'
import { forgetInvitations, nameOf } from './people.queries.ts'
import { invitationKeptDays } from './people.rules.ts'
import { coalitionOf, findApplicant, lettersSince } from './queries.ts'

const langOf = (word: string): Lang => (isLang(word) ? word : 'en')

type To = { address: string; personId: string | null; about: string }
type Words = Omit<EntryLetter, 'coalition' | 'link'>

/** Puts a letter in the outbox, unless its address has had enough of them today. */
async function post(
  tx: Tx,
  deps: JobDeps,
  entry: Entry,
  { to, words, path }: { to: To; words: Words; path: string | null },
) {
  const coalition = await coalitionOf(tx)
  if (!coalition) return
  const kind = `${entry.what}.${words.occasion}`
  const { points } = claimLimits.letters
  // Anyone may claim anything under any address: nobody's letterbox is filled by it.
  if (
    entry.what.startsWith('claim.') &&
    (await lettersSince(tx, kind, to.address, addDays(entry.at, -1))) >= points
  )
    return
  const origin = letterOrigin(deps.config, entry.detail['origin'], entry.who !== null)
  const link = origin === null || path === null ? null : `${origin}${path}`
  await putInOutbox(tx, {
    key: `${kind}:${entry.id}`,
    kind,
    toPerson: to.personId,
    toAddress: to.address,
    lang: words.lang,
    about: to.about,
    ...entryLetter({ ...words, coalition, link }),
  })
}

type Follow = (tx: Tx, deps: JobDeps, entry: Entry, id: string) => Promise<void>
const following =
  (work: Follow) =>
  (deps: JobDeps, entry: Entry): Promise<void> =>
    act(deps.db, kithItself, async (tx) => {
      if (entry.about) await work(tx, deps, entry, entry.about)
    })

const sendInvitation: Follow = async (tx, deps, entry, id) => {
  const invitation = await tx
    .selectFrom('invitations')
    .innerJoin('organisations', 'organisations.id', 'invitations.organisationId')
    .select(['invitations.email', 'invitations.lang', 'organisations.name'])
    .where('invitations.id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  if (!invitation) return
  const { email, lang, name } = invitation
  const to = { address: email, personId: null, about: id }
  const words = { occasion: 'invited', lang: langOf(lang), name, to: null } as const
  const path = `/invitations/${invitationKeyOf(deps.secret, id)}`
  await post(tx, deps, entry, { to, words, path })
}

/** Tells somebody that they speak for an organisation now, or no longer. */
const tellSpeaker =
  (occasion: 'speaks' | 'removed'): Follow =>
  async (tx, deps, entry, id) => {
    const person = entry.person ? await findApplicant(tx, entry.person) : undefined
    if (!person?.email) return
    const to = { address: person.email, personId: person.id, about: id }
    const name = await nameOf(tx, id)
    const reason = entry.detail['reason']
    const words = {
      occasion,
      lang: langOf(person.lang),
      name,
      to: person.name,
      ...(typeof reason === 'string' ? { words: reason } : {}),
    }
    await post(tx, deps, entry, { to, words, path: '/sign-in?to=%2Fmembers%2Fmine' })
  }

/** To the entry's own address: somebody says that it is theirs. Yes and no are one press away. */
const askEntry: Follow = async (tx, deps, entry, id) => {
  const claim = await findClaim(tx, id)
  if (!claim?.entryEmail || claim.state !== 'open') return
  const organisation = await tx
    .selectFrom('memberships')
    .select('lang')
    .where('organisationId', '=', claim.organisationId)
    .executeTakeFirst()
  const lang = langOf(organisation?.lang ?? 'en')
  const to = { address: claim.entryEmail, personId: null, about: id }
  const person = [claim.name, claim.role].filter(Boolean).join(', ')
  const words = { occasion: 'claimed', lang, name: claim.entry, to: null, person } as const
  await post(tx, deps, entry, { to, words, path: `/claims/${claimKeyOf(deps.secret, id)}` })
}

/** It is theirs: a letter to who claimed it, and one to the entry's own address. */
const tellGranted: Follow = async (tx, deps, entry, id) => {
  const claim = await findClaim(tx, id)
  if (!claim) return
  const { name: person, entry: name, email, entryEmail } = claim
  const lang = langOf(claim.lang)
  const about = claim.organisationId
  if (email) {
    const to = { address: email, personId: entry.person ?? null, about }
    const words = { occasion: 'speaks', lang, name, to: person } as const
    await post(tx, deps, entry, { to, words, path: '/sign-in?to=%2Fmembers%2Fmine' })
  }
  if (entryEmail && entryEmail.toLowerCase() !== email?.toLowerCase()) {
    const to = { address: entryEmail, personId: null, about }
    const words = { occasion: 'told', lang, name, to: null, person } as const
    await post(tx, deps, entry, { to, words, path: null })
  }
}

const tellEnded: Follow = async (tx, deps, entry, id) => {
  const claim = await findClaim(tx, id)
  if (!claim?.email) return
  const { email, name, entry: organisation } = claim
  const to = { address: email, personId: null, about: id }
  const lang = langOf(claim.lang)
  const words = { occasion: 'refused', lang, name: organisation, to: name } as const
  await post(tx, deps, entry, { to, words, path: null })
}

/** Ends claims that nobody answered, and forgets what is kept no longer. */
const night = ({ db }: JobDeps): Promise<void> =>
  act(db, kithItself, async (tx) => {
    const at = now()
    for (const { id, organisationId } of await endUnanswered(tx, at)) {
      const detail = { organisationId, why: 'expired' }
      await record(tx, { what: 'claim.ended', about: id, who: null, at, detail })
    }
    await forgetClaims(tx, addDays(at, -claimKeptDays))
    await forgetInvitations(tx, addDays(at, -invitationKeptDays))
  })

/** The letters about who speaks for an organisation, and every night what is over. */
export const entryLater: Later = {
  on: {
    'invitation.made': following(sendInvitation),
    'representative.entered': following(tellSpeaker('speaks')),
    'representative.removed': following(tellSpeaker('removed')),
    'claim.made': following(askEntry),
    'claim.granted': following(tellGranted),
    'claim.ended': following(tellEnded),
  },
  jobs: { 'entries.night': night },
  cron: [{ match: '30 3 * * *', job: 'entries.night' }],
}
