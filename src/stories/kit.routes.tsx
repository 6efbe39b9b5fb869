import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import { bandColour } from '#base/ui/dyes.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { visibleCampaign } from './campaigns.routes.tsx'
import { pathOfCampaign } from './campaigns.views.tsx'
import { someone } from './collections.routes.tsx'
import { gatherKit, kitFor } from './kit.actions.ts'
import { kitZip } from './kit.files.ts'
import { KitPage } from './kit.views.tsx'

async function download(c: Ctx, deps: JobDeps, slug: string) {
  const me = someone(c)
  const found = me && (await visibleCampaign(c, deps, slug))
  if (!me || !found) return c.notFound()
  const { campaign } = found
  const kit = await gatherKit(deps, me, campaign.id)
  if (!kit.ok && kit.error === 'no-such-campaign') return c.notFound()
  if (!kit.ok) return c.html(<KitPage c={c} campaign={campaign} n={null} />, 403)
  const { coalition, origin, lang } = c.var
  const about = { campaign, coalition, origin, href: origin + pathOfCampaign(campaign.slug) }
  const zip = kitZip(about, lang, bandColour(coalition.band), kit.value)
  return c.body(new Uint8Array(zip), 200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="kit.zip"; filename*=UTF-8''${encodeURIComponent(campaign.slug)}.zip`,
    'cache-control': 'private, no-store',
  })
}

/** Everything a member needs to pass a campaign on, made anew each time it is asked for. */
export const kitRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/campaigns/:slug/kit', may('kit', 'read'), async (c) => {
      const found = await visibleCampaign(c, deps, c.req.param('slug'))
      if (!found) return c.notFound()
      const n = await kitFor(deps.db, c.var.who, found.campaign)
      return c.html(<KitPage c={c} campaign={found.campaign} n={n} />)
    })
    .post('/campaigns/:slug/kit', may('kit', 'read'), (c) => download(c, deps, c.req.param('slug')))
