import type { Child } from 'hono/jsx'
import type { FormState } from '#base/forms.ts'
import { addDays } from '#base/time.ts'
import { Button, CheckAnswers, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Confirmation, DateTime, Details, Notice, Prose, type Tone } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { answerRows } from './join.answers.tsx'
import { ByPhone } from './join.views.tsx'
import type { Application } from './queries.ts'
import type { Turn } from './schema.ts'
import type { TopicNames } from './topics.ts'

/** Days within which the office answers: the promise on every page and in every letter. */
export const answerDays = 7

/** A date in a sentence of the page's language. */
const Sentence = ({ before, at }: { before: string; at: Date }) => (
  <p>
    {before} <DateTime at={at} as="day" />
  </p>
)

/** It worked: what happens next and when, and the private link to keep. */
export const SentPage = ({
  c,
  application,
  link,
}: {
  c: Ctx
  application: Application
  link: string
}) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('join.sent')} heading={false} nav="join" narrow staff>
      <Confirmation title={t('join.sent')}>
        <p dir="auto">{application.name}</p>
      </Confirmation>
      <section class="stack">
        <h2>{t('join.next')}</h2>
        <Sentence before={t('join.sent.when')} at={addDays(application.askedAt, answerDays)} />
        <p>{t('join.sent.letter')}</p>
      </section>
      <section class="stack">
        <h2>{t('join.sent.link')}</h2>
        <p>{t('join.sent.link-why')}</p>
        <p>
          <a href={link}>
            <bdi>{link}</bdi>
          </a>
        </p>
      </section>
      <ByPhone c={c} />
    </Page>
  )
}

const tones: Record<Application['state'], Tone> = {
  asked: 'info',
  'asked-back': 'warn',
  admitted: 'good',
  declined: 'info',
  ended: 'info',
}

const NoticeFor = ({ c, application }: { c: Ctx; application: Application }) => {
  const { t } = c.var
  const { state, kind, organisationId, reason, decidedBy, askedAt } = application
  const isWithdrawn = state === 'ended' && decidedBy === null
  const title = isWithdrawn ? t('join.state.withdrawn') : t(`join.state.${state}`)
  return (
    <Notice tone={tones[state]} title={title}>
      {state === 'asked' && (
        <Sentence before={t('join.sent.when')} at={addDays(askedAt, answerDays)} />
      )}
      {state === 'declined' && reason && <Prose text={reason} />}
      {state === 'declined' && <p>{t('join.letter.declined.next')}</p>}
      {state === 'admitted' && kind !== 'individual' && (
        <p>
          <a href={`/members/${organisationId}`}>{t('join.state.page')}</a>
        </p>
      )}
      {state === 'admitted' && (
        <p>
          <a href="/sign-in">{t('join.state.sign-in')}</a>
        </p>
      )}
    </Notice>
  )
}

/** What was asked and answered, in order. */
export const Talk = ({
  talk,
  office,
  applicant,
}: {
  talk: Turn[]
  office: string
  applicant: string
}) => (
  <ol class="plain stack" role="list">
    {talk.map(({ by, text, at }) => (
      <li class="stack-s">
        <p class="soft">
          {by === 'office' ? office : applicant}, <DateTime at={new Date(at)} />
        </p>
        <blockquote>
          <Prose text={text} />
        </blockquote>
      </li>
    ))}
  </ol>
)

type LinkProps = {
  c: Ctx
  application: Application
  base: string
  form: FormState
  /** Set when the reader came from a letter and has not confirmed the address yet. */
  confirm: { email: string; code: string } | null
  notice: Child
  asking: { signedIn?: boolean }
  /** What the office calls topics. */
  topics?: TopicNames
}

const ConfirmForm = ({ c, base, confirm }: Pick<LinkProps, 'c' | 'base' | 'confirm'>) => {
  if (!confirm) return null
  const { t } = c.var
  return (
    <Notice title={t('join.confirm')}>
      <p>
        <bdi>{confirm.email}</bdi>
      </p>
      <Form c={c} action={`${base}/address`}>
        <input type="hidden" name="code" value={confirm.code} />
        <Button>{t('join.confirm.button')}</Button>
      </Form>
    </Notice>
  )
}

/** What the private link opens: where the application stands, and what can be done about it. */
export const LinkPage = (props: LinkProps) => {
  const { c, application, base, form, confirm, notice, topics } = props
  const { t } = c.var
  const { state, kind, answers, talk, name } = application
  const open = state === 'asked' || state === 'asked-back'
  const rows = answerRows(kind, answers, t, {
    changeHref: (page) => (open && page !== 'kind' ? `${base}/${page}` : undefined),
    topics,
  })
  return (
    <Page c={c} title={t('join.yours')} nav="join" narrow staff script of={form}>
      {notice}
      <p class="lead" dir="auto">
        {name}
      </p>
      <ConfirmForm c={c} base={base} confirm={confirm} />
      <NoticeFor c={c} application={application} />
      {talk.length > 0 && (
        <section class="stack">
          <h2>{t('join.talk')}</h2>
          <Talk talk={talk} office={t('join.talk.office')} applicant={t('join.talk.you')} />
        </section>
      )}
      {state === 'asked-back' && (
        <Form c={c} action={`${base}/answer`} of={form}>
          <Field
            of={form}
            name="answer"
            label={t('join.answer')}
            hint={t('join.answer.hint')}
            long
            max={5000}
          />
          <Button>{t('join.answer.send')}</Button>
        </Form>
      )}
      <section class="stack">
        <h2>{t('join.answers')}</h2>
        {open && <p>{t('join.answers.change')}</p>}
        <CheckAnswers rows={rows} />
      </section>
      <p>
        <a href={`${base}/my-data`}>{t('mydata.title')}</a>
      </p>
      {open && (
        <Details summary={t('join.withdraw')}>
          <p>{t('join.withdraw.what')}</p>
          <Form c={c} action={`${base}/withdrawal`}>
            <Button tone="warn">{t('join.withdraw.button')}</Button>
          </Form>
        </Details>
      )}
      <ByPhone c={c} />
    </Page>
  )
}
