import type { Key, T } from '#base/i18n.ts'
import { problemOf } from '#base/mail.outcome.ts'
import type { OutboxLetter } from '#base/schema.ts'
import { Actions, Button, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Empty, Facts, Jump, Notice, Paging, Table, Tag, type Tone } from '#base/ui/parts.tsx'
import { DateTime } from '#base/ui/when.tsx'
import { directionOf } from '#base/i18n.ts'
import type { Ctx } from '#base/web.ts'
import type { LetterRefusal } from './outbox.actions.ts'
import type { ListedLetter, OutboxState } from './outbox.queries.ts'

const tones: Record<OutboxState, Tone> = {
  waiting: 'warn',
  sending: 'info',
  sent: 'good',
  failed: 'bad',
}
const stateWords: Record<OutboxState, Key> = {
  waiting: 'people.outbox.waiting',
  sending: 'people.outbox.sending',
  sent: 'people.outbox.sent',
  failed: 'people.outbox.failed',
}
const letterRefusals: Record<LetterRefusal, Key> = {
  'no-such-letter': 'people.outbox.gone',
  'being-sent': 'people.outbox.being-sent',
  'sent-already': 'people.outbox.sent-already',
  'too-late': 'people.outbox.problem.too-late',
}

/** Why a letter is where it is, as a sentence. */
const why = (t: T, problem: string | null): string | null => {
  const read = problemOf(problem)
  return read && t(`people.outbox.problem.${read.kind}`)
}

/** Enough to know a letter again in the list; who opens it reads the whole address, and that is written down. */
const veiled = (address: string): string => address.replace(/^(.).*(?=@)/u, '$1…')

const State = ({ t, state }: { t: T; state: OutboxState }) => (
  <Tag tone={tones[state]}>{t(stateWords[state])}</Tag>
)

export type OutboxProps = {
  c: Ctx
  letters: ListedLetter[]
  counts: { state: OutboxState; n: number }[]
  state: OutboxState | null
  page: number
  pages: number
  /** Whether letters can leave at all. */
  mail: boolean
}

export const OutboxPage = ({ c, letters, counts, state, page, pages, mail }: OutboxProps) => {
  const { t } = c.var
  const href = (to: number) =>
    `/outbox?${new URLSearchParams({ ...(state ? { state } : {}), page: String(to) }).toString()}`
  return (
    <Page
      c={c}
      title={t('people.outbox')}
      staff
      wide
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      <p class="lead">{t('people.outbox.lead')}</p>
      {!mail && (
        <Notice tone="warn" title={t('people.outbox.no-mail')}>
          <p>{t('people.outbox.no-mail-how')}</p>
        </Notice>
      )}
      <Jump
        label={t('people.outbox.states')}
        links={counts.map((count) => ({
          href: `/outbox?state=${count.state}`,
          n: count.n,
          label: t(stateWords[count.state]),
        }))}
      />
      {letters.length === 0 ? (
        <Empty title={t('people.outbox.none')}>
          <p>{t('people.outbox.none-how')}</p>
        </Empty>
      ) : (
        <Table
          caption={t('people.outbox')}
          hideCaption
          head={[
            t('people.outbox.subject'),
            t('people.outbox.to'),
            t('people.outbox.state'),
            t('people.outbox.written'),
          ]}
          rows={letters.map((letter) => [
            <a href={`/outbox/${letter.id}`}>
              <bdi>{letter.subject}</bdi>
            </a>,
            <bdi dir="ltr">{veiled(letter.toAddress)}</bdi>,
            <>
              <State t={t} state={letter.state} />{' '}
              {letter.state !== 'sent' && why(t, letter.problem)}
            </>,
            <DateTime at={letter.writtenAt} as="time" />,
          ])}
        />
      )}
      <Paging page={page} pages={pages} href={href} />
    </Page>
  )
}

export type LetterProps = { c: Ctx; letter: OutboxLetter; refused?: LetterRefusal | undefined }

export const LetterPage = ({ c, letter, refused }: LetterProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={letter.subject}
      heading={<bdi>{letter.subject}</bdi>}
      staff
      narrow
      nav="desk"
      error={refused !== undefined}
      back={{ href: '/outbox', label: t('people.outbox') }}
    >
      {refused && (
        <Notice tone="bad" alert>
          <p>{t(letterRefusals[refused])}</p>
        </Notice>
      )}
      <Facts
        rows={[
          { label: t('people.outbox.to'), value: <bdi dir="ltr">{letter.toAddress}</bdi> },
          { label: t('people.outbox.state'), value: <State t={t} state={letter.state} /> },
          {
            label: t('people.outbox.written'),
            value: <DateTime at={letter.writtenAt} as="time" />,
          },
          ...(letter.sentAt
            ? [
                {
                  label: t('people.outbox.sent-at'),
                  value: <DateTime at={letter.sentAt} as="time" />,
                },
              ]
            : []),
        ]}
      />
      <Trouble c={c} letter={letter} />
      <Choices c={c} letter={letter} />
      {letter.secret ? (
        <Notice title={t('people.outbox.secret')}>
          <p>{t('people.outbox.secret-why')}</p>
        </Notice>
      ) : (
        <section class="stack" aria-labelledby="letter-says">
          <h2 id="letter-says">{t('people.outbox.says')}</h2>
          <div class="tile prose stack" lang={letter.lang} dir={directionOf(letter.lang)}>
            <Words text={letter.text} />
          </div>
        </section>
      )}
    </Page>
  )
}

/** What happened to a letter on its way, with the mail server's own words. */
const Trouble = ({ c, letter }: { c: Ctx; letter: OutboxLetter }) => {
  const { t } = c.var
  const said = problemOf(letter.problem)
  if (!said) return null
  return (
    <Notice tone={letter.state === 'sent' ? 'info' : 'warn'}>
      <p>{t(`people.outbox.problem.${said.kind}`)}</p>
      {said.why && (
        <p>
          {t('people.outbox.server-said')} <q lang="en">{said.why}</q>
        </p>
      )}
    </Notice>
  )
}

const Words = ({ text }: { text: string }) => (
  <>
    {text
      .trim()
      .split(/\n\s*\n/)
      .map((paragraph) => (
        <p>
          {paragraph.split('\n').map((line, at) => (
            <>
              {at > 0 && <br />}
              {line}
            </>
          ))}
        </p>
      ))}
  </>
)

const Choices = ({ c, letter }: { c: Ctx; letter: OutboxLetter }) => {
  if (letter.state === 'sent' || letter.state === 'sending') return null
  const { t } = c.var
  return (
    <Actions>
      <Form c={c} action={`/outbox/${letter.id}/sending`} inline>
        <Button>
          {letter.state === 'failed' ? t('people.outbox.again') : t('people.outbox.now')}
        </Button>
      </Form>
      {!letter.secret && (
        <Form c={c} action={`/outbox/${letter.id}/by-hand`} inline>
          <Button tone="quiet">{t('people.outbox.by-hand')}</Button>
        </Form>
      )}
    </Actions>
  )
}
