import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import type { Kith } from './kith.ts'

const searched = /^(text\/|application\/(json|xml|atom|rss|feed|geo|ld)|image\/svg)/

/** The files in a ZIP, one behind the other. */
function unzipped(bytes: Buffer): string {
  let text = ''
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4)) {
    const method = bytes.readUInt16LE(at + 8)
    const size = bytes.readUInt32LE(at + 18)
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    const part = bytes.subarray(start, start + size)
    text +=
      bytes.subarray(at + 30, start).toString() +
      (method === 8 ? inflateRawSync(part) : part).toString()
  }
  return text
}

/** What an answer says, as far as it can be searched: text as it is, a ZIP unpacked, bytes as Latin letters. */
async function textOf(answer: Response): Promise<string> {
  const type = answer.headers.get('content-type') ?? ''
  const heads = [...answer.headers].map((pair) => pair.join(': ')).join('\n')
  if (searched.test(type)) return `${heads}\n${await answer.text()}`
  const bytes = Buffer.from(await answer.arrayBuffer())
  return `${heads}\n${type === 'application/zip' ? unzipped(bytes) : bytes.toString('latin1')}`
}

/** Addresses on a page: of this Kith, without what only changes the language or the look. */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/(?:href|src|srcset|content|url|feed_url|action)"?[=:]\s*"([^"#]+)/g)]
    .flatMap(([, value = '']) => value.split(/,\s*/).map((one) => one.split(' ')[0] ?? ''))
    .map((one) => one.replaceAll('&amp;', '&').replace(/^http:\/\/localhost(?=\/|$)/, '') || '/')
    .filter(
      (one) => /^\/(?!\/)/.test(one) && !/^\/(assets|look|cookies|sign-out|signed-out)/.test(one),
    )
    .filter((one) => !/[?&]lang=/.test(one))

/** What every site is asked for, whether or not it links there. */
const wellKnown = (words: readonly string[], known: readonly string[]): string[] => [
  '/', '/stories', '/stories?told=en', '/collections', '/campaigns', '/members', '/members.csv',
  '/members.geojson', '/sitemap.xml', '/robots.txt', '/moderation', '/numbers',
  ...['stories.atom', 'stories.rss', 'stories.json', 'languages/en.atom', 'places/Leeds.atom']
    .map((feed) => `/feeds/${feed}`),
  ...words.map((word) => `/search?q=${encodeURIComponent(word)}`),
  ...known,
  ...known.filter((path) => /^\/stories\/[0-9a-f-]{36}$/.test(path)).flatMap((path) => [
    `${path}/share.png`, `${path}/embed`, `${path}/kit`, `${path}.json`, `${path}/translations`,
    `/oembed?url=${encodeURIComponent(`http://localhost${path}`)}`,
    `/oembed?url=${encodeURIComponent(`http://localhost${path}`)}&format=xml`,
  ]),
] // prettier-ignore

export type Places = Map<string, string>

/**
 * Walks over everything that can be reached by addresses: from the front page, the feeds, the search, and the
 * addresses that somebody wrote down before. Out: what each answered, by address; 400 at most.
 */
export async function walkAll(kith: Kith, words: readonly string[], known: readonly string[]) {
  const places: Places = new Map()
  const waiting = wellKnown(words, known)
  for (let next = waiting.shift(); next && places.size < 400; next = waiting.shift()) {
    if (places.has(next)) continue
    const answer = await kith.visit(next, next.includes('/stories/new') ? { purpose: 'look' } : {})
    const text = await textOf(answer)
    places.set(next, text)
    const type = answer.headers.get('content-type') ?? ''
    if (searched.test(type)) waiting.push(...addressesIn(text))
  }
  return places
}

/** Where one of the words stands. What was asked for is no finding: a search says back what was searched. */
export const findIn = (places: Places, words: readonly string[]): string[] =>
  [...places]
    .filter(([place, text]) =>
      words.some((word) => {
        const asked = decodeURIComponent(place).toLowerCase().includes(word.toLowerCase())
        return !asked && text.toLowerCase().includes(word.toLowerCase())
      }),
    )
    .map(([place]) => place)

/** Where letters that wait say one of the words. */
export const findInLetters = async (kith: Kith, words: readonly string[]): Promise<string[]> =>
  (await kith.outbox())
    .filter((letter) => letter.state !== 'sent')
    .filter(({ subject, text, html }) =>
      words.some((word) => `${subject} ${text} ${html}`.toLowerCase().includes(word.toLowerCase())),
    )
    .map((letter) => letter.kind)

/** Files in the data folder that hold or are called one of the words. */
export async function findOnDisk(kith: Kith, words: readonly string[]): Promise<string[]> {
  const { dataFolder } = kith.config
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name))
    if (words.some((word) => entry.name.includes(word) || bytes.includes(word)))
      found.push(entry.name)
  }
  return found
}
