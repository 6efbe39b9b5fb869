import type { Config } from '#base/config.ts'
import { sharedPicture, sharedPictureBytes } from '#base/files.ts'
import { directionOf, isLang, type Lang, translator as speaker } from '#base/i18n.ts'
import { languageIn, pathOf, type PublishedStory, type TranslatedStory } from '#stories/index.ts'

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
  /** Of a translation: what it was made from, and who is thanked for it (empty for nobody). */
  original: { url: string; lang: string; title: string; translator: string } | null
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

/** Says of a translation that it is one, in its own language where we speak it, and leads to the original. */
function originLine({ lang, original }: Pick<Entry, 'lang' | 'original'>, ours: Lang): string {
  if (!original) return ''
  const said = isLang(lang) ? lang : ours
  const t = speaker(said)
  const { url, title, translator } = original
  const from = t('translate.feed', { language: languageIn(original.lang, said) })
  const link = `<a href="${escapeText(url)}" hreflang="${escapeText(original.lang)}">${escapeText(title)}</a>`
  const thanks = translator ? ` ${escapeText(t('translate.feed-by', { name: translator }))}` : ''
  return `<p lang="${said}" dir="${directionOf(said)}">${escapeText(from)} ${link}.${thanks}</p>`
}

function htmlOf(
  { lang, body }: PublishedStory,
  { picture, original }: Pick<Entry, 'picture' | 'original'>,
  ours: Lang,
): string {
  const image = picture
    ? `<p><img src="${escapeText(picture.url)}" alt="${escapeText(picture.words)}"/></p>`
    : ''
  const words = body.split(/\n\s*\n/).filter((part) => part.trim() !== '')
  const told = `lang="${escapeText(lang)}" dir="${directionOf(lang)}"`
  const about = originLine({ lang, original }, ours)
  return `<div ${told}>${image}${words.map(paragraph).join('')}${about}</div>`
}

type Place = { origin: string; config: Pick<Config, 'dataFolder'>; lang?: Lang }

const originalOf = (story: PublishedStory | TranslatedStory, origin: string): Entry['original'] =>
  'original' in story
    ? { ...story.original, translator: story.translator, url: `${origin}/stories/${story.id}` }
    : null

/** What a feed in `lang` says of a story that everyone may read. `origin`: of this Kith, without a slash. */
export async function entryOf(
  story: PublishedStory | TranslatedStory,
  { origin, config, lang = 'en' }: Place,
): Promise<Entry> {
  const { pictureId: id } = story
  const picture = id && {
    url: origin + sharedPicture(id),
    words: story.pictureWords ?? '',
    bytes: await sharedPictureBytes(config, id),
  }
  const original = originalOf(story, origin)
  return {
    id: `urn:uuid:${'original' in story ? story.translationId : story.id}`,
    url: origin + pathOf(story),
    lang: story.lang,
    title: story.title,
    byline: story.byline,
    text: story.body,
    html: htmlOf(story, { picture: picture || null, original }, lang),
    picture: picture || null,
    original,
    at: story.publishedAt,
  }
}
