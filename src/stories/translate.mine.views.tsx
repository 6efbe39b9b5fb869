import { type FormState, formOf } from '#base/forms.ts'
import { Button, Choice, Field, Form, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Confirmation, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { versionOf } from './edit.rules.ts'
import { languageIn } from './languages.ts'
import { BesideOriginal, type Original, TranslationForm } from './translate.form.views.tsx'
import type { StoryTranslation } from './translate.schema.ts'
import { Words } from './translate.views.tsx'

type MineProps = {
  c: Ctx
  keyOfLink: string
  from: string
  original: Original
  translation: StoryTranslation
  of: FormState
}

const AnswerForm = ({ c, keyOfLink, translation, of }: Omit<MineProps, 'original' | 'from'>) => {
  const { t } = c.var
  // The version on this page, whatever was sent: a yes is said to what is read here.
  const version = String(versionOf(translation))
  const asked = { ...formOf({ ...of.values, version }), problems: of.problems }
  return (
    <Form c={c} action={`/stories/mine/${keyOfLink}/translations/${translation.lang}`} of={asked}>
      <input type="hidden" name="version" value={version} />
      <Choice
        of={asked}
        name="answer"
        legend={t('translate.answer')}
        hint={t('translate.answer-hint')}
        choices={{ yes: t('translate.answer-yes'), no: t('translate.answer-no') }}
      />
      <Tick of={asked} name="hasRead" label={t('translate.has-read')} />
      <Field of={asked} name="wish" label={t('edit.wish')} long rows={4} max={4000} />
      <Button>{t('edit.send')}</Button>
    </Form>
  )
}

/** The teller sees a translation beside their story, and says yes or no: now, or later once more. */
export const MyTranslationPage = (props: MineProps) => {
  const { c, keyOfLink, from, original, translation, of } = props
  const { t, lang } = c.var
  const language = languageIn(translation.lang, lang)
  return (
    <Page
      c={c}
      title={t('translate.mine', { language })}
      of={of}
      wide
      staff
      nav="stories"
      back={{ href: `/stories/mine/${keyOfLink}`, label: t('edit.back') }}
    >
      <div class="narrow stack">
        <p>{t('translate.mine.lead')}</p>
        {translation.translator && (
          <p>
            {t('translate.translator')}: <bdi>{translation.translator}</bdi>
          </p>
        )}
        {translation.state !== 'asked' && (
          <Notice>
            <p>{t(translation.state === 'yes' ? 'translate.mine.yes' : 'translate.mine.no')}</p>
          </Notice>
        )}
      </div>
      <BesideOriginal from={from} lang={translation.lang} original={original}>
        <Words lang={translation.lang} words={translation} />
      </BesideOriginal>
      <div class="narrow">
        <AnswerForm c={c} keyOfLink={keyOfLink} translation={translation} of={of} />
      </div>
    </Page>
  )
}

/** When there is nothing to answer, or it was answered just now. */
export const MyTranslationDone = ({
  c,
  keyOfLink,
  said,
}: {
  c: Ctx
  keyOfLink: string
  said: 'yes' | 'no' | null
}) => {
  const { t } = c.var
  const title = t(said ? 'edit.thanks' : 'translate.mine.none')
  return (
    <Page c={c} title={title} heading={said ? false : title} narrow staff nav="stories">
      {said ? (
        <Confirmation title={title}>
          <p>{t(`translate.thanks.${said}`)}</p>
        </Confirmation>
      ) : (
        <p>{t('translate.mine.nothing')}</p>
      )}
      <p>
        <a href={`/stories/mine/${keyOfLink}`}>{t('edit.back')}</a>
      </p>
    </Page>
  )
}

/** On the teller's own page: the translations that they were asked about, and what they said. */
export const MyTranslations = ({
  c,
  keyOfLink,
  translations,
}: {
  c: Ctx
  keyOfLink: string
  translations: StoryTranslation[]
}) => {
  const { t, lang } = c.var
  const asked = translations.filter(({ state }) => state !== 'draft')
  if (asked.length === 0) return null
  return (
    <section class="stack" aria-labelledby="translations">
      <h2 id="translations">{t('translate.mine.list')}</h2>
      <ul>
        {asked.map((one) => (
          <li>
            <a href={`/stories/mine/${keyOfLink}/translations/${one.lang}`}>
              {languageIn(one.lang, lang)}
            </a>
            {': '}
            {t(`translate.mine.said-${one.state as 'asked' | 'yes' | 'no'}`)}
          </li>
        ))}
      </ul>
    </section>
  )
}

type TranslatorProps = MineProps & { done: boolean; coalition: string }

/** Somebody who was asked to translate a story writes it here, by their private link. */
export const TranslatorPage = (props: TranslatorProps) => {
  const { c, keyOfLink, from, original, translation, of, done, coalition } = props
  const { t, lang } = c.var
  const language = languageIn(translation.lang, lang)
  return (
    <Page c={c} title={t('translate.link', { language })} of={of} wide staff nav="stories">
      {done && (
        <Notice tone="good" alert>
          <p>{t('translate.link.kept')}</p>
        </Notice>
      )}
      <div class="narrow stack">
        <p>{t('translate.link.lead', { coalition })}</p>
        <p class="soft">{t('translate.link.how')}</p>
      </div>
      <BesideOriginal from={from} lang={translation.lang} original={original}>
        <TranslationForm
          c={c}
          action={`/stories/translation/${keyOfLink}`}
          lang={translation.lang}
          original={original}
          translation={translation}
          of={of}
        />
      </BesideOriginal>
    </Page>
  )
}
