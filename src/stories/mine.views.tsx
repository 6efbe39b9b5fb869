import { directionOf } from '#base/i18n.ts'
import { Actions, Button, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Confirmation, Facts, Notice, Tag, type Tone } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { isForEveryone } from './audience.rules.ts'
import { FromDay, WhoMayRead } from './audience.views.tsx'
import type { Story } from './schema.ts'
import { now } from '#base/time.ts'
import { allAgreed } from './consent.rules.ts'
import type { Consent, StoryPerson } from './consent.schema.ts'
import { PeopleAnswered, StillYes, Traces, UsesHeld } from './consent.views.tsx'
import type { StoryEdit } from './edit.schema.ts'
import { MyEditNotice } from './edit.views.tsx'
import { MyTranslations } from './translate.mine.views.tsx'
import type { StoryTranslation } from './translate.schema.ts'
import { StoryBody } from './views.tsx'
import type { ShownPicture } from './pictures.schema.ts'
import { bylineOf } from './rules.ts'
import type { Led } from './year.queries.ts'
import type { StoryVoice } from './voice.schema.ts'
import { MyYear } from './year.views.tsx'

const tones: Record<Story['state'], Tone> = {
  told: 'info',
  published: 'good',
  declined: 'warn',
  withdrawn: 'info',
}

type Found = {
  story: Story
  consents: Consent[]
  people: StoryPerson[]
  edit: StoryEdit | undefined
  more: ShownPicture[]
  translations: StoryTranslation[]
  traces: { place: string; firstAt: Date; lastAt: Date }[]
  decision: { rule: string | null; reason: string | null } | undefined
  /** How many people it is told to by name. */
  readers: number
  led: Led
  voice: StoryVoice | undefined
}
type Props = {
  c: Ctx
  keyOfLink: string
  link: string
  found: Found
  done: 'told' | 'changed' | null
}

const KeptBack = ({ c, voice }: { c: Ctx; voice: StoryVoice | undefined }) =>
  voice?.shown === false ? (
    <Notice>
      <p>{c.var.t('voice.kept-back')}</p>
    </Notice>
  ) : null

const HowItStands = ({
  c,
  keyOfLink,
  story,
  decision,
  people,
  voice,
}: { c: Ctx; keyOfLink: string } & Found) => {
  const { t } = c.var
  const isOut = isForEveryone(story)
  const said = story.state === 'declined' ? decision : undefined
  return (
    <section class="stack" aria-labelledby="state">
      <h2 id="state">{t('stories.mine.state')}</h2>
      <p>
        <Tag tone={tones[story.state]}>{t(`stories.state.${story.state}`)}</Tag>
      </p>
      <FromDay c={c} story={story} />
      {isOut && (
        <p>
          <a href={`/stories/${story.id}`}>{t('stories.mine.see')}</a>
        </p>
      )}
      <KeptBack c={c} voice={voice} />
      {story.state === 'told' && !allAgreed(people) && (
        <Notice tone="warn">
          <p>{t('consent.waiting')}</p>
        </Notice>
      )}
      {story.state === 'declined' && (
        <p>
          <a href={`/stories/mine/${keyOfLink}/appeal`}>{t('appeal.title')}</a>
        </p>
      )}
      {said && (
        <Facts
          rows={[
            ...(said.rule ? [{ label: t('stories.mine.rule'), value: said.rule }] : []),
            ...(said.reason ? [{ label: t('stories.mine.reason'), value: said.reason }] : []),
          ]}
        />
      )}
    </section>
  )
}

export const MyStoryPage = ({ c, keyOfLink, link, found, done }: Props) => {
  const { t } = c.var
  const { story, consents, people, edit, translations, traces, readers, led } = found
  const title = done ? t(`stories.mine.${done}`) : t('stories.mine')
  const here = `/stories/mine/${keyOfLink}`
  return (
    <Page c={c} title={title} heading={done ? false : title} narrow staff nav="stories">
      {done && (
        <Confirmation title={title}>
          <p>{t('stories.mine.next')}</p>
          <p>{t(story.email ? 'stories.mine.we-write' : 'stories.mine.no-address')}</p>
        </Confirmation>
      )}
      <section class="stack" aria-labelledby="link">
        <h2 id="link">{t('stories.mine.link')}</h2>
        <p>{t('stories.mine.link-why')}</p>
        <p class="lines">
          <a href={here} dir="ltr">
            {link}
          </a>
        </p>
      </section>
      {story.askedAgainAt && <StillYes c={c} keyOfLink={keyOfLink} />}
      <MyEditNotice c={c} keyOfLink={keyOfLink} edit={edit} />
      <MyTranslations c={c} keyOfLink={keyOfLink} translations={translations} />
      <HowItStands c={c} keyOfLink={keyOfLink} {...found} />
      <WhoMayRead c={c} keyOfLink={keyOfLink} story={story} readers={readers} />
      <PeopleAnswered c={c} people={people} />
      <UsesHeld c={c} consents={consents} action={`${here}/use`} now={now()} />
      <Traces c={c} traces={traces} />
      <MyYear c={c} keyOfLink={keyOfLink} story={story} led={led} />
      <Actions>
        <Form c={c} action={`${here}/change`} inline>
          <Button>{t('stories.mine.change')}</Button>
        </Form>
        <ButtonLink href={`${here}/withdrawal`} tone="quiet">
          {t('stories.mine.withdraw')}
        </ButtonLink>
      </Actions>
      <p>
        <a href={`${here}/my-data`}>{t('mydata.title')}</a>
      </p>
      <section class="stack" aria-labelledby="words">
        <h2 id="words" lang={story.lang} dir={directionOf(story.lang)}>
          {story.title}
        </h2>
        <StoryBody
          story={{
            ...story,
            byline: bylineOf(story),
            pictureWidth: null,
            pictureHeight: null,
          }}
          pictureKey={keyOfLink}
          more={found.more}
        />
      </section>
    </Page>
  )
}

export const WithdrawalPage = ({
  c,
  keyOfLink,
  story,
}: {
  c: Ctx
  keyOfLink: string
  story: Story
}) => {
  const { t } = c.var
  const here = `/stories/mine/${keyOfLink}`
  return (
    <Page
      c={c}
      title={t('stories.withdrawal')}
      narrow
      staff
      back={{ href: here, label: t('stories.back') }}
    >
      <p>
        <strong lang={story.lang} dir={directionOf(story.lang)}>
          {story.title}
        </strong>
      </p>
      <p>{t('stories.withdrawal.what')}</p>
      <p>{t('stories.withdrawal.not')}</p>
      <Form c={c} action={`${here}/withdrawal`}>
        <Button tone="warn">{t('stories.mine.withdraw')}</Button>
      </Form>
    </Page>
  )
}

/** Said after a story was taken back, and whenever its private link is opened again. */
export const WithdrawnReceipt = ({ c }: { c: Ctx }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('stories.taken-back')} heading={false} narrow staff>
      <Confirmation title={t('stories.taken-back')}>
        <p>{t('stories.taken-back.what')}</p>
      </Confirmation>
      <p>
        <a href="/stories">{t('stories.back-to-all')}</a>
      </p>
    </Page>
  )
}
