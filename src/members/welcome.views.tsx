import type { FormState } from '#base/forms.ts'
import { languages } from '#base/i18n.ts'
import { daysBetween, now } from '#base/time.ts'
import { Actions, Button, Field, Form, Ticks } from '#base/ui/form.tsx'
import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Details, Empty, Notice, Prose, Waiting } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Offered } from './replies.queries.ts'
import { ReplyPicker } from './replies.views.tsx'
import type { ToWelcome } from './welcome.queries.ts'
import { welcomeDays } from './welcome.rules.ts'
import type { LetterLine } from './welcome.schema.ts'
import { langOf } from './welcome.words.ts'

type Line = LetterLine & { id: string }
/** Whom to meet and what to read, in the words of the letter. */
export type Suggested = { people: Line[]; things: Line[] }

function dueWords({ var: { t } }: Ctx, { admittedAt }: ToWelcome): string {
  const days = welcomeDays - daysBetween(admittedAt, now())
  return days < 0 ? t('office.welcome.late', { days: -days }) : t('office.welcome.due', { days })
}

/** Who joined and was not welcomed yet, the longest ago first. */
export const WelcomeListPage = ({
  c,
  rows,
  done,
}: {
  c: Ctx
  rows: ToWelcome[]
  done: boolean
}) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('office.welcome')}
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t('office.welcome.done')}</p>
        </Notice>
      )}
      <p class="lede">{t('office.welcome.lead', { days: welcomeDays })}</p>
      {rows.length === 0 ? (
        <Empty title={t('office.welcome.none')}>
          <p>{t('office.welcome.none-hint')}</p>
        </Empty>
      ) : (
        <Waiting
          items={rows.map((row) => ({
            href: `/members/welcome/${row.membershipId}`,
            title: <bdi>{row.name}</bdi>,
            meta: [
              row.place,
              dueWords(c, row),
              row.hasMail ? '' : t('office.welcome.ring'),
              row.tries > 0 ? t('office.welcome.tries', { n: row.tries }) : '',
            ]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      )}
    </Page>
  )
}

type Props = {
  c: Ctx
  newcomer: ToWelcome
  suggested: Suggested
  of: FormState
  replies: Offered[]
  /** The letter as it would be sent; null until it was asked for. */
  preview: { subject: string; text: string } | null
}

const choicesOf = (lines: Line[], lang: string) =>
  Object.fromEntries(lines.map(({ id, words }) => [id, { label: words, lang }]))

const LetterForm = ({ c, newcomer, suggested, of, replies }: Props) => {
  const { t } = c.var
  const lang = langOf(newcomer.lang)
  const { people, things } = suggested
  const address = `/members/welcome/${newcomer.membershipId}`
  return (
    <Form c={c} action={address} of={of}>
      {people.length > 0 ? (
        <Ticks
          of={of}
          name="people"
          legend={t('office.welcome.people')}
          hint={t('office.welcome.people-hint')}
          choices={choicesOf(people, lang)}
        />
      ) : (
        <p>{t('office.welcome.nobody')}</p>
      )}
      <Ticks
        of={of}
        name="things"
        legend={t('office.welcome.things')}
        choices={choicesOf(things, lang)}
      />
      <Field
        of={of}
        name="words"
        label={t('office.welcome.words', { language: languages[lang] })}
        lang={lang}
        long
        rows={6}
        max={5000}
      />
      <ReplyPicker c={c} of={of} offered={replies} action={`${address}#words`} />
      <Actions>
        <Button name="what" value="see" tone="quiet">
          {t('office.welcome.see')}
        </Button>
        <Button name="what" value="send" about={newcomer.name}>
          {t('office.welcome.send')}
        </Button>
      </Actions>
    </Form>
  )
}

const Preview = ({ c, newcomer, preview }: Props) => {
  const { t } = c.var
  if (!preview) return null
  return (
    <section class="tile stack" aria-labelledby="letter">
      <h2 id="letter">{t('office.welcome.letter')}</h2>
      <p class="soft">
        {t('office.welcome.to', {
          name: newcomer.personName,
          language: languages[langOf(newcomer.lang)],
        })}
      </p>
      <Prose text={preview.text} lang={langOf(newcomer.lang)} />
    </section>
  )
}

const ToReadOut = ({ lines, heading, id }: { lines: Line[]; heading: string; id: string }) =>
  lines.length === 0 ? null : (
    <section class="stack-s" aria-labelledby={id}>
      <h3 id={id}>{heading}</h3>
      <ul class="stack-s">
        {lines.slice(0, 3).map(({ words, path }) => (
          <li>
            <a href={path}>
              <bdi>{words}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )

/** Somebody without a mail address hears it by phone: what to say, and two buttons for what came of it. */
const CallPart = ({ c, newcomer, suggested, of }: Props) => {
  const { t } = c.var
  const { phone, personName, tries, triedAt, membershipId } = newcomer
  return (
    <section class="stack" aria-labelledby="ring">
      <h2 id="ring">{t('office.welcome.ring-now', { name: personName })}</h2>
      <p>
        {phone ? (
          <a href={telHref(phone)}>
            <bdi>{phone}</bdi>
          </a>
        ) : (
          t('office.welcome.no-phone')
        )}
      </p>
      {triedAt && (
        <p class="soft">
          {t('office.welcome.tries', { n: tries })}, <DateTime at={triedAt} />
        </p>
      )}
      <Prose text={[of.values['words'] ?? ''].flat().join('\n')} lang={langOf(newcomer.lang)} />
      <ToReadOut lines={suggested.people} heading={t('office.welcome.people')} id="people" />
      <ToReadOut lines={suggested.things} heading={t('office.welcome.things')} id="things" />
      <Form c={c} action={`/members/welcome/${membershipId}/call`} inline>
        <Button name="came" value="talked" about={newcomer.name}>
          {t('office.welcome.talked')}
        </Button>
        <Button name="came" value="no-answer" tone="quiet" about={newcomer.name}>
          {t('office.welcome.no-answer')}
        </Button>
      </Form>
    </section>
  )
}

/** One new member: whom they could meet, what they could read, the letter or the call. */
export const WelcomePage = (props: Props) => {
  const { c, newcomer, of } = props
  const { t } = c.var
  const { name, kind, place, personName, admittedAt, membershipId, hasMail } = newcomer
  return (
    <Page
      c={c}
      title={t('office.welcome.one', { name })}
      of={of}
      narrow
      staff
      nav="desk"
      crumbs={[
        { href: '/desk', label: t('ui.nav.desk') },
        { href: '/members/welcome', label: t('office.welcome') },
      ]}
    >
      <div class="stack-s">
        <p>
          {t(`directory.kind.${kind}`)}, <bdi>{place}</bdi>. <bdi>{personName}</bdi>
        </p>
        <p class="soft">
          {t('office.welcome.joined')} <DateTime at={admittedAt} />, {dueWords(c, newcomer)}
        </p>
        {kind !== 'individual' && (
          <p>
            <a href={`/members/${newcomer.organisationId}`}>{t('office.welcome.page')}</a>
          </p>
        )}
      </div>
      <Preview {...props} />
      {hasMail ? <LetterForm {...props} /> : <CallPart {...props} />}
      <Details summary={t('office.welcome.known')}>
        <p>{t('office.welcome.known-hint')}</p>
        <Form c={c} action={`/members/welcome/${membershipId}/call`} inline>
          <Button name="came" value="known" tone="quiet" about={name}>
            {t('office.welcome.known-button')}
          </Button>
        </Form>
      </Details>
    </Page>
  )
}
