import type { Campaign } from './collections.schema.ts'

export type CampaignState = 'coming' | 'open' | 'ended'

const zone = 'Europe/London'
const days = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })

/** The day on which a moment falls in Britain: "2026-11-23". */
export const dayOf = (at: Date): string => days.format(at)

/** A date column as its day. The driver reads it as midnight where the server stands. */
export const dayIn = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')

/** Whether a campaign is to come, calls for stories, or is over: by the days of Britain. */
export function stateOf(
  { beginsOn, endsOn }: Pick<Campaign, 'beginsOn' | 'endsOn'>,
  now: Date,
): CampaignState {
  const today = dayOf(now)
  if (today < dayIn(beginsOn)) return 'coming'
  return today > dayIn(endsOn) ? 'ended' : 'open'
}
