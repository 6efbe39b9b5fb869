import type { Child } from 'hono/jsx'
import type { FormState } from '#base/forms.ts'
import { languages } from '#base/i18n.ts'
import { dyes } from '#base/ui/dyes.ts'
import { Actions, Button, CheckAnswers, Choice, Field, Form, Ticks } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import type { Ctx, Env } from '#base/web.ts'
import { type SetupPage, setupPages } from './setup.forms.ts'

type T = Env['Variables']['t']

export const BeginPage = ({ c, keyOfLink }: { c: Ctx; keyOfLink: string }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('setup.title')} narrow staff>
      <p>{t('setup.begin.lead')}</p>
      <p>{t('setup.begin.link')}</p>
      <Form c={c} action={`/setup/${keyOfLink}`}>
        <Button>{t('setup.begin')}</Button>
      </Form>
    </Page>
  )
}

const dyeChoices = (t: T) => Object.fromEntries(dyes.map((dye) => [dye, t(`setup.dye.${dye}`)]))

type Asked = { t: T; of: FormState }

const AskName = ({ t, of }: Asked) => (
  <>
    <Field of={of} name="name" label={t('setup.name.label')} hint={t('setup.name.hint')} />
    <Field
      of={of}
      name="purpose"
      label={t('setup.purpose.label')}
      hint={t('setup.purpose.hint')}
      long
      rows={3}
      max={300}
    />
  </>
)

const AskPlace = ({ t, of }: Asked) => (
  <>
    <Field of={of} name="place" label={t('setup.place.label')} hint={t('setup.place.hint')} />
    <Ticks
      of={of}
      name="languages"
      legend={t('setup.languages.label')}
      hint={t('setup.languages.hint')}
      choices={Object.fromEntries(
        Object.entries(languages).map(([lang, label]) => [lang, { label, lang }]),
      )}
    />
    <AskPhone t={t} of={of} />
  </>
)

export const AskPhone = ({ t, of }: Asked) => (
  <>
    <Field
      of={of}
      name="phone"
      type="tel"
      autocomplete="off"
      label={t('setup.phone.label')}
      hint={t('setup.phone.hint')}
      optional
    />
    <Field
      of={of}
      name="phoneHours"
      label={t('setup.phone-hours.label')}
      hint={t('setup.phone-hours.hint')}
      optional
    />
  </>
)

const AskYou = ({ t, of }: Asked) => (
  <>
    <Field
      of={of}
      name="person"
      label={t('setup.you.label')}
      autocomplete="name"
      spellcheck={false}
    />
    <Field
      of={of}
      name="email"
      type="email"
      label={t('setup.you.email')}
      hint={t('setup.you.email-hint')}
      autocomplete="email"
      spellcheck={false}
    />
  </>
)

export const AskMail = ({ t, of }: Asked) => (
  <>
    <Choice
      of={of}
      name="mail"
      legend={t('setup.mail')}
      choices={{
        later: { label: t('setup.mail.later'), hint: t('setup.mail.later-hint') },
        smtp: { label: t('setup.mail.smtp'), hint: t('setup.mail.smtp-hint') },
      }}
    />
    <Field
      of={of}
      name="smtp"
      label={t('setup.mail.smtp-label')}
      hint={t('setup.mail.smtp-form')}
      spellcheck={false}
      autocomplete="off"
      optional
    />
    <Field
      of={of}
      name="mailFrom"
      type="email"
      label={t('setup.mail.from-label')}
      spellcheck={false}
      autocomplete="off"
      optional
    />
  </>
)

export const AskColours = ({ t, of }: Asked) => (
  <>
    <p>{t('setup.colours.hint')}</p>
    <Choice
      of={of}
      name="band"
      legend={t('setup.colours.band')}
      choices={dyeChoices(t)}
      value="plum"
    />
    <Choice
      of={of}
      name="action"
      legend={t('setup.colours.action')}
      choices={dyeChoices(t)}
      value="plum"
    />
  </>
)

const AskExample = ({ t, of }: Asked) => (
  <Choice
    of={of}
    name="example"
    legend={t('setup.example')}
    choices={{
      yes: { label: t('setup.example.yes'), hint: t('setup.example.yes-hint') },
      no: t('setup.example.no'),
    }}
  />
)

const asks: Record<SetupPage, (asked: Asked) => Child> = {
  name: AskName,
  place: AskPlace,
  you: AskYou,
  mail: AskMail,
  colours: AskColours,
  example: AskExample,
}

export const WizardPage = ({ c, page, of }: { c: Ctx; page: SetupPage; of: FormState }) => {
  const { t } = c.var
  const at = setupPages.indexOf(page)
  const before = setupPages[at - 1]
  const Ask = asks[page]
  return (
    <Page
      c={c}
      title={t(`setup.${page}`)}
      of={of}
      narrow
      staff
      script
      back={before && { href: `/setup/${before}`, label: t('setup.back') }}
    >
      <p class="step">{t('setup.step', { n: at + 1, all: setupPages.length })}</p>
      <Form c={c} action={`/setup/${page}`} of={of}>
        <Ask t={t} of={of} />
        <Button>{t('setup.continue')}</Button>
      </Form>
    </Page>
  )
}

export const SetupCheckPage = ({
  c,
  rows,
  of,
}: {
  c: Ctx
  rows: { label: string; value: string; page: SetupPage }[]
  of: FormState
}) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('setup.check')}
      of={of}
      narrow
      staff
      back={{ href: '/setup/example', label: t('setup.back') }}
    >
      <CheckAnswers
        rows={rows.map(({ label, value, page }) => ({
          label,
          value,
          changeHref: `/setup/${page}?check`,
        }))}
      />
      <Form c={c} action="/setup/check" of={of}>
        <Actions>
          <Button>{t('setup.check.finish')}</Button>
        </Actions>
      </Form>
    </Page>
  )
}
