import { z } from 'zod'
import {
  choice,
  choices,
  line,
  optionalEmail,
  optionalLine,
  optionalProse,
  prose,
  tick,
} from '#base/forms.ts'
import { audienceChoice, checkAudience, dayField, readersField } from './audience.forms.ts'
import { type Use, uses } from './consent.schema.ts'
import { tellingLanguages } from './languages.ts'
import { nameStyles } from './schema.ts'

const tongues = Object.keys(tellingLanguages) as [string, ...string[]] // a list of many

const named = (style: string) => style !== 'none'

/** One page of telling asks one thing; the order of this table is the order of the pages. */
export const tellForms = {
  who: z
    .object({
      name: optionalLine(120),
      nameStyle: choice(nameStyles, 'stories.who.style-missing'),
      town: optionalLine(80),
      email: optionalEmail('stories.who.email-wrong'),
      tellsFor: z.enum(['own', 'other']).optional().default('own'),
      forName: optionalLine(120),
      forHow: optionalLine(400),
      forReach: optionalLine(200),
    })
    .superRefine(({ name, nameStyle, town, tellsFor, forName, forHow }, check) => {
      if (tellsFor === 'other' && forName === '')
        check.addIssue({ code: 'custom', path: ['forName'], message: 'voice.for.name-missing' })
      if (tellsFor === 'other' && forHow === '')
        check.addIssue({ code: 'custom', path: ['forHow'], message: 'voice.for.how-missing' })
      if (named(nameStyle) && name === '')
        check.addIssue({ code: 'custom', path: ['name'], message: 'stories.who.name-missing' })
      if (nameStyle === 'first-and-town' && town === '')
        check.addIssue({ code: 'custom', path: ['town'], message: 'stories.who.town-missing' })
    }),
  what: z.object({
    lang: choice(tongues, 'stories.what.lang-missing'),
    title: line('stories.what.title-missing', 120),
    body: prose('stories.what.body-missing', 20_000),
  }),
  picture: z.object({
    pictureWords: optionalLine(400),
    remove: tick,
  }),
  others: z.object({ othersIn: choice(['nobody', 'some'], 'consent.others.missing') }),
  audience: z
    .object({
      audience: audienceChoice,
      readers: readersField,
      notBefore: dayField,
      uses: choices(uses, 'consent.uses.missing').refine(
        (chosen: Use[]) => chosen.length > 0,
        'consent.uses.missing',
      ),
      until: choice(['always', 'year'], 'consent.until.missing'),
    })
    .superRefine(checkAudience),
} as const

/** The words of a story told by voice: they may be left to us. */
export const whatByVoice = tellForms.what.extend({ body: optionalProse(20_000) })

/** Somebody else in the story, as its teller adds them one by one. */
export const otherForm = z
  .object({
    otherName: line('consent.others.name-missing', 120),
    otherHow: choice(['named', 'pictured'], 'consent.others.how-missing'),
    otherReach: optionalLine(200),
    otherChild: tick,
    otherGuardian: optionalLine(120),
  })
  .superRefine(({ otherChild, otherGuardian }, check) => {
    if (otherChild && otherGuardian === '')
      check.addIssue({
        code: 'custom',
        path: ['otherGuardian'],
        message: 'consent.others.guardian-missing',
      })
  })

const other = z.object({
  name: z.string().max(120),
  how: z.enum(['named', 'pictured']),
  reach: z.string().max(200),
  guardian: z.string().max(120),
})
/** The people named so far, as a draft keeps them. */
export const otherList = z.array(other).max(20)

/** The pictures besides the first, as a draft keeps them. */
export const morePictureList = z
  .array(z.object({ id: z.uuid(), words: z.string().min(1).max(400) }))
  .max(2)

export type TellPage = keyof typeof tellForms
export const tellPages = Object.keys(tellForms) as TellPage[] // the table's own keys
export const isTellPage = (name: string): name is TellPage => Object.hasOwn(tellForms, name)

/** A whole story as its pages were answered. */
export const storyForm = z.object({
  ...tellForms.who.shape,
  ...whatByVoice.shape,
  pictureId: z.uuid().optional(),
  pictureWords: tellForms.picture.shape.pictureWords,
  ...tellForms.others.shape,
  ...tellForms.audience.shape,
})

/** The first page that is not answered well yet; null when the story can be sent. */
export function firstOpenPage(answers: Record<string, unknown>): TellPage | null {
  const formOf = (page: TellPage) =>
    page === 'what' && answers['voiceId'] ? whatByVoice : tellForms[page]
  const open = tellPages.find((page) => !formOf(page).safeParse(answers).success)
  if (open) return open
  // Words are asked for a picture that is there.
  if ((answers['pictureId'] && !answers['pictureWords']) || answers['moreId']) return 'picture'
  return answers['othersIn'] === 'some' && !answers['others'] ? 'others' : null
}

/** What was read, as the form carries it (see seenOf). */
const seen = z.string().max(64).optional()

export const decisionForm = z.discriminatedUnion(
  'verdict',
  [
    z.object({ verdict: z.literal('publish'), sensitive: tick, seen }),
    z.object({
      verdict: z.literal('decline'),
      seen,
      rule: line('stories.decide.rule-missing', 500),
      reason: prose('stories.decide.reason-missing', 4000),
    }),
  ],
  'stories.decide.verdict-missing',
)
