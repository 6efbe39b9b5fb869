import { Hono } from 'hono'
import { act, type Db, nobody } from '#base/db.ts'
import { keepDraft, readDraft } from '#base/drafts.ts'
import { blank, type FormState, readFile, readForm, withProblem } from '#base/forms.ts'
import { limit, networkKey } from '#base/limits.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { unreadableKey } from './import.words.ts'
import { kindOf } from './join.questions.ts'
import { loadRegister, removeRegister } from './register.actions.ts'
import { answersFrom, canFind, findable } from './register.find.ts'
import { findForm } from './register.forms.ts'
import * as queries from './register.queries.ts'
import { readSought } from './register.numbers.ts'
import {
  FindPage,
  type FindChoice,
  numberWords,
  RegistersPage,
  RemovalPage,
} from './register.views.tsx'
import { isRegister, type RegisterPrefix } from './registers.ts'
import { readRows } from './spreadsheet.read.ts'
import { topicBook } from './topics.queries.ts'

type Deps = { db: Db }

/** Who looks up a whole register by three letters at a time is a machine. */
const most = { tries: 240, seconds: 600 }
const isWithin = async (c: Ctx, { db }: Deps): Promise<boolean> =>
  (await limit(db, 'register', networkKey(c.var.network), most.tries, most.seconds)).ok

/** What is offered for these words; null while they are too short to mean something. */
async function look(
  c: Ctx,
  { db }: Deps,
  typed: string,
  prefixes: readonly RegisterPrefix[],
): Promise<FindChoice[] | null> {
  const sought = readSought(typed, prefixes)
  if (!sought) return null
  const found = await act(db, nobody, (tx) => queries.findOnRegisters(tx, sought, prefixes))
  const { t } = c.var
  return found.map(({ orgId, name, place, isListed }) => ({
    value: orgId,
    label: name,
    hint: [numberWords(t, orgId), place, isListed ? t('find.listed') : '']
      .filter(Boolean)
      .join(' · '),
  }))
}

const draftOf = (c: Ctx, db: Db) => readDraft(c, db, 'join')

/** The registers that this application may be found on; none leads on without searching. */
async function registersHere(c: Ctx, { db }: Deps) {
  const draft = await draftOf(c, db)
  const kind = kindOf(draft)
  return kind && (await canFind(db, kind)) ? { draft, kind, prefixes: findable(kind) } : null
}

async function showFind(c: Ctx, deps: Deps, form: FormState = blank, written?: string) {
  c.header('cache-control', 'no-store')
  const here = await registersHere(c, deps)
  if (!here) return c.redirect('/join/name', 303)
  const asked = written ?? c.req.query('q')
  if (asked === undefined) return c.html(<FindPage c={c} q="" found={null} form={form} />)
  const q = asked.slice(0, 100)
  const wrong = (problem: string, status: 422 | 429) =>
    c.html(<FindPage c={c} q={q} found={null} form={withProblem(blank, 'q', problem)} />, status)
  if (!(await isWithin(c, deps))) return wrong(c.var.t('find.too-many'), 429)
  const found = await look(c, deps, q, here.prefixes)
  if (!found) return wrong(c.var.t('find.short'), 422)
  const status = Object.keys(form.problems).length > 0 ? 422 : 200
  return c.html(<FindPage c={c} {...{ q, found, form }} />, status)
}

async function choose(c: Ctx, deps: Deps) {
  const here = await registersHere(c, deps)
  if (!here) return c.redirect('/join/name', 303)
  const form = await readForm(c, findForm)
  const q = form.ok ? form.value.q : ''
  const again = (problem: string) =>
    showFind(c, deps, withProblem(blank, 'organisation', problem), q)
  const chosen = form.ok ? form.value.organisation : ''
  if (chosen === '') return again(c.var.t('find.choose'))
  if (chosen === 'none') return c.redirect('/join/name', 303)
  const entry = await queries.findRegisterEntry(deps.db, chosen)
  if (!entry || !here.prefixes.some((prefix) => prefix === entry.register))
    return again(c.var.t('find.gone'))
  const filled = answersFrom(entry, await topicBook(deps.db))
  await keepDraft(c, deps.db, 'join', { ...here.draft, ...filled })
  return c.redirect('/join/name', 303)
}

/** The same search for the script of the page. Public facts only, and no person in them. */
async function suggest(c: Ctx, deps: Deps) {
  c.header('cache-control', 'no-store')
  if (!(await isWithin(c, deps))) return c.json({ said: c.var.t('find.too-many'), found: [] }, 429)
  const here = await registersHere(c, deps)
  const found = here ? await look(c, deps, c.req.query('q') ?? '', here.prefixes) : []
  if (!found) return c.json({ said: '', found: [] })
  return c.json({ said: c.var.t('find.found', { n: found.length }), found })
}

async function showRegisters(
  c: Ctx,
  { db }: Deps,
  form: FormState = blank,
  status: 200 | 413 | 422 = 200,
) {
  const { t } = c.var
  const registers = await queries.loadedRegisters(db)
  const done = c.req.query('done')
  const removed = c.req.query('removed') ?? ''
  const said = [
    ...(done !== undefined ? [t('registers.done')] : []),
    ...(/^[1-9]\d{0,6}$/.test(c.req.query('left') ?? '')
      ? [t('registers.loaded.left', { n: Number(c.req.query('left')) })]
      : []),
    ...(/^[1-9]\d{0,6}$/.test(c.req.query('members') ?? '')
      ? [t('registers.loaded.members', { n: Number(c.req.query('members')) })]
      : []),
    ...(isRegister(removed) ? [t('registers.removed', { register: removed })] : []),
  ]
  return c.html(<RegistersPage c={c} {...{ registers, form, said }} />, status)
}

async function upload(c: Ctx, deps: Deps) {
  const { t } = c.var
  const refuse = (problem: string) =>
    showRegisters(c, deps, withProblem(blank, 'file', problem), 422)
  const file = await readFile(c, 'file')
  if (!file) return refuse(t('registers.missing'))
  const rows = readRows(Buffer.from(await file.arrayBuffer()))
  if (!rows.ok) return refuse(t(unreadableKey(rows.error)))
  const source = { file: file.name.slice(0, 120), rows: rows.value }
  const done = await loadRegister(deps.db, c.var.who, source).catch((problem: unknown) => {
    // A file that breaks off in the middle is the file's fault; what the database says is ours.
    if (isOfFile(problem)) return null
    throw problem
  })
  if (!done) return refuse(t(unreadableKey('broken')))
  if (!done.ok) return refuse(t(`registers.refused.${done.error}`))
  const { left, members } = done.value
  return c.redirect(`/registers?done&left=${left}&members=${members}`, 303)
}

const isOfFile = (problem: unknown): boolean => {
  const { code, name } = problem as { code?: unknown; name?: string }
  return String(code ?? '').startsWith('CSV_') || (code === undefined && name === 'Error')
}

const prefixPath = ':prefix{[A-Z]{2}-[A-Z]{2,6}}'

/** Finding one's organisation while asking to join, and the registers that it is found on. */
export const registerRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/join/find', may('membership', 'create'), (c) => showFind(c, deps))
    .post('/join/find', may('membership', 'create'), (c) => choose(c, deps))
    .get('/join/register.json', may('membership', 'create'), (c) => suggest(c, deps))

    .get('/registers', may('register', 'load'), (c) => showRegisters(c, deps))
    .post('/registers', may('register', 'load'), (c) => upload(c, deps))
    .get(`/registers/${prefixPath}/removal`, may('register', 'remove'), async (c) => {
      const registers = await queries.loadedRegisters(deps.db)
      const register = registers.find(({ prefix }) => prefix === c.req.param('prefix'))
      return register ? c.html(<RemovalPage c={c} register={register} />) : c.notFound()
    })
    .post(`/registers/${prefixPath}/removal`, may('register', 'remove'), async (c) => {
      const prefix = c.req.param('prefix')
      const gone = await removeRegister(deps.db, c.var.who, prefix)
      return gone === null ? c.notFound() : c.redirect(`/registers?removed=${prefix}`, 303)
    })
