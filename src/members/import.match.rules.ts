/** What an import does with a member that is there already. */
export const updateChoices = ['leave', 'fill', 'replace'] as const
export type UpdateChoice = (typeof updateChoices)[number]

/** By what a row is taken for a member that is there, after its register number. */
export const matchWays = ['name-place', 'website', 'email'] as const
export type MatchWay = (typeof matchWays)[number]

/** What an import may change of a member. */
export const changeable = [
  'name', 'about', 'kind', 'topics', 'orgId', 'website', 'email', 'phone', 'address', 'postcode', 'place',
] as const // prettier-ignore
export type Changeable = (typeof changeable)[number]

/** What a field holds: '' and no topics are nothing. */
export type Held = Record<Changeable, string | readonly string[]>

/** One field that the sheet says otherwise, and whether the import will change it. */
export type Difference = { field: Changeable; before: string; after: string; applies: boolean }

const written = (value: string | readonly string[]): string =>
  typeof value === 'string' ? value : value.join('; ')

/** The same to whoever reads it: case and spaces apart. */
const alike = (one: string, two: string) =>
  one.replace(/\s+/g, ' ').trim().toLowerCase() === two.replace(/\s+/g, ' ').trim().toLowerCase()

const digits = (text: string) => text.replace(/\D/g, '').replace(/^(00)?44/, '0')
/** Fields that are written in several ways. */
const isSame: Partial<Record<Changeable, (one: string, two: string) => boolean>> = {
  website: (one, two) => websiteKey(one) === websiteKey(two),
  phone: (one, two) => digits(one) === digits(two),
  postcode: (one, two) => one.replace(/\s/g, '') === two.replace(/\s/g, ''),
}

/**
 * What a row says otherwise than the member. An empty cell says nothing. `isHeld`: a representative has said
 * something since the day of the file; only replacing goes over that.
 */
export function differencesOf(
  before: Held,
  row: Held,
  { choice, isHeld }: { choice: UpdateChoice; isHeld: boolean },
): Difference[] {
  return changeable.flatMap((field) => {
    const was = written(before[field])
    const says = written(row[field])
    if (says === '' || isSame[field]?.(was, says) || alike(was, says)) return []
    const isFilled = choice === 'fill' && was === '' && !isHeld
    return [{ field, before: was, after: says, applies: choice === 'replace' || isFilled }]
  })
}

/** Whether a representative may have said something since the day (YYYY-MM-DD) of the file. */
export const isSaidLater = (
  { spokenFor, saidAt }: { spokenFor: boolean; saidAt: Date },
  fileDay: string,
): boolean => spokenFor && saidAt.toISOString().slice(0, 10) >= fileDay

const plainPlace = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const code = (text: string | null) => (text ?? '').toUpperCase().replace(/\s/g, '')

/** Whether two are at one place as far as is known: the same postcode, the same town, or one has none. */
export function isSamePlace(
  one: { place: string; postcode: string | null },
  two: { place: string; postcode: string | null },
): boolean {
  if (code(one.postcode) && code(one.postcode) === code(two.postcode)) return true
  const [a, b] = [plainPlace(one.place), plainPlace(two.place)]
  return a === '' || b === '' || a === b
}

/** A web address by which two are one: without scheme, www and what follows the page. */
export const websiteKey = (website: string): string =>
  website
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
