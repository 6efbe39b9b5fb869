import type { FormState } from '#base/forms.ts'
import { type Key, directionOf } from '#base/i18n.ts'
import { Button, Choice, Field, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import {
  DateTime,
  Empty,
  Facts,
  Notice,
  Paging,
  Prose,
  Table,
  Tag,
  Waiting,
} from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { mostWords } from './report.forms.ts'
import { numberOf, type ReportRefusal } from './report.rules.ts'
import { type Thing, ThingLink } from './report.views.tsx'
import type { Report, Story } from './schema.ts'

export const reportRefusals: Record<Exclude<ReportRefusal, 'no-such-report'>, Key> = {
  'already-decided': 'report.desk.already-decided',
  'own-story': 'report.desk.own-story',
  'own-decision': 'report.desk.own-decision',
}

const tones = { sent: 'warn', kept: 'info', 'taken-down': 'good' } as const

type Open = Pick<Report, 'id' | 'harm' | 'about' | 'sentAt'>
type Decided = Pick<Report, 'id' | 'harm' | 'about' | 'state' | 'decidedAt'> & {
  decider: string | null
}

type ListProps = {
  c: Ctx
  open: { total: number; rows: Open[] }
  decided: { n: number; pages: number; rows: Decided[] }
  page: number
}

const DecidedTable = ({ c, decided, page }: Pick<ListProps, 'c' | 'decided' | 'page'>) => {
  const { t } = c.var
  if (decided.rows.length === 0) return <p>{t('report.desk.decided.none')}</p>
  const head = ['report', 'state', 'when', 'who'] as const
  return (
    <>
      <Table
        caption={t('report.desk.decided.caption', { n: decided.n })}
        head={head.map((column) => t(`report.desk.head.${column}`))}
        rows={decided.rows.map(({ id, harm, about, state, decidedAt, decider }) => [
          <a href={`/reports/${id}`}>
            {t(`report.harm.${harm}`)} <bdi dir="ltr">{about}</bdi>
          </a>,
          <Tag tone={tones[state]}>{t(`report.desk.state.${state}`)}</Tag>,
          decidedAt && <DateTime at={decidedAt} />,
          decider ? <bdi>{decider}</bdi> : '–',
        ])}
      />
      <Paging page={page} pages={decided.pages} href={(to) => `/reports?page=${to}#decided`} />
    </>
  )
}

/** The reports that wait, oldest first, and those that were decided. */
export const ReportsPage = ({ c, open, decided, page }: ListProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('report.desk.title')}
      nav="desk"
      staff
      crumbs={[{ href: '/desk', label: t('ui.nav.desk') }]}
    >
      {open.total > 0 && <p class="lede">{t('report.desk.waiting', { n: open.total })}</p>}
      <section class="stack">
        <h2>{t('report.desk.open')}</h2>
        {open.rows.length === 0 ? (
          <Empty title={t('report.desk.waiting', { n: 0 })}>
            <p>{t('report.desk.none')}</p>
          </Empty>
        ) : (
          <Waiting
            items={open.rows.map(({ id, harm, about, sentAt }) => ({
              href: `/reports/${id}`,
              title: t(`report.harm.${harm}`),
              meta: (
                <>
                  <bdi dir="ltr">{about}</bdi>, <DateTime at={sentAt} />
                </>
              ),
            }))}
          />
        )}
      </section>
      <section class="stack" aria-labelledby="decided">
        <h2 id="decided">{t('report.desk.decided')}</h2>
        <DecidedTable c={c} decided={decided} page={page} />
      </section>
    </Page>
  )
}

type OneProps = {
  c: Ctx
  report: Report
  thing: Thing
  /** The story that it is about, when it is about one and its words are still here. */
  story: Story | undefined
  isStory: boolean
  others: number
  decider: string | null
  /** The report that asked for a second look at this one. */
  again: string | null
  of: FormState
}

const Reported = ({ c, story, isStory }: Pick<OneProps, 'c' | 'story' | 'isStory'>) => {
  const { t } = c.var
  if (!isStory) return null
  const isHere = story !== undefined && story.state !== 'withdrawn'
  return (
    <section class="stack">
      <h2>{t('report.desk.thing')}</h2>
      {!isHere && <p>{t('report.desk.thing.gone')}</p>}
      {isHere && story.state !== 'published' && <p>{t('report.desk.thing.hidden')}</p>}
      {isHere && (
        <blockquote class="stack">
          <p lang={story.lang} dir={directionOf(story.lang)}>
            <strong>{story.title}</strong>
          </p>
          <Prose text={story.body} lang={story.lang} />
          {story.pictureId && (
            <img
              src={`/files/${story.pictureId}-480.webp`}
              alt={story.pictureWords ?? ''}
              width="480"
              loading="lazy"
            />
          )}
        </blockquote>
      )}
    </section>
  )
}

const DecisionForm = ({
  c,
  report,
  isStory,
  others,
  of,
}: Omit<OneProps, 'thing' | 'story' | 'decider' | 'again'>) => {
  const { t } = c.var
  const take = isStory ? 'take' : 'changed'
  return (
    <section class="stack">
      <h2>{t('report.desk.decide')}</h2>
      {others > 0 && <p>{t('report.desk.others', { n: others })}</p>}
      <Form c={c} action={`/reports/${report.id}/decision`} of={of}>
        <Choice
          of={of}
          name="verdict"
          legend={t('report.desk.verdict')}
          choices={{
            kept: t('report.desk.verdict.kept'),
            'taken-down': {
              label: t(`report.desk.verdict.${take}`),
              hint: t(`report.desk.verdict.${take}.hint`),
            },
          }}
        />
        {isStory && (
          <Select
            of={of}
            name="rule"
            label={t('report.desk.rule')}
            none={t('report.desk.rule.none')}
            choices={Object.fromEntries(c.var.coalition.rules.map((rule) => [rule, rule]))}
            optional
          />
        )}
        <Field
          of={of}
          name="reason"
          label={t('report.desk.reason')}
          hint={t('report.desk.reason.hint')}
          long
          rows={4}
          max={mostWords}
        />
        <Button>{t('report.desk.save')}</Button>
      </Form>
    </section>
  )
}

const Outcome = ({ c, report, decider }: Pick<OneProps, 'c' | 'report' | 'decider'>) => {
  const { t } = c.var
  const { decidedAt, reason } = report
  return (
    <section class="stack">
      <h2>{t('report.desk.decided')}</h2>
      <p>
        {decider ? t('report.desk.decided-by', { name: decider }) : t('report.desk.decided-on')}{' '}
        {decidedAt && <DateTime at={decidedAt} />}
      </p>
      {reason && (
        <blockquote>
          <Prose text={reason} />
        </blockquote>
      )}
    </section>
  )
}

/** A report that was answered with no, when whoever sent it says that this was wrong. */
const Again = ({ c, report, again, of }: Pick<OneProps, 'c' | 'report' | 'again' | 'of'>) => {
  const { t } = c.var
  if (report.state !== 'kept' || report.againOf) return null
  if (again)
    return (
      <p>
        {t('report.desk.again.is')} <a href={`/reports/${again}`}>{numberOf(again)}</a>
      </p>
    )
  return (
    <section class="stack">
      <h2>{t('report.desk.again')}</h2>
      <Form c={c} action={`/reports/${report.id}/again`} of={of}>
        <Field
          of={of}
          name="again"
          label={t('report.desk.again.words')}
          hint={t('report.desk.again.hint')}
          long
          rows={4}
          max={mostWords}
        />
        <Button>{t('report.desk.again.save')}</Button>
      </Form>
    </section>
  )
}

/** One report: what it is about, what it says, and the decision. */
export const ReportToDecidePage = (props: OneProps) => {
  const { c, report, thing, of } = props
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('report.desk.one', { number: numberOf(report.id) })}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: '/reports', label: t('report.desk.title') }}
    >
      <p>
        <Tag tone={tones[report.state]}>{t(`report.desk.state.${report.state}`)}</Tag>
      </p>
      <Facts
        rows={[
          { label: t('report.harm'), value: t(`report.harm.${report.harm}`) },
          { label: t('report.desk.page'), value: <ThingLink thing={thing} /> },
          { label: t('report.desk.sent'), value: <DateTime at={report.sentAt} as="time" /> },
        ]}
      />
      <section class="stack">
        <h2>{t('report.desk.said')}</h2>
        <Prose text={report.words} />
        <p class="soft">{t(report.email ? 'report.desk.answer-to' : 'report.desk.no-answer')}</p>
      </section>
      <Reported {...props} />
      {report.againOf && (
        <Notice>
          <p>
            {t('report.desk.again.of')}{' '}
            <a href={`/reports/${report.againOf}`}>{numberOf(report.againOf)}</a>
          </p>
        </Notice>
      )}
      {report.state === 'sent' ? <DecisionForm {...props} /> : <Outcome {...props} />}
      <Again {...props} />
    </Page>
  )
}
