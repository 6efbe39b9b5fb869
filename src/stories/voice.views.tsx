import { asset } from '#base/assets.ts'
import { soundHref } from '#base/files.ts'
import { type FormState, valueOf } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Button, Field, Form, Tick } from '#base/ui/form.tsx'
import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Confirmation, Facts, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Story } from './schema.ts'
import type { StoryTelling, StoryVoice } from './voice.schema.ts'

/** A player of the browser's own: nothing is fetched before somebody presses it. */
export const Player = ({
  c,
  fileId,
  keyOfLink,
  caption = 'voice.listen',
}: {
  c: Ctx
  fileId: string
  keyOfLink?: string | undefined
  caption?: 'voice.listen' | 'voice.listen-own' | 'voice.office.listen'
}) => (
  <figure class="stack-s">
    <figcaption>{c.var.t(caption)}</figcaption>
    {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the words of the story stand beside its sound */}
    <audio controls preload="none" src={soundHref(fileId, keyOfLink)}></audio>
  </figure>
)

/** The recorder: its buttons are shown by its script, for those whose browser can record. */
const Recorder = ({ c }: { c: Ctx }) => {
  const { t } = c.var
  return (
    <template
      id="recorder"
      data-recording={t('voice.recording')}
      data-stopped={t('voice.stopped')}
      data-refused={t('voice.refused')}
    >
      <div class="stack">
        <h2>{t('voice.record')}</h2>
        <p role="status"></p>
        <div class="row">
          <button type="button" class="button" data-do="start">
            {t('voice.start')}
          </button>
          <button type="button" class="button" data-do="stop">
            {t('voice.stop')}
          </button>
          <button type="button" class="button quiet" data-do="remove">
            {t('voice.remove')}
          </button>
        </div>
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- its teller hears what they said a moment ago */}
        <audio controls></audio>
      </div>
    </template>
  )
}

/** Where a story is told by voice: recorded here, sent as a file, or told on the telephone. */
export const VoicePage = ({
  c,
  of,
  voiceKey,
}: {
  c: Ctx
  of: FormState
  voiceKey: string | undefined
}) => {
  const { t, coalition } = c.var
  const kept = valueOf(of, 'voiceId')
  return (
    <Page
      c={c}
      title={t('voice.title')}
      of={of}
      narrow
      nav="tell"
      promise={t('stories.promise')}
      back={{ href: '/stories/new/what', label: t('stories.back') }}
      head={<script type="module" src={asset('record.js')}></script>}
    >
      <p>{t('voice.lead')}</p>
      <Form c={c} action="/stories/new/voice" of={of} enctype="multipart/form-data">
        {kept && (
          <>
            <Notice tone="good">
              <p>{t('voice.there')}</p>
            </Notice>
            <Player c={c} fileId={kept} keyOfLink={voiceKey} caption="voice.listen-own" />
            <Tick of={of} name="remove" label={t('voice.remove')} />
          </>
        )}
        <Recorder c={c} />
        <Field
          of={of}
          name="sound"
          type="file"
          accept="audio/*"
          label={t('voice.file')}
          hint={t('voice.file-hint')}
          optional
        />
        <Button>{t('stories.continue')}</Button>
      </Form>
      {coalition.phone && (
        <section class="stack" aria-labelledby="ring">
          <h2 id="ring">{t('voice.ring')}</h2>
          <p>{t('voice.ring-why')}</p>
          <p>
            <a href={telHref(coalition.phone)}>
              <bdi>{coalition.phone}</bdi>
            </a>{' '}
            {coalition.phoneHours}
          </p>
        </section>
      )}
    </Page>
  )
}

type CameProps = {
  c: Ctx
  story: Story
  voice: StoryVoice | undefined
  telling: StoryTelling | undefined
}

/** For a moderator: the sound of a story, for whom it is told, and the letter of one that came to the office. */
export const HowItCame = ({ c, story, voice, telling }: CameProps) => {
  const { t } = c.var
  return (
    <>
      {voice && (
        <>
          <Player c={c} fileId={voice.fileId} caption="voice.office.listen" />
          <p>
            <a href={`/stories/${story.id}/transcript`}>{t('voice.office.transcript')}</a>
          </p>
          <Form c={c} action={`/stories/${story.id}/sound`} inline>
            <p>{t(voice.shown ? 'voice.office.sound-why' : 'voice.office.sound-gone')}</p>
            <Button name="shown" value={voice.shown ? 'no' : 'yes'} tone="quiet">
              {t(voice.shown ? 'voice.office.sound-out' : 'voice.office.sound-in')}
            </Button>
          </Form>
        </>
      )}
      {telling?.toldFor && (
        <Facts
          rows={[
            { label: t('voice.office.told-for'), value: telling.toldFor },
            { label: t('voice.office.told-how'), value: telling.toldHow },
          ]}
        />
      )}
      {telling?.takenBy && (
        <p>
          <a href={`/stories/${story.id}/letter`}>{t('paper.office.letter')}</a>
        </p>
      )}
    </>
  )
}

type TranscriptProps = { c: Ctx; story: Story; fileId: string; of: FormState }

/** For a moderator: the sound, and the words that are written down from it. */
export const TranscriptPage = ({ c, story, fileId, of }: TranscriptProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('voice.office.transcript')}
      of={of}
      staff
      narrow
      nav="desk"
      back={{ href: `/stories/${story.id}/decision`, label: t('consent.office.story') }}
    >
      <p>
        <strong lang={story.lang} dir={directionOf(story.lang)}>
          {story.title}
        </strong>
      </p>
      <Player c={c} fileId={fileId} caption="voice.office.listen" />
      <p>{t('voice.office.transcript-why')}</p>
      <Form c={c} action={`/stories/${story.id}/transcript`} of={of}>
        <Field
          of={of}
          name="body"
          label={t('voice.office.words')}
          lang={story.lang}
          long
          rows={20}
          max={200_000}
          spellcheck
          draft
        />
        <Button>{t('voice.office.keep-words')}</Button>
      </Form>
    </Page>
  )
}

/** Finish later: a mail with a link, or a code to write down. */
export const LaterPage = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('voice.later')}
      of={of}
      narrow
      nav="tell"
      back={{ href: '/stories/new', label: t('stories.back') }}
    >
      <p>{t('voice.later.what')}</p>
      <Form c={c} action="/stories/new/later" of={of}>
        <Field
          of={of}
          name="email"
          type="email"
          label={t('voice.later.email')}
          hint={t('voice.later.hint')}
          autocomplete="email"
          spellcheck={false}
          optional
        />
        <Button>{t('voice.later.send')}</Button>
      </Form>
    </Page>
  )
}

export const LaterKept = ({
  c,
  code,
  mailed,
  until,
}: {
  c: Ctx
  code: string
  mailed: boolean
  until: string
}) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('voice.later.kept')} heading={false} narrow staff nav="tell">
      <Confirmation title={t('voice.later.kept')}>
        <p>{t(mailed ? 'voice.later.mailed' : 'voice.later.print')}</p>
      </Confirmation>
      <p class="h2">
        <code dir="ltr">{code}</code>
      </p>
      <p>{t('voice.later.where', { address: `${c.var.origin}/stories/go-on` })}</p>
      <p>{t('voice.later.until', { day: until })}</p>
    </Page>
  )
}

/** Where a story that was begun elsewhere goes on. Opening it changes nothing: a button does. */
export const GoOnPage = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('voice.go-on')} of={of} narrow staff nav="tell">
      <p>{t('voice.go-on.what')}</p>
      <Form c={c} action="/stories/go-on" of={of}>
        <Field
          of={of}
          name="code"
          label={t('consent.code.label')}
          hint={t('consent.code.hint')}
          spellcheck={false}
          width="middle"
        />
        <Button>{t('voice.go-on')}</Button>
      </Form>
      <p>
        <ButtonLink href="/stories/new" tone="quiet">
          {t('stories.wall.tell')}
        </ButtonLink>
      </p>
    </Page>
  )
}
