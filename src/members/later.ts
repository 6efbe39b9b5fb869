import { act, kithItself, type Tx } from '#base/db.ts'
import { isLang, type Lang } from '#base/i18n.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { forgetBy } from '#base/retention.ts'
import { addMinutes } from '#base/time.ts'
import { addressCodeOf, keyOf } from './keys.ts'
import { membershipLetter, type Occasion } from './letters.tsx'
import {
  type Applicant,
  type Application,
  coalitionOf,
  findApplicant,
  findApplication,
  lettersSince,
} from './queries.ts'
import { memberRules } from './retention.ts'

// A stranger who applies again and again under somebody's address must not fill their letterbox.
const mostAnHour = 5
const byApplicant: Occasion[] = ['asked', 'withdrawn']

function wordsFor(occasion: Occasion, { talk, reason }: Application, at: Date): string | null {
  if (occasion === 'declined') return reason
  if (occasion !== 'asked-back') return null
  const turn = talk.find((one) => one.by === 'office' && one.at === at.toISOString())
  return (turn ?? talk.findLast((one) => one.by === 'office'))?.text ?? null
}

async function isConfirmed(tx: Tx, personId: string): Promise<boolean> {
  const account = await tx
    .selectFrom('accounts')
    .select('confirmedAt')
    .where('personId', '=', personId)
    .executeTakeFirst()
  return account?.confirmedAt != null
}

type To = Applicant & { email: string }

/** Where the letter leads: the private link and, once admitted, the public page. */
function linksIn(deps: JobDeps, entry: Entry, application: Application, to: To, confirms: boolean) {
  const origin = letterOrigin(deps.config, entry.detail['origin'], entry.who !== null)
  if (origin === null) return { link: null, memberLink: null }
  const { id, kind, organisationId, state } = application
  const page = `${origin}/join/${keyOf(deps.secret, id)}`
  const isListed = state === 'admitted' && kind !== 'individual'
  return {
    link: confirms ? `${page}?address=${addressCodeOf(deps.secret, id, to.email)}` : page,
    memberLink: isListed ? `${origin}/members/${organisationId}` : null,
  }
}

async function write(tx: Tx, deps: JobDeps, entry: Entry, occasion: Occasion, to: To) {
  const application = await findApplication(tx, entry.about ?? '')
  const coalition = await coalitionOf(tx)
  if (!application || !coalition) return
  const { id, name, lang: spoken } = application
  const lang: Lang = isLang(spoken) ? spoken : 'en'
  const confirms = !(await isConfirmed(tx, to.id))
  const words = wordsFor(occasion, application, entry.at)
  const links = linksIn(deps, entry, application, to, confirms)
  const about = { occasion, lang, coalition, person: to.name, name, words, confirms, ...links }
  const what = `membership.${occasion}`
  const letter = { key: `${what}:${entry.id}`, kind: what, toPerson: to.id, toAddress: to.email }
  await putInOutbox(tx, { ...letter, lang, about: id, ...membershipLetter(about) })
}

/** Writes the letter that follows an entry. Who has no mail address is rung: the desk says so. */
const tell =
  (occasion: Occasion) =>
  (deps: JobDeps, entry: Entry): Promise<void> =>
    act(deps.db, kithItself, async (tx) => {
      const application = entry.about ? await findApplication(tx, entry.about) : undefined
      if (!application?.personId || application.channel === 'import') return
      const applicant = await findApplicant(tx, application.personId)
      if (!applicant?.email) return
      const { email } = applicant
      const kind = `membership.${occasion}`
      const isFlood =
        byApplicant.includes(occasion) &&
        (await lettersSince(tx, kind, email, addMinutes(entry.at, -60))) >= mostAnHour
      if (!isFlood) await write(tx, deps, entry, occasion, { ...applicant, email })
    })

/**
 * The letters that follow an application, in the applicant's language, each with the private link.
 * What is kept no longer goes every night by the rules of the room; `memberships.forget` does the same at once.
 */
export const membershipLater: Later = {
  on: {
    'membership.asked': tell('asked'),
    'membership.readdressed': tell('asked'),
    'membership.asked-back': tell('asked-back'),
    'membership.admitted': tell('admitted'),
    'membership.declined': tell('declined'),
    'membership.withdrawn': tell('withdrawn'),
  },
  jobs: { 'memberships.forget': (deps) => forgetBy(deps, memberRules) },
}
