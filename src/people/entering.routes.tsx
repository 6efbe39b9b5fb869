import type { Key } from '#base/i18n.ts'
import { limit, networkKey, type Within } from '#base/limits.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import type { Ctx } from '#base/web.ts'
import { forgetAsking, tokenIn } from './cookies.routes.ts'
import type { Seat, SignedIn } from './sign-in.actions.ts'
import { deviceOf, safePath } from './sign-in.rules.ts'
import { WaitPage } from './sign-in.views.tsx'
import { changeSession } from './who.routes.tsx'

const hour = 3600
const limits = {
  /** A library or an office full of people behind one address still gets in. */
  network: { points: 30, seconds: hour },
  address: { points: 5, seconds: hour },
  everyone: { points: 2000, seconds: hour },
  guesses: { points: 60, seconds: hour },
  /** Codes typed for one address, phone or sheet: known or not, the answer is the same. */
  named: { points: 5, seconds: hour },
  /** The office makes a second and a third code on one call. */
  'read-out': { points: 15, seconds: hour },
  again: { points: 15, seconds: hour },
}
type Limit = keyof typeof limits

/** Where somebody signs in. `own`: it is their own device. */
export function seatOf(c: Ctx, { config }: Pick<JobDeps, 'config'>, own: boolean): Seat {
  const token = tokenIn(c, config)
  const device = deviceOf(c.req.header('user-agent'))
  return { device, shared: !own, before: token === undefined ? undefined : hashKey(token) }
}

/** Too often: how long to wait, and why. */
export const wait = (c: Ctx, seconds: number, why: Key = 'people.wait-why') => {
  c.header('retry-after', String(seconds))
  return c.html(<WaitPage c={c} minutes={Math.ceil(seconds / 60)} why={c.var.t(why)} />, 429)
}

/** Counts one try each. Out: how many seconds to wait, or null. */
async function firstRefused(counts: (() => Promise<Within>)[]): Promise<number | null> {
  for (const count of counts) {
    const within = await count()
    if (!within.ok) return within.waitSeconds
  }
  return null
}

const count = (db: JobDeps['db'], name: Limit, key: string) => () =>
  limit(db, `sign-in ${name}`, key, limits[name].points, limits[name].seconds)

/** Asking for letters: by network, by address, and by everyone together. */
export const tooOften = (c: Ctx, db: JobDeps['db'], email: string) =>
  firstRefused([
    count(db, 'network', networkKey(c.var.network)),
    count(db, 'address', email.toLowerCase()),
    count(db, 'everyone', ''),
  ])

/** Typing codes: by network and, where somebody is named, by whom. */
export const tooManyGuesses = (
  c: Ctx,
  db: JobDeps['db'],
  named?: { as: 'named' | 'read-out' | 'again'; key: string },
) =>
  firstRefused([
    count(db, 'guesses', networkKey(c.var.network)),
    ...(named ? [count(db, named.as, named.key.toLowerCase())] : []),
  ])

/** Gives the browser its session and sends the person where they wanted to go. */
export async function enter(c: Ctx, deps: JobDeps, signedIn: SignedIn, to: string) {
  await changeSession(c, deps, signedIn.token, signedIn.shared)
  forgetAsking(c, deps.config)
  return c.redirect(safePath(to, signedIn.staff ? '/desk' : '/account'), 303)
}

/** Pages on the way in name an address or somebody: no cache keeps them. */
export const unkept = (c: Ctx) => c.header('cache-control', 'no-store')
