import type { Config } from '#base/config.ts'
import { sharedPicture, sharedPictureBytes } from '#base/files.ts'
import { directionOf } from '#base/i18n.ts'
import type { PublishedStory } from '#stories/index.ts'

/** A feed as every format says it. Addresses are absolute; `lang` is the language of its own title. */
export type Feed = {
  title: string
  description: string
  lang: string
  origin: string
  /** Where people read what the feed holds. */
  page: string
  /** When it last changed: the newest entry, or when the coalition was set up. */
  changedAt: Date
  entries: Entry[]
}

/** One entry, in its own language. */
export type Entry = {
  /** Stays the same when the address of this Kith changes. */
  id: string
  url: string
  lang: string
  title: string
  /** Empty when the teller shows no name. */
  byline: string
  text: string
  html: string
  /** A JPEG; `bytes` is 0 when it is on its way out. */
  picture: { url: string; words: string; bytes: number } | null
  at: Date
}

/** Text as XML takes it: without the characters that XML 1.0 has no way to write. */
export const plainText = (text: string): string =>
  text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that can stand in XML and in HTML, between tags and in attributes. */
export const escapeText = (text: string): string =>
  plainText(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? '')

const paragraph = (text: string) => `<p>${escapeText(text.trim()).replaceAll('\n', '<br/>')}</p>`

function htmlOf({ lang, body }: PublishedStory, picture: Entry['picture']): string {
  const image = picture
    ? `<p><img src="${escapeText(picture.url)}" alt="${escapeText(picture.words)}"/></p>`
    : ''
  const words = body.split(/\n\s*\n/).filter((part) => part.trim() !== '')
  const told = `lang="${escapeText(lang)}" dir="${directionOf(lang)}"`
  return `<div ${told}>${image}${words.map(paragraph).join('')}</div>`
}

type Place = { origin: string; config: Pick<Config, 'dataFolder'> }

/** What a feed says of a story that everyone may read. `origin`: of this Kith, without a slash. */
export async function entryOf(story: PublishedStory, { origin, config }: Place): Promise<Entry> {
  const { pictureId: id } = story
  const picture = id && {
    url: origin + sharedPicture(id),
    words: story.pictureWords ?? '',
    bytes: await sharedPictureBytes(config, id),
  }
  return {
    id: `urn:uuid:${story.id}`,
    url: `${origin}/stories/${story.id}`,
    lang: story.lang,
    title: story.title,
    byline: story.byline,
    text: story.body,
    html: htmlOf(story, picture || null),
    picture: picture || null,
    at: story.publishedAt,
  }
}
