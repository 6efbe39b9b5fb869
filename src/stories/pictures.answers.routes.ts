import type { Answers } from '#base/drafts.ts'
import { keepPicture, pictureProblem } from '#base/files.ts'
import { type FormState, formOf, readFile, readForm, withProblem } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { limit, networkKey } from '#base/limits.ts'
import type { Ctx } from '#base/web.ts'
import { morePictureList, tellForms } from './forms.ts'
import { type MorePicture, mostMore } from './pictures.rules.ts'

/** What was answered so far, and the page as it is shown again when something is wrong with it. */
export type Answered = { answers: Answers; form: FormState | null; stay?: boolean }
type Deps = Pick<JobDeps, 'db' | 'config'>
/** The field that a picture comes in, the answer it is kept as, and the hash of the key that it belongs to. */
type Sent = { field: string; as: string; owner: string }
type Problem = [field: string, problem: Key]

/** The pictures besides the first, as far as a teller sent them with their words. */
export function moreOf(answers: Answers): MorePicture[] {
  const written = answers['more']
  if (typeof written !== 'string' || written === '') return []
  const read = morePictureList.safeParse(JSON.parse(written))
  return read.success ? read.data : []
}

const keepMore = (answers: Answers, more: readonly MorePicture[]): Answers => ({
  ...answers,
  more: more.length > 0 ? JSON.stringify(more) : '',
})

/** Without the first picture the second becomes the first. */
function withoutFirst(answers: Answers): Answers {
  const [next, ...more] = moreOf(answers)
  const left: Answers = { ...keepMore(answers, more), pictureWords: next?.words ?? '' }
  delete left['pictureId']
  return next ? { ...left, pictureId: next.id } : left
}

/** Takes a further picture out of what was answered, when its button was pressed. */
function dropped(answers: Answers, pressed: string): Answers | null {
  if (pressed === 'drop-waiting') {
    const { moreId: _gone, ...left } = answers
    return left
  }
  const at = /^drop-(\d)$/.exec(pressed)?.[1]
  return at === undefined ? null : keepMore(answers, moreOf(answers).toSpliced(Number(at), 1))
}

/** What came with the form besides the first picture, and what is wrong with it. */
function judge(id: unknown, words: string, n: number): Problem | 'nothing' | 'fine' {
  const has = typeof id === 'string' && id !== ''
  if (!has && words === '') return 'nothing'
  if (!has) return ['morePicture', 'stories.picture.more-missing']
  if (n >= mostMore) return ['morePicture', 'stories.picture.more-full']
  return words === '' ? ['moreWords', 'stories.picture.words-missing'] : 'fine'
}

/**
 * Adds the picture that was sent besides the first, with its words. One whose words are missing waits in the draft
 * until they come, so that nobody has to look for it again.
 */
async function answerMore(c: Ctx, deps: Deps, before: Answers, owner: string): Promise<Answered> {
  const { do: pressed, moreWords: said } = await c.req.parseBody()
  const stay = typeof pressed === 'string' && pressed !== ''
  const left = dropped(before, stay ? pressed : '')
  if (left) return { answers: left, form: null, stay }
  const words = typeof said === 'string' ? said.trim().slice(0, 400) : ''
  const sent = await pictureOf(c, deps, before, { field: 'morePicture', as: 'moreId', owner })
  const { moreId, ...answers } = sent.answers
  const more = moreOf(answers)
  const judged = sent.problem ? null : judge(moreId, words, more.length)
  if (judged === 'nothing') return { answers, form: null, stay }
  if (judged === 'fine')
    return {
      answers: keepMore(answers, [...more, { id: String(moreId), words }]),
      form: null,
      stay,
    }
  const [field, problem] = judged
    ? [judged[0], c.var.t(judged[1])]
    : ['morePicture', sent.problem ?? '']
  const of = formOf({ ...sent.answers, moreWords: words })
  return { answers: sent.answers, form: withProblem(of, field, problem) }
}

// Each is decoded and lies on the disk for two days, whether or not its story is ever told.
const fromNetwork = { points: 60, seconds: 3600 }

type Kept = { answers: Answers; problem: string | null }

/** Keeps a picture when one was sent as `field`. Out: what the draft says of it now as `as`, and what is wrong. */
async function pictureOf(
  c: Ctx,
  deps: Deps,
  answers: Answers,
  { field, as, owner }: Sent,
): Promise<Kept> {
  const sent = await readFile(c, field)
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
  const picture = await keepPicture(deps, c.var.who, bytes, owner)
  if (!picture.ok) return { answers, problem: c.var.t(pictureProblem[picture.error]) }
  return { answers: { ...answers, [as]: picture.value.id }, problem: null }
}

/** Reads the page of pictures. `owner`: the hash of the key that the draft's files belong to. */
export async function answerPicture(
  c: Ctx,
  deps: Deps,
  before: Answers,
  owner: string,
): Promise<Answered> {
  const first = { field: 'picture', as: 'pictureId', owner }
  const form = await readForm(c, tellForms.picture)
  // The picture may be fine when its words are not: it is kept, so that nobody has to look for it again.
  if (!form.ok) {
    const { answers } = await pictureOf(c, deps, before, first)
    return { answers, form: { ...form.error, values: { ...answers, ...form.error.values } } }
  }
  const { pictureWords, remove } = form.value
  const said = { ...before, pictureWords }
  const { answers, problem } = await pictureOf(c, deps, remove ? withoutFirst(said) : said, first)
  if (problem) return { answers, form: withProblem(formOf(answers), 'picture', problem) }
  if (!answers['pictureId'] || answers['pictureWords']) return answerMore(c, deps, answers, owner)
  const missing = c.var.t('stories.picture.words-missing')
  return { answers, form: withProblem(formOf(answers), 'pictureWords', missing) }
}
