import { blank, type FormState } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { ByPhone } from './join.views.tsx'
import type { Opened } from './people.actions.ts'

const overWords = {
  accepted: 'entry.invitation.accepted',
  revoked: 'entry.invitation.revoked',
  ended: 'entry.invitation.ended',
} as const satisfies Record<string, Key>

type InvitationProps = { c: Ctx; opened: Opened; address: string; form?: FormState }

const Way = ({ c, opened, address, form = blank }: InvitationProps) => {
  const { t } = c.var
  const { way, invitation } = opened
  if (way === 'sign-in')
    return (
      <>
        <p>{t('entry.invitation.sign-in')}</p>
        <p>
          <ButtonLink href={`/sign-in?to=${encodeURIComponent(address)}`}>
            {t('entry.invitation.to-sign-in')}
          </ButtonLink>
        </p>
      </>
    )
  if (way === 'wrong-account')
    return (
      <Notice tone="warn" title={t('entry.invitation.wrong')}>
        <p>{t('entry.invitation.wrong-what')}</p>
        <p>
          <a href="/account">{t('people.account')}</a>
        </p>
      </Notice>
    )
  return (
    <Form c={c} action={address} of={form}>
      {way === 'say-name' && (
        <Field
          of={form}
          name="name"
          label={t('join.your-name')}
          hint={t('entry.invitation.new')}
          autocomplete="name"
        />
      )}
      <Button about={invitation.name}>{t('entry.invitation.yes')}</Button>
    </Form>
  )
}

/** What the link of an invitation opens. Only its button accepts. */
export const InvitationPage = (props: InvitationProps) => {
  const { c, opened, form = blank } = props
  const { t } = c.var
  const { invitation, state } = opened
  return (
    <Page c={c} title={t('entry.invitation', { name: invitation.name })} narrow staff of={form}>
      {state === 'open' ? (
        <>
          <p>{t('entry.invitation.what', { name: invitation.name })}</p>
          <p>
            {t('entry.invitation.for')} <bdi dir="ltr">{invitation.email}</bdi>
          </p>
          <Way {...props} />
        </>
      ) : (
        <p>{t(overWords[state])}</p>
      )}
      <ByPhone c={c} />
    </Page>
  )
}

/** Somebody new has accepted: now they sign in for the first time. */
export const AcceptedPage = ({ c, name }: { c: Ctx; name: string }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('entry.accepted', { name })} narrow staff>
      <p>{t('entry.accepted.what')}</p>
      <p>
        <ButtonLink href={`/sign-in?to=${encodeURIComponent('/members/mine')}`}>
          {t('entry.invitation.to-sign-in')}
        </ButtonLink>
      </p>
    </Page>
  )
}
