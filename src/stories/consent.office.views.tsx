import type { FormState } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Button, Choice, Form } from '#base/ui/form.tsx'
import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Empty, Facts, Notice, Prose, Table, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { AgainForThem } from './again.views.tsx'
import type { StoryReader } from './audience.schema.ts'
import { WhoReadsIt } from './audience.views.tsx'
import { usesHeld } from './consent.rules.ts'
import type { Consent, StoryPerson, Use } from './consent.schema.ts'
import { tones, Traces } from './consent.views.tsx'
import { Channel } from './heard.views.tsx'
import type { Story } from './schema.ts'
import type { StoryTelling } from './voice.schema.ts'

type Trace = { place: string; firstAt: Date; lastAt: Date }

type OfficeProps = {
  c: Ctx
  story: Story
  code: string
  consents: Consent[]
  people: StoryPerson[]
  traces: Trace[]
  /** Whom its teller named as its readers, each with their code. */
  readers: (StoryReader & { code: string })[]
  /** How it came to the office, and how its teller is reached. */
  telling: StoryTelling | undefined
  now: Date
  of: FormState
  done: boolean
}

const ForPerson = ({ c, person, storyId }: { c: Ctx; person: StoryPerson; storyId: string }) => {
  const { t } = c.var
  return (
    <li>
      <div>
        <bdi>{person.name}</bdi>{' '}
        <Tag tone={tones[person.state]}>{t(`consent.state.${person.state}`)}</Tag>
        <p class="small">
          {person.guardian && (
            <bdi>{t('consent.others.guardian-is', { name: person.guardian })} </bdi>
          )}
          {person.phone && (
            <a href={telHref(person.phone)}>
              <bdi>{person.phone}</bdi>
            </a>
          )}
          {person.email && <bdi>{person.email}</bdi>}
          {!person.phone && !person.email && t('consent.office.no-way')}
        </p>
      </div>
      <Form c={c} action={`/stories/${storyId}/people/${person.id}`} inline>
        <input type="hidden" name="channel" value="phone" />
        <Button name="answer" value="yes" tone="quiet" about={person.name}>
          {t('consent.office.yes')}
        </Button>
        <Button name="answer" value="no" tone="quiet" about={person.name}>
          {t('consent.office.no')}
        </Button>
      </Form>
    </li>
  )
}

const Record = ({ c, consents }: { c: Ctx; consents: Consent[] }) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="record">
      <h2 id="record">{t('consent.office.record')}</h2>
      <Table
        caption={t('consent.office.record')}
        hideCaption
        head={[
          t('consent.office.use'),
          t('consent.office.words'),
          t('consent.office.given'),
          t('consent.office.ended'),
        ]}
        rows={consents.map((one) => [
          t(`consent.${one.use}`),
          <span lang={one.lang}>{`${one.words} (${one.version})`}</span>,
          <>
            <DateTime at={one.givenAt} as="date" />, {t(`consent.channel.${one.channel}`)}
            {one.witness ? `, ${one.witness}` : ''}
          </>,
          one.endedAt ? (
            <>
              <DateTime at={one.endedAt} as="date" />,{' '}
              {t(`consent.channel.${one.endedChannel ?? 'web'}`)}
            </>
          ) : (
            t('consent.office.holds')
          ),
        ])}
      />
    </section>
  )
}

type EndProps = { c: Ctx; action: string; held: Use[]; of: FormState }

const EndForThem = ({ c, action, held, of }: EndProps) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="end">
      <h2 id="end">{t('consent.office.end')}</h2>
      <p>{t('consent.office.end-why')}</p>
      <Form c={c} action={action} of={of}>
        <Choice
          of={of}
          name="use"
          legend={t('consent.office.which')}
          choices={{
            ...Object.fromEntries(held.map((use) => [use, t(`consent.${use}`)])),
            whole: { label: t('consent.office.whole'), hint: t('consent.office.whole-hint') },
          }}
        />
        <Channel c={c} of={of} />
        <Button tone="warn">{t('consent.office.end-send')}</Button>
      </Form>
    </section>
  )
}

/** For the office: every yes that a story has and had, and what somebody said by telephone or letter. */
export const ConsentsPage = (props: OfficeProps) => {
  const { c, story, code, consents, people, traces, readers, telling, now, of, done } = props
  const { t } = c.var
  const held = [...usesHeld(consents, now)]
  const here = `/stories/${story.id}/consents`
  return (
    <Page
      c={c}
      title={t('consent.office')}
      of={of}
      staff
      nav="desk"
      back={{ href: `/stories/${story.id}/decision`, label: t('consent.office.story') }}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t('consent.office.done')}</p>
        </Notice>
      )}
      <p>
        <strong lang={story.lang} dir={directionOf(story.lang)}>
          {story.title}
        </strong>
      </p>
      <p>
        {t('consent.office.code')} <code dir="ltr">{code}</code>
      </p>
      {telling && <HowToReach c={c} telling={telling} />}
      {held.length > 0 && <AgainForThem c={c} story={story} of={of} />}
      {people.length > 0 && (
        <section class="stack" aria-labelledby="people">
          <h2 id="people">{t('consent.people')}</h2>
          <ul class="waiting" role="list">
            {people.map((person) => (
              <ForPerson c={c} person={person} storyId={story.id} />
            ))}
          </ul>
        </section>
      )}
      <WhoReadsIt c={c} story={story} readers={readers} />
      <Record c={c} consents={consents} />
      {held.length > 0 && story.state !== 'withdrawn' && (
        <EndForThem c={c} action={here} held={held} of={of} />
      )}
      <Traces c={c} traces={traces} />
    </Page>
  )
}

/** The way to a teller who rang, or sent a sheet. */
const HowToReach = ({ c, telling }: { c: Ctx; telling: StoryTelling }) => {
  const { t } = c.var
  const { rang, phone, address } = telling
  const rows = [
    ...(rang ? [{ label: t('voice.office.rang'), value: rang }] : []),
    ...(phone
      ? [{ label: t('voice.office.phone'), value: <a href={telHref(phone)}>{phone}</a> }]
      : []),
    ...(address ? [{ label: t('paper.office.address'), value: <Prose text={address} /> }] : []),
  ]
  return rows.length > 0 ? <Facts rows={rows} /> : null
}

type Unanswered = {
  id: string
  storyId: string
  name: string
  guardian: string | null
  email: string | null
  phone: string | null
  askedAt: Date
  title: string
  lang: string
}

/** Who has been asked and did not answer yet, with the number to ring. */
export const UnansweredPage = ({ c, rows }: { c: Ctx; rows: Unanswered[] }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('consent.unanswered')}
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {rows.length === 0 ? (
        <Empty title={t('consent.unanswered.none')}>
          <p>{t('consent.unanswered.none-hint')}</p>
        </Empty>
      ) : (
        <ul class="waiting" role="list">
          {rows.map((row) => (
            <li>
              <div>
                <a href={`/stories/${row.storyId}/consents`}>
                  <bdi>{row.name}</bdi>
                </a>
                <p class="soft small" lang={row.lang} dir={directionOf(row.lang)}>
                  {row.title}
                </p>
              </div>
              <span>
                {t(
                  row.phone
                    ? 'consent.unanswered.ring'
                    : row.email
                      ? 'consent.unanswered.mailed'
                      : 'consent.office.no-way',
                )}
              </span>
              <DateTime at={row.askedAt} as="date" />
            </li>
          ))}
        </ul>
      )}
    </Page>
  )
}
