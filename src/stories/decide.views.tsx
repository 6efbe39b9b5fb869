import { blank, type FormState, formOf } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import { daysBetween, now } from '#base/time.ts'
import { Button, Choice, Field, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Empty, Facts, Notice, Waiting, type WaitingItem } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { type Offered, ReplyPicker } from '#members/index.ts'
import { Day } from './audience.views.tsx'
import { ListName } from './collections.views.tsx'
import { AfterDecision } from './appeal.office.views.tsx'
import { allAgreed, usesHeld } from './consent.rules.ts'
import type { Consent, StoryPerson } from './consent.schema.ts'
import type { Words } from './edit.rules.ts'
import type { StoryEdit } from './edit.schema.ts'
import { EditNotice } from './edit.views.tsx'
import { languageName } from './languages.ts'
import { ListsLink, OfficeWays } from './lists.views.tsx'
import type { WaitingStory } from './queries.ts'
import type { ShownPicture } from './pictures.schema.ts'
import { bylineOf, type Refusal } from './rules.ts'
import type { Marks } from './safety.marks.ts'
import type { StorySafety } from './safety.schema.ts'
import {
  MarkList,
  seemsSensitive,
  Sensitive,
  SensitiveTick,
  StoryWithMarks,
} from './safety.views.tsx'
import type { Story } from './schema.ts'
import { TranslateLink } from './translate.list.views.tsx'
import type { StoryTelling, StoryVoice } from './voice.schema.ts'
import { HowItCame } from './voice.views.tsx'

export const refusals: Record<Refusal | 'changed-since', Key> = {
  'changed-since': 'stories.decide.changed-since',
  'no-such-story': 'stories.decide.no-such-story',
  'already-decided': 'stories.decide.already-decided',
  'own-story': 'stories.decide.own-story',
  'others-not-asked': 'stories.decide.others-not-asked',
  'no-words': 'voice.office.no-words',
  'edit-waits': 'edit.office.waits',
  'second-reader': 'safety.second-reader',
}

type WaitingProps = {
  c: Ctx
  waiting: { total: number; rows: WaitingStory[] }
  done: 'yes' | 'first' | null
}

/** What a story waits for, when it is more than to be read. */
function tagOf(c: Ctx, { needsSecond, edit }: WaitingStory): WaitingItem['tag'] {
  if (needsSecond) return { tone: 'warn', label: c.var.t('safety.needs-second') }
  return edit ? { tone: 'info', label: c.var.t(`edit.office.state.${edit}`) } : undefined
}

export const WaitingPage = ({ c, waiting, done }: WaitingProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('stories.waiting')}
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t(done === 'first' ? 'safety.first-done' : 'stories.waiting.done')}</p>
        </Notice>
      )}
      {waiting.total === 0 ? (
        <Empty title={t('stories.waiting.none')}>
          <p>{t('stories.waiting.none-hint')}</p>
        </Empty>
      ) : (
        <>
          <p>{t('stories.waiting.lead', { n: waiting.total })}</p>
          <Waiting
            items={waiting.rows.map((story) => ({
              href: `/stories/${story.id}/decision`,
              title: story.title,
              lang: story.lang,
              meta: `${languageName(story.lang)}, ${t('front.desk.since', { days: daysBetween(story.toldAt, now()) })}`,
              tag: tagOf(c, story),
            }))}
          />
        </>
      )}
      <OfficeWays c={c} />
    </Page>
  )
}

type DecisionProps = {
  c: Ctx
  story: Story
  consents: Consent[]
  people: StoryPerson[]
  decision: { verdict: string; rule: string | null; reason: string | null } | undefined
  edit: StoryEdit | undefined
  safety: StorySafety | undefined
  more: readonly ShownPicture[]
  /** The words as they would be shown, and what the reader marked in them. */
  words: Words
  /** What stands on this page, for its form. */
  seen: string
  marks: Marks
  masked: 'yes' | 'gone' | null
  replies: Offered[]
  voice: StoryVoice | undefined
  telling: StoryTelling | undefined
  of: FormState
}

type DecideProps = Pick<
  DecisionProps,
  'c' | 'story' | 'of' | 'safety' | 'marks' | 'replies' | 'seen'
>

const Decide = ({ c, story, of: sent, safety, marks, replies, seen }: DecideProps) => {
  const seems = seemsSensitive(marks)
  // What the reader proposes is ticked until somebody decides otherwise.
  const of = sent === blank && seems ? formOf({ sensitive: 'yes' }) : sent
  const { t, coalition } = c.var
  return (
    <section class="stack" aria-labelledby="decide">
      <h2 id="decide">{t('stories.decide')}</h2>
      <Form c={c} action={`/stories/${story.id}/decision`} of={of}>
        <input type="hidden" name="seen" value={seen} />
        <Choice
          of={of}
          name="verdict"
          legend={t('stories.decide.verdict')}
          choices={{
            publish: t('stories.decide.publish'),
            decline: t('stories.decide.decline'),
          }}
        />
        {!safety && <SensitiveTick c={c} of={of} seems={seems} />}
        <Select
          of={of}
          name="rule"
          label={t('stories.decide.rule')}
          none={t('stories.decide.rule-none')}
          choices={Object.fromEntries(coalition.rules.map((rule) => [rule, rule]))}
        />
        <Field
          of={of}
          name="reason"
          label={t('stories.decide.reason')}
          hint={t('stories.decide.reason-hint')}
          long
          rows={4}
          max={4000}
        />
        <ReplyPicker
          c={c}
          of={of}
          offered={replies}
          action={`/stories/${story.id}/decision#decide`}
        />
        <Button>{t('stories.decide')}</Button>
      </Form>
    </section>
  )
}

type AboutProps = { c: Ctx; story: Story; consents: Consent[]; people: StoryPerson[] }

/** How it would be shown, to whom, for what, and who else is in it. */
const AboutStory = ({ c, story, consents, people }: AboutProps) => {
  const { t } = c.var
  return (
    <Facts
      rows={[
        { label: t('stories.decide.shown-as'), value: bylineOf(story) || t('stories.anonymous') },
        { label: t('stories.decide.lang'), value: languageName(story.lang) },
        { label: t('stories.decide.audience'), value: t(`stories.audience.${story.audience}`) },
        ...(story.notBefore
          ? [{ label: t('audience.day'), value: <Day day={story.notBefore} /> }]
          : []),
        {
          label: t('consent.people'),
          value:
            people.map(({ name, state }) => `${name}: ${t(`consent.state.${state}`)}`).join(', ') ||
            t('consent.others.nobody'),
        },
        {
          label: t('consent.uses'),
          value:
            [...usesHeld(consents, now())].map((use) => t(`consent.${use}`)).join(', ') ||
            t('consent.held.none'),
        },
        ...(story.pictureId
          ? [{ label: t('stories.decide.picture-words'), value: story.pictureWords }]
          : []),
        { label: t('stories.mine.state'), value: t(`stories.state.${story.state}`) },
      ]}
    />
  )
}

const ToDecision = ({ c }: Pick<DecisionProps, 'c'>) => (
  <p>
    <a href="#decide">{c.var.t('stories.decide.jump')}</a>
  </p>
)

export const DecisionPage = (props: DecisionProps) => {
  const { c, story, decision, consents, people, edit, safety, words, marks, masked, of } = props
  const { t } = c.var
  const mayMask = story.state === 'told' || story.state === 'published'
  return (
    <Page
      c={c}
      title={story.title}
      heading={<ListName name={story.title} lang={story.lang} />}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: '/stories/waiting', label: t('stories.waiting') }}
    >
      {story.state === 'told' && <ToDecision c={c} />}
      {masked && (
        <Notice tone={masked === 'yes' ? 'good' : 'info'} alert>
          <p>{t(masked === 'yes' ? 'safety.masked' : 'safety.gone')}</p>
        </Notice>
      )}
      <Sensitive c={c} story={story} safety={safety} />
      <HowItCame c={c} story={story} voice={props.voice} telling={props.telling} />
      <StoryWithMarks
        c={c}
        story={story}
        words={words}
        marks={marks}
        more={props.more}
        isEdited={edit !== undefined}
      />
      <MarkList c={c} story={story} words={words} marks={marks} mayMask={mayMask} />
      <EditNotice c={c} story={story} edit={edit} />
      <TranslateLink c={c} story={story} />
      <AboutStory c={c} story={story} consents={consents} people={people} />
      {!allAgreed(people) && (
        <Notice tone="warn">
          <p>{t('stories.decide.others-not-asked')}</p>
          <p>
            <a href={`/stories/${story.id}/consents`}>{t('consent.office')}</a>
          </p>
        </Notice>
      )}
      {decision && (
        <Notice title={t('stories.decide.before')}>
          <p>
            {[t(`stories.verdict.${decision.verdict as 'publish'}`), decision.rule, decision.reason]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <AfterDecision c={c} story={story} verdict={decision.verdict} />
        </Notice>
      )}
      <ListsLink c={c} story={story} />
      {story.state === 'told' && <Decide {...props} />}
    </Page>
  )
}
