import { expect, test } from 'vitest'
import { act, kithItself } from '../src/base/db.ts'
import { record } from '../src/base/journal.ts'
import { now } from '../src/base/time.ts'
import { guards } from '../src/base/web.ts'
import { harmless } from './canary.columns.ts'
import { plant, type Reader } from './canary.records.ts'
import { type Kith, openKith } from './kith.ts'

type Asker = { called: Reader | 'safeguarding-lead' | 'panel'; sign: () => Promise<unknown> }

/** Every address that can be read: routes with each id put in, and what pages link to. */
function addressesOf({ app }: Kith, ids: readonly string[]): string[] {
  const paths = app.routes
    .filter(
      ({ method, handler, path }) =>
        method === 'GET' && guards.has(handler) && !path.includes(':key'),
    )
    .map(({ path }) => path.replace(/:\w+\{(?!\[0-9a-f\]\{8\})(?:[^{}]|\{\d+\})*\}/g, 'nothing'))
  const found = paths.flatMap((path) =>
    path.includes('{')
      ? ids.map((id) => path.replace(/:\w+\{(?:[^{}]|\{\d+\})*\}/g, id))
      : [path.replace(/:\w+/g, 'nothing')],
  )
  const searches = [
    '/search?q=canary',
    '/members?q=canary',
    '/members?near=Leeds',
    '/members?q=lamp',
  ]
  return [...new Set([...found, ...searches])]
}

const linksIn = (html: string): string[] =>
  [...html.matchAll(/(?:href|action)="(\/[^"#]*)"/g)]
    .map(([, path]) => (path ?? '').replaceAll('&amp;', '&'))
    .filter((path) => !/^\/(look|files|sign-out|stories\/mine)/.test(path))

const mostPages = 4000
// Filters and pages of a list lead to one another without end.
const mostVariants = 8

/** Everything that somebody can read here, page by page. */
async function readAll(kith: Kith, ids: readonly string[]) {
  const pages = new Map<string, string>()
  const queue = addressesOf(kith, ids)
  const known = new Set(queue)
  const variants = new Map<string, number>()
  for (const path of queue) {
    // A crawl that stops in the middle would have seen nothing wrong.
    expect(pages.size, 'pages').toBeLessThan(mostPages)
    const answer = await kith.visit(path)
    const type = answer.headers.get('content-type') ?? ''
    const text = type.includes('pdf') ? '' : await answer.text()
    pages.set(path, `${answer.headers.get('location') ?? ''}\n${text}`)
    expect(answer.status, path).toBeLessThan(500)
    if (!type.includes('html')) continue
    for (const link of linksIn(text)) {
      const [page = ''] = link.split('?')
      const asked = variants.get(page) ?? 0
      if (known.has(link) || link.includes('lang=') || asked >= mostVariants) continue
      variants.set(page, asked + 1)
      known.add(link)
      queue.push(link)
    }
  }
  return pages
}

test('every column of words is marked, or said to hold nothing private', async () => {
  const kith = await openKith()
  const { canaries } = await plant(kith)
  const marked = new Set(canaries.map(({ where }) => where.split(/[ ,]/)[0]))
  const { rows } = await kith.owner.query<{ at: string; table: string; column: string }>(
    `select table_name || '.' || column_name as at, table_name as table, column_name as column
     from information_schema.columns
     where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY') and is_generated = 'NEVER'`,
  )
  const open = rows
    .filter(({ at, table, column }) => {
      const known = harmless[table]?.split(' ') ?? []
      return !marked.has(at) && !known.includes(column)
    })
    .map(({ at }) => at)
  expect(open).toEqual([])
})

test('what is private shows only to whom it is for: pages, feeds, exports, the log', async () => {
  const kith = await openKith()
  const { canaries, ids, own } = await plant(kith)
  const askers: Asker[] = [
    { called: 'visitor', sign: () => kith.signIn(null) },
    { called: 'member', sign: async () => kith.signIn(await memberOfAnother(kith)) },
    { called: 'own', sign: () => kith.signIn({ id: own }) },
    { called: 'secretary', sign: () => kith.signIn('secretary') },
    { called: 'moderator', sign: () => kith.signIn('moderator') },
    { called: 'welcomer', sign: () => kith.signIn('welcomer') },
    { called: 'safeguarding-lead', sign: () => kith.signIn('safeguarding-lead') },
    { called: 'panel', sign: () => kith.signIn('panel') },
  ]
  const leaks: string[] = []
  let seen = 0
  for (const { called, sign } of askers) {
    await sign()
    const pages = await readAll(kith, ids)
    for (const { marker, where, readers } of canaries) {
      const places = [...pages].filter(([, text]) => text.includes(marker)).map(([path]) => path)
      if (places.length === 0) continue
      seen += 1
      // Who has any part in the coalition is a member too.
      const isAllowed =
        readers.includes(called as Reader) || (readers.includes('member') && called !== 'visitor')
      if (!isAllowed) leaks.push(`${called} reads ${where} at ${places.slice(0, 3).join(' ')}`)
    }
  }
  expect(leaks).toEqual([])
  // The markers are there to be found: the office sees most of them.
  expect(seen).toBeGreaterThan(60)
  const journal = await kith.owner.query<{ text: string }>(
    'select what || detail::text as text from journal',
  )
  const written = journal.rows.map(({ text }) => text).join('\n')
  expect(canaries.filter(({ marker }) => written.includes(marker))).toEqual([])
}, 300_000)

test('a letter holds what is its reader’s own, and nothing else', async () => {
  const kith = await openKith()
  const { canaries, application, waiting } = await plant(kith)
  const at = now()
  const before = new Set((await kith.outbox()).map(({ id }) => id))
  await act(kith.db, kithItself, async (tx) => {
    for (const what of ['asked', 'asked-back', 'declined'])
      await record(tx, { what: `membership.${what}`, about: application, who: null, at })
    for (const what of ['told', 'declined', 'changed'])
      await record(tx, { what: `story.${what}`, about: waiting, who: null, at })
  })
  await kith.runJobs()
  const letters = (await kith.outbox()).filter(({ id }) => !before.has(id))
  expect(letters.length).toBeGreaterThan(3)
  for (const { kind, toAddress, html, text, subject } of letters) {
    const theirs = canaries.find(({ marker }) => toAddress.includes(marker))?.where ?? ''
    const whose = theirs.split(' of ')[1] ?? theirs
    const others = canaries
      .filter(({ marker }) => `${subject} ${html} ${text}`.includes(marker))
      .map(({ where }) => where)
      .filter((where) => !isOf(where, whose))
    expect(others, kind).toEqual([])
  }
})

/** An applicant is told of their application; a teller, and whoever is in it, of the story's title. */
const isOf = (where: string, whose: string): boolean =>
  where.endsWith(` of ${whose}`) ||
  (whose === 'an applicant' && where.endsWith(' of one that asks')) ||
  (whose.startsWith('story_people') &&
    /^(stories\.title of one that waits|story_people\.(name|guardian|email))/.test(where))

async function memberOfAnother(kith: Kith): Promise<{ id: string }> {
  const person = await kith.makePerson()
  const id = crypto.randomUUID()
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  await kith.owner.query(
    `insert into organisations (id, kind, name, about, topics, place, precision, email_audience,
       phone_audience, updated_at, example)
     values ($1, 'group', 'Another', 'Another', '{}', 'York', 'area', 'staff', 'staff', now(), false)`,
    [id],
  )
  await kith.owner.query(
    `insert into memberships (id, organisation_id, person_id, state, channel, lang, answers, talk,
       asked_at, waiting_since, decided_at)
     values (gen_random_uuid(), $1, $2, 'admitted', 'web', 'en', '{}', '[]', now(), now(), now())`,
    [id, person.id],
  )
  await kith.owner.query(
    `insert into representatives (person_id, organisation_id, role, since) values ($1, $2, 'x', now())`,
    [person.id, id],
  )
  await kith.owner.query("select set_config('kith.system', '', false)")
  return person
}
