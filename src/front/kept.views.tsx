import type { Standing } from '#base/retention.ts'
import { numberIn } from '#base/i18n.ts'
import { Button, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Notice, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { withoutRule } from './kept.rules.ts'
import { plainly } from './mydata.words.ts'

type Run = { at: Date; rule: string; dry: boolean; gone: number | null }

function howLong(c: Ctx, days: number | null): string {
  const { t } = c.var
  if (days === null) return t('kept.until-it-says')
  if (days % 365 < 3 && days >= 365) return t('kept.years', { n: Math.floor(days / 365) })
  return days === 183 ? t('kept.half-year') : t('kept.days', { n: days })
}

const Last = ({ c, standing, last }: { c: Ctx; standing: Standing[]; last: Run[] }) => {
  const { t } = c.var
  const first = last[0]
  const wordsOf = new Map(standing.map(({ rule }) => [rule.name, t(rule.words)]))
  const some = last.filter(({ gone }) => gone !== 0)
  return (
    <section class="stack" id="last" aria-labelledby="last-title">
      <h2 id="last-title">{t('kept.last')}</h2>
      {!first && <p>{t('kept.never')}</p>}
      {first && (
        <>
          <p>
            {t(first.dry ? 'kept.last.dry' : 'kept.last.done')} <DateTime at={first.at} as="time" />
          </p>
          {some.length === 0 ? (
            <p>{t('kept.last.nothing')}</p>
          ) : (
            <ul>
              {some.map(({ rule, gone }) => (
                <li>
                  {wordsOf.get(rule) ?? rule}:{' '}
                  {gone === null ? t('kept.failed') : numberIn(c.var.lang, gone)}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      <Form c={c} action="/kept/trial">
        <Button tone="quiet">{t('kept.try')}</Button>
      </Form>
    </section>
  )
}

const Others = ({ c }: { c: Ctx }) => {
  const { t } = c.var
  return (
    <Table
      caption={t('kept.others')}
      head={[t('kept.what'), t('kept.why')]}
      rows={Object.entries(withoutRule).map(([table, why]) => [
        plainly(table),
        t(`kept.with.${why}`),
      ])}
    />
  )
}

/** For the office: what is kept how long, how much there is of it, and what would go tonight. */
export const KeptPage = ({ c, standing, last }: { c: Ctx; standing: Standing[]; last: Run[] }) => {
  const { t, lang } = c.var
  const tonight = standing
    .filter(({ rule }) => rule.itself === undefined)
    .reduce((sum, { due }) => sum + due, 0)
  return (
    <Page
      c={c}
      title={t('kept.title')}
      staff
      wide
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      <p class="lede">{t('kept.lead')}</p>
      <Notice>
        <p>{t('kept.tonight', { n: tonight })}</p>
      </Notice>
      <Last c={c} standing={standing} last={last} />
      <Table
        caption={t('kept.rules')}
        head={[t('kept.what'), t('kept.how-long'), t('kept.rows'), t('kept.due'), t('kept.by')]}
        numbers={[2, 3]}
        rows={standing.map(({ rule, rows, due }) => [
          t(rule.words),
          howLong(c, rule.days),
          numberIn(lang, rows),
          numberIn(lang, due),
          t(`kept.by.${rule.itself ?? 'all'}`),
        ])}
      />
      <Others c={c} />
    </Page>
  )
}
