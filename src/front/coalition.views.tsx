import type { FormState } from '#base/forms.ts'
import { Button, Field, Form, Ticks } from '#base/ui/form.tsx'
import { languages } from '#base/i18n.ts'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Notice, TaskList } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { CoalitionPart } from './coalition.forms.ts'
import { AskColours, AskMail, AskPhone } from './setup.views.tsx'

export type CoalitionForms = Record<Exclude<CoalitionPart, 'doors'>, FormState>

type Props = { c: Ctx; forms: CoalitionForms; wrong: FormState | undefined; saved: boolean }

export const CoalitionPage = ({ c, forms, wrong, saved }: Props) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('setup.coalition')}
      of={wrong}
      narrow
      staff
      nav="desk"
      script
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {saved && (
        <Notice tone="good" alert>
          <p>{t('setup.coalition.saved')}</p>
        </Notice>
      )}
      <About c={c} of={forms.about} />
      <section class="stack" aria-labelledby="mail-part">
        <h2 id="mail-part">{t('setup.part.mail')}</h2>
        <Form c={c} action="/coalition/mail" of={forms.mail}>
          <AskMail t={t} of={forms.mail} />
          <Button about={t('setup.part.mail')}>{t('setup.coalition.save')}</Button>
        </Form>
      </section>
      <section class="stack" aria-labelledby="rules-part">
        <h2 id="rules-part">{t('setup.part.rules')}</h2>
        <Form c={c} action="/coalition/rules" of={forms.rules}>
          <Field
            of={forms.rules}
            name="rules"
            label={t('setup.rules.label')}
            hint={t('setup.rules.hint')}
            long
            rows={7}
          />
          <Button about={t('setup.part.rules')}>{t('setup.coalition.save')}</Button>
        </Form>
        <p>
          <a href="/duties/terms">{t('duty.terms.change')}</a> ·{' '}
          <a href="/duties">{t('duty.title')}</a>
        </p>
      </section>
      <section class="stack" aria-labelledby="colours-part">
        <h2 id="colours-part">{t('setup.part.colours')}</h2>
        <Form c={c} action="/coalition/colours" of={forms.colours}>
          <AskColours t={t} of={forms.colours} />
          <Button about={t('setup.part.colours')}>{t('setup.coalition.save')}</Button>
        </Form>
      </section>
    </Page>
  )
}

const About = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="about-part">
      <h2 id="about-part">{t('setup.part.about')}</h2>
      <Form c={c} action="/coalition/about" of={of}>
        <Field of={of} name="name" label={t('setup.name.label')} />
        <Field of={of} name="purpose" label={t('setup.purpose.label')} long rows={3} max={300} />
        <Field of={of} name="place" label={t('setup.place.label')} hint={t('setup.place.hint')} />
        <Ticks
          of={of}
          name="languages"
          legend={t('setup.languages.label')}
          choices={Object.fromEntries(
            Object.entries(languages).map(([lang, label]) => [lang, { label, lang }]),
          )}
        />
        <AskPhone t={t} of={of} />
        <Field
          of={of}
          name="email"
          type="email"
          label={t('setup.office-email')}
          autocomplete="off"
          optional
        />
        <Button about={t('setup.part.about')}>{t('setup.coalition.save')}</Button>
      </Form>
    </section>
  )
}

export type Ready = {
  coalition: boolean
  mail: boolean
  rules: boolean
  example: boolean
  members: boolean
}

export const BeforeOpeningPage = ({ c, ready }: { c: Ctx; ready: Ready }) => {
  const { t, coalition } = c.var
  const status = (done: boolean) =>
    done
      ? ({ tone: 'good', label: t('setup.task.done') } as const)
      : ({ tone: 'warn', label: t('setup.task.open') } as const)
  return (
    <Page
      c={c}
      title={t('setup.before-open')}
      narrow
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      <p>{t('setup.before-open.lead')}</p>
      <TaskList
        tasks={[
          { title: t('setup.task.coalition'), href: '/coalition', status: status(ready.coalition) },
          { title: t('setup.task.mail'), href: '/coalition#mail-part', status: status(ready.mail) },
          {
            title: t('setup.task.rules'),
            href: '/coalition#rules-part',
            status: status(ready.rules),
          },
          { title: t('setup.task.members'), href: '/memberships', status: status(ready.members) },
          { title: t('setup.task.example'), href: '#example', status: status(ready.example) },
        ]}
      />
      <Form c={c} action="/coalition/doors">
        <p>{t(coalition.open ? 'setup.open.now' : 'setup.closed.now')}</p>
        <Button name="doors" value={coalition.open ? 'closed' : 'open'}>
          {t(coalition.open ? 'setup.close.button' : 'setup.open.button')}
        </Button>
      </Form>
      {coalition.example && (
        <section class="stack" aria-labelledby="example">
          <h2 id="example">{t('setup.example.remove')}</h2>
          <p>{t('setup.example.remove-lead')}</p>
          <p>
            <ButtonLink href="/example/removal" tone="quiet">
              {t('setup.example.remove')}
            </ButtonLink>
          </p>
        </section>
      )}
    </Page>
  )
}

/** Asks once more: what is taken away does not come back. */
export const RemoveExamplePage = ({ c }: { c: Ctx }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('office.example.remove')}
      narrow
      staff
      nav="desk"
      back={{ href: '/before-opening', label: t('setup.before-open') }}
    >
      <p>{t('office.example.remove-lead')}</p>
      <Form c={c} action="/example/removal" inline>
        <Button tone="warn" name="sure" value="yes">
          {t('office.example.yes')}
        </Button>
        <ButtonLink href="/before-opening" tone="quiet">
          {t('office.example.no')}
        </ButtonLink>
      </Form>
    </Page>
  )
}
