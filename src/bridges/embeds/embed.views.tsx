import { createHash } from 'node:crypto'
import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { directionOf } from '#base/i18n.ts'
import type { Ctx } from '#base/web.ts'
import type { PublishedStory } from '#stories/index.ts'

const style =
  ':root{color-scheme:light dark}body{margin:0;padding:1rem;font:1.125rem/1.55 system-ui,sans-serif;background:#faf7f2;color:#2c1a2d}[dir=rtl]{line-height:2}h1{font-size:1.4rem;line-height:1.3;margin:0 0 .5rem}[dir=rtl] h1{line-height:1.8}img{max-width:100%;height:auto}p{margin:0 0 1rem;overflow-wrap:anywhere;white-space:pre-line}a{color:#1d49a0}footer{border-top:2px dashed #d2c6d2;padding-top:1rem;font-size:1rem}@media(prefers-color-scheme:dark){body{background:#1f1520;color:#f6f0ea}a{color:#a9c8ff}}'

/** The policy of a page in a frame: its own style, our pictures, and any site around it; nothing else. */
export const embedPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *`

type Frame = PropsWithChildren<{ title: string; lang: string }>

const Sheet = ({ title, lang, children }: Frame) => (
  <>
    {raw('<!doctype html>')}
    <html lang={lang} dir={directionOf(lang)}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <style>{raw(style)}</style>
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  </>
)

const mostBytes = 8000

/** The beginning of a story in at most 8,000 bytes, so that a frame stays within 14 kB. */
function beginning(body: string): { text: string; isWhole: boolean } {
  if (Buffer.byteLength(body) <= mostBytes) return { text: body, isWhole: true }
  const cut = Buffer.from(body)
    .subarray(0, mostBytes)
    .toString()
    .replace(/\uFFFD+$/, '')
  return {
    text: `${cut.slice(0, Math.max(cut.lastIndexOf(' '), mostBytes / 8))} …`,
    isWhole: false,
  }
}

/** A story in a frame on somebody's site. */
export const EmbedPage = ({ c, story }: { c: Ctx; story: PublishedStory }) => {
  const { t, origin, coalition, lang, dir } = c.var
  const { text, isWhole } = beginning(story.body)
  const address = `${origin}/stories/${story.id}`
  const out = { target: '_blank', rel: 'noopener' }
  return (
    <Sheet title={story.title} lang={story.lang}>
      <h1>{story.title}</h1>
      {story.byline && (
        <p>
          <bdi>{story.byline}</bdi>
        </p>
      )}
      {story.pictureId && (
        <img src={`/files/${story.pictureId}-480.webp`} alt={story.pictureWords ?? ''} />
      )}
      <p>{text}</p>
      <footer lang={lang} dir={dir}>
        <p>
          <a href={address} {...out}>
            {t(isWhole ? 'embed.read' : 'embed.read-all', { name: coalition.name })}
          </a>
        </p>
        <p>{t('embed.get')}</p>
        <p>
          <a href={`${origin}/reports/new?about=/stories/${story.id}`} {...out}>
            {t('embed.report')}
          </a>
        </p>
      </footer>
    </Sheet>
  )
}

/** What stands in the frame when the story is gone. */
export const GoneFrame = ({ c, words, why }: { c: Ctx; words: string; why?: string }) => (
  <Sheet title={words} lang={c.var.lang}>
    <h1>{words}</h1>
    {why && <p>{why}</p>}
  </Sheet>
)
