import type { Child } from 'hono/jsx'
import type { FormState } from '#base/forms.ts'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Notice, Prose, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { fieldNames, isSame, type Row, type Side, type State } from './merge.rules.ts'
import {
  dateIn,
  fieldLine,
  fieldValue,
  reasonWords,
  stateWords,
  textIn,
  topicsOf,
} from './twins.fields.tsx'
import type { Reason } from './twins.rules.ts'

type Speaks = { name: string; role: string }
/** The two as a page shows them. */
export type Shown = {
  both: Record<Side, Row>
  memberships: Record<Side, Row | undefined>
  speak: Record<Side, Speaks[]>
}

const stateIn = (membership: Row | undefined) => (membership?.['state'] ?? null) as State // kept by the table's check
const turnsIn = (membership: Row | undefined): number =>
  Array.isArray(membership?.['talk']) ? membership['talk'].length : 0

function Standing({ c, membership }: { c: Ctx; membership: Row | undefined }) {
  const { t } = c.var
  const state = stateIn(membership)
  if (state === null) return <>{t('twins.no-membership')}</>
  return (
    <>
      {t('twins.since', { state: stateWords(t, state) })} {dateIn(membership, 'asked_at')}
    </>
  )
}

const People = ({ c, people }: { c: Ctx; people: Speaks[] }) =>
  people.length === 0 ? (
    <span class="soft">{c.var.t('twins.nothing')}</span>
  ) : (
    <ul role="list" class="plain">
      {people.map(({ name, role }) => (
        <li>
          <bdi>{name}</bdi>
          {role && (
            <>
              , <bdi>{role}</bdi>
            </>
          )}
        </li>
      ))}
    </ul>
  )

/** How two values compare, in words and not by colour. */
function compared(c: Ctx, same: boolean, a: unknown, b: unknown): string {
  const { t } = c.var
  if (same) return t('twins.same')
  if (!b) return t('twins.only-first')
  return a ? t('twins.differs') : t('twins.only-second')
}

const wordsOf = (people: Speaks[]) => people.map(({ name, role }) => `${name} ${role}`).join('|')

const dayIn = (row: Row, column: string) => textIn(row, column).slice(0, 10)

/** Why they want to join, in their own words; '' when they did not say. */
function whyIn(membership: Row | undefined): string {
  const answers = membership?.['answers']
  const { why } = (answers ?? {}) as Record<string, unknown> // a column of JSON objects
  return typeof why === 'string' ? why : ''
}

function otherRows(c: Ctx, { both, memberships, speak }: Shown): Child[][] {
  const { t } = c.var
  const topics = [topicsOf(t, both.a), topicsOf(t, both.b)] as const
  const nothing = <span class="soft">{t('twins.nothing')}</span>
  const states = [stateIn(memberships.a), stateIn(memberships.b)] as const
  const whys = [whyIn(memberships.a), whyIn(memberships.b)] as const
  const turns = [turnsIn(memberships.a), turnsIn(memberships.b)] as const
  const date = (key: 'checked' | 'updated', column: string): Child[] => [
    t(`twins.field.${key}`),
    dateIn(both.a, column) ?? nothing,
    dateIn(both.b, column) ?? nothing,
    // As it is shown: by the day.
    compared(c, dayIn(both.a, column) === dayIn(both.b, column), both.a[column], both.b[column]),
  ]
  return [
    [t('twins.field.topics'), topics[0] || nothing, topics[1] || nothing, compared(c, topics[0] === topics[1], ...topics)],
    [t('twins.field.speak'), <People c={c} people={speak.a} />, <People c={c} people={speak.b} />,
      compared(c, wordsOf(speak.a) === wordsOf(speak.b), speak.a.length, speak.b.length)],
    [t('twins.field.standing'), <Standing c={c} membership={memberships.a} />, <Standing c={c} membership={memberships.b} />,
      compared(c, states[0] === states[1], ...states)],
    [t('vetting.row.why'), whys[0] ? <Prose text={whys[0]} /> : nothing, whys[1] ? <Prose text={whys[1]} /> : nothing,
      compared(c, whys[0] === whys[1], ...whys)],
    [t('twins.field.talk'), t('twins.turns', { n: turns[0] }), t('twins.turns', { n: turns[1] }),
      compared(c, turns[0] === turns[1], ...turns)],
    date('checked', 'checked_at'),
    date('updated', 'updated_at'),
  ] // prettier-ignore
}

/** Every field of both beside each other; on a phone below each other, each with its heading. */
export const SideBySide = ({ c, shown }: { c: Ctx; shown: Shown }) => {
  const { t } = c.var
  const { a, b } = shown.both
  const rows: Child[][] = fieldNames.map((field) => [
    t(`twins.field.${field}`),
    fieldValue(t, field, a),
    fieldValue(t, field, b),
    compared(c, isSame(field, shown.both), fieldLine(t, field, a), fieldLine(t, field, b)),
  ])
  return (
    <Table
      caption={t('twins.side')}
      hideCaption
      head={[
        t('twins.head.field'),
        t('twins.head.first'),
        t('twins.head.second'),
        t('twins.head.compared'),
      ]}
      rows={[...rows, ...otherRows(c, shown)]}
    />
  )
}

type PairProps = {
  c: Ctx
  pair: { id: string; reasons: Reason[]; state: 'open' | 'different'; words: string | null }
  shown: Shown
  decider: string | null
  form: FormState
}

/** The two ways out: they are one, or they are two. */
const Verdicts = ({ c, pair, form }: Pick<PairProps, 'c' | 'pair' | 'form'>) => {
  const { t } = c.var
  return (
    <>
      <section class="stack narrow">
        <h2>{t('twins.merge')}</h2>
        <p>{t('twins.merge.how')}</p>
        <p>
          <ButtonLink href={`/members/twins/${pair.id}/merge`}>{t('twins.merge')}</ButtonLink>
        </p>
      </section>
      {pair.state === 'open' && (
        <section class="stack narrow">
          <h2>{t('twins.are-two')}</h2>
          <Form c={c} action={`/members/twins/${pair.id}`} of={form}>
            <Field
              of={form}
              name="words"
              label={t('twins.are-two.words')}
              hint={t('twins.are-two.hint')}
              optional
              long
              rows={2}
              max={2000}
            />
            <Button tone="quiet">{t('twins.are-two.say')}</Button>
          </Form>
        </section>
      )}
    </>
  )
}

/** Two that may be one, side by side: these are two, or merge them. */
export const PairPage = ({ c, pair, shown, decider, form }: PairProps) => {
  const { t } = c.var
  const [a, b] = [textIn(shown.both.a, 'name'), textIn(shown.both.b, 'name')]
  return (
    <Page
      c={c}
      title={t('twins.one', { a, b })}
      nav="desk"
      staff
      wide
      of={form}
      crumbs={[
        { href: '/desk', label: t('ui.nav.desk') },
        { href: '/members/twins', label: t('twins.title') },
      ]}
    >
      <Notice tone="info" title={t('twins.because')}>
        <ul>
          {pair.reasons.map((reason) => (
            <li>{reasonWords(t, reason)}</li>
          ))}
        </ul>
      </Notice>
      {pair.state === 'different' && (
        <Notice tone="good">
          <p>
            {decider
              ? t('twins.different-said', { name: decider })
              : t('twins.different-said.nobody')}
          </p>
          {pair.words && (
            <blockquote>
              <bdi>{pair.words}</bdi>
            </blockquote>
          )}
        </Notice>
      )}
      <SideBySide c={c} shown={shown} />
      <Verdicts c={c} pair={pair} form={form} />
    </Page>
  )
}
