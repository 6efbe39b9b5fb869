import type { FormState } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Empty, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { crumbsFor } from './entry.views.tsx'
import type { OpenPeople } from './people.actions.ts'
import type { OpenInvitation, Speaker } from './people.queries.ts'
import { invitationDays } from './people.rules.ts'

export const peopleDone = {
  invited: 'entry.done.invited',
  revoked: 'entry.done.revoked',
  role: 'entry.done.role',
  removed: 'entry.done.removed',
  entered: 'entry.done.entered',
  joined: 'entry.done.joined',
} as const satisfies Record<string, Key>
export type PeopleDone = keyof typeof peopleDone

type PeopleProps = {
  c: Ctx
  open: OpenPeople
  form: FormState
  done: PeopleDone | null
}

const SpeakerTile = ({ c, id, one }: { c: Ctx; id: string; one: Speaker }) => {
  const { t, who } = c.var
  const base = `/members/${id}/people`
  const isMe = one.personId === who.personId
  return (
    <article class="tile stack-s">
      <h3>
        <bdi>{one.name}</bdi>
        {isMe && ` (${t('entry.people.you')})`}
      </h3>
      <p>
        {one.role && (
          <>
            <bdi>{one.role}</bdi>
            {' · '}
          </>
        )}
        {t('entry.people.since')} <DateTime at={one.since} />
      </p>
      <p class="row">
        <a href={`${base}/${one.personId}`}>
          {t('entry.people.role')}
          <span class="vh"> {one.name}</span>
        </a>
        {isMe && <a href={`${base}/leaving`}>{t('entry.mine.leave')}</a>}
        {!isMe && who.roles.includes('secretary') && (
          <a href={`${base}/${one.personId}/removal`}>
            {t('entry.office.remove')}
            <span class="vh"> {one.name}</span>
          </a>
        )}
      </p>
    </article>
  )
}

const Invited = ({ c, id, one }: { c: Ctx; id: string; one: OpenInvitation }) => {
  const { t } = c.var
  return (
    <article class="tile stack-s">
      <h3>
        <bdi dir="ltr">{one.email}</bdi>
      </h3>
      <p>
        {one.role && (
          <>
            <bdi>{one.role}</bdi>
            {' · '}
          </>
        )}
        {t('entry.invited.until')} <DateTime at={one.endsAt} />
      </p>
      <Form c={c} action={`/members/${id}/people/invitations/${one.id}/revocation`}>
        <Button tone="quiet" about={one.email}>
          {t('entry.invited.revoke')}
        </Button>
      </Form>
    </article>
  )
}

const InviteForm = ({ c, id, form }: { c: Ctx; id: string; form: FormState }) => {
  const { t } = c.var
  return (
    <section class="stack">
      <h2>{t('entry.invite')}</h2>
      <p>{t('entry.invite.what', { days: invitationDays })}</p>
      <Form c={c} action={`/members/${id}/people/invitations`} of={form}>
        <Field
          of={form}
          name="email"
          label={t('entry.invite.email')}
          type="email"
          spellcheck={false}
        />
        <Field
          of={form}
          name="role"
          label={t('entry.invite.role')}
          hint={t('join.your-role.hint')}
          optional
        />
        <Button>{t('entry.invite.send')}</Button>
      </Form>
    </section>
  )
}

const Speakers = ({ c, open }: { c: Ctx; open: OpenPeople }) => {
  const { t } = c.var
  if (open.people.length === 0)
    return (
      <Empty title={t('entry.people.none')}>
        <p>{t('entry.people.none-why')}</p>
      </Empty>
    )
  return (
    <section class="stack">
      <h2>{t('entry.people.who')}</h2>
      <ul class="plain stack" role="list">
        {open.people.map((one) => (
          <li>
            <SpeakerTile c={c} id={open.id} one={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who speaks for a member: for themselves and the office. */
export const PeoplePage = ({ c, open, form, done }: PeopleProps) => {
  const { t } = c.var
  const { id, name, invitations } = open
  return (
    <Page
      c={c}
      title={t('entry.people', { name })}
      nav="members"
      narrow
      staff
      of={form}
      crumbs={crumbsFor(c, id, name)}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t(peopleDone[done])}</p>
        </Notice>
      )}
      <p>{t('entry.people.what')}</p>
      <Speakers c={c} open={open} />
      {invitations.length > 0 && (
        <section class="stack">
          <h2>{t('entry.invited')}</h2>
          <ul class="plain stack" role="list">
            {invitations.map((one) => (
              <li>
                <Invited c={c} id={id} one={one} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <InviteForm c={c} id={id} form={form} />
      {c.var.who.roles.includes('secretary') && (
        <p>
          <a href={`/members/${id}/contact`}>{t('entry.office.contact')}</a>
        </p>
      )}
    </Page>
  )
}
