import type { Db, Who } from './db.ts'
import type { Key } from './i18n.ts'

/** One thing that waits: where it is dealt with, and since when it waits. */
export type DeskItem = {
  href: string
  title: string
  /** The language of the title (BCP 47), when it is somebody's own words. */
  lang?: string
  meta?: string
  since: Date
}

/** What waits of one kind: the first few, oldest first, how many there are, and where all of them are. */
export type DeskPile = {
  id: string
  title: Key
  total: number
  items: DeskItem[]
  allHref: string
}

/** How a room tells the desk what waits there. `most`: how many items to give. */
export type FindPile = (db: Db, who: Who, most: number) => Promise<DeskPile>
