import { blank, type FormState } from '#base/forms.ts'
import { Actions, Button, Choice, Field, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Details, Empty, Notice, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Day } from './office.schema.ts'
import type { Rhythm, Turn } from './rhythms.queries.ts'
import { type Beat, daysFrom, middayOf } from './rhythms.rules.ts'

type Keepers = { id: string; name: string }[]
const weeks = ['1', '2', '3', '4', '5'] as const
const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const

/** "Every 14 days", "the first Tuesday of each month". */
export function beatWords(c: Ctx, { everyDays, week, weekday }: Beat): string {
  const { t } = c.var
  if (everyDays !== null) return t('office.rhythms.every', { days: everyDays })
  return t('office.rhythms.monthly', {
    week: t(`office.rhythms.week.${String(week) as '1'}`),
    weekday: t(`office.rhythms.weekday.${String(weekday) as '1'}`),
  })
}

/** "In 3 days", "today", "2 days ago". */
export function untilWords({ var: { t } }: Ctx, day: Day, today: Day): string {
  const days = daysFrom(today, day)
  return days < 0 ? t('office.ago', { days: -days }) : t('office.until', { days })
}

export const KeeperField = ({ c, of, keepers }: { c: Ctx; of: FormState; keepers: Keepers }) => (
  <Select
    of={of}
    name="keeper"
    label={c.var.t('office.keeper')}
    none={c.var.t('office.keeper-none')}
    choices={Object.fromEntries(keepers.map(({ id, name }) => [id, name]))}
  />
)

const Row = ({ c, rhythm, today }: { c: Ctx; rhythm: Rhythm; today: Day }) => {
  const { t } = c.var
  const { id, what, nextOn, keeper } = rhythm
  return (
    <li>
      <div>
        <a href={`/rhythms/${id}`}>{what}</a>
        <p class="soft small">
          {[beatWords(c, rhythm), keeper && t('office.kept-by', { name: keeper })]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p>
          <DateTime at={middayOf(nextOn)} as="day" /> ({untilWords(c, nextOn, today)})
        </p>
      </div>
      <Form c={c} action={`/rhythms/${id}/turn`} inline>
        <input type="hidden" name="due" value={nextOn} />
        <Button name="turn" value="done" tone="quiet" about={what}>
          {t('office.rhythms.done')}
        </Button>
        <Button name="turn" value="left-out" tone="link" about={what}>
          {t('office.rhythms.leave-out')}
        </Button>
      </Form>
    </li>
  )
}

type ListProps = { c: Ctx; rhythms: Rhythm[]; today: Day; saved: boolean }

export const RhythmsPage = ({ c, rhythms, today, saved }: ListProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('office.rhythms')}
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {saved && (
        <Notice tone="good" alert>
          <p>{t('office.saved')}</p>
        </Notice>
      )}
      <p class="lede">{t('office.rhythms.lead')}</p>
      <p>
        <ButtonLink href="/rhythms/new">{t('office.rhythms.new')}</ButtonLink>
      </p>
      {rhythms.length === 0 ? (
        <Empty title={t('office.rhythms.empty')}>
          <p>{t('office.rhythms.empty-hint')}</p>
          <Form c={c} action="/rhythms/usual" inline>
            <Button tone="quiet">{t('office.rhythms.usual')}</Button>
          </Form>
        </Empty>
      ) : (
        <ol class="waiting" role="list">
          {rhythms.map((rhythm) => (
            <Row c={c} rhythm={rhythm} today={today} />
          ))}
        </ol>
      )}
    </Page>
  )
}

/** On a weekday of each month: which one, and which weekday. */
const InMonth = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t } = c.var
  return (
    <>
      <Select
        of={of}
        name="week"
        label={t('office.rhythms.week')}
        none={t('office.rhythms.choose')}
        choices={Object.fromEntries(weeks.map((n) => [n, t(`office.rhythms.week.${n}`)]))}
      />
      <Select
        of={of}
        name="weekday"
        label={t('office.rhythms.weekday')}
        none={t('office.rhythms.choose')}
        choices={Object.fromEntries(weekdays.map((n) => [n, t(`office.rhythms.weekday.${n}`)]))}
      />
    </>
  )
}

const Asked = ({ c, of, keepers }: { c: Ctx; of: FormState; keepers: Keepers }) => {
  const { t } = c.var
  return (
    <>
      <Field
        of={of}
        name="what"
        label={t('office.rhythms.what')}
        hint={t('office.rhythms.what-hint')}
      />
      <Choice
        of={of}
        name="how"
        legend={t('office.rhythms.how')}
        choices={{ days: t('office.rhythms.how.days'), month: t('office.rhythms.how.month') }}
      />
      <Field
        of={of}
        name="everyDays"
        label={t('office.rhythms.days')}
        hint={t('office.rhythms.days-hint')}
        inputmode="numeric"
        width="short"
      />
      <InMonth c={c} of={of} />
      <Field
        of={of}
        name="nextOn"
        type="date"
        label={t('office.rhythms.next')}
        hint={t('office.rhythms.next-hint')}
        width="middle"
        optional
      />
      <KeeperField c={c} of={of} keepers={keepers} />
      <Field
        of={of}
        name="note"
        label={t('office.rhythms.note')}
        hint={t('office.rhythms.note-hint')}
        long
        rows={4}
        max={2000}
        optional
      />
    </>
  )
}

const History = ({ c, turns }: { c: Ctx; turns: Turn[] }) => {
  const { t } = c.var
  return turns.length === 0 ? null : (
    <Table
      caption={t('office.rhythms.history')}
      head={[t('office.rhythms.due'), t('office.rhythms.then'), t('office.by')]}
      rows={turns.map(({ dueOn, leftOut, doneAt, doer }) => [
        <DateTime at={middayOf(dueOn)} />,
        <>
          {t(leftOut ? 'office.rhythms.was-left-out' : 'office.rhythms.was-done')}{' '}
          <DateTime at={doneAt} />
        </>,
        <bdi>{doer ?? t('office.somebody')}</bdi>,
      ])}
    />
  )
}

type Props = { c: Ctx; of: FormState; keepers: Keepers; rhythm: Rhythm | null; turns: Turn[] }

/** A new rhythm, or one that is changed, with what became of it so far. */
export const RhythmPage = ({ c, of, keepers, rhythm, turns }: Props) => {
  const { t } = c.var
  const address = rhythm ? `/rhythms/${rhythm.id}` : '/rhythms'
  return (
    <Page
      c={c}
      title={rhythm?.what ?? t('office.rhythms.new')}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: '/rhythms', label: t('office.rhythms') }}
    >
      <Form c={c} action={address} of={of}>
        <Asked c={c} of={of} keepers={keepers} />
        <Actions>
          <Button>{t('office.keep')}</Button>
        </Actions>
      </Form>
      <History c={c} turns={turns} />
      {rhythm && (
        <Details summary={t('office.rhythms.end')}>
          <p>{t('office.rhythms.end-lead')}</p>
          <Form c={c} action={`${address}/end`} of={blank} inline>
            <Button tone="warn" about={rhythm.what}>
              {t('office.rhythms.end')}
            </Button>
          </Form>
        </Details>
      )}
    </Page>
  )
}
