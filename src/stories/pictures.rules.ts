/** A picture besides the first, as its teller sent it: the id of its file, and what can be seen. */
export type MorePicture = { id: string; words: string }

/** How many there can be besides the first. */
export const mostMore = 2

/** Whether two lists show the same pictures with the same words, in the same order. */
export const samePictures = (a: readonly MorePicture[], b: readonly MorePicture[]): boolean =>
  a.length === b.length &&
  a.every(({ id, words }, at) => b[at]?.id === id && b[at]?.words === words)
