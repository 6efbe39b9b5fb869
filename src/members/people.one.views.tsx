import type { FormState } from '#base/forms.ts'
import { Actions, Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { crumbsFor } from './entry.views.tsx'
import type { OpenPeople } from './people.actions.ts'
import type { Handover, Speaker } from './people.queries.ts'

type OneProps = { c: Ctx; open: OpenPeople; one: Speaker; form: FormState }

const belowPeople = (c: Ctx, { id, name }: OpenPeople) => [
  ...crumbsFor(c, id, name),
  { href: `/members/${id}/people`, label: c.var.t('entry.people.short') },
]

export const RolePage = ({ c, open, one, form }: OneProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('entry.role', { name: one.name })}
      nav="members"
      narrow
      staff
      of={form}
      crumbs={belowPeople(c, open)}
    >
      <Form c={c} action={`/members/${open.id}/people/${one.personId}`} of={form}>
        <Field
          of={form}
          name="role"
          label={t('entry.role.label')}
          hint={t('join.your-role.hint')}
          value={one.role}
        />
        <Actions>
          <Button>{t('entry.role.save')}</Button>
          <a href={`/members/${open.id}/people`}>{t('freshness.change.back')}</a>
        </Actions>
      </Form>
    </Page>
  )
}

/** Says what follows before somebody leaves. */
export const LeavingPage = ({ c, open }: { c: Ctx; open: OpenPeople }) => {
  const { t } = c.var
  const { id, name, people } = open
  return (
    <Page
      c={c}
      title={t('entry.leaving', { name })}
      nav="members"
      narrow
      staff
      crumbs={belowPeople(c, open)}
    >
      <p>{t('entry.leaving.what', { name })}</p>
      {people.length === 1 && (
        <Notice tone="warn" title={t('entry.leaving.last')}>
          <p>{t('entry.leaving.last-what')}</p>
          <p>
            <a href={`/members/${id}/people`}>{t('entry.leaving.invite')}</a>
          </p>
        </Notice>
      )}
      <Form c={c} action={`/members/${id}/people/leaving`}>
        <Actions>
          <Button tone="warn">{t('entry.leaving.yes')}</Button>
          <ButtonLink href={`/members/${id}/people`} tone="quiet">
            {t('entry.leaving.no')}
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  )
}

export const RemovalPage = ({ c, open, one, form }: OneProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('entry.office.removal', { name: one.name })}
      nav="members"
      narrow
      staff
      of={form}
      crumbs={belowPeople(c, open)}
    >
      <p>{t('entry.office.removal.what', { name: open.name })}</p>
      <Form c={c} action={`/members/${open.id}/people/${one.personId}/removal`} of={form}>
        <Field
          of={form}
          name="reason"
          label={t('entry.office.reason')}
          hint={t('entry.office.reason.hint')}
          long
          rows={3}
        />
        <Actions>
          <Button tone="warn">{t('entry.office.remove')}</Button>
          <a href={`/members/${open.id}/people`}>{t('freshness.change.back')}</a>
        </Actions>
      </Form>
    </Page>
  )
}

/** Name, role and how to reach somebody, as the office writes it down or somebody says it. */
export const ContactFields = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t } = c.var
  return (
    <>
      <Field of={of} name="name" label={t('join.your-name')} autocomplete="name" />
      <Field
        of={of}
        name="role"
        label={t('entry.role.label')}
        hint={t('join.your-role.hint')}
        optional
      />
      <Field
        of={of}
        name="email"
        label={t('join.email')}
        hint={t('entry.reach.hint')}
        type="email"
        autocomplete="email"
        spellcheck={false}
      />
      <Field of={of} name="phone" label={t('join.phone')} type="tel" width="middle" />
    </>
  )
}

/** The office writes down a new contact. */
export const ContactPage = ({ c, open, form }: { c: Ctx; open: OpenPeople; form: FormState }) => {
  const { t } = c.var
  const crumbs = [
    { href: '/desk', label: t('ui.nav.desk') },
    { href: '/members/handovers', label: t('entry.office.pile') },
  ]
  return (
    <Page
      c={c}
      title={t('entry.office.contact-of', { name: open.name })}
      nav="desk"
      narrow
      staff
      of={form}
      crumbs={crumbs}
    >
      <p>{t('entry.office.contact.what')}</p>
      <p>
        <a href={`/members/${open.id}`}>{t('entry.office.entry')}</a>
      </p>
      <Form c={c} action={`/members/${open.id}/contact`} of={form}>
        <ContactFields c={c} of={form} />
        <Button>{t('entry.office.contact.save')}</Button>
      </Form>
    </Page>
  )
}

export const HandoversPage = ({ c, rows, total }: { c: Ctx; rows: Handover[]; total: number }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('entry.office.pile')}
      nav="desk"
      narrow
      staff
      crumbs={[{ href: '/desk', label: t('ui.nav.desk') }]}
    >
      <p class="lead">{t('entry.office.pile.count', { n: total })}</p>
      <ul class="waiting" role="list">
        {rows.map(({ id, name, place, since }) => (
          <li>
            <div>
              <a href={`/members/${id}/contact`}>{name}</a>
              <p class="small soft">
                <bdi>{place}</bdi> · <DateTime at={since} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Page>
  )
}
