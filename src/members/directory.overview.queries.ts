import { sql } from 'kysely'
import type { Db } from '#base/db.ts'
import { onDrop } from '#base/pages.ts'
import type { Search } from './directory.rules.ts'

/** How many members there are at one place. */
export type Counted = {
  label: string
  country: string | null
  lat: number
  lon: number
  n: number
}
/** How many a filter leaves, and where they are. Those without a position are counted, not placed. */
type Summary = { total: number; places: Counted[] }
/** What can be chosen in a filter, with how many members have it. */
type Choices = {
  kinds: Map<string, number>
  topics: Map<string, number>
  regions: Map<string, number>
}
type Asked = Pick<Search, 'kind' | 'topic' | 'region'>
/** The directory from above: what the filters offer, exact counts, and the map of each choice. */
export type Overview = { total: number; choices: Choices; of(asked: Asked): Summary }

type Group = {
  kind: string
  region: string | null
  topics: string[]
  place: string
  country: string | null
  latitude: number | null
  longitude: number | null
  n: number
}

const readGroups = (db: Db) =>
  sql<Group>`select kind, region, topics, place, country, latitude, longitude, count(*) as n
    from directory group by 1, 2, 3, 4, 5, 6, 7`.execute(db)

const add = (counts: Map<string, number>, key: string | null, n: number) => {
  if (key) counts.set(key, (counts.get(key) ?? 0) + n)
}

const byCount = (counts: Map<string, number>) =>
  new Map([...counts].toSorted(([a, n], [b, m]) => m - n || a.localeCompare(b)))
const byName = (counts: Map<string, number>) =>
  new Map([...counts].toSorted(([a], [b]) => a.localeCompare(b)))

const fits = (group: Group, { kind, topic, region }: Asked): boolean =>
  (!kind || group.kind === kind) &&
  (!region || group.region === region) &&
  (!topic || group.topics.includes(topic))

function summarise(groups: readonly Group[], asked: Asked): Summary {
  const places = new Map<string, Counted>()
  let total = 0
  for (const group of groups) {
    if (!fits(group, asked)) continue
    total += group.n
    const { latitude: lat, longitude: lon, place: label, country } = group
    if (lat === null || lon === null) continue
    const key = `${lat} ${lon} ${label}`
    const known = places.get(key)
    if (known) known.n += group.n
    else places.set(key, { label, country, lat, lon, n: group.n })
  }
  return { total, places: [...places.values()] }
}

// Addresses are free to ask for combinations that nobody offers: those kept are bounded.
const mostKept = 300

function overviewOf(groups: readonly Group[]): Overview {
  const choices: Choices = { kinds: new Map(), topics: new Map(), regions: new Map() }
  for (const { kind, region, topics, n } of groups) {
    add(choices.kinds, kind, n)
    add(choices.regions, region, n)
    for (const topic of topics) add(choices.topics, topic, n)
  }
  const kept = new Map<string, Summary>()
  return {
    total: groups.reduce((sum, { n }) => sum + n, 0),
    choices: {
      kinds: choices.kinds,
      regions: byName(choices.regions),
      topics: byCount(choices.topics),
    },
    of(asked) {
      const key = JSON.stringify([asked.kind, asked.topic, asked.region])
      const known = kept.get(key)
      if (known) return known
      const made = summarise(groups, asked)
      if (kept.size >= mostKept) kept.clear()
      kept.set(key, made)
      return made
    },
  }
}

const overviews = new WeakMap<object, { read: Promise<Overview> | null }>()

/** The overview, read once and kept until the directory changes, here or in another process. */
export function directoryOverview(db: Db): Promise<Overview> {
  let state = overviews.get(db)
  if (!state) {
    const mine: { read: Promise<Overview> | null } = { read: null }
    overviews.set(db, mine)
    onDrop((tags) => {
      if (tags.includes('members') || tags.includes('*')) mine.read = null
    })
    state = mine
  }
  const mine = state
  if (!mine.read) {
    const reading = readGroups(db).then(({ rows }) => overviewOf(rows))
    mine.read = reading
    // What failed is asked again, not remembered.
    reading.catch(() => {
      if (mine.read === reading) mine.read = null
    })
  }
  return mine.read
}
