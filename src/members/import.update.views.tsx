import type { FormState } from '#base/forms.ts'
import type { T } from '#base/i18n.ts'
import { Button, Choice, Field, Form, Select, Ticks } from '#base/ui/form.tsx'
import { Paging, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { kindKey } from './directory.views.tsx'
import { type GoodRow, type Preview, previewPage } from './import.examine.ts'
import type { Match } from './import.match.ts'
import { type Difference, matchWays, updateChoices } from './import.match.rules.ts'
import type { Plan } from './import.rules.ts'
import { kinds } from './schema.ts'

type Props = {
  c: Ctx
  address: string
  plan: Plan
  preview: Preview
  page: number
  href: (page: number) => string
  form: FormState
}

const nothing = (t: T, value: string) =>
  value === '' ? <span class="soft">{t('sheet.update.empty')}</span> : <bdi>{short(value)}</bdi>
const short = (text: string) => (text.length > 160 ? `${text.slice(0, 157)}…` : text)

const inWords = (t: T, { field }: Difference, value: string): string => {
  const kind = kinds.find((one) => one === value)
  return field === 'kind' && kind ? t(kindKey(kind)) : value
}

/** Field by field: what stands there, what the sheet says, and whether it changes. */
const Differences = ({ t, match }: { t: T; match: Match }) => (
  <>
    {match.isHeld && <p class="small">{t('sheet.update.held')}</p>}
    <ul class="stack-s">
      {match.differences.map((one) => (
        <li>
          <strong>{t(`sheet.field.${one.field}`)}</strong>:{' '}
          {nothing(t, inWords(t, one, one.before))} <span aria-hidden="true">→</span>
          <span class="vh">{t('sheet.update.becomes')}</span>{' '}
          {nothing(t, inWords(t, one, one.after))}{' '}
          <span class="soft">
            ({one.applies ? t('sheet.update.changes') : t('sheet.update.stays')})
          </span>
        </li>
      ))}
    </ul>
  </>
)

const ownChoice = (t: T, form: FormState, plan: Plan, row: GoodRow & { match: Match }) => (
  <Select
    of={form}
    name={`one-${row.match.id}`}
    label={t('sheet.update.one', { name: row.match.name })}
    hideLabel
    none={t('sheet.update.as-above')}
    choices={Object.fromEntries(updateChoices.map((one) => [one, t(`sheet.update.${one}`)]))}
    value={plan.one[row.match.id] ?? ''}
  />
)

const hasMatch = (row: GoodRow): row is GoodRow & { match: Match } => row.match !== null

type RulesProps = { t: T; plan: Plan; whole: FormState }

/** What is chosen for all of them. */
const Rules = ({ t, plan, whole }: RulesProps) => (
  <>
    <Choice
      of={whole}
      name="updates"
      legend={t('sheet.update.choice')}
      choices={Object.fromEntries(
        updateChoices.map((one) => [
          one,
          { label: t(`sheet.update.${one}`), hint: t(`sheet.update.${one}.hint`) },
        ]),
      )}
      value={plan.updates}
    />
    <Ticks
      of={whole}
      name="matchBy"
      legend={t('sheet.update.match')}
      hint={t('sheet.update.match.hint')}
      choices={Object.fromEntries(matchWays.map((way) => [way, t(`sheet.update.by.${way}`)]))}
      optional
    />
    <Field
      of={whole}
      name="fileDay"
      type="date"
      label={t('sheet.update.day')}
      hint={t('sheet.update.day.hint')}
      width="middle"
    />
  </>
)

/** Members that are there already: what the sheet says otherwise, and what is to become of it. */
export function Updates({ c, address, plan, preview, page, href, form }: Props) {
  const { t } = c.var
  const whole: FormState = {
    values: { matchBy: [...plan.matchBy], fileDay: plan.fileDay, ...form.values },
    problems: form.problems,
  }
  return (
    <section class="stack" id="there" aria-labelledby="there-title">
      <h2 id="there-title">{t('sheet.update.title')}</h2>
      <p>{t('sheet.update.sum', { matched: preview.matched, n: preview.updated })}</p>
      <Form c={c} action={`${address}/updates`} of={whole}>
        <Rules t={t} plan={plan} whole={whole} />
        {preview.updates.length > 0 && (
          <Table
            caption={t('sheet.update.table')}
            head={[
              t('sheet.preview.name'),
              t('sheet.preview.line'),
              t('sheet.update.difference'),
              t('sheet.update.own'),
            ]}
            rows={preview.updates.filter(hasMatch).map((row) => [
              <a href={`/members/${row.match.id}`}>
                <bdi>{row.match.name}</bdi>
              </a>,
              row.line,
              <Differences t={t} match={row.match} />,
              ownChoice(t, whole, plan, row),
            ])}
          />
        )}
        <Button tone="quiet">{t('sheet.preview.again')}</Button>
      </Form>
      <Paging
        page={page}
        pages={Math.ceil(preview.matched / previewPage)}
        href={href}
        label={t('sheet.update.table')}
      />
    </section>
  )
}
