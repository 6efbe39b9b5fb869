import { err, ok, type Result } from '#base/result.ts'
import type { Audience, Story } from './schema.ts'

/** Somebody whom a teller tells their story to. `email`: empty when they have none. */
export type Named = { name: string; email: string }
/** How many people a teller can name. */
export const mostReaders = 20
const longestName = 120

/** How many people each audience is, the fewest first. */
const width: Record<Audience, number> = { named: 0, members: 1, public: 2 }
export const isWider = (from: Audience, to: Audience): boolean => width[to] > width[from]

export type ListProblem = { kind: 'many' } | { kind: 'wrong'; line: number }

const mailIn = /[^\s<>,;"]+@[^\s<>,;"]+/
const mail = /^[^\s@]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

const isMail = (text: string) => text === '' || (mail.test(text) && text.length <= 254)
const isName = (text: string) => text.length <= longestName && !text.includes('@')

function readerIn(line: string): Named | null {
  const email = mailIn.exec(line)?.[0] ?? ''
  if (!isMail(email)) return null
  const name = line
    .replace(email, '')
    .replace(/[<>,;"\s]+/g, ' ')
    .trim()
  // An address alone is a name as well.
  if (name === '') return email ? { name: email, email } : null
  return isName(name) ? { name, email } : null
}

/**
 * People as a teller writes them, one a line: a name, and a mail address when there is one, in any order.
 * Out: each once, or the first line (counted from 1) that cannot be read.
 */
export function readersIn(written: string): Result<Named[], ListProblem> {
  const readers: Named[] = []
  for (const [at, line] of written.split('\n').entries()) {
    if (line.trim() === '') continue
    const reader = readerIn(line)
    if (!reader) return err({ kind: 'wrong', line: at + 1 })
    if (!readers.some((one) => isSame(one, reader))) readers.push(reader)
  }
  return readers.length > mostReaders ? err({ kind: 'many' }) : ok(readers)
}

/** The same people as they would be written. */
export const writtenReaders = (readers: readonly { name: string; email: string | null }[]) =>
  readers
    .map(({ name, email }) => [name, email === name ? '' : email].filter(Boolean).join(', '))
    .join('\n')

const low = (text: string | null) => (text ?? '').toLowerCase()
/** Whether two are the same person: the same address, or the same name where neither has one. */
export const isSame = (
  one: { name: string; email: string | null },
  other: { name: string; email: string | null },
): boolean =>
  one.email || other.email ? low(one.email) === low(other.email) : low(one.name) === low(other.name)

const zone = 'Europe/London'
const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
const hourFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: 'numeric',
  hourCycle: 'h23',
})

/** The day that it is here at a moment, such as 2027-05-03. */
export const dayOf = (at: Date): string => dayFormat.format(at)

/** The same as a form takes it; empty for none. */
export const writtenDay = (day: Date | null): string => (day ? dayOf(day) : '')

/** Whether everyone may read a story that stands. */
export const isForEveryone = ({ state, audience, notBefore }: Story): boolean =>
  state === 'published' && audience === 'public' && notBefore === null

/** The moment at which a day begins here. */
export function beginningOfDay(day: string): Date {
  const guess = new Date(`${day}T00:00:00Z`)
  // At midnight in Greenwich it is midnight or one o'clock here.
  return new Date(guess.getTime() - Number(hourFormat.format(guess)) * 3_600_000)
}

/** How far ahead a day may be. */
const mostYears = 5
export type DayProblem = 'wrong' | 'past' | 'far'

function isoDay(written: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(written) ?? []
  const [, d, m, y] = /^(\d{1,2})[./\s-](\d{1,2})[./\s-](\d{4})$/.exec(written) ?? []
  const iso = year
    ? `${year}-${month}-${day}`
    : y && `${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}`
  if (!iso) return null
  const at = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null
}

/**
 * Reads the first day on which a story may be shown, as a browser sends it or as people write it (3/5/2027).
 * Out: when that day begins here; null for none, and for today.
 */
export function dayIn(written: string, now: Date): Result<Date | null, DayProblem> {
  if (written.trim() === '') return ok(null)
  const day = isoDay(written.trim())
  if (!day) return err('wrong')
  const today = dayOf(now)
  if (day < today) return err('past')
  const last = `${Number(today.slice(0, 4)) + mostYears}${today.slice(4)}`
  if (day > last) return err('far')
  return ok(day === today ? null : beginningOfDay(day))
}

export type AudienceRefusal = 'withdrawn' | 'no-yes'

/**
 * Changes who may read a story. Narrower at once. Wider with the teller's yes, and past a moderator when none
 * has read these words for that many (`readFor`: for whom one has; null for nobody).
 */
export function changeAudience(
  story: Story,
  to: Audience,
  { saidYes, readFor }: { saidYes: boolean; readFor: Audience | null },
): Result<Story, AudienceRefusal> {
  if (story.state === 'withdrawn') return err('withdrawn')
  const changed = { ...story, audience: to }
  if (!isWider(story.audience, to)) return ok(changed)
  if (!saidYes) return err('no-yes')
  const isRead = readFor !== null && !isWider(readFor, to)
  return ok(
    story.state === 'published' && !isRead
      ? { ...changed, state: 'told', publishedAt: null }
      : changed,
  )
}

/** Whether somebody whom the teller named can read it now. */
export const isReadable = (
  story: Pick<Story, 'state' | 'notBefore'>,
  agreed: { everyone: boolean; site: boolean },
): boolean =>
  story.state === 'published' && story.notBefore === null && agreed.everyone && agreed.site
