import { z } from 'zod'
import { choice, line, optionalLine, optionalProse, prose, tick } from '#base/forms.ts'
import { editAnswerForm, editAnswerForThemForm, mostLetters } from './edit.forms.ts'
import { tellingLanguages } from './languages.ts'

const tongues = Object.keys(tellingLanguages) as [string, ...string[]] // a list of many

/** Into which language. */
export const startForm = z.object({ to: choice(tongues, 'translate.office.lang-missing') })

/** The words of a translation, as a translator by their link writes them. */
export const translationForm = z.object({
  title: line('translate.title-missing', 200),
  body: prose('translate.body-missing', mostLetters),
  pictureWords: optionalLine(400),
  translator: optionalLine(120),
  // Which words of the story stood beside it.
  from: z.string().max(64).catch(''),
})

/** The same, as the office writes them: who writes may be who translated it, or type in what they were given. */
export const officeTranslationForm = translationForm.extend({ mine: tick })

/** A second reader says so, of the version that they read. */
export const readingForm = z.object({
  read: z.literal('yes', 'translate.office.read-missing'),
  version: z.coerce.number('translate.office.read-missing').int(),
})

/** The teller's answer by their link; `hasRead`: they read the language, and did. */
export const translationAnswerForm = editAnswerForm.extend({ hasRead: tick })

/** The teller's answer, as the office writes it down. */
export const translationAnswerForThemForm = editAnswerForThemForm.extend({
  wish: optionalProse(4000),
  hasRead: tick,
})
