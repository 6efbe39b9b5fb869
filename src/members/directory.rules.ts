/** The kinds that have public entries; a person who joins for themselves has none. */
export const listedKinds = ['organisation', 'charity', 'company', 'group'] as const
type ListedKind = (typeof listedKinds)[number]

/** What somebody looks for. `after` and `before` are ids of entries: the edges of the page they come from. */
export type Search = {
  q: string
  kind: ListedKind | null
  topic: string | null
  region: string | null
  near: string
  /** From 1. */
  page: number
  after: string | null
  before: string | null
}
export type Filter = 'q' | 'kind' | 'topic' | 'region' | 'near'
export const filters = ['q', 'near', 'kind', 'topic', 'region'] as const

export const everything: Search = {
  q: '',
  kind: null,
  topic: null,
  region: null,
  near: '',
  page: 1,
  after: null,
  before: null,
}

/** Entries on a page of the list. */
export const pageSize = 20
/** How many matches of a search, or how many of the nearest, are looked at: six pages. */
export const mostMatches = 120
/** The last page that can be opened by its number alone; further ones are reached from page to page. */
export const lastNumbered = 50

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const tidy = (text: string | undefined) =>
  (text ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
const idOf = (text: string | undefined) => (text && uuid.test(text) ? text : null)

/** Reads what stands behind the "?" of the directory's address. Whatever it is, it becomes a search. */
export function readSearch(query: Record<string, string | undefined>): Search {
  const page = Number(query['page'])
  const kind = listedKinds.find((one) => one === query['kind'])
  return {
    q: tidy(query['q']),
    kind: kind ?? null,
    topic: tidy(query['topic']) || null,
    region: tidy(query['region']) || null,
    near: tidy(query['near']),
    page: Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1,
    after: idOf(query['after']),
    before: idOf(query['before']),
  }
}

export const isFiltered = (search: Search): boolean => filters.some((name) => search[name])

/** The address of a search, without what is not asked; `path` may be /members, /members.csv… */
export function addressOf(search: Partial<Search>, path = '/members'): string {
  const parts = new URLSearchParams()
  for (const name of filters) if (search[name]) parts.set(name, String(search[name]))
  if ((search.page ?? 1) > 1) parts.set('page', String(search.page))
  if (search.after) parts.set('after', search.after)
  if (search.before) parts.set('before', search.before)
  const query = parts.toString()
  return query ? `${path}?${query}` : path
}

/** The same search without one of its filters, from its first page. */
export const without = (search: Search, name: Filter): Search => ({
  ...search,
  page: 1,
  after: null,
  before: null,
  [name]: name === 'q' || name === 'near' ? '' : null,
})
