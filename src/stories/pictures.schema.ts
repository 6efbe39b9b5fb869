/** Kept as long as the story: its second and third picture. The first is the story's own. */
export type StoryPicturesTable = {
  storyId: string
  place: number
  fileId: string
  words: string
}

/** Public; leaves with the public story. */
export type PublishedPicturesTable = {
  storyId: string
  place: number
  fileId: string
  words: string
  width: number | null
  height: number | null
}
/** A picture besides the first, as it is shown. */
export type ShownPicture = Pick<PublishedPicturesTable, 'fileId' | 'words' | 'width' | 'height'>

declare module '#base/db.ts' {
  interface Tables {
    storyPictures: StoryPicturesTable
    publishedPictures: PublishedPicturesTable
  }
}
