import { z } from 'zod'
import { err, ok, type Result } from './result.ts'
import type { Ctx } from './web.ts'

/** What was written into a form, and what is wrong with it, field by field (in the reader's language). */
export type FormState = {
  values: Record<string, string | string[]>
  problems: Record<string, string>
}
export const blank: FormState = { values: {}, problems: {} }

/** A form that shows what is known already. */
export const formOf = (values: FormState['values']): FormState => ({ values, problems: {} })

/** The same form with one more problem, such as a refusal of an action. */
export const withProblem = (form: FormState, field: string, problem: string): FormState => ({
  values: form.values,
  problems: { ...form.problems, [field]: problem },
})

export const valueOf = (form: FormState, name: string): string => {
  const value = form.values[name]
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '')
}
export const valuesOf = (form: FormState, name: string): string[] =>
  [form.values[name] ?? []].flat()

/**
 * Words as people paste them, made safe to keep: composed (NFC), without control characters (PostgreSQL
 * refuses NUL) and without marks that turn the direction of what follows; line ends are "\n".
 */
export const clean = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Cc}/gu, (letter) => (letter === '\n' || letter === '\t' ? letter : ''))
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .toWellFormed()

const letters = (text: string) => [...text].length
const withinLetters = (max: number, problem: string) =>
  [(text: string) => letters(text) <= max, problem] as const

/** Messages are keys of words with their arguments: readForm says them in the reader's language. */
const tooLong = (max: number) => `ui.too-long|${max}`

/** One line, trimmed, at most `max` letters; `missing` is the key of the words when it is empty. */
export const line = (missing: string, max = 200) =>
  z
    .string(missing)
    .transform((text) => clean(text).replace(/\s+/g, ' ').trim())
    .pipe(
      z
        .string()
        .min(1, missing)
        .refine(...withinLetters(max, tooLong(max))),
    )

/** A line that may be left out: '' when it was. */
export const optionalLine = (max = 200) =>
  z
    .string()
    .optional()
    .transform((text) =>
      clean(text ?? '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .pipe(z.string().refine(...withinLetters(max, tooLong(max))))

/** Paragraphs, trimmed, at most `max` letters. */
export const prose = (missing: string, max = 20_000) =>
  z
    .string(missing)
    .transform((text) => clean(text).trim())
    .pipe(
      z
        .string()
        .min(1, missing)
        .refine(...withinLetters(max, tooLong(max))),
    )

export const optionalProse = (max = 20_000) =>
  z
    .string()
    .optional()
    .transform((text) => clean(text ?? '').trim())
    .pipe(z.string().refine(...withinLetters(max, tooLong(max))))

/** One box to tick. Whatever is not its yes is no. */
export const tick = z
  .string()
  .optional()
  .transform((answer) => answer === 'yes')

/** One of several. */
export const choice = <const V extends readonly [string, ...string[]]>(
  values: V,
  missing: string,
) => z.enum(values, missing)

/** Any number of several. */
export const choices = <const V extends readonly [string, ...string[]]>(values: V, wrong: string) =>
  z
    .union([z.array(z.enum(values, wrong)), z.enum(values, wrong)], wrong)
    .optional()
    .transform((chosen) => (chosen === undefined ? [] : [chosen].flat()))

// What a mail server will take: plain ASCII, so that no look-alike letter leads elsewhere (GHSA-7rqj).
const mailPattern =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

/** A mail address in plain ASCII, as it was written but for spaces; compare it in lower case. */
export const email = (missing: string, wrong: string) =>
  z
    .string(missing)
    .transform((text) => clean(text).normalize('NFKC').trim())
    .pipe(z.string().min(1, missing).max(254, wrong).regex(mailPattern, wrong))

export const optionalEmail = (wrong: string) =>
  z
    .string()
    .optional()
    .transform((text) =>
      clean(text ?? '')
        .normalize('NFKC')
        .trim(),
    )
    .pipe(z.union([z.literal(''), z.string().max(254, wrong).regex(mailPattern, wrong)], wrong))

/** Reads the fields of a form as they were sent. Files are left out; `readFile` has them. */
async function fieldsOf(c: Ctx): Promise<FormState['values']> {
  const body = await c.req.parseBody({ all: true })
  const values: FormState['values'] = {}
  for (const [name, sent] of Object.entries(body)) {
    const texts = [sent].flat().filter((one) => typeof one === 'string')
    if (texts.length > 0) values[name] = texts.length === 1 ? texts[0]! : texts // length is checked
  }
  return values
}

/** A file that was sent under this name; null when none was chosen. */
export async function readFile(c: Ctx, name: string): Promise<File | null> {
  const sent = [(await c.req.parseBody({ all: true }))[name]].flat()[0]
  return sent instanceof File && sent.size > 0 ? sent : null
}

const sayProblem = (c: Ctx, message: string): string => {
  const [key = '', max] = message.split('|')
  // A schema's messages are keys of words; what is none (zod's own) is said as it is.
  return c.var.t(key as Parameters<typeof c.var.t>[0], max ? { max: Number(max) } : undefined)
}

/**
 * Reads a form. Out: what its schema makes of it, or the form as it was sent with a sentence for each
 * field that is wrong.
 */
export async function readForm<S extends z.ZodType>(
  c: Ctx,
  schema: S,
): Promise<Result<z.output<S>, FormState>> {
  const values = await fieldsOf(c)
  const read = schema.safeParse(values)
  if (read.success) return ok(read.data)
  const problems: Record<string, string> = {}
  for (const issue of read.error.issues)
    problems[String(issue.path[0])] ??= sayProblem(c, issue.message)
  return err({ values, problems })
}
