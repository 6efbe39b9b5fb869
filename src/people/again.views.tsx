import type { FormState } from '#base/forms.ts'
import { blank } from '#base/forms.ts'
import { Actions, Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Notice, Prose } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { PasskeyScript, ShowPasskey } from './passkey.views.tsx'
import type { Offer } from './proof.rules.ts'
import { CodeField, Ring } from './sign-in.views.tsx'

type NotSureProps = { c: Ctx; written: string[]; href: string }

/** A form that asks for more than this session has shown: nothing was done, and nothing written is lost. */
export const NotSurePage = ({ c, written, href }: NotSureProps) => (
  <Page c={c} title={c.var.t('keys.again')} nav="sign-in" narrow error>
    <p class="lead">{c.var.t('keys.not-sure')}</p>
    {written.length > 0 && (
      <section class="stack">
        <h2>{c.var.t('people.ended-written')}</h2>
        {written.map((text) => (
          <Prose text={text} />
        ))}
      </section>
    )}
    <Actions>
      <ButtonLink href={href}>{c.var.t('keys.show-it')}</ButtonLink>
    </Actions>
  </Page>
)

export type AgainProps = {
  c: Ctx
  form: FormState
  to: string
  offers: Offer[]
  /** What the browser is asked to show a passkey with. */
  passkey: string | null
  /** A letter with a code is on its way. */
  sent: boolean
  sure: boolean
  staff: boolean
  /** Staff without anything besides their mail make it now (`ready`), or after a fresh code by mail. */
  begins: 'ready' | 'mail-first' | null
}

const hidden = (to: string) => <input type="hidden" name="to" value={to} />

export const AgainPage = (props: AgainProps) => {
  const { c, form, to, sure, staff, begins, offers } = props
  const { t } = c.var
  return (
    <Page c={c} title={t('keys.again')} nav="sign-in" narrow of={form} head={<PasskeyScript />}>
      <p class="lead">{t(staff ? 'keys.again-staff' : 'keys.again-lead')}</p>
      {sure && <Sure c={c} to={to} />}
      {begins && <Begin c={c} begins={begins} />}
      {!sure && offers.length === 0 && begins !== 'ready' && (
        <Notice tone="warn" title={t('keys.again-none')}>
          <p>{t('keys.again-none-how')}</p>
          <Ring c={c} />
        </Notice>
      )}
      {offers.map((offer) => (
        <OneWay {...props} offer={offer} />
      ))}
    </Page>
  )
}

const Sure = ({ c, to }: { c: Ctx; to: string }) => (
  <>
    <Notice tone="good">
      <p>{c.var.t('keys.sure')}</p>
    </Notice>
    <Actions>
      <ButtonLink href={to}>{c.var.t('keys.go-on')}</ButtonLink>
    </Actions>
  </>
)

const Begin = ({ c, begins }: { c: Ctx; begins: 'ready' | 'mail-first' }) => (
  <>
    <Notice title={c.var.t('keys.begin')}>
      <p>{c.var.t(begins === 'ready' ? 'keys.begin-ready' : 'keys.begin-mail')}</p>
    </Notice>
    {begins === 'ready' && (
      <Actions>
        <ButtonLink href="/account/codes">{c.var.t('keys.make-sheet')}</ButtonLink>
        <ButtonLink href="/account/passkeys" tone="quiet">
          {c.var.t('keys.add-passkey')}
        </ButtonLink>
      </Actions>
    )}
  </>
)

function OneWay({ offer, ...props }: AgainProps & { offer: Offer }) {
  const { c, to, passkey } = props
  if (offer === 'paper') return <PaperAgain {...props} />
  if (offer === 'mail') return <MailAgain {...props} />
  return passkey === null ? null : (
    <section class="stack-lg">
      <h2>{c.var.t('keys.with-passkey')}</h2>
      <p data-passkey-none="yes">{c.var.t('keys.passkey-none')}</p>
      <ShowPasskey c={c} action="/sign-in/again/passkey" options={passkey} to={to} />
    </section>
  )
}

const PaperAgain = ({ c, form, to }: AgainProps) => (
  <section class="stack-lg">
    <h2>{c.var.t('keys.with-paper')}</h2>
    <Form c={c} action="/sign-in/again/paper" of={form}>
      <Field
        of={form}
        name="paper"
        label={c.var.t('keys.paper-code')}
        hint={c.var.t('keys.paper-code-hint')}
        inputmode="numeric"
        autocomplete="one-time-code"
        spellcheck={false}
        width="short"
      />
      {hidden(to)}
      <Button>{c.var.t('keys.check-code')}</Button>
    </Form>
  </section>
)

const MailAgain = ({ c, form, to, sent }: AgainProps) => (
  <section class="stack-lg">
    <h2>{c.var.t('keys.with-mail')}</h2>
    {sent && (
      <>
        <p>{c.var.t('keys.mail-sent')}</p>
        <Form c={c} action="/sign-in/again/code" of={form}>
          <CodeField c={c} form={form} />
          {hidden(to)}
          <Button>{c.var.t('keys.check-code')}</Button>
        </Form>
      </>
    )}
    <Form c={c} action="/sign-in/again/mail" of={blank}>
      {hidden(to)}
      <Button tone={sent ? 'quiet' : undefined}>{c.var.t('people.send-code')}</Button>
    </Form>
  </section>
)
