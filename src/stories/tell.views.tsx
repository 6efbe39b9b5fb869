import type { Child } from 'hono/jsx'
import { type FormState, valueOf } from '#base/forms.ts'
import { Button, Choice, Field, Form, Select, Tick, Ticks } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Details, Notice, Prose } from '#base/ui/parts.tsx'
import type { Ctx, Env } from '#base/web.ts'
import { AskAudienceOf } from './audience.views.tsx'
import type { Other } from './consent.rules.ts'
import { uses } from './consent.schema.ts'
import { type TellPage, tellPages } from './forms.ts'
import { tellingLanguages } from './languages.ts'
import { AskMorePictures } from './pictures.views.tsx'
import { AskOthers, OthersSoFar } from './tell.others.views.tsx'

type Asked = { t: Env['Variables']['t']; of: FormState; lang: string; others: Other[] }

/** Whose story it is, for who tells it for somebody. */
const AskForWhom = ({ t, of }: Pick<Asked, 't' | 'of'>) => (
  <>
    <Choice
      of={of}
      name="tellsFor"
      legend={t('voice.for')}
      value="own"
      choices={{ own: t('voice.for.own'), other: t('voice.for.other') }}
    />
    <Details summary={t('voice.for.who')} open={valueOf(of, 'tellsFor') === 'other'}>
      <Field of={of} name="forName" label={t('voice.for.name')} spellcheck={false} optional />
      <Field of={of} name="forHow" label={t('voice.for.how')} optional />
      <Field
        of={of}
        name="forReach"
        label={t('voice.for.reach')}
        hint={t('voice.for.reach-hint')}
        spellcheck={false}
        optional
      />
    </Details>
  </>
)

const AskWho = ({ t, of }: Asked) => (
  <>
    <AskForWhom t={t} of={of} />
    <Field
      of={of}
      name="name"
      label={t('stories.who.name')}
      hint={t('stories.who.name-hint')}
      autocomplete="name"
      spellcheck={false}
      optional
    />
    <Choice
      of={of}
      name="nameStyle"
      legend={t('stories.who.style')}
      choices={{
        full: t('stories.style.full'),
        first: t('stories.style.first'),
        'first-and-town': t('stories.style.first-and-town'),
        none: t('stories.style.none'),
      }}
    />
    <Field
      of={of}
      name="town"
      label={t('stories.who.town')}
      hint={t('stories.who.town-hint')}
      autocomplete="address-level2"
      optional
    />
    <Field
      of={of}
      name="email"
      type="email"
      label={t('stories.who.email')}
      hint={t('stories.who.email-hint')}
      autocomplete="email"
      spellcheck={false}
      optional
    />
  </>
)

const AskWhat = ({ t, of, lang }: Asked) => {
  const told = valueOf(of, 'lang') || lang
  return (
    <>
      <Select
        of={of}
        name="lang"
        label={t('stories.what.lang')}
        choices={tellingLanguages}
        value={lang}
      />
      <p>
        <a href="/stories/new/voice">
          {t(valueOf(of, 'voiceId') ? 'voice.there-change' : 'voice.instead')}
        </a>
      </p>
      <Field of={of} name="title" label={t('stories.what.title')} lang={told} />
      <Field
        of={of}
        name="body"
        label={t('stories.what.body')}
        hint={t('stories.what.body-hint')}
        lang={told}
        long
        rows={10}
        max={20_000}
        spellcheck
        draft
      />
      <Details summary={t('stories.what.stuck')}>
        <ul>
          <li>{t('stories.what.stuck-1')}</li>
          <li>{t('stories.what.stuck-2')}</li>
          <li>{t('stories.what.stuck-3')}</li>
        </ul>
      </Details>
    </>
  )
}

const AskPicture = ({ t, of }: Asked) => (
  <>
    {valueOf(of, 'pictureId') ? (
      <>
        <Notice tone="good">
          <p>{t('stories.picture.there')}</p>
        </Notice>
        <Tick of={of} name="remove" label={t('stories.picture.remove')} />
      </>
    ) : null}
    <Field
      of={of}
      name="picture"
      type="file"
      accept="image/jpeg,image/png,image/webp"
      label={t(valueOf(of, 'pictureId') ? 'stories.picture.other' : 'stories.picture.file')}
      hint={t('stories.picture.file-hint')}
      optional
    />
    <Field
      of={of}
      name="pictureWords"
      label={t('stories.picture.words')}
      hint={t('stories.picture.words-hint')}
      long
      rows={3}
      max={400}
    />
    {valueOf(of, 'pictureId') && <AskMorePictures t={t} of={of} />}
  </>
)

const AskAudience = ({ t, of }: Asked) => (
  <>
    <AskAudienceOf t={t} of={of} />
    <Ticks
      of={of}
      name="uses"
      legend={t('consent.uses')}
      hint={t('consent.uses.hint')}
      choices={Object.fromEntries(
        uses.map((use) => [use, { label: t(`consent.${use}`), hint: t(`consent.${use}.hint`) }]),
      )}
    />
    <Choice
      of={of}
      name="until"
      legend={t('consent.until')}
      hint={t('consent.until.hint')}
      choices={{ always: t('consent.until.always'), year: t('consent.until.year') }}
    />
  </>
)

const asks: Record<TellPage, (asked: Asked) => Child> = {
  who: AskWho,
  what: AskWhat,
  picture: AskPicture,
  others: AskOthers,
  audience: AskAudience,
}

type Props = {
  c: Ctx
  page: TellPage
  of: FormState
  others: Other[]
  toCheck: boolean
  isFirst: boolean
  /** Somebody began a story on this device: perhaps somebody else. */
  isBegun: boolean
}

const Lead = ({ c }: { c: Ctx }) => {
  const { t, coalition } = c.var
  return (
    <>
      <p>{t('stories.lead')}</p>
      {coalition.phone && <p>{t('stories.or-ring', { phone: coalition.phone })}</p>}
    </>
  )
}

/** The campaign whose call somebody answers, and what it asks where the story is written. */
const ToldFor = ({ c, of, page }: { c: Ctx; of: FormState; page: TellPage }) => {
  const name = valueOf(of, 'campaignName')
  const call = page === 'what' ? valueOf(of, 'campaignCall') : ''
  return name ? (
    <Notice>
      <p>{c.var.t('campaigns.telling-for', { name })}</p>
      {call && <Prose text={call} lang={valueOf(of, 'campaignLang')} />}
    </Notice>
  ) : null
}

/** The other ways: on paper before anything is written, later once something is. */
const OtherWays = ({ c, isFirst }: Pick<Props, 'c' | 'isFirst'>) => (
  <p>
    {isFirst ? (
      <a href="/stories/paper">{c.var.t('voice.on-paper')}</a>
    ) : (
      <a href="/stories/new/later">{c.var.t('voice.later')}</a>
    )}
  </p>
)

export const TellingPage = ({ c, page, of, others, toCheck, isFirst, isBegun }: Props) => {
  const { t, lang } = c.var
  const at = tellPages.indexOf(page)
  const before = at === 0 ? '/stories' : `/stories/new/${tellPages[at - 1]}`
  const Ask = asks[page]
  return (
    <Page
      c={c}
      title={t(`stories.${page}`)}
      of={of}
      narrow
      nav="tell"
      script
      promise={t('stories.promise')}
      back={{ href: toCheck ? '/stories/new/check' : before, label: t('stories.back') }}
    >
      <p class="step">{t('stories.step', { n: at + 1, all: tellPages.length + 1 })}</p>
      <ToldFor c={c} of={of} page={page} />
      {isFirst && <Lead c={c} />}
      {page === 'others' && <OthersSoFar c={c} others={others} toCheck={toCheck} />}
      <Form
        c={c}
        action={`/stories/new/${page}${toCheck ? '?check=yes' : ''}`}
        of={of}
        enctype={page === 'picture' ? 'multipart/form-data' : undefined}
      >
        <Ask t={t} of={of} lang={lang} others={others} />
        <Button>{t('stories.continue')}</Button>
      </Form>
      <OtherWays c={c} isFirst={isFirst} />
      {isBegun && !toCheck && (
        <Form c={c} action="/stories/new/afresh">
          <p>{t('stories.afresh.why')}</p>
          <Button tone="quiet">{t('stories.afresh')}</Button>
        </Form>
      )}
    </Page>
  )
}
