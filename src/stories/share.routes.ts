import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import { onDrop } from '#base/pages.ts'
import { type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { findPublished, isWithdrawn } from './queries.ts'
import type { PublishedStory } from './schema.ts'
import { sharePicture } from './share.words.ts'

// The same story always draws the same picture: the last few are kept, because a link that is passed on is
// fetched by many within minutes. Whether the story still stands is asked every time.
const drawn = new Map<string, Promise<Buffer>>()
const mostDrawn = 40

const keyOf = ({ id, lang, title }: PublishedStory, band: string) =>
  `${id} ${lang} ${band} ${title}`
const etagOf = (key: string) =>
  `"${createHash('sha256').update(key).digest('base64url').slice(0, 22)}"`

function pictureOf(story: PublishedStory, band: string): Promise<Buffer> {
  const key = keyOf(story, band)
  const known = drawn.get(key)
  if (known) return known
  const made = sharePicture(story, band)
  drawn.set(key, made)
  made.catch(() => drawn.delete(key))
  const oldest = drawn.keys().next().value
  if (drawn.size > mostDrawn && oldest !== undefined) drawn.delete(oldest)
  return made
}

/** What was drawn is forgotten when stories change: the title of one that was taken back stays nowhere. */
onDrop((tags) => {
  if (tags.includes('stories') || tags.includes('*')) drawn.clear()
})

/** The picture that other sites show beside a link to a story: its own quilt and its title, 1200 × 630. */
export const shareRoutes = ({ db }: JobDeps) =>
  new Hono<Env>().get(`/stories/${idPath}/share.png`, may('story', 'read'), async (c) => {
    const id = c.req.param('id')
    const gone = async () => ((await isWithdrawn(db, id)) ? c.body(null, 410) : c.notFound())
    const story = await findPublished(db, id)
    if (!story) return gone()
    const { band } = c.var.coalition
    const headers = {
      'content-type': 'image/png',
      // Whoever has it asks again each time: a story that was taken back leaves the caches of others with it.
      'cache-control': 'no-cache',
      etag: etagOf(keyOf(story, band)),
    }
    if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers)
    const picture = await pictureOf(story, band)
    // Drawing may wait behind a long print: what was taken back meanwhile is not handed out.
    if (!(await findPublished(db, id))) return gone()
    return c.body(new Uint8Array(picture), 200, headers)
  })
