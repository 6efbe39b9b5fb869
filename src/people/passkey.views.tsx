import { asset } from '#base/assets.ts'
import { blank, type FormState } from '#base/forms.ts'
import { Button, Field, Form, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { List, Notice, Prose } from '#base/ui/parts.tsx'
import { DateTime } from '#base/ui/when.tsx'
import type { Ctx } from '#base/web.ts'
import { GoAgain } from './again.parts.tsx'
import type { Passkey } from './schema.ts'

/** Only the pages that a passkey is used on load its script. */
export const PasskeyScript = () => <script type="module" src={asset('passkey.js')}></script>

type ShowProps = {
  c: Ctx
  action: string
  /** What the browser is asked for, as JSON. */
  options: string
  to: string
  /** Asks whose device it is. */
  asksDevice?: boolean
}

/** The button that asks for a passkey. Without the script, or where none can be used, it is not there. */
export const ShowPasskey = ({ c, action, options, to, asksDevice }: ShowProps) => (
  <div class="stack" id="passkey" hidden data-passkey="show" data-options={options}>
    <Form c={c} action={action}>
      <input type="hidden" name="answer" value="" />
      <input type="hidden" name="to" value={to} />
      {asksDevice && (
        <Tick
          of={blank}
          name="mine"
          label={c.var.t('people.own')}
          hint={c.var.t('people.own-hint')}
        />
      )}
      <Button tone={asksDevice ? 'quiet' : undefined}>{c.var.t('keys.use-passkey')}</Button>
    </Form>
    <p class="wrong" role="alert" hidden>
      <span>{c.var.t('keys.passkey-failed')}</span>
    </p>
  </div>
)

type PasskeysProps = {
  c: Ctx
  form: FormState
  passkeys: Passkey[]
  /** What the browser is asked to make one with; null while this session has to show more first. */
  options: string | null
  said: 'added' | 'removed' | null
}

export const PasskeysPage = ({ c, form, passkeys, options, said }: PasskeysProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('keys.passkeys')}
      nav="sign-in"
      narrow
      of={form}
      back={{ href: '/account', label: t('people.account') }}
      head={<PasskeyScript />}
    >
      <p class="lead">{t('keys.passkeys-lead')}</p>
      {said && (
        <Notice tone="good" alert>
          <p>{t(said === 'added' ? 'keys.passkey-added' : 'keys.passkey-removed')}</p>
        </Notice>
      )}
      {passkeys.length > 0 && (
        <section class="stack-lg">
          <h2>{t('keys.your-passkeys')}</h2>
          <List>
            {passkeys.map((passkey) => (
              <li>
                <OnePasskey c={c} passkey={passkey} removable={options !== null} />
              </li>
            ))}
          </List>
        </section>
      )}
      {options === null ? (
        <GoAgain c={c} to="/account/passkeys" />
      ) : (
        <AddPasskey c={c} form={form} options={options} />
      )}
    </Page>
  )
}

type OneProps = { c: Ctx; passkey: Passkey; removable: boolean }

const OnePasskey = ({ c, passkey, removable }: OneProps) => (
  <article class="tile">
    <h3>
      <bdi>{passkey.name}</bdi>
    </h3>
    <p>
      {c.var.t('keys.made')} <DateTime at={passkey.madeAt} />
      {passkey.usedAt && (
        <>
          . {c.var.t('people.last-used')} <DateTime at={passkey.usedAt} as="time" />
        </>
      )}
    </p>
    {removable && (
      <Form c={c} action={`/account/passkeys/${passkey.id}`}>
        <Button tone="quiet" about={passkey.name}>
          {c.var.t('keys.remove')}
        </Button>
      </Form>
    )}
  </article>
)

const AddPasskey = ({ c, form, options }: { c: Ctx; form: FormState; options: string }) => (
  <section class="stack-lg">
    <h2>{c.var.t('keys.add-passkey')}</h2>
    {/* The script takes this sentence away where the browser can make one. */}
    <div data-passkey-none="yes">
      <Prose text={c.var.t('keys.passkey-none')} />
    </div>
    <div class="stack" hidden data-passkey="make" data-options={options}>
      <Form c={c} action="/account/passkeys" of={form}>
        <Field
          of={form}
          name="name"
          label={c.var.t('keys.passkey-name')}
          hint={c.var.t('keys.passkey-name-hint')}
          width="middle"
        />
        <input type="hidden" name="answer" value="" />
        <Button>{c.var.t('keys.add-passkey')}</Button>
      </Form>
      <p class="wrong" role="alert" hidden>
        <span>{c.var.t('keys.passkey-failed')}</span>
      </p>
    </div>
  </section>
)
