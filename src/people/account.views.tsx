import { Button, Form, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Facts, List, Notice, Tag } from '#base/ui/parts.tsx'
import { DateTime } from '#base/ui/when.tsx'
import { blank } from '#base/forms.ts'
import type { Ctx } from '#base/web.ts'
import type { ListedSession } from './sessions.queries.ts'

type AccountProps = {
  c: Ctx
  name: string
  email: string | null
  sessions: ListedSession[]
  /** The session that this page is read in. */
  here: string
  ended: boolean
}

export const AccountPage = ({ c, name, email, sessions, here, ended }: AccountProps) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('people.account')} nav="sign-in" narrow>
      {ended && (
        <Notice tone="good" alert>
          <p>{t('people.session-ended')}</p>
        </Notice>
      )}
      <Facts
        rows={[
          { label: t('people.name'), value: <bdi>{name}</bdi> },
          { label: t('people.email'), value: email && <bdi dir="ltr">{email}</bdi> },
        ]}
      />
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
      <section class="stack-lg">
        <h2>{t('people.sign-out')}</h2>
        <Form c={c} action="/sign-out">
          <Tick
            of={blank}
            name="everywhere"
            label={t('people.everywhere')}
            hint={t('people.everywhere-hint')}
          />
          <Button>{t('people.sign-out')}</Button>
        </Form>
      </section>
    </Page>
  )
}

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
