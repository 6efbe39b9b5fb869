import { err, ok, type Result } from '#base/result.ts'
import type { MatchWay, UpdateChoice } from './import.match.rules.ts'

/** What a column can hold. */
export const fields = [
  'name', 'about', 'kind', 'topics', 'orgId', 'companyNumber', 'website', 'email', 'phone', 'address',
  'postcode', 'place',
] as const // prettier-ignore
export type Field = (typeof fields)[number]
/** The field of each column; null: left out. */
export type Mapping = (Field | null)[]

export const importKinds = ['organisation', 'charity', 'company', 'group'] as const
export type ImportKind = (typeof importKinds)[number]

/** What happens to likely duplicates: those with the same number or name, and those whose name is like one. */
export const duplicateChoices = ['skip-same', 'skip', 'add'] as const
type DuplicateChoice = (typeof duplicateChoices)[number]

/** How a sheet is to be imported. */
export type Plan = {
  mapping: Mapping
  /** The first row holds names of columns. */
  header: boolean
  /** For rows that do not say it. */
  kind: ImportKind
  /** Names in capitals only are written as people write them. */
  soften: boolean
  duplicates: DuplicateChoice
  /** What happens to members that are there already, and to single ones among them. */
  updates: UpdateChoice
  one: Record<string, UpdateChoice>
  matchBy: readonly MatchWay[]
  /** The day (YYYY-MM-DD) that the file is of. */
  fileDay: string
}

const headers: Record<Field, RegExp> = {
  name: /^(the )?((organi[sz]ation|charity|company|group|member|body|legal)('?s)? )?(name|title|enw)( of (the )?\w+)?$|^(organi[sz]ation|charity|member|enw)$/,
  about:
    /^(about|activities|activity|description|summary|what (you|they|we) do|mission|purpose|objects|objectives|aims)/,
  kind: /^(kind|type|category|legal form|organi[sz]ation type|math)$/,
  topics: /^(topics?|themes?|areas? of work|tags?|interests?|keywords?|sectors?)$/,
  orgId:
    /^(org ?id|organi[sz]ation id(entifier)?|(registered )?charity (reg(istration)? )?(no|num|number)\.?|reg(istration)? ?(no|num|number)\.?|charity)$/,
  companyNumber: /^company (reg(istration)? )?(no|num|number)\.?$/,
  website: /^(web( ?site| ?page| address)?|url|home ?page|gwefan)$/,
  email: /^(contact )?(e[ -]?mail( address)?|e[ -]?bost)$/,
  phone: /^((tele)?phone( (no|number))?|tel\.?|mobile|contact (number|phone)|ff[oô]n)$/,
  address: /^((postal |street |full )?address( line)?( ?1)?|street|cyfeiriad)$/,
  postcode: /^(post ?code|postal code|zip( code)?|pc|cod post)$/,
  place: /^(town|city|town or city|town\/city|place|location|locality|area|tref)$/,
}
// Of two columns that may hold the same, the likelier stands first.
const inOrder: Field[] = [
  'orgId',
  'name',
  'companyNumber',
  ...fields.filter((one) => !['orgId', 'name', 'companyNumber'].includes(one)),
]

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[_\s-]+/g, ' ')
    .replace(/[*:]+$/, '')
    .trim()

const looks: [field: Field, form: RegExp][] = [
  ['email', /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i],
  ['orgId', /^(GB|IE|XI)-[A-Z]{2,6}-[A-Z0-9-]+$/i],
  ['website', /^(https?:\/\/|www\.)\S+$/i],
  ['postcode', /^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$/i],
  ['phone', /^(\+|0)[\d\s()/-]{8,}$/],
]

/** Whether the first row names the columns: no cell of it looks like data, and one is a name we know. */
export function guessHeader(first: readonly string[]): boolean {
  const isData = first.some(
    (cell) => looks.some(([, form]) => form.test(cell)) || /^\d{4,}$/.test(cell),
  )
  const isKnown = first.some((cell) => fields.some((field) => headers[field].test(plain(cell))))
  return isKnown && !isData
}

function byHeader(first: readonly string[], mapping: Mapping): void {
  for (const field of inOrder) {
    // A number of Companies House is second best where the sheet has a better one.
    if (field === 'companyNumber' && mapping.includes('orgId')) continue
    const at = first.findIndex(
      (cell, column) => !mapping[column] && headers[field].test(plain(cell)),
    )
    if (at >= 0) mapping[at] = field
  }
}

function byContent(rows: readonly (readonly string[])[], mapping: Mapping): void {
  for (let column = 0; column < mapping.length; column++) {
    if (mapping[column]) continue
    const cells = rows.map((row) => row[column] ?? '').filter(Boolean)
    const found = looks.find(
      ([field, form]) =>
        !mapping.includes(field) &&
        cells.length > 0 &&
        cells.filter((cell) => form.test(cell)).length >= cells.length * 0.7,
    )
    if (found) mapping[column] = found[0]
  }
  if (mapping.includes('name')) return
  const at = mapping.findIndex(
    (field, column) => !field && rows.some((row) => /\p{L}{3}/u.test(row[column] ?? '')),
  )
  if (at >= 0) mapping[at] = 'name'
}

/** Guesses what each column holds, by its name and by what stands in it. */
export function guessMapping(
  sample: readonly (readonly string[])[],
  columns: number,
  header: boolean,
): Mapping {
  const mapping: Mapping = Array.from({ length: columns }, () => null)
  if (header) byHeader(sample[0] ?? [], mapping)
  byContent(header ? sample.slice(1) : sample, mapping)
  return mapping
}

/** What is wrong with a mapping; each field belongs to one column, and there is a name. */
export type MappingProblem = 'no-name' | 'twice'
export function checkMapping(mapping: Mapping): Result<Mapping, MappingProblem> {
  if (!mapping.includes('name')) return err('no-name')
  const used = mapping.filter((field) => field !== null)
  return new Set(used).size === used.length ? ok(mapping) : err('twice')
}

const lettersOf = (name: string) => name.replace(/[^\p{L}]/gu, '')
/** A name that shouts. Short ones are abbreviations: YMCA, RNLI. */
export const isCapitals = (name: string): boolean =>
  lettersOf(name).length > 6 && name === name.toUpperCase() && name !== name.toLowerCase()

const small = new Set(
  "a an and at by for from in of on or the to with de la y yr a'r dros".split(' '),
)
// Said letter by letter; everything without a vowel is as well.
const spoken = new Set(
  'UK USA EU YMCA YWCA NHS RSPCA RNIB RNID RNLI CIO CIC SCIO PLC LLP BBC YHA AFC RAF IT AIDS HIV LGBT LGBTQ SEN CAB CVS PTA WI II III IV BAME ADHD'.split(
    ' ',
  ),
)

/** A name in capitals as people write it: "FREEDOM FROM TORTURE" is Freedom from Torture. */
export function softened(name: string): string {
  if (!isCapitals(name)) return name
  let isFirst = true
  return name.replace(/[\p{L}\p{M}\d'’]+/gu, (word) => {
    const lower = word.toLowerCase()
    const begins = isFirst
    isFirst = false
    if (
      spoken.has(word) ||
      (!/[AEIOUYŴŶÂÊÎÔÛ]/.test(word) && word.length < 6 && !/^(ST|DR|MR|MRS|LTD)$/.test(word))
    )
      return word
    if (!begins && small.has(lower)) return lower
    return lower.replace(/^./u, (letter) => letter.toUpperCase())
  })
}

/** What is left of a name when two spellings of it should be the same: "The XYZ Trust Ltd." is xyz trust. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '')
    .replace(/( (limited|ltd|cio|scio|cic|plc|llp|incorporated|inc|cyf|cyfyngedig))+$/, '')

const kindWords: [kind: ImportKind, words: RegExp][] = [
  ['charity', /charit|elusen|cio\b/i],
  ['company', /company|ltd|limited|business|cwmni|cic\b/i],
  ['group', /group|club|network|gr[wŵ]p|informal/i],
  ['organisation', /organi[sz]ation|council|public|school|university|sefydliad/i],
]

/** The kind that somebody wrote, or that the register of its number means. */
export function kindFrom(written: string, orgId: string | null, otherwise: ImportKind): ImportKind {
  const said = kindWords.find(([, words]) => words.test(written))
  if (said) return said[0]
  if (/^(GB-CHC|GB-SC|GB-NIC|IE-CHY)-/.test(orgId ?? '')) return 'charity'
  if (/^(GB-COH|IE-CRO)-/.test(orgId ?? '')) return 'company'
  return otherwise
}

/** A web address as people write it, with its scheme; null when it is none. */
export function readWebsite(text: string): string | null {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`
  const url = URL.parse(address)
  const isNamed =
    url && /^[^\s.]+(\.[^\s.]+)+$/.test(url.hostname) && !/^[\d.]+$/.test(url.hostname)
  return isNamed && address.length <= 300 && !url.username
    ? url.href.replace(/^(https?:\/\/[^/]+)\/$/, '$1')
    : null
}

const mail =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i
export const readEmail = (text: string): string | null => {
  const address = text.replace(/^mailto:/i, '').trim()
  return mail.test(address) && address.length <= 254 ? address : null
}
