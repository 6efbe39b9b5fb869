/** One count as it is kept: a quarter of a year, what was counted, of which kind. */
export type Count = { quarter: Date; what: string; detail: string; n: number }

/** What a quarter shows, in this order. */
export const counted = [
  'publish',
  'decline',
  'take-down',
  'restore',
  'report',
  'report.kept',
  'report.taken-down',
  'report.again',
  'appeal',
  'appeal.upheld',
  'appeal.dismissed',
] as const
export type Counted = (typeof counted)[number]

/** With fewer than this many declined, a reason could be guessed to be somebody's. */
const leastToTell = 5

export type Quarter = {
  quarter: Date
  counts: { what: Counted; n: number }[]
  /** The days from telling to decision that half of the stories took, or less; null when none was decided. */
  days: number | null
  /** Why stories were declined, the most frequent first; null when there are too few to tell. */
  rules: { rule: string; n: number }[] | null
}

const sum = (counts: readonly Count[]): number => counts.reduce((all, { n }) => all + n, 0)

/** The smallest number of days that at least half of all took. In: each number of days, and how often. */
function middleOf(days: readonly Count[]): number | null {
  const all = sum(days)
  let so = 0
  for (const { detail, n } of days.toSorted((a, b) => Number(a.detail) - Number(b.detail))) {
    so += n
    if (2 * so >= all) return Number(detail)
  }
  return null
}

function quarterOf(quarter: Date, all: readonly Count[]): Quarter {
  const of = (what: string) => all.filter((one) => one.what === what)
  const declined = of('decline')
  return {
    quarter,
    counts: counted.map((what) => ({ what, n: sum(of(what)) })).filter(({ n }) => n > 0),
    days: middleOf(of('days')),
    rules:
      sum(declined) < leastToTell
        ? null
        : declined
            .map(({ detail, n }) => ({ rule: detail, n }))
            .toSorted((a, b) => b.n - a.n || a.rule.localeCompare(b.rule)),
  }
}

/** Puts counts together by quarter, the newest first. */
export function quartersOf(counts: readonly Count[]): Quarter[] {
  const byTime = Map.groupBy(counts, ({ quarter }) => quarter.getTime())
  return [...byTime]
    .toSorted(([a], [b]) => b - a)
    .map(([at, of]) => quarterOf(new Date(at), of))
    .filter(({ counts: shown }) => shown.length > 0)
}
