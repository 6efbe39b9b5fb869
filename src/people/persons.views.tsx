import { formOf, type FormState } from '#base/forms.ts'
import { Actions, Button, Field, Filters, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Empty, Facts, List, Notice, Paging, Table, Tag } from '#base/ui/parts.tsx'
import { DateTime } from '#base/ui/when.tsx'
import { telHref } from '#base/ui/frame.tsx'
import type { Ctx } from '#base/web.ts'
import type { Listed, PersonRecord } from './persons.queries.ts'
import type { Means } from './proof.rules.ts'
import { roleName, roleNames, RolesOf } from './roles.views.tsx'
import { coalitionRoles, type Role } from './schema.ts'

type PeopleProps = {
  c: Ctx
  people: Listed[]
  total: number
  page: number
  pages: number
  q: string
  role: Role | null
}

export const PeoplePage = ({ c, people, total, page, pages, q, role }: PeopleProps) => {
  const { t } = c.var
  const of = formOf({ q, role: role ?? '' })
  const kept = new URLSearchParams({ ...(q && { q }), ...(role && { role }) })
  const href = (n: number) => `/people?${new URLSearchParams([...kept, ['page', String(n)]])}`
  return (
    <Page
      c={c}
      title={t('people.office.people')}
      nav="desk"
      staff
      back={{ href: '/desk', label: t('people.office.desk') }}
    >
      <Filters action="/people" label={t('people.office.find')}>
        <Field
          of={of}
          name="q"
          type="search"
          label={t('people.office.name-or-mail')}
          hint={t('people.office.name-or-mail-hint')}
        />
        <Select
          of={of}
          name="role"
          label={t('people.office.role')}
          none={t('people.office.any-role')}
          choices={roleNames(c, coalitionRoles)}
        />
        <Button>{t('people.office.search')}</Button>
      </Filters>
      <p role="status">{t('people.office.found', { n: total })}</p>
      {people.length === 0 ? (
        <Empty title={t('people.office.nobody')}>
          <p>{t('people.office.nobody-how')}</p>
        </Empty>
      ) : (
        <Table
          caption={t('people.office.people')}
          hideCaption
          head={[t('people.name'), t('people.office.roles'), t('people.office.since')]}
          rows={people.map((person) => [
            <a href={`/people/${person.id}`}>
              <bdi>{person.name}</bdi>
            </a>,
            <Roles c={c} roles={person.roles} />,
            <DateTime at={person.knownSince} />,
          ])}
        />
      )}
      <Paging page={page} pages={pages} href={href} />
    </Page>
  )
}

const Roles = ({ c, roles }: { c: Ctx; roles: readonly Role[] }) => (
  <>
    {roles.length === 0 && '–'}
    {roles.map((role) => (
      <>
        <Tag tone="info">{roleName(c, role)}</Tag>{' '}
      </>
    ))}
  </>
)

export type Done = 'given' | 'taken'

type PersonProps = {
  c: Ctx
  record: PersonRecord
  sessions: number
  means: Means
  /** The reader's own record. */
  isOwn: boolean
  done: Done | null
  form: FormState
  refused: string | null
}

export const PersonPage = (props: PersonProps) => {
  const { c, record, form, done, refused } = props
  const { t } = c.var
  return (
    <Page
      c={c}
      title={record.person.name}
      nav="desk"
      staff
      of={form}
      back={{ href: '/people', label: t('people.office.people') }}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t(`people.office.done.${done}`)}</p>
        </Notice>
      )}
      {refused && (
        <Notice tone="warn" alert>
          <p>{refused}</p>
        </Notice>
      )}
      <Contacts {...props} />
      <SpeaksFor c={c} record={record} />
      <RolesOf {...{ c, record, form }} isOwn={props.isOwn} />
      {props.isOwn ? (
        <p>
          {t('people.office.own')} <a href="/account">{t('people.account')}</a>
        </p>
      ) : (
        <WaysIn c={c} record={record} />
      )}
    </Page>
  )
}

const Contacts = ({ c, record, sessions, means }: PersonProps) => {
  const { t } = c.var
  const { person, account } = record
  const email = account?.email ?? person.email
  const ways = (['mail', 'paper', 'passkey'] as const).filter((kind) => means[kind])
  return (
    <section class="stack">
      <h2>{t('people.office.reached')}</h2>
      <Facts
        rows={[
          {
            label: t('people.office.mail'),
            value: email ? (
              <a href={`mailto:${email}`} dir="ltr">
                {email}
              </a>
            ) : (
              t('people.office.none')
            ),
          },
          {
            label: t('people.office.phone'),
            value: person.phone ? (
              <a href={telHref(person.phone)} dir="ltr">
                {person.phone}
              </a>
            ) : (
              t('people.office.none')
            ),
          },
          { label: t('people.office.since'), value: <DateTime at={person.knownSince} /> },
          {
            label: t('people.office.ways'),
            value: ways.map((kind) => t(`people.office.way.${kind}`)).join(', ') || '–',
          },
          {
            label: t('people.office.sessions'),
            value: t('people.office.sessions-n', { n: sessions }),
          },
        ]}
      />
    </section>
  )
}

const SpeaksFor = ({ c, record }: { c: Ctx; record: PersonRecord }) => (
  <section class="stack">
    <h2>{c.var.t('people.office.speaks-for')}</h2>
    {record.speaksFor.length === 0 ? (
      <p>{c.var.t('people.office.speaks-for-none')}</p>
    ) : (
      <List>
        {record.speaksFor.map(({ name, role }) => (
          <li>
            <bdi>{name}</bdi>
            {role && (
              <>
                {' – '}
                <bdi>{role}</bdi>
              </>
            )}
          </li>
        ))}
      </List>
    )}
  </section>
)

const WaysIn = ({ c, record }: { c: Ctx; record: PersonRecord }) => {
  const { t } = c.var
  const { person, roles } = record
  return (
    <section class="stack">
      <h2>{t('people.office.help')}</h2>
      {roles.length > 0 ? (
        <p>{t('people.office.cannot.has-role')}</p>
      ) : (
        <>
          <p>{t('people.office.help-lead')}</p>
          <Actions>
            <ButtonLink href={`/people/${person.id}/codes`} tone="quiet">
              {t('people.office.sheet-button')}
            </ButtonLink>
            <ButtonLink href={`/people/${person.id}/read-out`} tone="quiet">
              {t('people.office.read-out-button')}
            </ButtonLink>
          </Actions>
        </>
      )}
    </section>
  )
}
