import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { guards } from '../src/base/web.ts'
import { permissions } from '../src/people/permissions.ts'
import { openKith } from './kith.ts'

const sourceFiles = async (ending: string) =>
  (await readdir('src', { recursive: true })).filter((name) => name.endsWith(ending)).toSorted()

// What answers for itself: built files under their hashes, and Hono's own middleware.
const ownWay = new Set(['GET /look/:name'])

test('every route names one cell of the permission table', async () => {
  const { app } = await openKith()
  const pages = app.routes.filter((route) => route.method !== 'ALL')
  const byPath = Map.groupBy(pages, (route) => `${route.method} ${route.path}`)
  const cells = new Set(
    Object.entries(permissions).flatMap(([object, actions]) =>
      Object.keys(actions).map((action) => `${object}.${action}`),
    ),
  )
  const open = [...byPath].filter(
    ([path, chain]) =>
      !ownWay.has(path) && !chain.some((route) => cells.has(guards.get(route.handler) ?? '')),
  )
  expect(byPath.size).toBeGreaterThan(40)
  expect(open.map(([path]) => path)).toEqual([])
})

test('no cell of the permission table is without a route', async () => {
  const { app } = await openKith()
  const named = new Set(app.routes.map((route) => guards.get(route.handler)))
  const idle = Object.entries(permissions).flatMap(([object, actions]) =>
    Object.keys(actions)
      .map((action) => `${object}.${action}`)
      .filter((cell) => !named.has(cell)),
  )
  expect(idle).toEqual([])
})

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

type Column = { name: string; optional: boolean }

/** Reads the tables as the schema files declare them: a type for each, and the name it has in `Tables`. */
async function columnsInCode(): Promise<Column[]> {
  const types = new Map<string, { field: string; type: string }[]>()
  const tables = new Map<string, string>()
  for (const file of await sourceFiles('.ts')) {
    const text = await readFile(`src/${file}`, 'utf8')
    if (!text.includes("declare module '#base/db.ts'")) continue
    for (const [, type = '', body = ''] of text.matchAll(
      /export type (\w+Table) = \{([^]*?)\n?\}/g,
    ))
      types.set(
        type,
        [...body.matchAll(/(?:^|\n|;)\s*(\w+)\??: ([^\n;]+)/g)].map(
          ([, field = '', value = '']) => ({
            field,
            type: value,
          }),
        ),
      )
    const block = /interface Tables \{([^]*?)\n {2}\}/.exec(text)?.[1] ?? ''
    for (const [, table = '', type = ''] of block.matchAll(/(\w+): (\w+)/g)) tables.set(table, type)
  }
  return [...tables].flatMap(([table, type]) =>
    (types.get(type) ?? []).map(({ field, type: value }) => ({
      name: `${snake(table)}.${snake(field)}`,
      optional: value.includes('null'),
    })),
  )
}

const byName = (a: Column, b: Column) => a.name.localeCompare(b.name)

test('the tables in the code are the tables in the database', async () => {
  const { owner } = await openKith()
  const { rows } = await owner.query<Column>(`
    select table_name || '.' || column_name as name, is_nullable = 'YES' as optional
    from information_schema.columns where table_schema = 'public'`)
  expect((await columnsInCode()).toSorted(byName)).toEqual(rows.toSorted(byName))
})

// What is for everyone, or holds no person: each with its reason.
const withoutRowSecurity = {
  coalition: 'what the coalition says of itself',
  directory: 'only what is public; written past a trigger',
  directory_terms: 'words of the directory, with how often they stand there',
  limits: 'digests and counts',
  migrations: 'steps of the database',
  once: 'random keys of forms',
  moderation_counts: 'counts of decisions',
  places: 'towns and postcodes',
  published_stories: 'only what is public; written past a trigger',
  published_pictures: 'only what is public; written past a trigger',
  published_translations: 'only what is public; written past a trigger',
  register_entries: 'public registers of organisations; written past a trigger',
  registers: 'which registers are loaded',
  setup_links: 'hashes; before anybody is known',
  topics: 'what members work on; written past a trigger',
  withdrawn_stories: 'ids of what is gone',
}

test('every table that holds a person is closed to whoever may not read it', async () => {
  const { owner } = await openKith()
  const { rows } = await owner.query<{ name: string; closed: boolean; policies: number }>(`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as closed,
      (select count(*) from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname)
        as policies
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`)
  const open = rows.filter((row) => !row.closed || row.policies === 0).map((row) => row.name)
  expect(open.toSorted()).toEqual(Object.keys(withoutRowSecurity).toSorted())
})

test('what runs with the rights of the owner names where it looks for things', async () => {
  const { owner } = await openKith()
  const { rows } = await owner.query<{ name: string }>(`
    select proname as name from pg_proc
    where pronamespace = 'public'::regnamespace and prosecdef
      and not coalesce(proconfig::text like '%search_path=%', false)`)
  expect(rows).toEqual([])
  const views = await owner.query<{ name: string }>(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'v'
      and not coalesce(reloptions::text like '%security_invoker=true%', false)`)
  expect(views.rows).toEqual([])
})

test('the role that Kith works under owns nothing and is bound by row-level security', async () => {
  const { owner } = await openKith()
  const { rows } = await owner.query<{ owns: number; free: boolean }>(`
    select rolsuper or rolbypassrls as free,
      (select count(*) from pg_class c where c.relowner = r.oid) as owns
    from pg_roles r where rolname = 'kith_app'`)
  expect(rows).toEqual([{ owns: 0, free: false }])
})

test('ids in paths are ids, and keys are keys', async () => {
  const { app } = await openKith()
  const loose = app.routes
    .flatMap((route) => route.path.split('/'))
    .filter((part) => /^:(id|key)\b/.test(part) && !part.includes('{'))
  expect(loose).toEqual([])
})

test('every word that a visitor reads is there in Welsh and in Urdu', async () => {
  const wordsOf = async (lang: string, name: string): Promise<Record<string, string>> =>
    JSON.parse(await readFile(`locales/${lang}/${name}`, 'utf8'))
  // Pages of the office speak English; everything else speaks every language.
  const office =
    /^(duty|again\.office|year\.office|appeal\.office|safety|edit\.office|translate\.office|(paper|voice)\.office|lists|consent\.(office|channel|unanswered)|print\.(labels|form|start|region|all)|export|entry\.office|claim\.office|registers|topics|kept|log\.office|freshness\.office|health|setup|sheet|twins|merge|merges|front\.desk|join\.office|office|vetting|people\.(outbox|office)|report\.desk|stories\.(waiting|decide|verdict))\b/
  const missing: string[] = []
  for (const name of await readdir('locales/en'))
    for (const lang of ['cy', 'ur']) {
      const [english, own] = await Promise.all([wordsOf('en', name), wordsOf(lang, name)])
      for (const key of Object.keys(english))
        if (!office.test(key) && !own[key]?.trim()) missing.push(`${lang} ${key}`)
    }
  expect(missing).toEqual([])
})

test('every fact that is written down has a sentence in the log', async () => {
  const words: Record<string, string> = JSON.parse(await readFile('locales/en/log.json', 'utf8'))
  const facts = new Set<string>()
  for (const name of await readdir('src', { recursive: true }))
    if (/\.tsx?$/.test(name) && !/\.test\./.test(name))
      for (const [, fact] of (await readFile(`src/${name}`, 'utf8')).matchAll(
        /record(?:Reading)?\(tx,[^{]{0,40}\{[^}]{0,80}?what: '([a-z-]+\.[a-z-]+)'/g,
      ))
        facts.add(fact ?? '')
  expect(facts.size).toBeGreaterThan(40)
  expect([...facts].filter((fact) => !words[`log.what.${fact}`]).toSorted()).toEqual([])
})
