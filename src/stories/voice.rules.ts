import type { StoryEdit } from './edit.schema.ts'
import type { Story } from './schema.ts'

/**
 * Whether a story has words to read: its teller's own, or those that a moderator wrote down from the sound. Whether
 * the teller agreed to these is another question (`editStands`).
 */
export const hasWords = (
  story: Pick<Story, 'body'>,
  edit: Pick<StoryEdit, 'body'> | undefined,
): boolean => (edit?.body ?? story.body).trim() !== ''
