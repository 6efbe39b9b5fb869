import type { FormState } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Button, Choice, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Confirmation, DateTime, Facts, Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { usesHeld } from './consent.rules.ts'
import { type Consent, type StoryPerson, uses } from './consent.schema.ts'
import type { ShownPicture } from './pictures.schema.ts'
import type { Story } from './schema.ts'
import { StoryBody } from './views.tsx'
import { Player } from './voice.views.tsx'

export const tones = { asked: 'warn', yes: 'good', no: 'bad' } as const

type PersonProps = {
  c: Ctx
  keyOfLink: string
  person: StoryPerson
  /** In the words that would be shown. */
  story: Story & { byline: string }
  voiceId: string | undefined
  more: readonly ShownPicture[]
  of: FormState
}

/** What somebody in a story sees and hears behind their link: all of the story, and the question. */
export const PersonPage = ({ c, keyOfLink, person, story, voiceId, more, of }: PersonProps) => {
  const { t } = c.var
  const whom = { name: person.name, guardian: person.guardian ?? '' }
  return (
    <Page c={c} title={t('consent.person')} of={of} narrow nav="stories">
      <p class="lead">
        {t(person.guardian ? 'consent.person.guardian' : `consent.person.${person.how}`, whom)}
      </p>
      {person.state !== 'asked' && (
        <Notice tone={person.state === 'yes' ? 'good' : 'info'}>
          <p>{t(`consent.person.said-${person.state}`)}</p>
        </Notice>
      )}
      <section class="stack" aria-labelledby="story">
        <h2 id="story" lang={story.lang} dir={directionOf(story.lang)}>
          {story.title}
        </h2>
        {voiceId && <Player c={c} fileId={voiceId} keyOfLink={keyOfLink} />}
        <StoryBody
          story={{ ...story, pictureWidth: null, pictureHeight: null }}
          pictureKey={keyOfLink}
          more={more}
        />
      </section>
      <Form c={c} action={`/stories/yes/${keyOfLink}`} of={of}>
        <Choice
          of={of}
          name="answer"
          legend={t('consent.person.question')}
          hint={t('consent.person.later')}
          value={person.state === 'asked' ? undefined : person.state}
          choices={{ yes: t('consent.person.yes'), no: t('consent.person.no') }}
        />
        <Button>{t('consent.person.send')}</Button>
      </Form>
    </Page>
  )
}

export const PersonThanks = ({ c, state }: { c: Ctx; state: 'yes' | 'no' }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t(`consent.thanks.${state}`)} heading={false} narrow nav="stories">
      <Confirmation title={t(`consent.thanks.${state}`)}>
        <p>{t(`consent.thanks.${state}.what`)}</p>
      </Confirmation>
    </Page>
  )
}

/** Where a code from a letter is typed. */
export const CodePage = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('consent.code')} of={of} narrow nav="stories">
      <p>{t('consent.code.what')}</p>
      <Form c={c} action="/stories/code" of={of}>
        <Field
          of={of}
          name="code"
          label={t('consent.code.label')}
          hint={t('consent.code.hint')}
          width="middle"
          autocomplete="off"
          spellcheck={false}
        />
        <Button>{t('consent.code.send')}</Button>
      </Form>
    </Page>
  )
}

type UsesProps = { c: Ctx; consents: Consent[]; action: string; now: Date }

/** What the teller agreed to, each with a way to end it. */
export const UsesHeld = ({ c, consents, action, now }: UsesProps) => {
  const { t } = c.var
  const held = usesHeld(consents, now)
  const open = consents.filter((one) => one.endedAt === null)
  return (
    <section class="stack" aria-labelledby="uses">
      <h2 id="uses">{t('consent.held')}</h2>
      {held.size === 0 && <p>{t('consent.held.none')}</p>}
      <ul class="waiting" role="list">
        {uses
          .filter((use) => held.has(use))
          .map((use) => {
            const consent = open.find((one) => one.use === use)
            return (
              <li>
                <div>
                  <strong>{t(`consent.${use}`)}</strong>
                  <p class="soft small">
                    {t('consent.held.since')}{' '}
                    {consent && <DateTime at={consent.givenAt} as="date" />}
                    {consent?.until && (
                      <>
                        {', '}
                        {t('consent.held.until')} <DateTime at={consent.until} as="date" />
                      </>
                    )}
                  </p>
                </div>
                <Form c={c} action={action} inline>
                  <Button name="use" value={use} tone="quiet" about={t(`consent.${use}`)}>
                    {t('consent.end')}
                  </Button>
                </Form>
              </li>
            )
          })}
      </ul>
      <p class="soft">{t('consent.held.more')}</p>
    </section>
  )
}

/** How those in the story answered, as its teller sees it: names, never how they are reached. */
export const PeopleAnswered = ({ c, people }: { c: Ctx; people: StoryPerson[] }) => {
  const { t } = c.var
  if (people.length === 0) return null
  return (
    <section class="stack" aria-labelledby="people">
      <h2 id="people">{t('consent.people')}</h2>
      <p>{t('consent.people.why')}</p>
      <ul class="waiting" role="list">
        {people.map(({ name, state }) => (
          <li>
            <bdi>{name}</bdi>
            <Tag tone={tones[state]}>{t(`consent.state.${state}`)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Trace = { place: string; firstAt: Date; lastAt: Date }

export const Traces = ({ c, traces }: { c: Ctx; traces: Trace[] }) => {
  const { t } = c.var
  if (traces.length === 0) return null
  return (
    <section class="stack" aria-labelledby="traces">
      <h2 id="traces">{t('consent.traces')}</h2>
      <Facts
        rows={traces.map(({ place, firstAt }) => ({
          label: place === 'site' ? t('consent.traces.site') : place,
          value: <DateTime at={firstAt} as="date" />,
        }))}
      />
      <p class="soft">{t('consent.traces.why')}</p>
    </section>
  )
}

/** A teller is asked once a year; one press says yes. */
export const StillYes = ({ c, keyOfLink }: { c: Ctx; keyOfLink: string }) => {
  const { t } = c.var
  return (
    <Notice title={t('consent.again')}>
      <p>{t('consent.again.what')}</p>
      <Form c={c} action={`/stories/mine/${keyOfLink}/again`} inline>
        <Button>{t('consent.again.yes')}</Button>
      </Form>
    </Notice>
  )
}
