import type { FormState } from '#base/forms.ts'
import { Actions, Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Facts, Notice } from '#base/ui/parts.tsx'
import { DateTime } from '#base/ui/when.tsx'
import type { Ctx } from '#base/web.ts'
import type { NotFor } from './read-out.rules.ts'
import { CodeField, OwnDevice, Ring } from './sign-in.views.tsx'

export const ReadOutSignInPage = ({ c, form }: { c: Ctx; form: FormState }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('keys.by-phone')}
      nav="sign-in"
      narrow
      of={form}
      back={{ href: '/sign-in', label: t('people.sign-in') }}
    >
      <p class="lead">{t('keys.by-phone-lead')}</p>
      <Ring c={c} />
      <Form c={c} action="/sign-in/read-out" of={form}>
        <Field
          of={form}
          name="name"
          label={t('keys.who')}
          hint={t('keys.who-hint')}
          spellcheck={false}
        />
        <CodeField c={c} form={form} hint={t('keys.read-out-hint')} />
        <OwnDevice c={c} form={form} />
        <input type="hidden" name="to" value={[form.values['to'] ?? ''].flat()[0]} />
        <Button>{t('people.sign-in')}</Button>
      </Form>
      <Notice tone="warn" title={t('keys.never-ring')}>
        <p>{t('keys.never-ring-how')}</p>
      </Notice>
    </Page>
  )
}

type Who = { c: Ctx; id: string; name: string }

/** Why the office cannot make codes for somebody. */
export const CannotPage = ({ c, id, name, why }: Who & { why: NotFor }) => (
  <Page
    c={c}
    title={c.var.t('people.office.cannot')}
    narrow
    staff
    back={{ href: `/people/${id}`, label: name }}
  >
    <p class="lead">{c.var.t(`people.office.cannot.${why}`)}</p>
    {why === 'themselves' && (
      <Actions>
        <ButtonLink href="/account/codes">{c.var.t('keys.codes')}</ButtonLink>
      </Actions>
    )}
  </Page>
)

/** Before a sheet is made for somebody. */
export const SheetForPage = ({ c, id, name }: Who) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('people.office.sheet', { name })}
      narrow
      staff
      back={{ href: `/people/${id}`, label: name }}
    >
      <p class="lead">{t('people.office.sheet-lead')}</p>
      <p>{t('people.office.sheet-why')}</p>
      <Form c={c} action={`/people/${id}/codes`}>
        <Button>{t('people.office.make-sheet')}</Button>
      </Form>
    </Page>
  )
}

/** Before a code is read out to somebody. */
export const ReadOutForPage = ({ c, id, name }: Who) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('people.office.read-out', { name })}
      narrow
      staff
      back={{ href: `/people/${id}`, label: name }}
    >
      <p class="lead">{t('people.office.read-out-lead')}</p>
      <ul>
        <li>{t('people.office.read-out-1')}</li>
        <li>{t('people.office.read-out-2')}</li>
        <li>{t('people.office.read-out-3')}</li>
      </ul>
      <Form c={c} action={`/people/${id}/read-out`}>
        <Button>{t('people.office.make-code')}</Button>
      </Form>
    </Page>
  )
}

type ShownProps = Who & { code: string; endsAt: Date; issuer: string }

/** The code, once, with the words to say. */
export const ReadOutShownPage = ({ c, id, name, code, endsAt, issuer }: ShownProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('people.office.read-out', { name })}
      narrow
      staff
      back={{ href: `/people/${id}`, label: name }}
    >
      <p class="lead">{t('people.office.say-this')}</p>
      <blockquote class="stack">
        <p>{t('people.office.say-1', { issuer, coalition: c.var.coalition.name })}</p>
        <p>{t('people.office.say-2', { address: `${c.var.origin}/sign-in/read-out` })}</p>
        <p>{t('people.office.say-3')}</p>
        <p class="h3">
          <bdi dir="ltr">{`${code.slice(0, 3)} ${code.slice(3)}`}</bdi>
        </p>
        <p>{t('people.office.say-4')}</p>
      </blockquote>
      <Facts rows={[{ label: t('keys.works-until'), value: <DateTime at={endsAt} as="time" /> }]} />
      <p>{t('people.office.shown-once')}</p>
    </Page>
  )
}
