import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { FormState } from '#base/forms.ts'
import { localeOf } from '#base/i18n.ts'
import { Button, Choice, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import {
  ButtonLink,
  CheckAnswers,
  Confirmation,
  DateTime,
  Details,
  Notice,
} from '#base/ui/parts.tsx'
import { VoiceOf } from '#base/ui/voice.tsx'
import { inWords } from '#base/ui/when.tsx'
import { now } from '#base/time.ts'
import type { Ctx } from '#base/web.ts'
import type { Plan } from './mydata.leave.ts'
import type { Part, Shown, ShownRow } from './mydata.queries.ts'
import { held } from './mydata.tables.ts'
import { afterWords, columnWords, inLines, tableWords, whyWords } from './mydata.words.ts'

const Seen = ({ c, value }: { c: Ctx; value: unknown }): Child => {
  const { t, lang } = c.var
  if (value instanceof Date)
    return <time datetime={value.toISOString()}>{inWords(value, lang, 'time')}</time>
  if (typeof value === 'boolean') return t(value ? 'mydata.yes' : 'mydata.no')
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return <bdi>{value.join(', ')}</bdi>
  if (typeof value === 'object') return <span dir="auto">{inLines(value).join('\n')}</span>
  return <bdi>{String(value)}</bdi>
}

const hiddenWords = {
  secret: 'mydata.secret',
  other: 'mydata.other',
  copy: 'mydata.copy',
} as const

const Value = ({ c, shown }: { c: Ctx; shown: Shown }): Child =>
  shown.hidden ? <em>{c.var.t(hiddenWords[shown.hidden])}</em> : <Seen c={c} value={shown.value} />

const rowsFor = (c: Ctx, row: ShownRow) =>
  row.map((shown) => ({
    label: columnWords(c.var.t, shown.column),
    value: <Value c={c} shown={shown} />,
  }))

const isEmpty = ({ value, hidden }: Shown) =>
  !hidden && (value === null || value === '' || (Array.isArray(value) && value.length === 0))

/** Empty columns last and in one line: they are named, and the page stays short enough to be read. */
const Record = ({ c, row }: { c: Ctx; row: ShownRow }) => {
  const empty = row.filter(isEmpty).map(({ column }) => columnWords(c.var.t, column))
  return (
    <li>
      <CheckAnswers
        rows={rowsFor(
          c,
          row.filter((shown) => !isEmpty(shown)),
        )}
      />
      {empty.length > 0 && (
        <p class="soft small">
          {c.var.t('mydata.empty')} {empty.join(', ')}
        </p>
      )}
    </li>
  )
}

const PartOf = ({ c, part }: { c: Ctx; part: Part }) => {
  const { t } = c.var
  const more = part.n - part.rows.length
  return (
    <section class="stack" aria-labelledby={part.table}>
      <h2 id={part.table}>{tableWords(t, part.table)}</h2>
      <p>{whyWords(t, part.table)}</p>
      <ol class="stack-lg" role="list">
        {part.rows.map((row) => (
          <Record c={c} row={row} />
        ))}
      </ol>
      {more > 0 && <p>{t('mydata.more', { n: more })}</p>}
    </section>
  )
}

const Nothing = ({ c, parts }: { c: Ctx; parts: Part[] }) => {
  const none = parts.filter(({ n }) => n === 0).map(({ table }) => tableWords(c.var.t, table))
  return none.length > 0 ? (
    <Details summary={c.var.t('mydata.nothing')}>
      <ul>
        {none.map((words) => (
          <li>{words}</li>
        ))}
      </ul>
    </Details>
  ) : null
}

/** Everything that is held on somebody, to read and to print. */
export const DataPage = ({ c, parts }: { c: Ctx; parts: Part[] }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('mydata.title')}
      nav="sign-in"
      back={{ href: '/account', label: t('people.account') }}
    >
      <p class="lede">{t('mydata.lead')}</p>
      <div class="row">
        <ButtonLink href="/account/my-data.html">{t('mydata.as-page')}</ButtonLink>
        <ButtonLink href="/account/my-data.json" tone="quiet">
          {t('mydata.as-json')}
        </ButtonLink>
      </div>
      <p>{t('mydata.wrong')}</p>
      {parts
        .filter(({ n }) => n > 0)
        .map((part) => (
          <PartOf c={c} part={part} />
        ))}
      <Nothing c={c} parts={parts} />
      <p>
        <a href="/account/log">{t('log.mine')}</a>
      </p>
      <p>
        <a href="/account/delete">{t('mydata.leave')}</a>
      </p>
    </Page>
  )
}

/** What a private link opens, for who has no account. `base`: the address of the link's own page. */
export const LinkDataPage = ({ c, parts, base }: { c: Ctx; parts: Part[]; base: string }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('mydata.title')} back={{ href: base, label: t('mydata.link.back') }} staff>
      <p class="lede">{t('mydata.link.lead')}</p>
      <p>
        <ButtonLink href={`${base}/my-data.json`} tone="quiet">
          {t('mydata.as-json')}
        </ButtonLink>
      </p>
      <p>{t('mydata.wrong')}</p>
      {parts
        .filter(({ n }) => n > 0)
        .map((part) => (
          <PartOf c={c} part={part} />
        ))}
    </Page>
  )
}

/** The same as a file by itself. */
export const DataSheet = ({ c, parts, name }: { c: Ctx; parts: Part[]; name: string }) => {
  const { t, lang, dir, coalition } = c.var
  return (
    <VoiceOf.Provider value={{ t, lang, dir }}>
      {raw('<!doctype html>')}
      <html lang={localeOf(lang)} dir={dir}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${t('mydata.title')} – ${coalition.name}`}</title>
        </head>
        <body>
          <main>
            <h1>
              {t('mydata.title')}: <bdi>{name}</bdi>
            </h1>
            <p>
              {t('mydata.sheet', { coalition: coalition.name })} <DateTime at={now()} />
            </p>
            {parts
              .filter(({ n }) => n > 0)
              .map((part) => (
                <PartOf c={c} part={part} />
              ))}
          </main>
        </body>
      </html>
    </VoiceOf.Provider>
  )
}

const afterOf = (table: string) => held.find((one) => one.table === table)?.after

const Planned = ({
  c,
  plan,
  after,
}: {
  c: Ctx
  plan: Plan
  after: 'deleted' | 'unnamed' | 'kept'
}) => {
  const { t } = c.var
  const tables = plan.counts.filter(({ table, n }) => n > 0 && afterOf(table) === after)
  if (tables.length === 0) return null
  return (
    <section class="stack" aria-labelledby={`plan-${after}`}>
      <h2 id={`plan-${after}`}>{t(`mydata.leave.${after}`)}</h2>
      <ul>
        {tables.map(({ table, n }) => (
          <li>
            <strong>{t('mydata.leave.rows', { table: tableWords(t, table), n })}</strong>{' '}
            {after === 'deleted' ? '' : afterWords(t, table)}
          </li>
        ))}
      </ul>
    </section>
  )
}

const Names = ({ title, names }: { title: string; names: string[] }) =>
  names.length > 0 ? (
    <section class="stack">
      <h2>{title}</h2>
      <ul>
        {names.map((name) => (
          <li>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </section>
  ) : null

const LeaveForm = ({ c, plan, of }: { c: Ctx; plan: Plan; of: FormState }) => {
  const { t } = c.var
  return (
    <Form c={c} action="/account/delete" of={of}>
      {plan.stories > 0 && (
        <Choice
          of={of}
          name="stories"
          legend={t('mydata.leave.stories', { n: plan.stories })}
          choices={{
            stay: { label: t('mydata.leave.stories.stay'), hint: t('mydata.leave.stories.hint') },
            withdraw: t('mydata.leave.stories.withdraw'),
          }}
        />
      )}
      <Button tone="warn">{t('mydata.leave.now')}</Button>
    </Form>
  )
}

/** First the plan, in words; then one button. */
export const LeavePage = ({ c, plan, of }: { c: Ctx; plan: Plan; of: FormState }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('mydata.leave')}
      nav="sign-in"
      narrow
      of={of}
      back={{ href: '/account', label: t('people.account') }}
    >
      {!plan.mayLeave && (
        <Notice tone="warn" title={t('mydata.leave.last')} alert>
          <p>{t('mydata.leave.last.how')}</p>
        </Notice>
      )}
      <p class="lede">{t('mydata.leave.lead')}</p>
      <p>
        <a href="/account/data">{t('mydata.leave.first')}</a>
      </p>
      <Planned c={c} plan={plan} after="deleted" />
      <Names title={t('mydata.leave.along')} names={plan.gone} />
      <Names title={t('mydata.leave.handed')} names={plan.handedOver} />
      <Planned c={c} plan={plan} after="unnamed" />
      <Planned c={c} plan={plan} after="kept" />
      <p>{t('mydata.leave.others')}</p>
      {plan.mayLeave && <LeaveForm c={c} plan={plan} of={of} />}
    </Page>
  )
}

export const GoodbyePage = ({ c }: { c: Ctx }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('mydata.goodbye')} heading={false} narrow>
      <Confirmation title={t('mydata.goodbye')}>
        <p>{t('mydata.goodbye.lead')}</p>
        <p>
          <a href="/">{t('people.home')}</a>
        </p>
      </Confirmation>
    </Page>
  )
}
