import { compareWords } from '#base/compare.ts'
import { type Words, wordsOf } from './edit.rules.ts'
import type { Story } from './schema.ts'

/** The words of a text and nothing between them, without what stands where something was left out. */
const bare = (text: string): string =>
  (text.replace(/\[[^\]]*\]/g, ' ').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .map((word) => `${word} `)
    .join('')

/**
 * Whether an edited version says anything that its teller did not say, besides what is left out, such as
 * [phone number left out]. A story that was spoken has no words of its own that could be compared.
 */
export function saysMore(story: Story, edit: Words): boolean {
  if (story.body === '') return false
  const own = wordsOf(story)
  const pairs = [
    [own.title, edit.title],
    [own.body, edit.body],
    [own.pictureWords ?? '', edit.pictureWords ?? ''],
  ] as const
  return pairs.some(([before, after]) =>
    compareWords(bare(before), bare(after)).some(({ is }) => is === 'new'),
  )
}
