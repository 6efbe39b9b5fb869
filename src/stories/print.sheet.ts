import type { Block, Sheet, Size } from '#base/print.ts'
import type { T } from '#base/i18n.ts'
import type { PrintEdition } from './collections.schema.ts'
import { languageName } from './languages.ts'
import type { PrintedStory } from './print.queries.ts'

type About = { t: T; lang: string; foot: string }

const paragraphs = (body: string) =>
  body
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean)

function blocksOf(story: PrintedStory, { t, lang }: About): Block[] {
  const { title, body, byline, lang: told } = story
  const who = byline || t('stories.anonymous')
  const tongue = told === lang ? [] : [languageName(told)]
  return [
    { kind: 'break' },
    { kind: 'heading', level: 2, text: title, lang: told },
    { kind: 'text', text: [who, ...tongue].join(' · ') },
    ...paragraphs(body).map((text): Block => ({ kind: 'text', text, lang: told })),
  ]
}

/** An edition as pages of A4: each story begins on a new page, with who told it and in which language. */
export const sheetOf = (
  edition: PrintEdition,
  stories: readonly PrintedStory[],
  about: About,
): Sheet => ({
  title: edition.title,
  lang: edition.lang,
  size: edition.size as Size, // one of the sizes: the database holds no other
  foot: about.foot,
  blocks: [
    { kind: 'heading', level: 1, text: edition.title },
    ...stories.flatMap((story) => blocksOf(story, about)),
  ],
})
