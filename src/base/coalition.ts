import type { Db } from './db.ts'
import { isLang } from './i18n.ts'
import { onDrop } from './pages.ts'
import type { Coalition } from './web.ts'
import './schema.ts'

/** What pages say before the coalition was set up. */
const unnamed: Coalition = {
  name: 'Kith',
  purpose: '',
  place: '',
  country: 'GB',
  town: null,
  languages: ['en', 'cy', 'ur'],
  phone: null,
  phoneHours: null,
  email: null,
  band: 'plum',
  action: 'plum',
  rules: [],
  open: false,
  example: false,
}

async function load(db: Db): Promise<Coalition | null> {
  const row = await db.selectFrom('coalition').selectAll().executeTakeFirst()
  if (!row) return null
  const { latitude, longitude } = row
  return {
    ...row,
    languages: row.languages.filter(isLang),
    town: latitude === null || longitude === null ? null : { lat: latitude, lon: longitude },
  }
}

/** The coalition as this process knows it, read again when it changes anywhere. */
export type KnownCoalition = {
  /** Null until it was set up; what was known last while the database is away. */
  current(): Promise<Coalition | null>
  /** What is known without asking; undefined when it changed and was not read again yet. */
  known(): Coalition | null | undefined
}

export const orUnnamed = (coalition: Coalition | null): Coalition => coalition ?? unnamed

export function knowCoalition(db: Db): KnownCoalition {
  let read: Coalition | null | undefined
  // What was known last: pages that say the database is away are still the coalition's.
  let last: Coalition | null = null
  let version = 0
  onDrop((tags) => {
    if (!tags.includes('coalition') && !tags.includes('*')) return
    version += 1
    read = undefined
  })
  return {
    known: () => read,
    async current() {
      if (read !== undefined) return read
      const asked = version
      try {
        last = await load(db)
      } catch {
        return last
      }
      if (asked === version) read = last
      return last
    },
  }
}
