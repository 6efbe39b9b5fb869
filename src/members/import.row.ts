import { readPostcode } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import {
  type ImportKind,
  kindFrom,
  type Field,
  type Plan,
  readEmail,
  readWebsite,
  softened,
} from './import.rules.ts'
import { orgId, splitOrgId } from './registers.ts'
import { isTopic, topics as knownTopics } from './topics.ts'

/** What a row says about an organisation. */
export type NewMember = {
  kind: ImportKind
  name: string
  about: string
  topics: string[]
  orgId: string | null
  website: string | null
  email: string | null
  phone: string | null
  address: string | null
  postcode: string | null
  /** The place as it was written; it is looked up later. */
  place: string
}
/** Why a row cannot come. */
export type BadRow = 'no-name' | 'name-too-long'
/** What of a row is left behind, because it cannot be read. */
export type Note = 'org-id' | 'website' | 'email' | 'phone' | 'about-cut' | 'place-unknown'
export type ReadRow = { member: NewMember; notes: Note[] }

const longestAbout = 5000

/**
 * Reads the number of a register as people write it in sheets: an org-id, or a bare number of the Charity
 * Commission, of Scotland (SC…) or Northern Ireland (NIC…). Only its form is checked.
 */
export function readOrgId(written: string): string | null {
  const text = written.toUpperCase().replace(/\s+/g, '').replace(/\.0$/, '')
  if (splitOrgId(text)) return text
  // Another register of org-id.guide, which has more than 300.
  if (/^(?!GB-|IE-)[A-Z]{2,3}-[A-Z0-9]{2,8}-[A-Z0-9-]{2,30}$/.test(text)) return text
  if (/^GB-(CASC|LAE|LAS|LANI|PLA|REV)-[A-Z0-9]{2,12}$/.test(text)) return text
  const prefix = text.startsWith('SC') ? 'GB-SC' : text.startsWith('NI') ? 'GB-NIC' : 'GB-CHC'
  const found = orgId(prefix, text.replace(/^(CHARITY)?(NO|NUMBER)\.?:?/, ''))
  return found.ok ? found.value : null
}

function companyIdOf(written: string): string | null {
  const found = orgId('GB-COH', written.replace(/\.0$/, ''))
  return found.ok ? found.value : null
}

const readPhone = (text: string): string | null =>
  /^[+\d][\d\s()./-]{5,30}( ?(ext?|x)\.? ?\d{1,6})?$/i.test(text) ? text : null

function readTopics(text: string): string[] {
  const words = text
    .split(/[;,|\n]/)
    .map((word) => word.trim())
    .filter(Boolean)
  const known = words.map((word) => {
    const key = word.toLowerCase().replace(/[\s_]+/g, '-')
    return isTopic(key) ? key : word.slice(0, 60)
  })
  return [...new Set(known)].slice(0, knownTopics.length)
}

/** A cell that a reader may make nothing of: then it is left out, and said so. */
function optional(
  text: string,
  read: (text: string) => string | null,
  note: Note,
  notes: Note[],
): string | null {
  if (text === '') return null
  const value = read(text)
  if (value === null) notes.push(note)
  return value
}

/** Reads one row as the plan says. Out: what it says, and what of it could not be read; or why it cannot come. */
export function readRow(cells: readonly string[], plan: Plan): Result<ReadRow, BadRow> {
  const at = (field: Field): string => {
    const column = plan.mapping.indexOf(field)
    return column < 0 ? '' : (cells[column] ?? '')
  }
  const name = at('name').replace(/\s+/g, ' ')
  if (!/[\p{L}\p{N}]/u.test(name)) return err('no-name')
  if ([...name].length > 200) return err('name-too-long')
  const notes: Note[] = []
  const number =
    optional(at('orgId'), readOrgId, 'org-id', notes) ??
    optional(at('companyNumber'), companyIdOf, 'org-id', notes)
  const about = at('about')
  if (about.length > longestAbout) notes.push('about-cut')
  const postcode = at('postcode').toUpperCase().replace(/\s+/g, ' ')
  const isPostcode = readPostcode(postcode) !== null
  const member: NewMember = {
    kind: kindFrom(at('kind'), number, plan.kind),
    name: plan.soften ? softened(name) : name,
    about: about.slice(0, longestAbout),
    topics: readTopics(at('topics')),
    orgId: number,
    website: optional(at('website'), readWebsite, 'website', notes),
    email: optional(at('email'), readEmail, 'email', notes),
    phone: optional(at('phone'), readPhone, 'phone', notes),
    address: at('address').slice(0, 500) || null,
    postcode: isPostcode ? postcode : null,
    // A town in the column of postcodes is a town.
    place:
      at('place').replace(/\s+/g, ' ').slice(0, 100) ||
      (isPostcode ? '' : at('postcode').slice(0, 100)),
  }
  return ok({ member, notes })
}
