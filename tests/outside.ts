import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kith } from './kith.ts'
import { wordsIn } from './outside.read.ts'

const searched = /^(text\/|application\/(json|xml|atom|rss|feed|geo|ld|manifest)|image\/svg)/

/** Addresses on a page: of this Kith, without what only changes the language or the look. */
const addressesIn = (text: string): string[] =>
  [
    ...text.matchAll(/(?:href|src|srcset|content|url|feed_url|action)"?[=:]\s*"([^"#]+)/g),
    ...text.matchAll(/<(?:loc|id|link|url)>([^<]+)</g),
  ]
    .flatMap(([, value = '']) => value.split(/,\s*/).map((one) => one.split(' ')[0] ?? ''))
    .map((one) => one.replaceAll('&amp;', '&').replace(/^http:\/\/localhost(?=\/|$)/, '') || '/')
    .filter(
      (one) => /^\/(?!\/)/.test(one) && !/^\/(assets|look|cookies|sign-out|signed-out)/.test(one),
    )
    .filter((one) => !/[?&]lang=/.test(one))

/** What every site is asked for, whether or not it links there. */
const wellKnown = (words: readonly string[]): string[] => [
  '/', '/stories', '/sitemap.xml', '/robots.txt', '/collections', '/campaigns', '/members', '/members.csv',
  '/members.geojson', '/moderation', '/numbers', '/desk', '/log', '/log.csv', '/editions', '/account/data',
  '/account/my-data.json', '/account/log', '/members/health.csv',
  ...['stories.atom', 'stories.rss', 'stories.json'].map((feed) => `/feeds/${feed}`),
  ...words.map((word) => `/search?q=${encodeURIComponent(word)}`),
] // prettier-ignore

const escaped = (path: string) => encodeURIComponent(`http://localhost${path}`)
/** Where a story can be asked for that somebody wrote down once: its page, its picture, its frame, its code. */
export const addressesOf = (id: string): string[] => {
  const own = `/stories/${id}`
  return [
    own, `${own}/cy`, `${own}/share.png`, `/embed${own}`,
    `/oembed?url=${escaped(own)}`, `/oembed?url=${escaped(own)}&format=xml`,
  ] // prettier-ignore
}

export type Answered = { status: number; text: string }
export type Places = Map<string, Answered>
const most = 600

/** Asks for one address. Out: everything that the answer says, its headers too. */
export async function ask(kith: Kith, path: string): Promise<Answered & { leads: string[] }> {
  const answer = await kith.visit(path, path.includes('/stories/new') ? { purpose: 'look' } : {})
  const heads = [...answer.headers].map((pair) => pair.join(': ')).join('\n')
  const isText = searched.test(answer.headers.get('content-type') ?? '')
  const text = isText ? await answer.text() : wordsIn(Buffer.from(await answer.arrayBuffer()))
  return {
    status: answer.status,
    text: `${heads}\n${text}`,
    leads: isText ? addressesIn(text) : [],
  }
}

/**
 * Walks over everything that can be reached by addresses: from the front page, the sitemap, the feeds and the
 * search, and the addresses that somebody wrote down before. Out: what each answered, by address; 600 at most.
 */
export async function walkAll(kith: Kith, words: readonly string[], known: Iterable<string>) {
  const places: Places = new Map()
  const waiting = [...known, ...wellKnown(words)]
  for (let next = waiting.shift(); next && places.size < most; next = waiting.shift()) {
    if (places.has(next)) continue
    const { leads, ...answered } = await ask(kith, next)
    places.set(next, answered)
    waiting.push(...leads)
  }
  return places
}

const says = (text: string, word: string) => text.toLowerCase().includes(word.toLowerCase())

/** Where one of the words stands. What was asked for is no finding: a search says back what was searched. */
export const findIn = (places: Places, words: readonly string[]): string[] =>
  [...places]
    .filter(([place, { text }]) =>
      words.some((word) => !says(decodeURIComponent(place), word) && says(text, word)),
    )
    .map(([place]) => place)

/** Where letters that wait say one of the words. */
export const findInLetters = async (kith: Kith, words: readonly string[]): Promise<string[]> =>
  (await kith.outbox())
    .filter((letter) => letter.state !== 'sent')
    .filter(({ subject, text, html }) =>
      words.some((word) => says(`${subject} ${text} ${html}`, word)),
    )
    .map((letter) => letter.kind)

/** Files in the data folder, and beside it, that hold or are called one of the words, packed or not. */
export async function findOnDisk(kith: Kith, words: readonly string[]): Promise<string[]> {
  const folder = join(kith.config.dataFolder, '..')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const text = wordsIn(await readFile(join(entry.parentPath, entry.name)))
    if (words.some((word) => says(entry.name, word) || says(text, word))) found.push(entry.name)
  }
  return found
}

/** Tables whose rows hold one of the words, whatever the column: the journal, jobs, and searches too. */
export async function findInTables(kith: Kith, words: readonly string[]): Promise<string[]> {
  const { rows: tables } = await kith.owner.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname in ('public', 'graphile_worker') and tablename <> 'places'`,
  )
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  const found: string[] = []
  for (const { name } of tables) {
    const { rowCount } = await kith.owner.query(
      `select from ${name} t where to_jsonb(t)::text ilike any($1) limit 1`,
      [words.map((word) => `%${word}%`)],
    )
    if (rowCount) found.push(name.replace('public.', ''))
  }
  await kith.owner.query("select set_config('kith.system', '', false)")
  return found
}
