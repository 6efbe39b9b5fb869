import type { FormState } from '#base/forms.ts'
import { Choice } from '#base/ui/choice.tsx'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Notice, TaskList } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { harmField } from './duties.forms.ts'
import type { Duty, Version } from './duties.queries.ts'
import {
  type DutyKind,
  firstDays,
  firstWords,
  harms,
  howAnswered,
  levels,
  type Part,
  partsOf,
  type Question,
  yesNo,
} from './duties.questions.ts'
import { Saved, toDuties, Versions } from './duties.versions.views.tsx'

const Stands = ({ c, duty }: { c: Ctx; duty: Duty }) => {
  const { t } = c.var
  return (
    <>
      {duty.lookedAt ? (
        <>
          {t('duty.looked-at')} <DateTime at={duty.lookedAt} />.{' '}
        </>
      ) : (
        `${t('duty.never')} `
      )}
      {t(duty.lookedAt ? 'duty.due-again' : 'duty.due-first')} <DateTime at={duty.dueAt} />.
    </>
  )
}

const statusOf = ({ t }: Ctx['var'], { lookedAt, isDue }: Duty) => {
  if (isDue) return { tone: 'warn', label: t('duty.state.due') } as const
  if (lookedAt) return { tone: 'good', label: t('duty.state.kept') } as const
  return { tone: 'info', label: t('duty.state.open') } as const
}

type ListProps = { c: Ctx; duties: Duty[]; saved: boolean }

/** The records, each with how it stands. */
export const DutiesPage = ({ c, duties, saved }: ListProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('duty.title')}
      narrow
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {saved && <Saved c={c} />}
      <p class="lede">{t('duty.lead')}</p>
      <TaskList
        tasks={duties.map((duty) => ({
          title: t(`duty.${duty.kind}`),
          href: `/duties/${duty.kind}`,
          hint: <Stands c={c} duty={duty} />,
          status: statusOf(c.var, duty),
        }))}
      />
      <section class="stack" aria-labelledby="terms">
        <h2 id="terms">{t('duty.terms')}</h2>
        <p>{t('duty.terms.lead')}</p>
        <p>
          <a href="/duties/terms">{t('duty.terms.change')}</a> ·{' '}
          <a href="/terms">{t('duty.terms.see')}</a> ·{' '}
          <a href="/coalition">{t('duty.terms.rules')}</a>
        </p>
      </section>
      <p class="soft">{t('duty.not-advice')}</p>
    </Page>
  )
}

const Harms = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t } = c.var
  const choices = Object.fromEntries(levels.map((level) => [level, t(`duty.level.${level}`)]))
  return (
    <>
      <p>{t('duty.harms.how')}</p>
      {harms.map((harm) => (
        <Choice
          of={of}
          name={harmField(harm)}
          legend={t(`duty.harm.${harm}`)}
          choices={choices}
          inline
        />
      ))}
    </>
  )
}

const Ask = ({ c, of, question }: { c: Ctx; of: FormState; question: Question }) => {
  const { t, coalition } = c.var
  const words = { label: t(`duty.q.${question}`), hint: t(`duty.hint.${question}`) }
  const how = howAnswered(question)
  if (how === 'choice')
    return (
      <Choice
        of={of}
        name={question}
        legend={words.label}
        hint={words.hint}
        choices={Object.fromEntries(yesNo.map((answer) => [answer, t(`duty.answer.${answer}`)]))}
        inline
      />
    )
  const first = firstWords[question]
  const value = first ? t(first, { name: coalition.name }) : firstDays[question]
  const long = how.startsWith('words')
  return (
    <Field
      of={of}
      name={question}
      {...words}
      long={long}
      rows={long ? 6 : undefined}
      value={value}
      optional={how.endsWith('?')}
      {...(how === 'days' && { inputmode: 'numeric', width: 'short' })}
    />
  )
}

const PartOf = ({ c, of, part, at }: { c: Ctx; of: FormState; part: Part; at: number }) => (
  <section class="stack-lg" aria-labelledby={`part-${at}`}>
    <h2 id={`part-${at}`}>{c.var.t(part.heading)}</h2>
    {part.harms && <Harms c={c} of={of} />}
    {part.questions.map((question) => (
      <Ask c={c} of={of} question={question} />
    ))}
  </section>
)

type DutyProps = {
  c: Ctx
  kind: DutyKind
  of: FormState
  versions: Version[]
  duty: Duty | undefined
}

/** One record as a form that begins with what was saved last, and everything that was saved before. */
export const DutyPage = ({ c, kind, of, versions, duty }: DutyProps) => {
  const { t } = c.var
  return (
    <Page c={c} title={t(`duty.${kind}`)} of={of} narrow staff nav="desk" back={toDuties(c)}>
      <p class="lede">{t(`duty.${kind}.lead`)}</p>
      {duty && (
        <p>
          <Stands c={c} duty={duty} />
        </p>
      )}
      <Notice title={t('duty.source')}>
        <p>{t(`duty.${kind}.source`)}</p>
      </Notice>
      <Form c={c} action={`/duties/${kind}`} of={of}>
        {partsOf[kind].map((part, at) => (
          <PartOf c={c} of={of} part={part} at={at} />
        ))}
        <p class="soft">{t('duty.save.what')}</p>
        <Button>{t('duty.save')}</Button>
      </Form>
      <Versions c={c} kind={kind} versions={versions} />
    </Page>
  )
}
