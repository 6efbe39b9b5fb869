import { type FormState, formOf, valueOf, withProblem } from '#base/forms.ts'
import type { Ctx } from '#base/web.ts'
import { putIn } from './replies.rules.ts'

/** The form as it was sent with "Put it in"; null when another button was pressed. */
export async function askedForReply(c: Ctx): Promise<FormState | null> {
  const body = await c.req.parseBody({ all: true })
  if (body['put'] !== 'yes') return null
  const texts = Object.entries(body).flatMap(([name, sent]): [string, string | string[]][] => {
    const [first, ...more] = [sent].flat().filter((one) => typeof one === 'string')
    if (first === undefined) return []
    return [[name, more.length === 0 ? first : [first, ...more]]]
  })
  return formOf(Object.fromEntries(texts))
}

/** The same form with a saved reply behind what was typed; null words: nothing was chosen, or it is gone. */
export const replyIn = (c: Ctx, form: FormState, field: string, words: string | null): FormState =>
  words === null
    ? withProblem(form, 'reply', c.var.t('office.replies.choose'))
    : formOf({ ...form.values, reply: '', [field]: putIn(valueOf(form, field), words) })
