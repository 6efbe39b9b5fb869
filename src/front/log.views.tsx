import { formOf } from '#base/forms.ts'
import { writtenHead } from '#base/journal.heads.ts'
import { Button, Field, Filters, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Empty, Notice, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { LogEntry, LogPage as Log, LogSearch, LogState, Names } from './log.queries.ts'
import { damageWords, kindsOfFacts, roleWords, sentenceFor } from './log.words.ts'

type Leafing = { c: Ctx; log: Log; href: (page: number) => string }

/** How many there are in all is not counted: the log is long. */
const Leaf = ({ c, log, href }: Leafing) => {
  const { t } = c.var
  if (log.page === 1 && !log.hasMore) return null
  return (
    <nav class="paging" aria-label={t('ui.pages')}>
      <ul role="list">
        {log.page > 1 && (
          <li>
            <a class="back" href={href(log.page - 1)} rel="prev">
              {t('ui.previous')}
            </a>
          </li>
        )}
        {log.hasMore && (
          <li>
            <a class="onward" href={href(log.page + 1)} rel="next">
              {t('ui.next')}
            </a>
          </li>
        )}
      </ul>
    </nav>
  )
}

/** A person by name and role. Whose name is not known any more, or not for the reader, is told apart by nothing. */
const Who = ({ c, id, names }: { c: Ctx; id: string | null; names: Names }) => {
  const { t } = c.var
  if (id === null) return <>{t('log.kith')}</>
  const known = names.get(id)
  if (!known) return <>{t('log.somebody')}</>
  const roles = known.roles.map((role) => roleWords(t, role)).join(', ')
  return (
    <>
      <bdi>{known.name}</bdi>
      {roles && <span class="soft"> ({roles})</span>}
    </>
  )
}

/** For everyone: who did or read what on their record. */
export const MyLogPage = ({ c, log }: { c: Ctx; log: Log }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('log.mine')}
      nav="sign-in"
      back={{ href: '/account', label: t('people.account') }}
    >
      <p class="lede">{t('log.mine.lead')}</p>
      {log.entries.length === 0 ? (
        <Empty title={t('log.mine.none')}>
          <p>{t('log.mine.none-how')}</p>
        </Empty>
      ) : (
        <Table
          caption={t('log.mine')}
          hideCaption
          head={[t('log.when'), t('log.who'), t('log.did')]}
          rows={log.entries.map((entry) => [
            <DateTime at={entry.at} as="time" />,
            <Who c={c} id={entry.who} names={log.names} />,
            sentenceFor(t, entry),
          ])}
        />
      )}
      <Leaf c={c} log={log} href={(page) => `/account/log?page=${page}`} />
      <p>
        <a href="/account/data">{t('mydata.title')}</a>
      </p>
    </Page>
  )
}

const State = ({ c, state }: { c: Ctx; state: LogState }) => {
  const { t } = c.var
  const { checked, head } = state
  const damages = checked?.damages ?? []
  return (
    <section class="stack" id="state" aria-labelledby="state-title">
      <h2 id="state-title">{t('log.office.state')}</h2>
      {!checked && <p>{t('log.office.unchecked')}</p>}
      {checked && damages.length === 0 && (
        <Notice tone="good">
          <p>
            {t('log.office.whole', { n: checked.seq })} <DateTime at={checked.at} as="time" />
          </p>
        </Notice>
      )}
      {checked && damages.length > 0 && (
        <Notice tone="bad" title={t('log.office.damaged')}>
          <ul>
            {damages.map((damage) => (
              <li>{damageWords(t, damage)}</li>
            ))}
          </ul>
          <p>{t('log.office.damaged.how')}</p>
        </Notice>
      )}
      {head && (
        <p>
          {t('log.office.head')} <code>{writtenHead(head)}</code>
        </p>
      )}
      <p class="soft">{t('log.office.head.why')}</p>
      <Form c={c} action="/log/check">
        <Button tone="quiet">{t('log.office.check')}</Button>
      </Form>
    </section>
  )
}

const Search = ({ c, search }: { c: Ctx; search: LogSearch }) => {
  const { t } = c.var
  const of = formOf({ person: search.person, kind: search.kind })
  return (
    <Filters action="/log" label={t('log.office.search')}>
      <Field
        of={of}
        name="person"
        label={t('log.office.person')}
        hint={t('log.office.person.hint')}
        type="search"
        autocomplete="off"
      />
      <Select
        of={of}
        name="kind"
        label={t('log.office.kind')}
        none={t('log.office.every-kind')}
        choices={Object.fromEntries(kindsOfFacts.map((kind) => [kind, kind]))}
      />
      <Button>{t('log.office.show')}</Button>
    </Filters>
  )
}

const addressOf = (path: string, { person, kind }: LogSearch, page?: number): string => {
  const asked = new URLSearchParams()
  if (person) asked.set('person', person)
  if (kind) asked.set('kind', kind)
  if (page) asked.set('page', String(page))
  const query = asked.toString()
  return query ? `${path}?${query}` : path
}

const rowOf = (c: Ctx, entry: LogEntry, names: Names) => [
  entry.seq === null ? '' : String(entry.seq),
  <DateTime at={entry.at} as="time" />,
  <Who c={c} id={entry.who} names={names} />,
  sentenceFor(c.var.t, entry),
  entry.person === null ? (
    ''
  ) : (
    <a href={addressOf('/log', { person: entry.person, kind: '', page: 1 })}>
      <Who c={c} id={entry.person} names={names} />
    </a>
  ),
]

type Props = { c: Ctx; log: Log; state: LogState; search: LogSearch }

/** For those who guard it: the whole log, and whether it is whole. */
export const LogPage = ({ c, log, state, search }: Props) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('log.office.title')}
      staff
      wide
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      <State c={c} state={state} />
      <section class="stack" aria-labelledby="entries">
        <h2 id="entries">{t('log.office.entries')}</h2>
        <Search c={c} search={search} />
        {log.entries.length === 0 ? (
          <Empty title={t('log.office.none')} />
        ) : (
          <Table
            caption={t('log.office.entries')}
            hideCaption
            head={[
              t('log.office.number'),
              t('log.when'),
              t('log.who'),
              t('log.did'),
              t('log.office.whose'),
            ]}
            rows={log.entries.map((entry) => rowOf(c, entry, log.names))}
          />
        )}
        <Leaf c={c} log={log} href={(page) => addressOf('/log', search, page)} />
        <p>
          <a href={addressOf('/log.csv', search)}>{t('log.office.csv')}</a>
        </p>
      </section>
    </Page>
  )
}
