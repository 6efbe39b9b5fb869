import { Hono } from 'hono'
import { act, type Who } from '#base/db.ts'
import type { T } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { record } from '#base/journal.ts'
import { now } from '#base/time.ts'
import { absent, type Ctx, type Env } from '#base/web.ts'
import { byteOrderMark, csvLines, download } from '#members/index.ts'
import { may } from '#people/index.ts'
import { checkLog } from './log.later.tsx'
import * as queries from './log.queries.ts'
import { LogPage, MyLogPage } from './log.views.tsx'
import { sentenceFor } from './log.words.ts'

const searchIn = (c: Ctx): queries.LogSearch => ({
  person: (c.req.query('person') ?? '').replaceAll('\0', '').trim().slice(0, 200),
  kind: /^[a-z-]{1,40}$/.exec(c.req.query('kind') ?? '')?.[0] ?? '',
  page: queries.pageIn(c.req.query('page')),
})

async function showMine(c: Ctx, { db }: JobDeps) {
  const { person, who } = c.var
  if (!person) return absent(c)
  const asker = { ...who, personId: person.id }
  const log = await queries.lookedAtMine(db, asker, queries.pageIn(c.req.query('page')))
  return c.html(<MyLogPage c={c} log={log} />)
}

async function showAll(c: Ctx, { db }: JobDeps) {
  const { who } = c.var
  const search = searchIn(c)
  const [log, state] = await Promise.all([
    queries.wholeLog(db, who, search),
    queries.stateOfLog(db, who),
  ])
  return c.html(<LogPage c={c} {...{ log, state, search }} />)
}

const head = [
  'number',
  'at',
  'what',
  'in_words',
  'who',
  'who_id',
  'person',
  'person_id',
  'about',
  'detail',
]

type Asked = { db: JobDeps['db']; who: Who; t: T; search: queries.LogSearch }

async function* logAsCsv({ db, who, t, search }: Asked): AsyncGenerator<string> {
  yield byteOrderMark + csvLines([head])
  for await (const { entries, names } of queries.logInOrder(db, who, search))
    yield csvLines(
      entries.map((entry) => [
        entry.seq,
        entry.at,
        entry.what,
        sentenceFor(t, entry),
        names.get(entry.who ?? '')?.name ?? null,
        entry.who,
        names.get(entry.person ?? '')?.name ?? null,
        entry.person,
        entry.about,
        JSON.stringify(entry.detail),
      ]),
    )
}

/** Who takes the log away is in it: the file's last line. */
async function takeAway(c: Ctx, { db }: JobDeps) {
  const { who, t } = c.var
  await act(db, who, (tx) =>
    record(tx, { what: 'log.exported', about: null, who: who.personId, at: now() }),
  )
  return download(c, 'log.csv', 'text/csv', logAsCsv({ db, who, t, search: searchIn(c) }))
}

/** Who looked at mine, for everyone; the whole log, for those who guard it. */
export const logRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/account/log', may('account', 'read'), (c) => showMine(c, deps))
    .get('/log', may('log', 'read'), (c) => showAll(c, deps))
    .get('/log.csv', may('log', 'export'), (c) => takeAway(c, deps))
    .post('/log/check', may('log', 'check'), async (c) => {
      await checkLog(deps)
      return c.redirect('/log?checked=yes#state', 303)
    })
