import { Hono } from 'hono'
import { act, type Db } from '#base/db.ts'
import { blank, type FormState, readFile, readForm, withProblem } from '#base/forms.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { unreadableKey } from './import.words.ts'
import { readRows } from './spreadsheet.read.ts'
import { importTaxonomy, mergeTopics, offerTopics, renameTopic } from './topics.actions.ts'
import { mergeForm, namesForm, offerForm } from './topics.forms.ts'
import { namesIn, readTopics, topicUses } from './topics.queries.ts'
import { topicWords } from './topics.ts'
import { type ShownTopic, TopicPage, TopicsPage } from './topics.views.tsx'

type Deps = { db: Db }

/** Every topic that is one, and the words that members use beside them. */
async function readAll(c: Ctx, { db }: Deps) {
  const { t, lang, who } = c.var
  const { lines, uses } = await act(db, who, async (tx) => ({
    lines: await readTopics(tx),
    uses: await topicUses(tx),
  }))
  const book = new Map(lines.map((line) => [line.code, line]))
  const names = namesIn(book, lang)
  const topics: ShownTopic[] = lines
    .filter((line) => line.mergedInto === null)
    .map(({ code, parent, offered }) => ({
      code,
      parent,
      offered,
      words: topicWords(t, code, names),
      n: uses.get(code) ?? 0,
    }))
  const own = [...uses].filter(([word]) => !book.has(word)).map(([word, n]) => ({ word, n }))
  return { book, topics, own }
}

function saidBy(c: Ctx): string {
  const { t } = c.var
  const number = (name: string) => {
    const sent = c.req.query(name) ?? ''
    return /^\d{1,7}$/.test(sent) ? Number(sent) : null
  }
  const [kept, merged, topics] = [number('kept'), number('merged'), number('topics')]
  if (kept !== null) return t('topics.kept', { n: kept })
  if (merged !== null) return t('topics.merged', { n: merged })
  if (topics !== null)
    return t('topics.imported', {
      topics,
      fresh: number('fresh') ?? 0,
      offered: number('offered') ?? 0,
    })
  return c.req.query('renamed') === undefined ? '' : t('topics.renamed')
}

async function showAll(c: Ctx, deps: Deps, form: FormState = blank) {
  const { topics, own } = await readAll(c, deps)
  const status = Object.keys(form.problems).length > 0 ? 422 : 200
  const shown = own.slice(0, 200)
  return c.html(<TopicsPage c={c} {...{ topics, own: shown, form }} said={saidBy(c)} />, status)
}

async function showOne(c: Ctx, deps: Deps, code: string, form: FormState = blank) {
  const { book, topics, own } = await readAll(c, deps)
  const topic = topics.find((one) => one.code === code)
  const word = own.find((one) => one.word === code)
  if (!topic && !word) return c.notFound()
  const shown: ShownTopic = topic ?? {
    code,
    words: code,
    parent: null,
    offered: false,
    n: word?.n ?? 0,
  }
  const names = book.get(code)?.names ?? {}
  const values = Object.fromEntries(
    Object.entries(names).map(([lang, name]) => [`name-${lang}`, name]),
  )
  const whole = { values: { ...values, ...form.values }, problems: form.problems }
  const status = Object.keys(form.problems).length > 0 ? 422 : 200
  const props = { topic: shown, isOwn: !topic, others: topics, spoken: c.var.coalition.languages }
  return c.html(<TopicPage c={c} {...props} form={whole} />, status)
}

async function bring(c: Ctx, deps: Deps) {
  const { t } = c.var
  const refuse = (problem: string) => showAll(c, deps, withProblem(blank, 'file', problem))
  const file = await readFile(c, 'file')
  if (!file) return refuse(t('registers.missing'))
  const rows = readRows(Buffer.from(await file.arrayBuffer()))
  if (!rows.ok) return refuse(t(unreadableKey(rows.error)))
  const done = await importTaxonomy(deps.db, c.var.who, rows.value)
  if (!done.ok) return refuse(t(`topics.refused.${done.error}`))
  const { topics, fresh, offered } = done.value
  return c.redirect(`/topics?topics=${topics}&fresh=${fresh}&offered=${offered}`, 303)
}

async function rename(c: Ctx, deps: Deps) {
  const form = await readForm(c, namesForm)
  if (!form.ok) return showOne(c, deps, String(form.error.values['topic'] ?? ''), form.error)
  const done = await renameTopic(deps.db, c.var.who, form.value.topic, form.value.names)
  return done.ok ? c.redirect('/topics?renamed', 303) : c.notFound()
}

async function merge(c: Ctx, deps: Deps) {
  const form = await readForm(c, mergeForm)
  if (!form.ok) return c.notFound()
  const { topic, into } = form.value
  const done = await mergeTopics(deps.db, c.var.who, topic, into)
  if (done.ok) return c.redirect(`/topics?merged=${done.value}`, 303)
  const refused = withProblem(blank, 'into', c.var.t(`topics.refused.${done.error}`))
  return showOne(c, deps, topic, refused)
}

/** The list of topics: what is offered, what each is called, two made one, a taxonomy brought in. */
export const topicRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/topics', may('topic', 'change'), (c) => showAll(c, deps))
    .post('/topics', may('topic', 'change'), async (c) => {
      const form = await readForm(c, offerForm)
      if (!form.ok) return showAll(c, deps, form.error)
      const kept = await offerTopics(deps.db, c.var.who, form.value.offered)
      return c.redirect(`/topics?kept=${kept}`, 303)
    })
    .get('/topics/one', may('topic', 'change'), (c) => showOne(c, deps, c.req.query('topic') ?? ''))
    .post('/topics/names', may('topic', 'change'), (c) => rename(c, deps))
    .post('/topics/merge', may('topic', 'change'), (c) => merge(c, deps))
    .post('/topics/import', may('topic', 'change'), (c) => bring(c, deps))
