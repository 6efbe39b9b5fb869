import { z } from 'zod'
import { choice, line, optionalEmail, optionalLine, optionalProse, tick } from '#base/forms.ts'
import { now } from '#base/time.ts'
import {
  type DayProblem,
  dayIn,
  type ListProblem,
  type Named,
  readersIn,
} from './audience.rules.ts'
import { type Audience, audiences } from './schema.ts'

export const audienceChoice = choice(audiences, 'stories.audience.missing')
/** People whom a teller names, one a line. */
export const readersField = optionalProse(6000)
/** A day, as a browser sends it or as people write it. */
export const dayField = optionalLine(40)

export const dayProblems: Record<
  DayProblem,
  'audience.day-wrong' | 'audience.day-past' | 'audience.day-far'
> = {
  wrong: 'audience.day-wrong',
  past: 'audience.day-past',
  far: 'audience.day-far',
}

/** The key of the words for a list that cannot be read, with the line in it. */
const listProblem = (problem: ListProblem): string =>
  problem.kind === 'many' ? 'audience.readers-many' : `audience.readers-wrong|${problem.line}`

type Answered = { audience: Audience; readers: string; notBefore: string; uses: string[] }
type Check = { addIssue(issue: { code: 'custom'; path: string[]; message: string }): void }

function checkReaders(written: string, check: Check) {
  const readers = readersIn(written)
  const message = readers.ok
    ? readers.value.length === 0 && 'audience.readers-missing'
    : listProblem(readers.error)
  if (message) check.addIssue({ code: 'custom', path: ['readers'], message })
}

/** What belongs together on the page of the telling that asks who may read it. */
export function checkAudience(
  { audience, readers, notBefore, uses }: Answered,
  check: Check,
): void {
  const day = dayIn(notBefore, now())
  if (!day.ok)
    check.addIssue({ code: 'custom', path: ['notBefore'], message: dayProblems[day.error] })
  if (audience !== 'named') return
  checkReaders(readers, check)
  // Whom a teller names reads it on our pages: without a yes to these nobody could.
  if (uses.length > 0 && !uses.includes('site'))
    check.addIssue({ code: 'custom', path: ['uses'], message: 'audience.site-missing' })
}

/** Whom a story is told to and from when, as the telling was answered. Readers only when it is for them. */
export function toldTo(answered: { audience: Audience; readers: string; notBefore: string }): {
  readers?: Named[]
  notBefore: Date | null
} {
  const day = dayIn(answered.notBefore, now())
  const readers = answered.audience === 'named' ? readersIn(answered.readers) : null
  return {
    notBefore: day.ok ? day.value : null,
    ...(readers?.ok && { readers: readers.value }),
  }
}

export const changeForm = z.object({ audience: audienceChoice, yes: tick })
/** The same by telephone or letter. */
export const changeForThemForm = changeForm.extend({
  channel: choice(['phone', 'letter'], 'consent.office.channel-missing'),
  witness: optionalLine(120),
})
export const nameForm = z.object({
  readerName: line('audience.add.name-missing', 120),
  readerEmail: optionalEmail('audience.add.email-wrong'),
})
export const takeOffForm = z.object({ reader: z.uuid() })
export const dayForm = z.object({ notBefore: dayField })
