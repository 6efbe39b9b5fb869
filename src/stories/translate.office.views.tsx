import type { FormState } from '#base/forms.ts'
import { Actions, Button, Choice, Field, Form, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { versionOf } from './edit.rules.ts'
import { languageName } from './languages.ts'
import type { Mark } from './reader.ts'
import type { Story } from './schema.ts'
import { BesideOriginal, type Original, TranslationForm } from './translate.form.views.tsx'
import { stateOf, tones } from './translate.list.views.tsx'
import { needsOf } from './translate.rules.ts'
import type { StoryTranslation } from './translate.schema.ts'

type Props = {
  c: Ctx
  story: Story
  lang: string
  original: Original
  translation: StoryTranslation | undefined
  isOut: boolean
  /** Open while somebody is asked to translate it. */
  link: string | null
  /** What the reader marked in it. */
  marks: { kind: Mark['kind']; letters: string }[]
  of: FormState
  answerOf: FormState
  readingOf: FormState
  done: 'kept' | 'asked' | 'done' | null
}

type About = Props & { translation: StoryTranslation }

const Standing = ({ c, translation, original, isOut }: About) => {
  const { t } = c.var
  const state = stateOf(translation, original.hash, isOut)
  const needs = needsOf(translation, translation.wordsHash !== original.hash)
  return (
    <>
      <p>
        <Tag tone={tones[state]}>{t(`translate.office.state.${state}`)}</Tag>
      </p>
      {!isOut && needs.length > 0 && (
        <>
          <p>{t('translate.office.needs')}</p>
          <ul>
            {needs.map((need) => (
              <li>{t(`translate.office.needs.${need}`)}</li>
            ))}
          </ul>
        </>
      )}
      {translation.wish && (
        <>
          <p>
            <strong>{t('edit.office.wanted')}</strong>
          </p>
          <blockquote dir="auto">{translation.wish}</blockquote>
        </>
      )}
    </>
  )
}

/** Marks are questions: the reader knows English and Welsh, and numbers and addresses in any language. */
const Marked = ({ c, lang, marks }: Pick<Props, 'c' | 'lang' | 'marks'>) =>
  marks.length === 0 ? null : (
    <Notice tone="warn" title={c.var.t('translate.office.marks')}>
      <ul>
        {marks.map(({ kind, letters }) => (
          <li>
            <bdi lang={lang}>{letters}</bdi> ({c.var.t(`safety.kind.${kind}`)})
          </li>
        ))}
      </ul>
    </Notice>
  )

/** Two pairs of eyes: somebody who did not write it says that it says what the story says. */
const SecondReader = ({ c, story, lang, translation, readingOf: of }: About) => {
  const { t } = c.var
  if (translation.readAt)
    return (
      <p>
        {t(translation.readByTeller ? 'translate.office.read-by-teller' : 'translate.office.read')}
      </p>
    )
  return (
    <Form c={c} action={`/stories/${story.id}/translations/${lang}/reading`} of={of}>
      <input type="hidden" name="version" value={String(versionOf(translation))} />
      <Tick of={of} name="read" label={t('translate.office.i-read')} />
      <Button tone="quiet">{t('translate.office.write-down')}</Button>
    </Form>
  )
}

const Teller = ({ c, story, lang, translation, answerOf: of }: About) => {
  const { t } = c.var
  const here = `/stories/${story.id}/translations/${lang}`
  return (
    <>
      <p class="soft">{t(story.email ? 'translate.office.ask-hint' : 'edit.office.no-address')}</p>
      <p>
        <a href={`/stories/${story.id}/consents`}>{t('edit.office.ask-code')}</a>
      </p>
      {translation.state === 'draft' && (
        <Form c={c} action={`${here}/question`} inline>
          <Button>{t('edit.office.ask')}</Button>
        </Form>
      )}
      <Form c={c} action={`${here}/answer`} of={of}>
        <input type="hidden" name="version" value={String(versionOf(translation))} />
        <Choice
          of={of}
          name="answer"
          legend={t('edit.office.answer')}
          choices={{ yes: t('translate.answer-yes'), no: t('translate.answer-no') }}
        />
        <Choice
          of={of}
          name="channel"
          legend={t('edit.office.channel')}
          choices={{
            phone: t('edit.office.channel-phone'),
            letter: t('edit.office.channel-letter'),
          }}
        />
        <Tick of={of} name="hasRead" label={t('translate.office.teller-read')} />
        <Field of={of} name="wish" label={t('edit.office.wish')} long rows={3} max={4000} />
        <Button tone="quiet">{t('edit.office.write-down')}</Button>
      </Form>
    </>
  )
}

/** A private link for somebody who translates: to be passed on by hand, so that no address is kept. */
const Invitation = ({ c, story, lang, link }: Props) => {
  const { t } = c.var
  const action = `/stories/${story.id}/translations/${lang}/link`
  return (
    <section class="stack" aria-labelledby="invite">
      <h2 id="invite">{t('translate.office.invite')}</h2>
      <p>{t(link ? 'translate.office.invited' : 'translate.office.invite-hint')}</p>
      {link && (
        <p class="lines" dir="ltr">
          {link}
        </p>
      )}
      <Form c={c} action={action} inline>
        <Button tone="quiet" name="open" value={link ? 'no' : 'yes'}>
          {t(link ? 'translate.office.close-link' : 'translate.office.open-link')}
        </Button>
      </Form>
    </section>
  )
}

const Doing = (props: About) => {
  const { c, story, lang } = props
  const { t } = c.var
  return (
    <>
      <section class="stack-lg" aria-labelledby="reader">
        <h2 id="reader">{t('translate.office.reader')}</h2>
        <SecondReader {...props} />
      </section>
      <section class="stack-lg" aria-labelledby="teller">
        <h2 id="teller">{t('edit.office.ask')}</h2>
        <Teller {...props} />
      </section>
      <Form c={c} action={`/stories/${story.id}/translations/${lang}/end`}>
        <p class="soft">{t('translate.office.drop-hint')}</p>
        <Actions>
          <Button tone="warn">{t('translate.office.drop')}</Button>
        </Actions>
      </Form>
    </>
  )
}

/** A moderator's page: the original beside a translation, who has read it, and what the teller says of it. */
export const TranslationPage = (props: Props) => {
  const { c, story, lang, original, translation, of, answerOf, readingOf, done } = props
  const { t } = c.var
  const problems = { ...of.problems, ...answerOf.problems, ...readingOf.problems }
  const here = `/stories/${story.id}/translations`
  return (
    <Page
      c={c}
      title={t('translate.office.into', { language: languageName(lang) })}
      of={{ values: {}, problems }}
      wide
      staff
      nav="desk"
      back={{ href: here, label: t('translate.office') }}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t(`translate.office.done.${done}`)}</p>
        </Notice>
      )}
      {translation && <Standing {...props} translation={translation} />}
      <Marked c={c} lang={lang} marks={props.marks} />
      <BesideOriginal from={story.lang} lang={lang} original={original}>
        <TranslationForm
          c={c}
          action={`${here}/${lang}`}
          lang={lang}
          original={original}
          translation={translation}
          of={of}
          office={{ me: c.var.person?.id ?? '' }}
        />
      </BesideOriginal>
      <div class="narrow stack-lg">
        {translation?.state !== 'yes' && <Invitation {...props} />}
        {translation && translation.body !== '' && <Doing {...props} translation={translation} />}
      </div>
    </Page>
  )
}
