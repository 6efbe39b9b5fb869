import { Hono } from 'hono'
import { act, type Db, kithItself } from '#base/db.ts'
import type { JobDeps } from '#base/jobs.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import {
  embedCode,
  escaped,
  findPublished,
  isWithdrawn,
  noteEmbed,
  wasPublic,
} from '#stories/index.ts'
import { frameOf, hostIn, storyAt } from './embed.rules.ts'
import { EmbedPage, embedPolicy, GoneFrame } from './embed.views.tsx'

// Which sites were noted today: a page that many read is written down once.
const noted = new Set<string>()
const mostNoted = 10_000

async function note(db: Db, id: string, host: string | null): Promise<void> {
  if (!host) return
  const at = now()
  const key = `${at.toISOString().slice(0, 10)} ${id} ${host}`
  if (noted.has(key)) return
  if (noted.size >= mostNoted) noted.clear()
  noted.add(key)
  await act(db, kithItself, (tx) => noteEmbed(tx, id, host, at))
}

function headers(c: Ctx) {
  c.header('content-security-policy', embedPolicy)
  c.header('referrer-policy', 'no-referrer')
  c.header('cross-origin-resource-policy', 'cross-origin')
  // Whoever saw it asks again each time: what was taken back is shown from no cache.
  c.header('cache-control', 'no-cache')
  c.header('vary', 'accept-language')
}

async function frame(c: Ctx, db: Db, id: string) {
  const { t } = c.var
  headers(c)
  const story = await findPublished(db, id)
  if (story) {
    await note(db, id, hostIn(c.req.header('referer'), c.var.origin))
    return c.html(<EmbedPage c={c} story={story} />)
  }
  if (await isWithdrawn(db, id))
    return c.html(
      <GoneFrame c={c} words={t('stories.withdrawn')} why={t('embed.withdrawn')} />,
      410,
    )
  if (await wasPublic(db, id)) return c.html(<GoneFrame c={c} words={t('embed.gone')} />, 410)
  return c.html(<GoneFrame c={c} words={t('embed.none')} />, 404)
}

type Said = Record<string, string | number>
const asXml = (said: Said) =>
  `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${Object.entries(said)
    .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    .join('')}</oembed>`

/** oEmbed 1.0 (oembed.com). What is not public and what is not there answer alike: 404. */
async function oembed(c: Ctx, db: Db) {
  const format = c.req.query('format') ?? 'json'
  if (format !== 'json' && format !== 'xml') return c.body(null, 501)
  const { origin, coalition, t } = c.var
  const id = storyAt(c.req.query('url'), origin)
  const story = id === null ? undefined : await findPublished(db, id)
  if (!story) return c.body(null, 404)
  const size = frameOf(c.req.query('maxwidth'), c.req.query('maxheight'))
  // What another site keeps of this answer is nothing that its teller said.
  const title = t('embed.frame', { name: coalition.name })
  const said: Said = {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: coalition.name,
    provider_url: origin,
    cache_age: 60,
    html: embedCode({ origin, id: story.id, title }, size),
    ...size,
  }
  const isXml = format === 'xml'
  return c.body(isXml ? asXml(said) : JSON.stringify(said), 200, {
    'content-type': isXml ? 'text/xml; charset=utf-8' : 'application/json; charset=utf-8',
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
  })
}

/** Stories on other people's sites: a page for a frame, and where its code is asked for. */
export const embedRoutes = ({ db }: JobDeps) =>
  new Hono<Env>()
    .get(`/embed/stories/${idPath}`, may('story', 'read'), (c) => frame(c, db, c.req.param('id')))
    .get('/oembed', may('story', 'read'), (c) => oembed(c, db))
