import type { Generated, Selectable } from 'kysely'
import type { Dye } from '#base/ui/dyes.ts'

/** Kept until a moderator takes it away; holds no person. */
export type CollectionsTable = {
  id: string
  slug: string
  name: string
  words: string
  lang: string
  colour: Dye
  place: number
  madeAt: Date
}
export type Collection = Selectable<CollectionsTable>

/** Kept as long as the collection, and until the story is taken back. */
export type CollectionStoriesTable = {
  listId: string
  storyId: string
  place: number
  chosenAt: Date
}

/** Kept for good: what was asked for, and when. Holds no person. */
export type CampaignsTable = {
  id: string
  slug: string
  name: string
  words: string
  call: string
  lang: string
  colour: Dye
  beginsOn: Date
  endsOn: Date
  madeAt: Date
}
export type Campaign = Selectable<CampaignsTable>

/** Kept until the story is taken back: for which campaign it was told. */
export type CampaignStoriesTable = { storyId: string; listId: string; toldAt: Date }

/** Kept until a moderator takes it away: stories chosen to be printed. */
export type PrintEditionsTable = {
  id: string
  title: string
  lang: string
  size: number
  madeAt: Date
  printedAt: Date | null
}
export type PrintEdition = Selectable<PrintEditionsTable>

/** Kept as long as the edition, and until the story is taken back. */
export type EditionStoriesTable = {
  listId: string
  storyId: string
  place: number
  chosenAt: Date
  say: Generated<string>
}

declare module '#base/db.ts' {
  interface Tables {
    collections: CollectionsTable
    collectionStories: CollectionStoriesTable
    campaigns: CampaignsTable
    campaignStories: CampaignStoriesTable
    printEditions: PrintEditionsTable
    editionStories: EditionStoriesTable
  }
}
