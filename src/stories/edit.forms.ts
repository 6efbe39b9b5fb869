import { z } from 'zod'
import { choice, line, optionalLine, optionalProse, prose } from '#base/forms.ts'

/** A transcript of 30,000 words is at most about this long. */
export const mostLetters = 200_000

export const editForm = z.object({
  title: line('edit.office.title-missing', 200),
  body: prose('edit.office.body-missing', mostLetters),
  byline: optionalLine(200),
  pictureWords: optionalLine(400),
})

// When the version that was read was changed last, in ms.
const version = z.coerce.number('edit.answer-missing').int()
const answer = choice(['yes', 'no'], 'edit.answer-missing')
const wish = optionalProse(4000)

/** The teller's answer by their link. */
export const editAnswerForm = z.object({ answer, wish, version })

/** The teller's answer, as the office writes it down. */
export const editAnswerForThemForm = z.object({
  answer,
  wish,
  version,
  channel: choice(['phone', 'letter'], 'edit.office.channel-missing'),
})

/** The button beside a mark: where the letters stand (see `readSpot`). */
export const maskForm = z.object({ mark: z.string().max(60) })
