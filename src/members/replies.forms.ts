import { z } from 'zod'
import { choice, line, optionalProse } from '#base/forms.ts'
import { occasions, type ReplyTexts } from './replies.schema.ts'

const words = optionalProse(5000)

/** A saved reply: a title, an occasion, and its words in one language at least. */
export const replyForm = z
  .object({
    title: line('office.replies.title-missing', 120),
    occasion: choice(occasions, 'office.replies.occasion-missing'),
    textEn: words,
    textCy: words,
    textUr: words,
    seen: z.string().max(40).optional(),
  })
  .transform(({ title, occasion, textEn, textCy, textUr, seen }, issues) => {
    const all = { en: textEn, cy: textCy, ur: textUr }
    const texts = Object.fromEntries(
      Object.entries(all).filter(([, text]) => text !== ''),
    ) as ReplyTexts
    if (Object.keys(texts).length === 0)
      issues.addIssue({ code: 'custom', path: ['textEn'], message: 'office.replies.text-missing' })
    return { title, occasion, texts, seen }
  })
export type ReplyDraft = z.output<typeof replyForm>
