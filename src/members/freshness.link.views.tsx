import type { FormState } from '#base/forms.ts'
import { Actions, Button, Field, Form, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Confirmation, DateTime, Facts as FactList, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Facts } from './freshness.queries.ts'
import type { RoundAnswer } from './freshness.schema.ts'
import { ByPhone } from './join.views.tsx'

/** What everybody sees of an entry, line by line. */
export const Shown = ({ c, facts }: { c: Ctx; facts: Facts }) => {
  const { t } = c.var
  const { name, about, place, region, website, email, phone } = facts
  const nothing = <span class="soft">{t('freshness.nothing')}</span>
  return (
    <FactList
      rows={[
        { label: t('freshness.name'), value: <bdi>{name}</bdi> },
        { label: t('freshness.about'), value: about ? <span dir="auto">{about}</span> : nothing },
        {
          label: t('directory.place'),
          value: <bdi>{[...new Set([place, region])].filter(Boolean).join(', ')}</bdi>,
        },
        { label: t('directory.website'), value: website ? <bdi>{website}</bdi> : nothing },
        { label: t('directory.email'), value: email ? <bdi>{email}</bdi> : nothing },
        { label: t('directory.phone'), value: phone ? <bdi dir="ltr">{phone}</bdi> : nothing },
      ]}
    />
  )
}

type LinkProps = { c: Ctx; facts: Facts; base: string }

/** "Is this still right?": the entry and three ways. Only the button answers; opening the page does nothing. */
export const StillPage = ({ c, facts, base }: LinkProps) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('freshness.still')} narrow staff>
      <p class="lead">{t('freshness.still.what', { name: c.var.coalition.name })}</p>
      <Shown c={c} facts={facts} />
      <Form c={c} action={base}>
        <Actions>
          <Button>{t('freshness.right')}</Button>
          <ButtonLink href={`${base}/change`} tone="quiet">
            {t('freshness.change')}
          </ButtonLink>
        </Actions>
      </Form>
      <p>
        <a href={`${base}/closed`}>{t('freshness.closed')}</a>
      </p>
      <ByPhone c={c} />
    </Page>
  )
}

/** Asks once more before the entry leaves the list. */
export const ClosedPage = ({ c, facts, base }: LinkProps) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('freshness.closed.sure')} narrow staff>
      <p class="lead">
        <bdi>{facts.name}</bdi>
      </p>
      <p>{t('freshness.closed.what')}</p>
      <Form c={c} action={`${base}/closed`}>
        <Actions>
          <Button tone="warn">{t('freshness.closed.yes')}</Button>
          <ButtonLink href={base} tone="quiet">
            {t('freshness.closed.no')}
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  )
}

const thanks = {
  right: 'freshness.thanks.right',
  changed: 'freshness.thanks.changed',
  closed: 'freshness.thanks.closed',
  checked: 'freshness.answered.checked',
} as const

type AnsweredProps = {
  c: Ctx
  answer: RoundAnswer
  at: Date
  /** The page of the member, while there is one. */
  href: string | null
  /** Just now, by this reader. */
  just: boolean
}

/** After the answer, and for whoever opens an old letter: what became of the question. */
export const AnsweredPage = ({ c, answer, at, href, just }: AnsweredProps) => {
  const { t } = c.var
  const title = just ? t('freshness.thanks') : t('freshness.answered')
  return (
    <Page c={c} title={title} heading={just ? false : undefined} narrow staff>
      {just && (
        <Confirmation title={title}>
          <p>{t(thanks[answer])}</p>
        </Confirmation>
      )}
      {!just && (
        <>
          <p>
            {t('freshness.answered.when')} <DateTime at={at} />
          </p>
          <p>{t(thanks[answer])}</p>
        </>
      )}
      {href && (
        <p>
          <a href={href}>{t('freshness.see')}</a>
        </p>
      )}
      <ByPhone c={c} />
    </Page>
  )
}

type ChangeProps = {
  c: Ctx
  form: FormState
  facts: Pick<Facts, 'hasPrivateEmail' | 'hasPrivatePhone'>
  action: string
  back: string
  /** Whether the office writes it down for somebody on the phone. */
  byPhone?: boolean
}

/** What everybody sees, in fields: put right and confirmed in one go. */
export const ChangePage = ({ c, form, facts, action, back, byPhone }: ChangeProps) => {
  const { t } = c.var
  // Only a place that was not found may be kept as it was written.
  const isLost =
    (form.problems['place'] !== undefined && form.values['place'] !== '') ||
    form.values['keepPlace'] === 'yes'
  const hidden = t('freshness.kept-private')
  return (
    <Page c={c} title={t('freshness.change.title')} narrow staff script of={form}>
      {!byPhone && (
        <Notice>
          <p>{t('freshness.change.public')}</p>
        </Notice>
      )}
      <Form c={c} action={action} of={form}>
        <Field of={form} name="name" label={t('freshness.name')} autocomplete="organization" />
        <Field of={form} name="about" label={t('freshness.about')} long max={2000} optional />
        <Field
          of={form}
          name="place"
          label={t('join.place')}
          hint={t('join.place.hint')}
          width="middle"
        />
        {isLost && <Tick of={form} name="keepPlace" label={t('join.place.keep')} />}
        <Field of={form} name="website" label={t('directory.website')} inputmode="url" optional />
        <Field
          of={form}
          name="email"
          label={t('directory.email')}
          hint={facts.hasPrivateEmail ? hidden : undefined}
          type="email"
          optional
        />
        <Field
          of={form}
          name="phone"
          label={t('directory.phone')}
          hint={facts.hasPrivatePhone ? hidden : undefined}
          type="tel"
          width="middle"
          optional
        />
        <Actions>
          <Button>{t('freshness.change.save')}</Button>
          <a href={back}>{t('freshness.change.back')}</a>
        </Actions>
      </Form>
    </Page>
  )
}
