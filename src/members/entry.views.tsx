import type { FormState } from '#base/forms.ts'
import { valuesOf } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import { Actions, Button, Field, Form, Tick, Ticks } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Empty, Facts, Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Entry, ShownField } from './entry.change.ts'
import type { Mine } from './entry.queries.ts'
import { fieldsOn } from './join.fields.tsx'
import { ContactFields, PlaceFields } from './join.fields.reach.tsx'
import { isRegister, registerKey } from './registers.ts'
import type { Kind } from './schema.ts'
import { type TopicChoice } from './topics.ts'

const fieldWords: Record<ShownField, Key> = {
  name: 'join.row.name',
  about: 'join.row.about',
  topics: 'join.row.topics',
  website: 'join.row.website',
  orgId: 'join.row.register',
  place: 'join.row.place',
  precision: 'join.row.precision',
  address: 'join.address',
  postcode: 'entry.postcode',
  email: 'join.row.email',
  emailAudience: 'join.email-audience',
  phone: 'join.row.phone',
  phoneAudience: 'join.phone-audience',
}

type FieldsProps = {
  c: Ctx
  of: FormState
  kind: Kind
  /** Whether a register number is asked for. */
  number: boolean
  topics: readonly TopicChoice[]
}

/** All questions about an entry. */
export const EntryFields = ({ c, of, kind, number, topics }: FieldsProps) => {
  const { t } = c.var
  const { name: Name, register: Register } = fieldsOn
  // Words of its own that nobody offers any more stay until they are taken out here.
  const own = valuesOf(of, 'topics').filter((topic) => topics.every(([code]) => code !== topic))
  const choices = Object.fromEntries([...topics, ...own.map((topic) => [topic, topic] as const)])
  return (
    <>
      <Name of={of} kind={kind} />
      <Field
        of={of}
        name="about"
        label={t('freshness.about')}
        hint={t('join.about.hint')}
        long
        rows={5}
        max={2000}
        optional
      />
      <Ticks of={of} name="topics" legend={t('join.topics')} choices={choices} optional />
      <Field
        of={of}
        name="website"
        label={t('directory.website')}
        hint={t('join.website.hint')}
        inputmode="url"
        spellcheck={false}
        optional
      />
      {number && <Register of={of} kind={kind} />}
      <PlaceFields of={of} kind="organisation" />
      <Field
        of={of}
        name="postcode"
        label={t('entry.postcode')}
        hint={t('entry.postcode.hint')}
        width="short"
        optional
      />
      <ContactFields of={of} kind={kind} />
    </>
  )
}

const audiences = ['public', 'members', 'staff'] as const
const precisions = ['exact', 'near', 'area'] as const

/** How a field stands now, in words. */
function nowWords(c: Ctx, field: ShownField, entry: Entry): string {
  const { t } = c.var
  const value = entry[field]
  const precise = precisions.find((one) => field === 'precision' && one === value)
  if (precise) return t(`join.precision.${precise}`)
  const audience = audiences.find((one) => field.endsWith('Audience') && one === value)
  if (audience) return t(`join.audience.${audience}`)
  const words = Array.isArray(value) ? value.join(', ') : (value ?? '')
  return words === '' ? t('ui.not-provided') : words
}

/** What somebody else changed while this form was open: what stands there now, above what was written here. */
const Meanwhile = ({ c, fields, entry }: { c: Ctx; fields: ShownField[]; entry: Entry }) => {
  const { t } = c.var
  return (
    <Notice tone="warn" title={t('entry.meanwhile')} alert>
      <p>{t('entry.meanwhile.what')}</p>
      <Facts
        rows={fields.map((field) => ({
          label: t(fieldWords[field]),
          value: <span dir="auto">{nowWords(c, field, entry)}</span>,
        }))}
      />
    </Notice>
  )
}

type ChangeProps = {
  c: Ctx
  id: string
  form: FormState
  entry: Entry & { kind: Kind }
  number: boolean
  topics: readonly TopicChoice[]
  meanwhile: ShownField[]
}

export const EntryPage = ({ c, id, form, entry, number, topics, meanwhile }: ChangeProps) => {
  const { t } = c.var
  const prefix = entry.orgId?.split('-').slice(0, 2).join('-') ?? ''
  return (
    <Page
      c={c}
      title={t('entry.change', { name: entry.name })}
      nav="members"
      narrow
      staff
      script
      of={form}
      crumbs={crumbsFor(c, id, entry.name)}
    >
      {meanwhile.length > 0 && <Meanwhile c={c} fields={meanwhile} entry={entry} />}
      <p>{t('entry.change.what')}</p>
      {!number && entry.orgId && (
        <p class="soft">
          {isRegister(prefix) ? `${t(registerKey(prefix))}: ` : ''}
          <bdi dir="ltr">{entry.orgId}</bdi>. {t('entry.number-office')}
        </p>
      )}
      <Form c={c} action={`/members/${id}/change`} of={form}>
        <input type="hidden" name="seen" value={String(form.values['seen'] ?? '')} />
        <EntryFields c={c} of={form} kind={entry.kind} number={number} topics={topics} />
        <Tick of={form} name="checked" label={t('entry.checked')} hint={t('entry.checked.hint')} />
        <Actions>
          <Button>{t('entry.save')}</Button>
          <a href={`/members/${id}`}>{t('freshness.change.back')}</a>
        </Actions>
      </Form>
    </Page>
  )
}

export const crumbsFor = (c: Ctx, id: string, name: string) => [
  { href: '/members', label: c.var.t('directory.title') },
  { href: `/members/${id}`, label: name },
]

const stateWords: Record<string, Key> = {
  asked: 'join.state.asked',
  'asked-back': 'join.state.asked-back',
  admitted: 'entry.mine.admitted',
  declined: 'join.state.declined',
  ended: 'join.state.ended',
}

const MineTile = ({ c, one }: { c: Ctx; one: Mine }) => {
  const { t } = c.var
  const { id, name, role, kind, state, listed } = one
  const isTended = state === 'admitted' && kind !== 'individual'
  const isMine = kind === 'individual'
  const about = <span class="vh"> {name}</span>
  return (
    <article class="tile stack-s">
      <h2>{listed ? <a href={`/members/${id}`}>{name}</a> : <bdi>{name}</bdi>}</h2>
      <p>
        <Tag tone={state === 'admitted' ? 'good' : 'info'}>
          {t(stateWords[state] ?? 'entry.mine.admitted')}
        </Tag>{' '}
        {role && !isMine && <bdi>{role}</bdi>}
        {isMine && t('entry.mine.yourself')}
      </p>
      {isTended && (
        <ul class="plain" role="list">
          <li>
            <a href={`/members/${id}/change`}>
              {t('entry.mine.change')}
              {about}
            </a>
          </li>
          <li>
            <a href={`/members/${id}/people`}>
              {t('entry.mine.people')}
              {about}
            </a>
          </li>
          <li>
            <a href={`/members/${id}/people/leaving`}>
              {t('entry.mine.leave')}
              {about}
            </a>
          </li>
        </ul>
      )}
    </article>
  )
}

export const MinePage = ({ c, mine, left }: { c: Ctx; mine: Mine[]; left: boolean }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('entry.mine')}
      nav="members"
      narrow
      staff
      crumbs={[{ href: '/account', label: t('people.account') }]}
    >
      {left && (
        <Notice tone="good" alert>
          <p>{t('entry.left')}</p>
        </Notice>
      )}
      {mine.length === 0 ? (
        <Empty title={t('entry.mine.none')}>
          <p>{t('entry.mine.none-why')}</p>
          <p>
            <a href="/join">{t('join.title')}</a>
          </p>
        </Empty>
      ) : (
        <>
          <p>{t('entry.mine.what')}</p>
          <ul class="plain stack" role="list">
            {mine.map((one) => (
              <li>
                <MineTile c={c} one={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Page>
  )
}
