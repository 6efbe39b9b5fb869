import { type Answers, draftKeyHash } from '#base/drafts.ts'
import { formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { addDays, now } from '#base/time.ts'
import type { Ctx } from '#base/web.ts'
import { toldTo } from './audience.forms.ts'
import { wordsOfUse } from './audience.words.ts'
import type { Agreed } from './consent.actions.ts'
import { mostOthers, type Other } from './consent.rules.ts'
import { otherForm, otherList, storyForm, type TellPage, tellForms, whatByVoice } from './forms.ts'
import type { Draft } from './rules.ts'
import { type Answered, answerPicture, moreOf } from './pictures.answers.routes.ts'
import type { Beside } from './voice.actions.ts'

export const draftKind = 'story'

/** The whole story as its pages were answered; null while something is missing. */
export function draftOf(answers: Answers): Draft | null {
  const read = storyForm.safeParse(answers)
  if (!read.success) return null
  const { pictureId, name, nameStyle, town, email, lang, title, body, audience } = read.data
  return {
    name: name || null,
    nameStyle,
    town: town || null,
    email: email || null,
    lang,
    title,
    body,
    audience,
    pictureId: pictureId ?? null,
    pictureWords: pictureId ? read.data.pictureWords : null,
  }
}

/** The sound and the further pictures that were sent, and for whom it is told. */
export function besideOf(answers: Answers): Beside {
  const { voiceId, tellsFor, forName, forHow } = answers
  return {
    voiceId: typeof voiceId === 'string' && voiceId !== '' ? voiceId : null,
    pictures: answers['pictureId'] ? moreOf(answers).map(({ id, words }) => ({ id, words })) : [],
    toldFor: tellsFor === 'other' ? { name: String(forName), how: String(forHow) } : null,
    office: null,
  }
}

/** Whose story it is, when it is told for somebody: they are asked like everyone in it. */
function toldForOf(answers: Answers): Other[] {
  const { tellsFor, forName, forReach } = answers
  if (tellsFor !== 'other' || 'mine' in answers) return []
  return [{ name: String(forName), how: 'named', reach: String(forReach ?? ''), guardian: '' }]
}

/** Who else is in the story, as far as its teller said so. */
export function othersOf(answers: Answers): Other[] {
  const written = answers['others']
  if (typeof written !== 'string' || written === '') return []
  const read = otherList.safeParse(JSON.parse(written))
  return read.success ? read.data : []
}

const keepOthers = (answers: Answers, others: readonly Other[]): Answers => ({
  ...answers,
  others: others.length > 0 ? JSON.stringify(others) : '',
})

/** What was agreed to, in the words that stood on the page; null while something is missing. */
export function agreedOf(c: Ctx, answers: Answers): Agreed | null {
  const read = storyForm.safeParse(answers)
  if (!read.success) return null
  const { t, lang } = c.var
  const { uses, until, othersIn, audience } = read.data
  return {
    uses: uses.map((use) => ({ use, words: wordsOfUse(t, use, audience) })),
    lang,
    channel: 'web',
    takenBy: null,
    witness: null,
    until: until === 'year' ? addDays(now(), 365) : null,
    ...toldTo(read.data),
    others: [...toldForOf(answers), ...(othersIn === 'some' ? othersOf(answers) : [])],
  }
}

const wanted = async (c: Ctx): Promise<string> => {
  const { do: pressed } = await c.req.parseBody()
  return typeof pressed === 'string' ? pressed : ''
}

/** People are added one by one; the page stays until there is nobody more to add. */
async function answerOthers(c: Ctx, before: Answers): Promise<Answered> {
  const others = othersOf(before)
  const pressed = await wanted(c)
  const gone = /^remove-(\d{1,2})$/.exec(pressed)?.[1]
  if (gone !== undefined) {
    const left = others.toSpliced(Number(gone), 1)
    return { answers: keepOthers(before, left), form: null, stay: true }
  }
  const form = await readForm(c, tellForms.others)
  if (!form.ok) return { answers: before, form: form.error }
  const answers = { ...before, ...form.value }
  if (form.value.othersIn === 'nobody') return { answers: keepOthers(answers, []), form: null }
  const isDone = pressed !== 'add' && others.length > 0 && (await isNobodyWritten(c))
  return isDone ? { answers, form: null } : addOther(c, answers, others, pressed === 'add')
}

const isNobodyWritten = async (c: Ctx): Promise<boolean> => {
  const { otherName } = await c.req.parseBody()
  return typeof otherName !== 'string' || otherName.trim() === ''
}

/** Adds the person who was written down. */
async function addOther(
  c: Ctx,
  answers: Answers,
  others: readonly Other[],
  stay: boolean,
): Promise<Answered> {
  const read = await readForm(c, otherForm)
  if (!read.ok) return { answers, form: read.error }
  if (others.length >= mostOthers)
    return {
      answers,
      form: withProblem(formOf(answers), 'otherName', c.var.t('consent.others.many')),
    }
  const { otherHow: how, otherReach: reach, otherGuardian: guardian } = read.value
  const named = [...others, { name: read.value.otherName, how, reach, guardian }]
  return { answers: keepOthers(answers, named), form: null, stay }
}

/** Reads the answers of one page, to be kept beside those given before. */
export async function answerPage(
  c: Ctx,
  deps: Pick<JobDeps, 'db' | 'config'>,
  page: TellPage,
  before: Answers,
): Promise<Answered> {
  if (page === 'picture') return answerPicture(c, deps, before, draftKeyHash(c, draftKind))
  if (page === 'others') return answerOthers(c, before)
  // A story told by voice may leave its words to us.
  const byVoice = page === 'what' && besideOf(before).voiceId !== null
  const form = await readForm(c, byVoice ? whatByVoice : tellForms[page])
  if (!form.ok) return { answers: before, form: form.error }
  const answers: Answers = { ...before }
  for (const [name, value] of Object.entries(form.value))
    // A box is kept as a browser would send it.
    answers[name] = typeof value === 'boolean' ? (value ? 'yes' : '') : value
  return { answers, form: null }
}
