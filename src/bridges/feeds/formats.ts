import { type Entry, escapeText as text, type Feed, plainText } from './entries.ts'

// The addresses in this file name formats; nothing is fetched from them.
const atomName = 'http://www.w3.org/2005/Atom'

const atomPicture = ({ picture }: Entry) =>
  picture && picture.bytes > 0
    ? `
    <link rel="enclosure" type="image/jpeg" length="${picture.bytes}" href="${text(picture.url)}"/>`
    : ''

const atomOriginal = ({ original }: Entry) =>
  original
    ? `
    <link rel="alternate" type="text/html" href="${text(original.url)}" hreflang="${text(original.lang)}" title="${text(original.title)}"/>`
    : ''

const atomEntry = (entry: Entry) => `
  <entry xml:lang="${text(entry.lang)}">
    <id>${entry.id}</id>
    <title>${text(entry.title)}</title>
    <link rel="alternate" type="text/html" href="${text(entry.url)}" hreflang="${text(entry.lang)}"/>${atomOriginal(entry)}${atomPicture(entry)}
    <published>${entry.at.toISOString()}</published>
    <updated>${entry.at.toISOString()}</updated>${
      entry.byline ? `\n    <author><name>${text(entry.byline)}</name></author>` : ''
    }${
      entry.original?.translator
        ? `\n    <contributor><name>${text(entry.original.translator)}</name></contributor>`
        : ''
    }
    <content type="html">${text(entry.html)}</content>
  </entry>`

/** The feed as Atom (RFC 4287). `self`: its own address. */
export const atomOf = (feed: Feed, self: string): string => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="${atomName}" xml:lang="${feed.lang}">
  <id>${text(feed.page)}</id>
  <title>${text(feed.title)}</title>
  <subtitle>${text(feed.description)}</subtitle>
  <link rel="self" type="application/atom+xml" href="${text(self)}"/>
  <link rel="alternate" type="text/html" href="${text(feed.page)}"/>
  <updated>${feed.changedAt.toISOString()}</updated>
  <author><name>${text(feed.title)}</name><uri>${text(feed.origin)}</uri></author>
  <generator>Kith</generator>${feed.entries.map(atomEntry).join('')}
</feed>
`

const rssPicture = ({ picture }: Entry) =>
  picture && picture.bytes > 0
    ? `
      <enclosure url="${text(picture.url)}" length="${picture.bytes}" type="image/jpeg"/>`
    : ''

const rssOriginal = ({ original }: Entry) =>
  original
    ? `
      <dc:source>${text(original.url)}</dc:source>${
        original.translator
          ? `\n      <dc:contributor>${text(original.translator)}</dc:contributor>`
          : ''
      }`
    : ''

const rssItem = (entry: Entry) => `
    <item>
      <title>${text(entry.title)}</title>
      <link>${text(entry.url)}</link>
      <guid isPermaLink="false">${entry.id}</guid>
      <pubDate>${entry.at.toUTCString()}</pubDate>
      <dc:language>${text(entry.lang)}</dc:language>${
        entry.byline ? `\n      <dc:creator>${text(entry.byline)}</dc:creator>` : ''
      }${rssOriginal(entry)}
      <description>${text(entry.html)}</description>${rssPicture(entry)}
    </item>`

const rssNames = `xmlns:atom="${atomName}" xmlns:dc="http://purl.org/dc/elements/1.1/"`

/** The feed as RSS 2.0, with the language of each item (Dublin Core). */
export const rssOf = (feed: Feed, self: string): string => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" ${rssNames}>
  <channel>
    <title>${text(feed.title)}</title>
    <link>${text(feed.page)}</link>
    <description>${text(feed.description)}</description>
    <language>${feed.lang}</language>
    <lastBuildDate>${feed.changedAt.toUTCString()}</lastBuildDate>
    <generator>Kith</generator>
    <atom:link rel="self" type="application/rss+xml" href="${text(self)}"/>${feed.entries.map(rssItem).join('')}
  </channel>
</rss>
`

const jsonItem = (entry: Entry) => ({
  id: entry.id,
  url: entry.url,
  language: entry.lang,
  title: plainText(entry.title),
  content_html: entry.html,
  content_text: plainText(entry.text),
  date_published: entry.at.toISOString(),
  ...(entry.byline && { authors: [{ name: plainText(entry.byline) }] }),
  // JSON Feed leaves names that begin with an underscore to whoever writes it.
  ...(entry.original && {
    _translation: {
      of: entry.original.url,
      language: entry.original.lang,
      title: plainText(entry.original.title),
      translator: plainText(entry.original.translator),
    },
  }),
  ...(entry.picture && {
    image: entry.picture.url,
    attachments: [
      { url: entry.picture.url, mime_type: 'image/jpeg', title: plainText(entry.picture.words) },
    ],
  }),
})

/** The feed as JSON Feed 1.1. */
export const jsonOf = (feed: Feed, self: string): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: plainText(feed.title),
    description: plainText(feed.description),
    home_page_url: feed.page,
    feed_url: self,
    language: feed.lang,
    authors: [{ name: plainText(feed.title), url: feed.origin }],
    items: feed.entries.map(jsonItem),
  })

/** The formats of a feed, by the end of its address. */
export const formats = {
  atom: { type: 'application/atom+xml; charset=utf-8', write: atomOf },
  rss: { type: 'application/rss+xml; charset=utf-8', write: rssOf },
  json: { type: 'application/feed+json; charset=utf-8', write: jsonOf },
} as const
export type Format = keyof typeof formats
export const isFormat = (name: string): name is Format => Object.hasOwn(formats, name)
