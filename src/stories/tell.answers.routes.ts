import { type Answers, draftKeyHash } from '#base/drafts.ts'
import { keepPicture, pictureProblem } from '#base/files.ts'
import { type FormState, formOf, readFile, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { limit, networkKey } from '#base/limits.ts'
import type { Ctx } from '#base/web.ts'
import { storyForm, type TellPage, tellForms } from './forms.ts'
import type { Draft } from './rules.ts'

export const draftKind = 'story'

/** What was answered so far, and the page as it is shown again when something is wrong with it. */
export type Answered = { answers: Answers; form: FormState | null }
type Deps = Pick<JobDeps, 'db' | 'config'>

/** The whole story as its pages were answered; null while something is missing. */
export function draftOf(answers: Answers): Draft | null {
  const read = storyForm.safeParse(answers)
  if (!read.success) return null
  const { pictureId, ...said } = read.data
  return {
    ...said,
    name: said.name || null,
    town: said.town || null,
    email: said.email || null,
    pictureId: pictureId ?? null,
    pictureWords: pictureId ? said.pictureWords : null,
  }
}

// Each is decoded and lies on the disk for two days, whether or not its story is ever told.
const fromNetwork = { points: 60, seconds: 3600 }

type Kept = { answers: Answers; problem: string | null }

/** Keeps a picture when one was sent. Out: what the draft says of it now, and what is wrong. */
async function pictureOf(c: Ctx, deps: Deps, answers: Answers): Promise<Kept> {
  const sent = await readFile(c, 'picture')
  if (!sent) return { answers, problem: null }
  const network = networkKey(c.var.network)
  const within = await limit(
    deps.db,
    'tell picture',
    network,
    fromNetwork.points,
    fromNetwork.seconds,
  )
  if (!within.ok) return { answers, problem: c.var.t('stories.too-many') }
  const bytes = new Uint8Array(await sent.arrayBuffer())
  const picture = await keepPicture(deps, c.var.who, bytes, draftKeyHash(c, draftKind))
  if (!picture.ok) return { answers, problem: c.var.t(pictureProblem[picture.error]) }
  return { answers: { ...answers, pictureId: picture.value.id }, problem: null }
}

function withoutPicture(answers: Answers): Answers {
  const left: Answers = { ...answers, pictureWords: '' }
  delete left['pictureId']
  return left
}

async function answerPicture(c: Ctx, deps: Deps, before: Answers): Promise<Answered> {
  const form = await readForm(c, tellForms.picture)
  // The picture may be fine when its words are not: it is kept, so that nobody has to look for it again.
  if (!form.ok) {
    const { answers } = await pictureOf(c, deps, before)
    return { answers, form: { ...form.error, values: { ...answers, ...form.error.values } } }
  }
  const { pictureWords, remove } = form.value
  const said = { ...before, pictureWords }
  const { answers, problem } = await pictureOf(c, deps, remove ? withoutPicture(said) : said)
  if (problem) return { answers, form: withProblem(formOf(answers), 'picture', problem) }
  if (!answers['pictureId'] || answers['pictureWords']) return { answers, form: null }
  const missing = c.var.t('stories.picture.words-missing')
  return { answers, form: withProblem(formOf(answers), 'pictureWords', missing) }
}

/** Reads the answers of one page, to be kept beside those given before. */
export async function answerPage(
  c: Ctx,
  deps: Deps,
  page: TellPage,
  before: Answers,
): Promise<Answered> {
  if (page === 'picture') return answerPicture(c, deps, before)
  const form = await readForm(c, tellForms[page])
  if (!form.ok) return { answers: before, form: form.error }
  const answers: Answers = { ...before }
  for (const [name, value] of Object.entries(form.value))
    // A box is kept as a browser would send it.
    answers[name] = typeof value === 'boolean' ? (value ? 'yes' : '') : value
  return { answers, form: null }
}
