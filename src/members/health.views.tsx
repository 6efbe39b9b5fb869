import { localeOf, numberIn } from '#base/i18n.ts'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Figures, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { type Health, healthParts, percentRight } from './freshness.rules.ts'
import type { HealthOn } from './health.queries.ts'

const width = 640
const height = 200
const dayMs = 86_400_000

/** The line of "right out of all" over time, as points of an SVG: by date, from 0 to 100 upwards. */
export function pointsOf(days: readonly HealthOn[]): string {
  const first = Date.parse(days[0]?.day ?? '')
  const span = Math.max(dayMs, Date.parse(days.at(-1)?.day ?? '') - first)
  return days
    .map((day) => {
      const x = ((Date.parse(day.day) - first) / span) * width
      const y = height - (percentRight(day) / 100) * height
      return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}

/** How the share of right entries went, in a sentence for those who do not see the line. */
function lineWords(c: Ctx, days: readonly HealthOn[]): string {
  const shares = days.map(percentRight)
  return c.var.t('health.line', {
    first: shares[0] ?? 0,
    last: shares.at(-1) ?? 0,
    lowest: Math.min(...shares),
    highest: Math.max(...shares),
    n: days.length,
  })
}

const Line = ({ c, days }: { c: Ctx; days: readonly HealthOn[] }) => (
  <figure class="stack-s">
    <svg
      viewBox={`-4 -4 ${width + 8} ${height + 8}`}
      width="100%"
      role="img"
      aria-label={lineWords(c, days)}
      fill="none"
      stroke="currentColor"
    >
      <path
        d={`M0 0H${width}M0 ${height / 2}H${width}M0 ${height}H${width}`}
        stroke-opacity="0.3"
      />
      <polyline points={pointsOf(days)} stroke-width="3" stroke-linejoin="round" />
    </svg>
    <figcaption class="small soft">{lineWords(c, days)}</figcaption>
  </figure>
)

type HealthProps = { c: Ctx; today: Health; days: HealthOn[] }

/** The last night of each month: a table that can be read at a glance. */
const monthly = (days: readonly HealthOn[]): HealthOn[] => [
  ...new Map(days.map((day) => [day.day.slice(0, 7), day])).values(),
]

/** How true the list is today, and how that went over time. */
export const HealthPage = ({ c, today, days }: HealthProps) => {
  const { t, lang } = c.var
  const said = (n: number) => numberIn(localeOf(lang), n)
  return (
    <Page
      c={c}
      title={t('health.title')}
      nav="desk"
      staff
      crumbs={[{ href: '/desk', label: t('ui.nav.desk') }]}
    >
      <p class="lead">{t('health.lead', { n: percentRight(today) })}</p>
      <Figures
        rows={healthParts.map((part) => ({
          n: said(today[part]),
          words: t(`health.words.${part}`, { n: today[part] }),
        }))}
      />
      <p>
        <a href="/members/calls">{t('freshness.office.calls')}</a>
      </p>
      <section class="stack">
        <h2>{t('health.time')}</h2>
        {days.length < 2 ? (
          <p class="soft">{t('health.time.none')}</p>
        ) : (
          <>
            <Line c={c} days={days} />
            <Table
              caption={t('health.months')}
              head={[t('health.day'), ...healthParts.map((part) => t(`health.${part}`))]}
              numbers={healthParts.map((_, at) => at + 1)}
              rows={monthly(days).map((day) => [
                <DateTime at={new Date(day.day)} />,
                ...healthParts.map((part) => said(day[part])),
              ])}
            />
          </>
        )}
        <p>
          <a href="/members/health.csv">{t('health.csv')}</a>
        </p>
      </section>
    </Page>
  )
}
