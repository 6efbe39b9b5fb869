import type { FormState } from '#base/forms.ts'
import { daysBetween, now } from '#base/time.ts'
import { Actions, Button, CheckAnswers, Field, Form } from '#base/ui/form.tsx'
import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Notice, Prose, Tag, type Tone } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { answerRows } from './join.answers.tsx'
import { Talk } from './join.link.views.tsx'
import { NumberLine } from './register.views.tsx'
import type { Applicant, Application } from './queries.ts'
import type { Offered } from './replies.queries.ts'
import { ReplyPicker } from './replies.views.tsx'
import { isOpen, type Refusal, seenAs } from './rules.ts'
import { type AlikeProps, AlikeList } from './twins.alike.views.tsx'
import type { TopicNames } from './topics.ts'

export const refusals: Record<Refusal, string> = {
  'no-such-membership': 'This application is gone',
  'already-decided': 'Someone has decided on this application already',
  'changed-meanwhile':
    'Something has changed since you opened this page. Read it again, then decide',
  'own-application': 'This is your own application: ask another secretary',
  'not-asked-back': 'Nothing is asked back at the moment',
}

export const stateTones: Record<Application['state'], Tone> = {
  asked: 'info',
  'asked-back': 'warn',
  admitted: 'good',
  declined: 'bad',
  ended: 'info',
}

export type JustDecided = { name: string; state: Application['state'] } | null

/** What the secretary did a moment ago, on another application. */
export const After = ({ c, after }: { c: Ctx; after: JustDecided }) =>
  after && (
    <Notice tone="good" alert>
      <p>{c.var.t(`vetting.after.${after.state}`, { name: after.name })}</p>
    </Notice>
  )

/** How long somebody has waited, in words. */
export const waitedWords = (c: Ctx, since: Date): string =>
  c.var.t('vetting.waits', { days: Math.max(0, daysBetween(since, now())) })

type ApplicationProps = AlikeProps & {
  application: Application
  applicant: Applicant | undefined
  decider: string | undefined
  decision: FormState
  answer: FormState
  after: JustDecided
  replies: Offered[]
  /** What the office calls topics. */
  topics?: TopicNames
}

const DecisionForm = ({
  c,
  application,
  decision,
  replies,
}: Pick<ApplicationProps, 'c' | 'application' | 'decision' | 'replies'>) => {
  const { t } = c.var
  const { id, name } = application
  return (
    <section class="stack" id="decide" tabindex={-1} aria-labelledby="decide-title">
      <h2 id="decide-title">{t('vetting.decide')}</h2>
      <Form c={c} action={`/memberships/${id}/decision`} of={decision}>
        <input type="hidden" name="seen" value={seenAs(application)} />
        <Button name="verdict" value="admit" about={name}>
          {t('vetting.admit')}
        </Button>
        <Field
          of={decision}
          name="words"
          label={t('vetting.words')}
          hint={t('vetting.words.hint')}
          long
          rows={4}
          max={5000}
        />
        <ReplyPicker
          c={c}
          of={decision}
          offered={replies}
          action={`/memberships/${id}/decision#decide`}
        />
        <Actions>
          <Button name="verdict" value="ask-back" tone="quiet" about={name}>
            {t('vetting.ask-back')}
          </Button>
          <Button name="verdict" value="decline" tone="quiet" about={name}>
            {t('vetting.decline')}
          </Button>
        </Actions>
      </Form>
    </section>
  )
}

const AnswerForm = ({
  c,
  application,
  answer,
}: Pick<ApplicationProps, 'c' | 'application' | 'answer'>) => {
  const { t } = c.var
  if (application.state !== 'asked-back') return null
  return (
    <section class="stack">
      <h2>{t('vetting.answered')}</h2>
      <Form c={c} action={`/memberships/${application.id}/answer`} of={answer}>
        <Field
          of={answer}
          name="answer"
          label={t('vetting.answered.label')}
          long
          rows={4}
          max={5000}
        />
        <Button tone="quiet">{t('vetting.answered.keep')}</Button>
      </Form>
    </section>
  )
}

const Ring = ({
  c,
  application,
  applicant,
}: Pick<ApplicationProps, 'c' | 'application' | 'applicant'>) => {
  const { t } = c.var
  if (!applicant || applicant.email) return null
  const { phone, name } = applicant
  return (
    <Notice tone={application.ringSince ? 'warn' : 'info'} title={t('vetting.no-mail', { name })}>
      {phone && (
        <p>
          <a href={telHref(phone)}>
            <bdi>{phone}</bdi>
          </a>
        </p>
      )}
      {application.ringSince && (
        <Form c={c} action={`/memberships/${application.id}/call`}>
          <Button tone="quiet">{t('vetting.rung')}</Button>
        </Form>
      )}
    </Notice>
  )
}

const Standing = ({
  c,
  application,
  decider,
}: Pick<ApplicationProps, 'c' | 'application' | 'decider'>) => {
  const { t } = c.var
  const { state, askedAt, decidedAt, reason, waitingSince, channel } = application
  return (
    <div class="stack-s">
      <p>
        <Tag tone={stateTones[state]}>{t(`vetting.state.${state}`)}</Tag>{' '}
        {isOpen(application) && waitedWords(c, waitingSince)}
      </p>
      <p class="soft">
        {t(`vetting.channel.${channel}`)} <DateTime at={askedAt} />
      </p>
      {decidedAt && (
        <p class="soft">
          {decider ? t('vetting.decided-by', { name: decider }) : t('vetting.ended')}{' '}
          <DateTime at={decidedAt} />
        </p>
      )}
      {reason && (
        <blockquote>
          <Prose text={reason} />
        </blockquote>
      )}
    </div>
  )
}

/** The website is opened to be looked at; it learns nothing about who looks. */
const Look = ({ c, href }: { c: Ctx; href: string }) => (
  <p>
    <a href={href} rel="noreferrer nofollow">
      {c.var.t('vetting.website')}
    </a>
  </p>
)

/** What the office asked back and what was answered, in order. */
const Talked = ({ c, application: { talk } }: Pick<ApplicationProps, 'c' | 'application'>) => {
  const { t } = c.var
  return talk.length === 0 ? null : (
    <section class="stack">
      <h2>{t('join.talk')}</h2>
      <Talk talk={talk} office={t('join.talk.office')} applicant={t('vetting.talk.applicant')} />
    </section>
  )
}

/** One application: what is asked, who may be the same, the talk, and the decision. */
export const ApplicationPage = (props: ApplicationProps) => {
  const { c, application, alike, pairs, decision, answer, after, replies, topics } = props
  const { t } = c.var
  const { kind, answers, name, orgId, numberCheckedAt } = application
  const wrong = { values: {}, problems: { ...decision.problems, ...answer.problems } }
  const open = isOpen(application)
  const { website } = answers
  return (
    <Page
      c={c}
      title={t('vetting.one', { name })}
      heading={
        // The next application opens here: its name is read, then one tab leads to the decision.
        <bdi id="application" tabindex={-1}>
          {name}
        </bdi>
      }
      nav="desk"
      narrow
      staff
      of={wrong}
      crumbs={[
        { href: '/desk', label: t('ui.nav.desk') },
        { href: '/memberships', label: t('vetting.title') },
      ]}
    >
      <After c={c} after={after} />
      {open && (
        <p>
          <a href="#decide">{t('vetting.to-decision')}</a>
        </p>
      )}
      <Standing {...props} />
      <AlikeList c={c} alike={alike} pairs={pairs} />
      <Ring {...props} />
      <CheckAnswers rows={answerRows(kind, answers, t, { office: true, topics })} />
      {orgId && (
        <p>
          <NumberLine c={c} orgId={orgId} checkedAt={numberCheckedAt} />
          {!numberCheckedAt && (
            <span class="soft"> ({t('vetting.form-checked', { id: orgId })})</span>
          )}
        </p>
      )}
      {typeof website === 'string' && website !== '' && <Look c={c} href={website} />}
      <Talked c={c} application={application} />
      {open && (
        <DecisionForm c={c} application={application} decision={decision} replies={replies} />
      )}
      <AnswerForm c={c} application={application} answer={answer} />
      <p>
        <a href={`/promises/new?membership=${application.id}`}>
          {t('office.promises.from-application')}
        </a>
      </p>
    </Page>
  )
}
