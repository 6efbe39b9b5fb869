import type { Child } from 'hono/jsx'
import { type FormState, valueOf } from '#base/forms.ts'
import { CheckAnswers, Button, Choice, Field, Form, Select, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Details, Notice } from '#base/ui/parts.tsx'
import type { Ctx, Env } from '#base/web.ts'
import { type TellPage, tellPages } from './forms.ts'
import { languageName, tellingLanguages } from './languages.ts'

type Asked = { t: Env['Variables']['t']; of: FormState; lang: string }

const AskWho = ({ t, of }: Asked) => (
  <>
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
  </>
)

const AskAudience = ({ t, of }: Asked) => (
  <>
    <Choice
      of={of}
      name="audience"
      legend={t('stories.audience.legend')}
      choices={{
        public: { label: t('stories.audience.public'), hint: t('stories.audience.public-hint') },
        members: { label: t('stories.audience.members'), hint: t('stories.audience.members-hint') },
      }}
    />
    <Tick
      of={of}
      name="othersAgreed"
      label={t('stories.audience.others')}
      hint={t('stories.audience.others-hint')}
    />
  </>
)

const asks: Record<TellPage, (asked: Asked) => Child> = {
  who: AskWho,
  what: AskWhat,
  picture: AskPicture,
  audience: AskAudience,
}

type Props = {
  c: Ctx
  page: TellPage
  of: FormState
  toCheck: boolean
  isFirst: boolean
  /** Somebody began a story on this device: perhaps somebody else. */
  isBegun: boolean
}

export const TellingPage = ({ c, page, of, toCheck, isFirst, isBegun }: Props) => {
  const { t, coalition, lang } = c.var
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
      {isFirst && <p>{t('stories.lead')}</p>}
      {isFirst && coalition.phone && <p>{t('stories.or-ring', { phone: coalition.phone })}</p>}
      <Form
        c={c}
        action={`/stories/new/${page}${toCheck ? '?check=yes' : ''}`}
        of={of}
        enctype={page === 'picture' ? 'multipart/form-data' : undefined}
      >
        <Ask t={t} of={of} lang={lang} />
        <Button>{t('stories.continue')}</Button>
      </Form>
      {isBegun && !toCheck && (
        <Form c={c} action="/stories/new/afresh">
          <p>{t('stories.afresh.why')}</p>
          <Button tone="quiet">{t('stories.afresh')}</Button>
        </Form>
      )}
    </Page>
  )
}

const changeOf = (page: TellPage) => `/stories/new/${page}?check=yes`

/** What was answered, row by row, with the way back to each. */
function answered(t: Asked['t'], of: FormState) {
  const value = (name: string) => valueOf(of, name)
  const style = value('nameStyle') as 'full' // one of the styles: its page was answered
  const written = (
    <span lang={value('lang')} dir="auto">
      {value('title')}
    </span>
  )
  return [
    { label: t('stories.who.name'), value: value('name'), changeHref: changeOf('who') },
    {
      label: t('stories.who.style'),
      value: t(`stories.style.${style}`),
      changeHref: changeOf('who'),
    },
    { label: t('stories.who.town'), value: value('town'), changeHref: changeOf('who') },
    { label: t('stories.who.email'), value: value('email'), changeHref: changeOf('who') },
    {
      label: t('stories.what.lang'),
      value: languageName(value('lang')),
      changeHref: changeOf('what'),
    },
    { label: t('stories.what.title'), value: written, changeHref: changeOf('what') },
    {
      label: t('stories.what.body'),
      value: (
        <span lang={value('lang')} dir="auto" class="lines">
          {value('body')}
        </span>
      ),
      changeHref: changeOf('what'),
    },
    {
      label: t('stories.picture.file'),
      value: value('pictureId') ? value('pictureWords') : '',
      changeHref: changeOf('picture'),
    },
    {
      label: t('stories.audience.legend'),
      value: t(`stories.audience.${value('audience') as 'public'}`),
      changeHref: changeOf('audience'),
    },
    {
      label: t('stories.audience.others'),
      value: t(value('othersAgreed') === 'yes' ? 'stories.yes' : 'stories.not-yet'),
      changeHref: changeOf('audience'),
    },
  ]
}

export const TellCheckPage = ({
  c,
  of,
  isChange,
}: {
  c: Ctx
  of: FormState
  isChange: boolean
}) => {
  const { t } = c.var
  const hasAgreed = valueOf(of, 'othersAgreed') === 'yes'
  return (
    <Page
      c={c}
      title={t('stories.check')}
      of={of}
      narrow
      nav="tell"
      promise={t('stories.promise')}
      back={{ href: '/stories/new/audience', label: t('stories.back') }}
    >
      <CheckAnswers rows={answered(t, of)} />
      {!hasAgreed && (
        <Notice tone="warn">
          <p>{t('stories.check.others')}</p>
        </Notice>
      )}
      {isChange && (
        <Notice>
          <p>{t('stories.check.change')}</p>
        </Notice>
      )}
      <Form c={c} action="/stories/new/check" of={of}>
        <Button>{t(isChange ? 'stories.check.send-change' : 'stories.check.send')}</Button>
      </Form>
    </Page>
  )
}
