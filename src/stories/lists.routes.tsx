import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { readForm } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { allCampaigns, campaignWith } from './campaigns.queries.ts'
import { filedForm } from './collections.forms.ts'
import { allCollections, collectionsWith } from './collections.queries.ts'
import { someone } from './collections.routes.tsx'
import { putIntoLists } from './lists.actions.ts'
import { ListsPage } from './lists.views.tsx'
import { findPublished } from './queries.ts'

async function show(c: Ctx, { db }: JobDeps, id: string) {
  const story = await findPublished(db, id)
  if (!story) return c.notFound()
  const [collections, campaigns, chosen] = await Promise.all([
    allCollections(db),
    allCampaigns(db),
    act(db, c.var.who, async (tx) => ({
      collections: await collectionsWith(tx, id),
      campaign: await campaignWith(tx, id),
    })),
  ])
  const done = c.req.query('done') === 'yes'
  const lists = { story, collections, campaigns, chosen }
  return c.html(<ListsPage c={c} {...lists} done={done} />)
}

/** Which lists a story is in: asked from the story, for moderators. */
export const listRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/stories/${idPath}/lists`, may('collection', 'change'), (c) =>
      show(c, deps, c.req.param('id')),
    )
    .post(`/stories/${idPath}/lists`, may('collection', 'change'), async (c) => {
      const id = c.req.param('id')
      const me = someone(c)
      const form = await readForm(c, filedForm)
      if (!me || !form.ok) return c.notFound()
      const put = await putIntoLists(deps.db, me, id, form.value)
      // One that left the pages meanwhile has no lists to be in.
      return put.ok ? c.redirect(`/stories/${id}/lists?done=yes`, 303) : c.notFound()
    })
