import { err, ok, type Result } from '#base/result.ts'
import { readOrgId } from './import.row.ts'
import { isCapitals, readWebsite, softened } from './import.rules.ts'
import { orgId, type RegisterPrefix, splitOrgId } from './registers.ts'

// What register files are like: see GB-CHC (Charity Commission), GB-SC (OSCR), GB-COH (Companies House).

/** One line of a register file. `topics` are the words or codes of its classification. */
export type Entry = {
  orgId: string
  register: RegisterPrefix
  number: string
  name: string
  postcode: string | null
  place: string
  topics: string[]
  website: string | null
  about: string
  removed: boolean
}

/** What a column of a register file can hold, and what it is called there: letters and digits only. */
const heads = {
  orgId: /^(orgid|organi[sz]ationid|orgidentifier)$/,
  number: /^((registered)?charity(no|num|number)|reg(istration|istered)?(no|num|number)|number)$/,
  companyNumber: /^company(no|num|number)$/,
  name: /^((charity|company|organi[sz]ation)?name|title)$/,
  postcode: /postcode$/,
  place: /^(place|(.*post)?town|city)$/,
  about: /^((charity)?activities|about|description|summary)$/,
  website: /^((charity)?contactweb|web(site|address)?|url)$/,
  topics: /^(ukcat|topics?|classifications?|categor(y|ies)|tags?)$/,
  active: /^(is)?active$/,
  status: /status$/,
  removedOn: /^(date(of)?remov(ed|al)|remov(ed|al)date|ceaseddate|dissolutiondate)$/,
} as const satisfies Record<string, RegExp>
type Head = keyof typeof heads
export type Columns = Partial<Record<Head, number>>

const bare = (cell: string) => cell.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Where the first row of a register file says that everything stands; it needs a number and a name. */
export function readHeads(cells: readonly string[]): Result<Columns, 'no-columns'> {
  const columns: Columns = {}
  for (const head of Object.keys(heads) as Head[]) {
    const at = cells.findIndex((cell) => heads[head].test(bare(cell)))
    if (at >= 0) columns[head] = at
  }
  const { orgId: id, number, companyNumber, name } = columns
  const isNumbered = id !== undefined || number !== undefined || companyNumber !== undefined
  return isNumbered && name !== undefined ? ok(columns) : err('no-columns')
}

type At = (head: Head) => string

function idOf(at: At, { orgId: id, number }: Columns): string | null {
  if (id !== undefined) return readOrgId(at('orgId'))
  if (number !== undefined) return readOrgId(at('number'))
  const company = orgId('GB-COH', at('companyNumber'))
  return company.ok ? company.value : null
}

const isGone = (at: At): boolean =>
  /^(false|no|0|n)$/i.test(at('active')) ||
  /remov|dissol|inactive|ceased|closed|struck/i.test(at('status')) ||
  at('removedOn') !== ''

const longestAbout = 600

/** What an organisation says of itself there: whole sentences of up to 600 letters, and not in capitals. */
export function shortAbout(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim()
  const calm = isCapitals(words)
    ? words.toLowerCase().replace(/(^|[.!?] )\p{L}/gu, (start) => start.toUpperCase())
    : words
  if (calm.length <= longestAbout) return calm
  const cut = calm.slice(0, longestAbout)
  const end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('! '), cut.lastIndexOf('? '))
  return end > 200 ? cut.slice(0, end + 1) : `${cut.replace(/\s+\S*$/, '')}…`
}

const topicsIn = (text: string): string[] =>
  [...new Set(text.split(/[;,|]/).map((word) => word.trim()))].filter(Boolean).slice(0, 30)

const whole = /^[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$|^[AC-FHKNPRTV-Y]\d[\dW]\s?[\dAC-FHKNPRTV-Y]{4}$/

/** One row. Out: null where it has no number of a register that we know, or no name. */
export function readEntry(cells: readonly string[], columns: Columns): Entry | null {
  const at: At = (head) => (columns[head] === undefined ? '' : (cells[columns[head]] ?? ''))
  const id = idOf(at, columns)
  const split = id === null ? null : splitOrgId(id)
  const name = at('name').replace(/\s+/g, ' ').slice(0, 200)
  if (id === null || !split || !/[\p{L}\p{N}]/u.test(name)) return null
  const written = at('postcode').toUpperCase().replace(/\s+/g, ' ')
  const isPostcode = whole.test(written)
  return {
    orgId: id,
    register: split.prefix,
    number: split.number,
    name: softened(name),
    postcode: isPostcode ? written : null,
    // A town in the column of postcodes is a town.
    place: softened((at('place') || (isPostcode ? '' : at('postcode'))).slice(0, 100)),
    topics: topicsIn(at('topics')),
    website: readWebsite(at('website')),
    about: shortAbout(at('about')),
    removed: isGone(at),
  }
}
