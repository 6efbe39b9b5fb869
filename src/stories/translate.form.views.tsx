import type { PropsWithChildren } from 'hono/jsx'
import { type FormState, formOf } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Button, Field, Form, Tick } from '#base/ui/form.tsx'
import type { Ctx } from '#base/web.ts'
import { mostLetters } from './edit.forms.ts'
import { languageName } from './languages.ts'
import type { StoryTranslation } from './translate.schema.ts'
import { Words } from './translate.views.tsx'

/** The words of a story as they are shown, and what these are known by. */
export type Original = {
  title: string
  body: string
  pictureWords: string | null
  hash: string
}

type FormOf = {
  c: Ctx
  action: string
  lang: string
  original: Original
  translation: StoryTranslation | undefined
  of: FormState
  /** Whether the office writes it, and so may type in what somebody else translated. */
  office?: { me: string }
}

const nothingYet = { title: '', body: '', pictureWords: null, translator: null }

/** The form as it stands: whoever translated it themselves finds that ticked, until something was sent. */
function formAt({ translation, of, office }: FormOf): FormState {
  const isMine = office !== undefined && translation?.translatorId === office.me
  return isMine && of.values['title'] === undefined
    ? { ...formOf({ mine: 'yes' }), problems: of.problems }
    : of
}

/** The fields of a translation, in its own language and direction, beside the original. */
export const TranslationForm = (props: FormOf) => {
  const { c, action, lang, original, translation, office } = props
  const { t } = c.var
  const of = formAt(props)
  const { title, body, pictureWords, translator } = translation ?? nothingYet
  return (
    <Form c={c} action={action} of={of}>
      <input type="hidden" name="from" value={original.hash} />
      <Field of={of} name="title" label={t('translate.title')} value={title} lang={lang} />
      <Field
        of={of}
        name="body"
        label={t('translate.body')}
        value={body}
        lang={lang}
        long
        rows={20}
        max={mostLetters}
      />
      {original.pictureWords && (
        <Field
          of={of}
          name="pictureWords"
          label={t('translate.picture-words')}
          value={pictureWords ?? ''}
          lang={lang}
        />
      )}
      <Field
        of={of}
        name="translator"
        label={t('translate.translator')}
        hint={t('translate.translator-hint')}
        value={translator ?? ''}
        optional
      />
      {office && <Tick of={of} name="mine" label={t('translate.office.mine')} />}
      <Button>{t('translate.keep')}</Button>
    </Form>
  )
}

type Beside = PropsWithChildren<{ lang: string; original: Original; from: string }>

/** The original on one side, what is made of it on the other. */
export const BesideOriginal = ({ from, lang, original, children }: Beside) => (
  <div class="two">
    <section class="stack" aria-labelledby="original">
      <h2 id="original" lang={from} dir={directionOf(from)}>
        {languageName(from)}
      </h2>
      <Words lang={from} words={original} />
    </section>
    <section class="stack" aria-labelledby="translation">
      <h2 id="translation" lang={lang} dir={directionOf(lang)}>
        {languageName(lang)}
      </h2>
      {children}
    </section>
  </div>
)
