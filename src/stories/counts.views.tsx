import { localeOf } from '#base/i18n.ts'
import { Page } from '#base/ui/page.tsx'
import { Empty, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Quarter } from './counts.rules.ts'

/** The months of a quarter in words, such as "October to December 2026". In: its first day, at UTC. */
function monthsOf(c: Ctx, quarter: Date): string {
  const last = new Date(quarter)
  last.setUTCMonth(last.getUTCMonth() + 2)
  const inWords = (options: Intl.DateTimeFormatOptions, day: Date) =>
    new Intl.DateTimeFormat(localeOf(c.var.lang), { ...options, timeZone: 'UTC' }).format(day)
  const from = inWords({ month: 'long' }, quarter)
  return c.var.t('counts.quarter', { from, to: inWords({ month: 'long', year: 'numeric' }, last) })
}

const Rules = ({ c, rules }: { c: Ctx; rules: Quarter['rules'] }) => {
  const { t } = c.var
  if (!rules) return <p class="soft">{t('counts.few')}</p>
  return (
    <Table
      caption={t('counts.rules')}
      head={[t('counts.rules'), t('counts.n')]}
      numbers={[1]}
      rows={rules.map(({ rule, n }) => [rule || t('counts.no-rule'), String(n)])}
    />
  )
}

const QuarterOf = ({ c, of: { quarter, counts, days, rules } }: { c: Ctx; of: Quarter }) => {
  const { t } = c.var
  const name = monthsOf(c, quarter)
  const rows = counts.map(({ what, n }) => [t(`counts.${what}`), String(n)])
  return (
    <section class="stack">
      <h2>{name}</h2>
      <Table
        caption={name}
        hideCaption
        head={[t('counts.what'), t('counts.n')]}
        numbers={[1]}
        rows={days === null ? rows : [...rows, [t('counts.days'), String(days)]]}
      />
      {counts.some(({ what }) => what === 'decline') && <Rules c={c} rules={rules} />}
    </section>
  )
}

/** What moderators decided, in numbers that everyone may read. */
export const CountsPage = ({ c, quarters }: { c: Ctx; quarters: Quarter[] }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('counts.title')} narrow>
      <p>{t('counts.lead')}</p>
      <p>
        <a href="/terms">{t('counts.terms')}</a>
      </p>
      {quarters.length === 0 && (
        <Empty title={t('counts.none')}>
          <p>{t('counts.none-hint')}</p>
        </Empty>
      )}
      {quarters.map((of) => (
        <QuarterOf c={c} of={of} />
      ))}
      {quarters.length > 0 && (
        <p>
          <a href="/moderation.csv">{t('counts.csv')}</a>
        </p>
      )}
    </Page>
  )
}
