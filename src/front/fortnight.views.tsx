import { numberIn } from '#base/i18n.ts'
import { DateTime, Figures } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Fortnight, Happened } from './fortnight.queries.ts'
import { middayOf } from './rhythms.rules.ts'
import { untilWords } from './rhythms.views.tsx'

const counted = [
  'asked',
  'joined',
  'answered',
  'welcomed',
  'told',
  'published',
  'withdrawn',
  'reports',
] as const

/** Days as people count them: an answer within hours took one. */
const medianWords = (c: Ctx, { answered: n, medianDays }: Happened) =>
  medianDays === null
    ? ''
    : `, ${c.var.t('office.fortnight.median', { n, days: Math.ceil(medianDays) })}`

const HappenedPart = ({ c, happened }: { c: Ctx; happened: Happened }) => {
  const { t, lang } = c.var
  const rows = counted.filter((name) => happened[name] > 0)
  return (
    <section class="stack" aria-labelledby="happened">
      <h3 id="happened">{t('office.fortnight.happened')}</h3>
      {rows.length === 0 ? (
        <p>{t('office.fortnight.quiet')}</p>
      ) : (
        <Figures
          rows={rows.map((name) => ({
            n: numberIn(lang, happened[name]),
            words:
              t(`office.fortnight.${name}`, { n: happened[name] }) +
              (name === 'answered' ? medianWords(c, happened) : ''),
          }))}
        />
      )}
    </section>
  )
}

/** The rhythm of the office: what is due in the next fourteen days, and what happened in the last. */
export const FortnightPart = ({ c, fortnight }: { c: Ctx; fortnight: Fortnight }) => {
  const { t } = c.var
  const { today, welcomes, calls, promises, rhythms, happened } = fortnight
  const due = [
    {
      n: welcomes,
      href: '/members/welcome',
      words: t('office.fortnight.welcomes', { n: welcomes }),
    },
    { n: calls, href: '/members/calls', words: t('office.fortnight.calls', { n: calls }) },
    { n: promises, href: '/promises', words: t('office.fortnight.promises', { n: promises }) },
  ].filter(({ n }) => n > 0)
  return (
    <section class="stack" aria-labelledby="fortnight">
      <h2 id="fortnight">{t('office.fortnight')}</h2>
      <h3>{t('office.fortnight.due')}</h3>
      {due.length === 0 && rhythms.length === 0 ? (
        <p>{t('office.fortnight.nothing-due')}</p>
      ) : (
        <ul class="stack-s">
          {due.map(({ href, words }) => (
            <li>
              <a href={href}>{words}</a>
            </li>
          ))}
          {rhythms.map(({ id, what, nextOn, keeper }) => (
            <li>
              <a href={`/rhythms/${id}`}>{what}</a>, <DateTime at={middayOf(nextOn)} as="day" /> (
              {untilWords(c, nextOn, today)})
              {keeper && `, ${t('office.kept-by', { name: keeper })}`}
            </li>
          ))}
        </ul>
      )}
      <HappenedPart c={c} happened={happened} />
    </section>
  )
}
