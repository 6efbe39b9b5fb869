import { z } from 'zod'
import { choice, line, optionalEmail, optionalLine, prose, tick } from '#base/forms.ts'
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
    })
    .superRefine(({ name, nameStyle, town }, check) => {
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
  audience: z.object({
    audience: choice(['public', 'members'], 'stories.audience.missing'),
    othersAgreed: tick,
  }),
} as const

export type TellPage = keyof typeof tellForms
export const tellPages = Object.keys(tellForms) as TellPage[] // the table's own keys
export const isTellPage = (name: string): name is TellPage => Object.hasOwn(tellForms, name)

/** A whole story as its pages were answered. */
export const storyForm = z.object({
  ...tellForms.who.shape,
  ...tellForms.what.shape,
  pictureId: z.uuid().optional(),
  pictureWords: tellForms.picture.shape.pictureWords,
  ...tellForms.audience.shape,
})

/** The first page that is not answered well yet; null when the story can be sent. */
export function firstOpenPage(answers: Record<string, unknown>): TellPage | null {
  const open = tellPages.find((page) => !tellForms[page].safeParse(answers).success)
  if (open) return open
  // Words are asked for a picture that is there.
  return answers['pictureId'] && !answers['pictureWords'] ? 'picture' : null
}

export const decisionForm = z.discriminatedUnion(
  'verdict',
  [
    z.object({ verdict: z.literal('publish') }),
    z.object({
      verdict: z.literal('decline'),
      rule: line('stories.decide.rule-missing', 500),
      reason: prose('stories.decide.reason-missing', 4000),
    }),
  ],
  'stories.decide.verdict-missing',
)
