import { type Zippable, zipSync } from 'fflate'
import { directionOf, type Lang, type T, translator } from '#base/i18n.ts'
import type { Coalition } from '#base/web.ts'
import type { Campaign } from './collections.schema.ts'
import type { KitStory } from './kit.actions.ts'
import { qrOf, qrPoints, qrSvg } from './kit.qr.ts'
import { beginningOf } from './rules.ts'
import type { PublishedStory } from './schema.ts'
import { drawQuilt, frames } from './share.draw.ts'
import { pngOf } from './share.png.ts'
import { embedCode, escaped } from './share.rules.ts'

const lettersOfExcerpt = 400

type About = { campaign: Campaign; coalition: Coalition; origin: string; href: string }

/** The words of the campaign, in one of the coalition's languages around its own words. */
function wordsIn(lang: Lang, { campaign, coalition, href }: About): string {
  const { name, words, call } = campaign
  const t = translator(lang)
  const said = { name, words, call, href, coalition: coalition.name }
  const text = coalition.phone
    ? t('campaigns.kit.text', { ...said, phone: coalition.phone })
    : t('campaigns.kit.text-no-phone', said)
  return `${text}\n`
}

const storyHref = (origin: string, { id }: PublishedStory) => `${origin}/stories/${id}`

const htmlStory = (t: T, origin: string, story: PublishedStory) => {
  const href = escaped(storyHref(origin, story))
  const byline = story.byline ? `\n  <p>${escaped(story.byline)}</p>` : ''
  return `<div lang="${escaped(story.lang)}" dir="${directionOf(story.lang)}">
  <h3>${escaped(story.title)}</h3>${byline}
  <p>${escaped(beginningOf(story.body, lettersOfExcerpt))}</p>
</div>
<p><a href="${href}">${escaped(t('campaigns.kit.read-more'))}</a></p>`
}

/** The block for a newsletter as HTML: no script, no picture from outside, nothing that counts readers. */
function htmlBlock(t: T, { campaign, origin, href }: About, kit: readonly KitStory[]): string {
  const { name, words, lang } = campaign
  const parts = words.split(/\n\s*\n/).map((part) => `  <p>${escaped(part.trim())}</p>`)
  return `<div lang="${escaped(lang)}" dir="${directionOf(lang)}">
  <h2>${escaped(name)}</h2>
${parts.join('\n')}
</div>
${kit.map(({ story }) => htmlStory(t, origin, story)).join('\n')}
<p><a href="${escaped(href)}">${escaped(t('campaigns.tell'))}</a></p>
`
}

/** The same block as plain text. */
function textBlock(t: T, { campaign, origin, href }: About, kit: readonly KitStory[]): string {
  const stories = kit.map(({ story }) =>
    [
      story.title,
      story.byline,
      beginningOf(story.body, lettersOfExcerpt),
      `${t('campaigns.kit.read-more')}: ${storyHref(origin, story)}`,
    ]
      .filter(Boolean)
      .join('\n'),
  )
  const close = `${t('campaigns.tell')}: ${href}`
  return `${[campaign.name, campaign.words, ...stories, close].join('\n\n')}\n`
}

/** Code for a member's own website: frames without a script, so a story that is taken back leaves them at once. */
const embedCodes = (t: T, { origin, coalition }: About, kit: readonly KitStory[]): string => {
  const title = t('embed.frame', { name: coalition.name })
  return kit.map(({ story }) => embedCode({ origin, id: story.id, title })).join('\n')
}

/** What can be seen in each picture, for those who cannot see it: to be copied beside it. */
const pictureWords = (kit: readonly KitStory[]): string =>
  kit
    .flatMap(({ story, pictures, more }) =>
      [{ words: story.pictureWords, pictures }, ...more].map((one) => ({ ...one, story })),
    )
    .filter(({ words, pictures }) => words && pictures.length > 0)
    .map(({ story: { title, byline }, words, pictures }) =>
      [title, byline, words, ...pictures.map(({ name }) => name)].filter(Boolean).join('\n'),
    )
    .join('\n\n')

const text = (words: string) => new TextEncoder().encode(words)

/** A picture in a kit is packed already. */
const asItIs = (bytes: Uint8Array): [Uint8Array, { level: 0 }] => [bytes, { level: 0 }]

function codes(href: string): Zippable {
  const code = qrOf(href)
  // An address longer than a poster's code can hold is written out in the words instead.
  if (!code) return {}
  return {
    'code.svg': text(qrSvg(code)),
    'code.png': asItIs(pngOf(qrPoints(code, 16))),
  }
}

/** The kit of a campaign as one ZIP. `band`: the colour below the quilt. Out: its bytes. */
export function kitZip(
  about: About,
  lang: Lang,
  band: string,
  kit: readonly KitStory[],
): Uint8Array {
  const { campaign, coalition, href } = about
  const t = translator(lang)
  const quilt = (frame: keyof typeof frames) =>
    asItIs(pngOf(drawQuilt(campaign.id, frames[frame], band)))
  const words = coalition.languages.map((one) => [`${one}.txt`, text(wordsIn(one, about))] as const)
  const pictures = kit
    .flatMap((one) => [one, ...one.more])
    .flatMap(({ pictures: some }) => some.map(({ name, bytes }) => [name, asItIs(bytes)] as const))
  const seen = pictureWords(kit)
  const stories: Zippable = kit.length > 0 ? { 'embed.html': text(embedCodes(t, about, kit)) } : {}
  return zipSync({
    words: Object.fromEntries(words),
    pictures: {
      'quilt-1200x630.png': quilt('link'),
      'quilt-1080x1080.png': quilt('square'),
      'quilt-1080x1920.png': quilt('upright'),
      ...Object.fromEntries(pictures),
      ...(seen && { 'words.txt': text(`${seen}\n`) }),
    },
    newsletter: {
      'block.html': text(htmlBlock(t, about, kit)),
      'block.txt': text(textBlock(t, about, kit)),
    },
    ...codes(href),
    ...stories,
  })
}
