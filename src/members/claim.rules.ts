import { err, ok, type Result } from '#base/result.ts'
import { addDays } from '#base/time.ts'

/** Days for which a claim waits for an answer, and for which it is kept after that. */
export const claimDays = 30
export const claimKeptDays = 90

/** How often in how many seconds: over all, from one network, and about one entry; and letters to its address. */
export const claimLimits = {
  all: { points: 300, seconds: 3600 },
  network: { points: 5, seconds: 3600 },
  entry: { points: 5, seconds: 86_400 },
  letters: { points: 3, seconds: 86_400 },
  // Eight letters of 24: fifty tries a day lead nowhere, and do not end a claim that is somebody's own.
  codes: { points: 10, seconds: 3600 },
  codesOfEntry: { points: 50, seconds: 86_400 },
} as const

export const claimEnds = (at: Date): Date => addDays(at, claimDays)

export type Standing = { state: 'open' | 'granted' | 'ended'; endsAt: Date }
export type Refusal = 'over'

/** Whether a claim can still be answered. */
export const open = ({ state, endsAt }: Standing, at: Date): Result<null, Refusal> =>
  state === 'open' && at < endsAt ? ok(null) : err('over')

/** Which ways there are to check a claim: as far as the entry can be reached. The phone first: it is quickest. */
export const waysOf = (reach: { email: boolean; post: boolean; phone: boolean }) => [
  ...(reach.email ? (['mail'] as const) : []),
  ...(reach.phone ? (['phone'] as const) : []),
  ...(reach.post ? (['post'] as const) : []),
]
