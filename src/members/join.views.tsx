import type { Answers } from '#base/drafts.ts'
import type { FormState } from '#base/forms.ts'
import { Button, CheckAnswers, Form } from '#base/ui/form.tsx'
import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { answerRows } from './join.answers.tsx'
import { fieldsOn, oneQuestion } from './join.fields.tsx'
import type { Asking } from './join.forms.ts'
import { type PageName, pagesFor, questionOf } from './join.questions.ts'
import type { Kind } from './schema.ts'
import type { TopicNames } from './topics.ts'

/** How to do the same by phone: a door as wide as this one. */
export const ByPhone = ({ c }: { c: Ctx }) => {
  const { phone, phoneHours } = c.var.coalition
  if (!phone) return null
  return (
    <p>
      {c.var.t('join.by-phone')}{' '}
      <a href={telHref(phone)} dir="ltr">
        {phone}
      </a>
      {phoneHours && ` (${phoneHours})`}
    </p>
  )
}

/** What membership is, how long it takes, what happens next. */
export const StartPage = ({ c }: { c: Ctx }) => {
  const { t, coalition } = c.var
  return (
    <Page c={c} title={t('join.title')} nav="join" narrow description={t('join.what')}>
      <p class="lead">{t('join.what')}</p>
      {coalition.purpose && (
        <p>
          <bdi>{coalition.name}</bdi>: <span dir="auto">{coalition.purpose}</span>
        </p>
      )}
      <section class="stack">
        <h2>{t('join.who')}</h2>
        <p>{t('join.who.text')}</p>
      </section>
      <section class="stack">
        <h2>{t('join.next')}</h2>
        <ol class="stack-s">
          <li>{t('join.next.ask')}</li>
          <li>{t('join.next.read')}</li>
          <li>{t('join.next.in')}</li>
        </ol>
        <p>{t('join.free')}</p>
      </section>
      <p>
        <ButtonLink href="/join/kind">{t('join.start')}</ButtonLink>
      </p>
      <ByPhone c={c} />
    </Page>
  )
}

type QuestionProps = {
  c: Ctx
  page: PageName
  kind: Kind | null
  form: FormState
  action: string
  back: string
  asking: Asking
  /** Changing one answer is no step of a way. */
  stepping: boolean
  /** The answers of this page come from a register. */
  filled?: boolean
}

/** One page of questions. */
export const QuestionPage = ({
  c,
  page,
  kind,
  form,
  action,
  back,
  asking,
  stepping,
  filled,
}: QuestionProps) => {
  const { t } = c.var
  const alone = oneQuestion.has(page)
  const order = pagesFor(kind)
  const step =
    stepping && kind ? t('join.step', { n: order.indexOf(page) + 1, of: order.length }) : undefined
  const title = t(questionOf(page, kind))
  const Fields = fieldsOn[page]
  return (
    <Page
      c={c}
      title={title}
      heading={false}
      nav="join"
      narrow
      staff
      script
      of={form}
      back={{ href: back, label: t('join.back') }}
    >
      <Form c={c} action={action} of={form}>
        {!alone && (
          <div>
            {step && <p class="step">{step}</p>}
            <h1>{title}</h1>
          </div>
        )}
        {page === 'you' && asking.signedIn && c.var.person && (
          <p>{t('join.you.signed-in', { name: c.var.person.name })}</p>
        )}
        {filled && <p class="soft">{t('find.filled')}</p>}
        <Fields of={form} kind={kind} alone={alone} step={step} asking={asking} />
        <Button>{stepping ? t('join.continue') : t('join.keep')}</Button>
      </Form>
      <ByPhone c={c} />
    </Page>
  )
}

/** Everything once more, before it is sent. */
export const CheckPage = ({
  c,
  kind,
  answers,
  form,
  taken,
  topics,
}: {
  c: Ctx
  kind: Kind
  answers: Answers
  form: FormState
  /** Their register number, when it is a member's already. */
  taken?: string | null
  topics?: TopicNames
}) => {
  const { t } = c.var
  const last = pagesFor(kind).at(-1) ?? 'kind'
  const rows = answerRows(kind, answers, t, {
    changeHref: (page) => `/join/${page}?from=check`,
    topics,
  })
  return (
    <Page
      c={c}
      title={t('join.check')}
      nav="join"
      narrow
      staff
      of={form}
      back={{ href: `/join/${last}`, label: t('join.back') }}
    >
      <CheckAnswers rows={rows} />
      {taken && (
        <Notice tone="warn">
          <p>{t('register.taken', { id: taken })}</p>
        </Notice>
      )}
      <p>{t('join.check.next')}</p>
      {kind === 'individual' && <p>{t('join.check.individual')}</p>}
      <Form c={c} action="/join" of={form}>
        <div id="send" tabindex={-1}>
          <Button>{t('join.send')}</Button>
        </div>
      </Form>
    </Page>
  )
}
