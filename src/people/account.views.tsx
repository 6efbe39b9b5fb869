import { Button, Form, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Facts, List, Notice, Tag } from '#base/ui/parts.tsx'
import { DateTime } from '#base/ui/when.tsx'
import { blank } from '#base/forms.ts'
import type { Ctx } from '#base/web.ts'
import type { Role } from './schema.ts'
import type { ListedSession } from './sessions.queries.ts'

type AccountProps = {
  c: Ctx
  name: string
  email: string | null
  sessions: ListedSession[]
  /** The session that this page is read in. */
  here: string
  ended: boolean
  roles: Role[]
  /** Who at the office read out the code that this session began with. */
  helper: { name: string; madeAt: Date } | null
  /** Why a role could not be laid down. */
  refused: string | null
}

export const AccountPage = (props: AccountProps) => {
  const { c, name, email, sessions, here, ended, roles, helper, refused } = props
  const { t } = c.var
  return (
    <Page c={c} title={t('people.account')} nav="sign-in" narrow>
      <Said c={c} ended={ended} refused={refused} />
      {helper && <Helped c={c} helper={helper} />}
      <Facts
        rows={[
          { label: t('people.name'), value: <bdi>{name}</bdi> },
          { label: t('people.email'), value: email && <bdi dir="ltr">{email}</bdi> },
        ]}
      />
      <section class="stack">
        <h2>{t('keys.ways')}</h2>
        <ul>
          <li>
            <a href="/account/codes">{t('keys.codes')}</a>
          </li>
          <li>
            <a href="/account/passkeys">{t('keys.passkeys')}</a>
          </li>
        </ul>
      </section>
      <section class="stack">
        <h2>{t('mydata.yours')}</h2>
        <ul>
          <li>
            <a href="/members/mine">{t('entry.mine')}</a>
          </li>
          <li>
            <a href="/account/data">{t('mydata.title')}</a>
          </li>
          <li>
            <a href="/account/log">{t('log.mine')}</a>
          </li>
          <li>
            <a href="/account/delete">{t('mydata.leave')}</a>
          </li>
        </ul>
      </section>
      {roles.length > 0 && <OwnRoles c={c} roles={roles} />}
      <section class="stack-lg">
        <h2>{t('people.sessions')}</h2>
        <p>{t('people.sessions-lead')}</p>
        <List>
          {sessions.map((session) => (
            <li>
              <Session c={c} session={session} here={session.tokenHash === here} />
            </li>
          ))}
        </List>
      </section>
      <SignOut c={c} />
    </Page>
  )
}

const Said = ({ c, ended, refused }: Pick<AccountProps, 'c' | 'ended' | 'refused'>) => (
  <>
    {ended && (
      <Notice tone="good" alert>
        <p>{c.var.t('people.session-ended')}</p>
      </Notice>
    )}
    {refused && (
      <Notice tone="warn" alert>
        <p>{refused}</p>
      </Notice>
    )}
  </>
)

const SignOut = ({ c }: { c: Ctx }) => (
  <section class="stack-lg">
    <h2>{c.var.t('people.sign-out')}</h2>
    <Form c={c} action="/sign-out">
      <Tick
        of={blank}
        name="everywhere"
        label={c.var.t('people.everywhere')}
        hint={c.var.t('people.everywhere-hint')}
      />
      <Button>{c.var.t('people.sign-out')}</Button>
    </Form>
  </section>
)

const Helped = ({ c, helper }: { c: Ctx; helper: { name: string; madeAt: Date } }) => (
  <Notice tone="warn" title={c.var.t('keys.helped')}>
    <p>
      {c.var.t('keys.helped-by')} <bdi>{helper.name}</bdi>,{' '}
      <DateTime at={helper.madeAt} as="time" />
    </p>
    <p>{c.var.t('keys.helped-not')}</p>
  </Notice>
)

const OwnRoles = ({ c, roles }: { c: Ctx; roles: Role[] }) => (
  <section class="stack">
    <h2>{c.var.t('keys.your-roles')}</h2>
    <List>
      {roles.map((role) => (
        <li>
          <p>{c.var.t(`keys.role.${role}`)}</p>
          <Form c={c} action={`/account/roles/${role}`}>
            <Button tone="quiet" about={c.var.t(`keys.role.${role}`)}>
              {c.var.t('keys.lay-down')}
            </Button>
          </Form>
        </li>
      ))}
    </List>
  </section>
)

const Session = ({ c, session, here }: { c: Ctx; session: ListedSession; here: boolean }) => {
  const { t } = c.var
  const device = session.device || t('people.device-unknown')
  return (
    <article class="tile">
      <h3>
        <bdi>{device}</bdi>
      </h3>
      {here && (
        <p>
          <Tag tone="good">{t('people.this-device')}</Tag>
        </p>
      )}
      <p>
        {session.shared ? t('people.shared') : t('people.not-shared')}. {t('people.last-used')}{' '}
        <DateTime at={session.seenAt} as="time" />
      </p>
      {!here && (
        <Form c={c} action={`/account/sessions/${session.id}`}>
          <Button tone="quiet" about={device}>
            {t('people.end-session')}
          </Button>
        </Form>
      )}
    </article>
  )
}
