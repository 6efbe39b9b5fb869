import type { FormState } from '#base/forms.ts'
import { Actions, Button, Field, Form, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Notice, Prose } from '#base/ui/parts.tsx'
import { telHref } from '#base/ui/frame.tsx'
import { PasskeyScript, ShowPasskey } from './passkey.views.tsx'
import type { Ctx } from '#base/web.ts'

type Shown = { c: Ctx; form: FormState }

/** A person to turn to, where a phone number is known. */
export const Ring = ({ c }: { c: Ctx }) =>
  c.var.coalition.phone ? (
    <p>
      {c.var.t('people.ring')}{' '}
      <a href={telHref(c.var.coalition.phone)} dir="ltr">
        {c.var.coalition.phone}
      </a>
    </p>
  ) : null

export const OwnDevice = ({ c, form }: Shown) => (
  <Tick of={form} name="own" label={c.var.t('people.own')} hint={c.var.t('people.own-hint')} />
)

type SignInProps = Shown & {
  mail: boolean
  /** What the browser is asked to show a passkey with. */
  passkey: string
}

export const SignInPage = ({ c, form, mail, passkey }: SignInProps) => (
  <Page
    c={c}
    title={c.var.t('people.sign-in')}
    nav="sign-in"
    narrow
    of={form}
    head={<PasskeyScript />}
  >
    <p class="lead">{c.var.t('people.sign-in-lead')}</p>
    {!mail && (
      <Notice tone="warn" title={c.var.t('people.no-mail')}>
        <Ring c={c} />
      </Notice>
    )}
    <Form c={c} action="/sign-in" of={form}>
      <Field
        of={form}
        name="email"
        type="email"
        autocomplete="email"
        spellcheck={false}
        label={c.var.t('people.email')}
        hint={c.var.t('people.email-hint')}
      />
      <OwnDevice c={c} form={form} />
      <input type="hidden" name="to" value={[form.values['to'] ?? ''].flat()[0]} />
      <Button>{c.var.t('people.send-code')}</Button>
    </Form>
    <OtherWays c={c} form={form} passkey={passkey} />
    <p>
      {c.var.t('people.not-yet')} <a href="/join">{c.var.t('ui.nav.join')}</a>
    </p>
  </Page>
)

const OtherWays = ({ c, form, passkey }: Omit<SignInProps, 'mail'>) => {
  const to = [form.values['to'] ?? ''].flat()[0] ?? ''
  const query = to ? `?to=${encodeURIComponent(to)}` : ''
  return (
    <section class="stack">
      <h2>{c.var.t('keys.other-ways')}</h2>
      <ul>
        <li>
          <a href={`/sign-in/code-on-paper${query}`}>{c.var.t('keys.by-paper')}</a>
        </li>
        <li>
          <a href={`/sign-in/read-out${query}`}>{c.var.t('keys.by-phone')}</a>
        </li>
      </ul>
      <ShowPasskey c={c} action="/sign-in/passkey" options={passkey} to={to} asksDevice />
    </section>
  )
}

export const CodeField = ({ c, form, hint }: Shown & { hint?: string }) => (
  <Field
    of={form}
    name="code"
    label={c.var.t('people.code')}
    hint={hint ?? c.var.t('people.code-hint')}
    inputmode="numeric"
    autocomplete="one-time-code"
    spellcheck={false}
    width="short"
  />
)

export const CodePage = ({ c, form, email }: Shown & { email: string }) => (
  <Page
    c={c}
    title={c.var.t('people.look')}
    nav="sign-in"
    narrow
    of={form}
    back={{ href: '/sign-in', label: c.var.t('people.other-address') }}
  >
    <p class="lead">
      {c.var.t('people.look-lead')} <bdi>{email}</bdi>
    </p>
    <Form c={c} action="/sign-in/code" of={form}>
      <CodeField c={c} form={form} />
      <Button>{c.var.t('people.sign-in')}</Button>
    </Form>
    <section class="stack">
      <h2>{c.var.t('people.nothing')}</h2>
      <p>{c.var.t('people.nothing-how')}</p>
      <Ring c={c} />
    </section>
  </Page>
)

type LinkPageProps = Shown & {
  key_: string
  /** What a stranger may see of the name. */
  name: string
  /** Opened somewhere else than where it was asked for. */
  needsCode: boolean
  /** The browser that asked has said already whose device it is. */
  asksDevice: boolean
}

export const LinkPage = ({ c, form, key_, name, needsCode, asksDevice }: LinkPageProps) => (
  <Page c={c} title={c.var.t('people.link')} nav="sign-in" narrow of={form}>
    <p class="lead">{c.var.t('people.link-lead', { name })}</p>
    <Form c={c} action={`/sign-in/${key_}`} of={form}>
      {needsCode && (
        <>
          <p>{c.var.t('people.link-elsewhere')}</p>
          <CodeField c={c} form={form} />
        </>
      )}
      {asksDevice && <OwnDevice c={c} form={form} />}
      <Button>{c.var.t('people.sign-in')}</Button>
    </Form>
  </Page>
)

/** A link or a code that no longer works, in one sentence, with the way on. */
export const SpentPage = ({ c, why }: { c: Ctx; why: string }) => (
  <Page c={c} title={c.var.t('people.spent')} nav="sign-in" narrow>
    <p class="lead">{why}</p>
    <Actions>
      <ButtonLink href="/sign-in">{c.var.t('people.ask-again')}</ButtonLink>
    </Actions>
    <Ring c={c} />
  </Page>
)

type WaitProps = { c: Ctx; minutes: number; why: string }

export const WaitPage = ({ c, minutes, why }: WaitProps) => (
  <Page c={c} title={c.var.t('people.wait')} nav="sign-in" narrow>
    <p class="lead">{c.var.t('people.wait-lead', { minutes })}</p>
    <p>{why}</p>
    <Ring c={c} />
  </Page>
)

type EndedProps = { c: Ctx; written: string[]; href: string }

/** A form that came after its session had ended: nothing was done, and nothing written is lost. */
export const EndedPage = ({ c, written, href }: EndedProps) => (
  <Page c={c} title={c.var.t('people.ended')} nav="sign-in" narrow error>
    <p class="lead">{c.var.t('people.ended-lead')}</p>
    {written.length > 0 && (
      <section class="stack">
        <h2>{c.var.t('people.ended-written')}</h2>
        {written.map((text) => (
          <Prose text={text} />
        ))}
      </section>
    )}
    <Actions>
      <ButtonLink href={href}>{c.var.t('people.sign-in-again')}</ButtonLink>
    </Actions>
  </Page>
)

export const SignedOutPage = ({ c }: { c: Ctx }) => (
  <Page c={c} title={c.var.t('people.signed-out')} nav="sign-in" narrow>
    <p class="lead">{c.var.t('people.signed-out-lead')}</p>
    <Actions>
      <ButtonLink href="/">{c.var.t('people.home')}</ButtonLink>
      <ButtonLink href="/sign-in" tone="quiet">
        {c.var.t('people.sign-in-again')}
      </ButtonLink>
    </Actions>
  </Page>
)
