import { z } from 'zod'
import type { Answers } from '#base/drafts.ts'
import {
  choice,
  choices,
  clean,
  email,
  line,
  optionalEmail,
  optionalLine,
  optionalProse,
  prose,
} from '#base/forms.ts'
import { gifts, kindOf, type PageName, pagesFor, sizes } from './join.questions.ts'
import { isRegister, orgId, registersOf } from './registers.ts'
import { type Kind, kinds } from './schema.ts'
import type { TopicChoice } from './topics.ts'

const audiences = ['staff', 'members', 'public'] as const
const precisions = ['area', 'near', 'exact'] as const
const keptFor = (wrong: string) => choice(audiences, wrong).default('staff')

const digits = (text: string) => text.replace(/\D/g, '').length
const isPhone = (text: string) =>
  /^[+\d][\d\s().\-/]*$/.test(text) && digits(text) >= 7 && digits(text) <= 15
export const optionalPhone = optionalLine(40).refine(
  (text) => text === '' || isPhone(text),
  'join.phone.wrong',
)

/** A name that can be said: spaces and marks that nobody sees are none. */
const name = (missing: string) =>
  line(missing, 150).refine((text) => /[\p{L}\p{N}]/u.test(text), missing)

/** A web address as people write it ("www.example.org"). Out: a whole address; null when it is none. */
export function webAddress(written: string): string | null {
  const text = clean(written).trim()
  if (/\s/.test(text)) return null
  const url = URL.parse(
    /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d+/.test(text) ? text : `https://${text}`,
  )
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    return null
  return /^(?!-)[^.]+(\.[^.]+)*\.[a-z][a-z0-9-]+$/i.test(url.hostname) && url.href.length <= 300
    ? url.href
    : null
}

const website = optionalLine(300).transform((text, issues) => {
  const address = text === '' ? '' : webAddress(text)
  if (address === null) issues.addIssue('join.website.wrong')
  return address ?? ''
})

/** A register and a number that has its form; "none" needs no number. */
function registerForm(kind: Kind) {
  const must = kind === 'charity' || kind === 'company'
  const values = ['none', ...registersOf(kind)] as [string, ...string[]]
  const register = choice(values, 'join.register.missing')
  return z
    .object({
      register: must ? register : register.default('none'),
      registerNumber: optionalLine(40),
    })
    .superRefine(({ register: prefix, registerNumber }, issues) => {
      if (!isRegister(prefix)) return
      const path = ['registerNumber']
      if (registerNumber === '')
        issues.addIssue({ code: 'custom', path, message: 'join.register.number-missing' })
      else if (!orgId(prefix, registerNumber).ok)
        issues.addIssue({ code: 'custom', path, message: `register.form.${prefix}` })
    })
}

/** What may stay unsaid by someone who rings, and by someone who is signed in already; what can be chosen. */
export type Asking = { byPhone?: boolean; signedIn?: boolean; topics?: readonly TopicChoice[] }

/** Codes of topics, and words of their own. Whether they are offered is for whoever asks to say. */
const topicsForm = z
  .union([z.array(z.string().max(60)), z.string().max(60)], 'join.topics.wrong')
  .optional()
  .transform((chosen) => [...new Set(chosen === undefined ? [] : [chosen].flat())].map(clean))
  .refine((chosen) => chosen.length <= 60, 'join.topics.wrong')

function youForm({ byPhone, signedIn }: Asking) {
  const rest = { yourRole: optionalLine(100), yourPhone: optionalPhone }
  if (signedIn) return z.object(rest)
  const yourName = name('join.your-name.missing')
  const mail = optionalEmail('join.your-email.wrong')
  if (!byPhone)
    return z.object({
      yourName,
      yourEmail: email('join.your-email.missing', 'join.your-email.wrong'),
      ...rest,
    })
  return z
    .object({ yourName, yourEmail: mail, ...rest })
    .refine((you) => you.yourEmail !== '' || you.yourPhone !== '', {
      path: ['yourPhone'],
      message: 'join.your-phone.missing',
    })
}

const contactForm = z.object({
  email: optionalEmail('join.email.wrong'),
  emailAudience: keptFor('join.audience.missing'),
  phone: optionalPhone,
  phoneAudience: keptFor('join.audience.missing'),
})

const placeForm = z.object({
  place: line('join.place.missing', 100),
  address: optionalLine(200),
  precision: choice(precisions, 'join.precision.missing').default('area'),
  keepPlace: z
    .string()
    .optional()
    .transform((kept) => (kept === 'yes' ? 'yes' : '')),
})

/** The schema of one page's form, for this kind. Its output are answers as they are kept. */
export function pageForm(page: PageName, kind: Kind, asking: Asking = {}): z.ZodType<Answers> {
  const about = kind === 'individual' ? optionalProse(2000) : prose('join.about.missing', 2000)
  const forms: Record<PageName, () => z.ZodType<Answers>> = {
    kind: () => z.object({ kind: choice(kinds, 'join.kind.missing') }),
    name: () => z.object({ name: name('join.name.missing') }),
    register: () => registerForm(kind),
    about: () => z.object({ about }),
    meets: () => z.object({ size: choice(sizes, 'join.size.missing'), meets: optionalLine(200) }),
    topics: () => z.object({ topics: topicsForm }),
    place: () => placeForm,
    website: () => z.object({ website }),
    contact: () => contactForm,
    gives: () => z.object({ gives: choices(gifts, 'join.gives.wrong') }),
    you: () => youForm(asking),
    why: () => z.object({ why: optionalProse(2000) }),
  }
  return forms[page]()
}

/** The first page that still lacks an answer; null when the application can be sent. */
export function firstUnanswered(answers: Answers, asking: Asking): PageName | null {
  const kind = kindOf(answers)
  if (!kind) return 'kind'
  return (
    pagesFor(kind).find((page) => !pageForm(page, kind, asking).safeParse(answers).success) ?? null
  )
}

const phoneDefaults = { size: 'few', register: 'none' }

/**
 * All questions of one kind on one page, as a secretary asks them on the phone; what other kinds are
 * asked is left out.
 */
export const wholeForm = z.looseObject({}).transform((values, issues): Answers => {
  const given: Answers = { ...phoneDefaults, ...(values as Answers) } // readForm sends texts and lists
  const kind = kindOf(given)
  const answers: Answers = {}
  for (const page of pagesFor(kind)) {
    const read = pageForm(page, kind ?? 'organisation', { byPhone: true }).safeParse(given)
    if (read.success) Object.assign(answers, read.data)
    else
      for (const { path, message } of read.error.issues)
        issues.addIssue({ code: 'custom', path: [...path], message })
  }
  return answers
})

export const answerForm = z.object({ answer: prose('join.answer.missing', 5000) })
