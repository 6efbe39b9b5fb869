import { Hono } from 'hono'
import { keepDraft, readDraft } from '#base/drafts.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { now } from '#base/time.ts'
import { shows } from '#base/web.ready.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { changeCampaign, makeCampaign } from './campaigns.actions.ts'
import { campaignForm } from './campaigns.forms.ts'
import {
  allCampaigns,
  campaignById,
  countsOf,
  findCampaign,
  storiesInCampaign,
} from './campaigns.queries.ts'
import { dayIn, stateOf } from './campaigns.rules.ts'
import {
  CallPage,
  CampaignEditPage,
  CampaignPage,
  CampaignsPage,
  mayChangeCampaigns,
  pathOfCampaign,
} from './campaigns.views.tsx'
import { someone } from './collections.routes.tsx'
import { pageOf } from './collections.rules.ts'
import { draftKind } from './tell.answers.routes.ts'

const perPage = 12

/** A campaign that who is asking may see: one that is to come is for the office alone. */
export async function visibleCampaign(c: Ctx, { db }: Pick<JobDeps, 'db'>, slug: string) {
  const campaign = await findCampaign(db, slug)
  if (!campaign) return null
  const state = stateOf(campaign, now())
  return state === 'coming' && !mayChangeCampaigns(c) ? null : { campaign, state }
}

async function list(c: Ctx, { db }: JobDeps) {
  const all = await allCampaigns(db)
  const rows = all
    .map((campaign) => ({ campaign, state: stateOf(campaign, now()) }))
    .filter(({ state }) => state !== 'coming' || mayChangeCampaigns(c))
  shows(c, ['campaigns'])
  return c.html(<CampaignsPage c={c} rows={rows} />)
}

async function show(c: Ctx, deps: JobDeps, slug: string) {
  const found = await visibleCampaign(c, deps, slug)
  if (!found) return c.notFound()
  const { id } = found.campaign
  const counts = await countsOf(deps.db, id)
  const { page, pages } = pageOf(c.req.query('page'), counts.shown, perPage)
  const skip = (page - 1) * perPage
  const stories = await storiesInCampaign(deps.db, id, { most: perPage, skip })
  shows(c, ['stories', 'campaigns'])
  return c.html(<CampaignPage c={c} {...found} {...{ stories, counts, page, pages }} />)
}

/** Begins the form of telling for a campaign: what was answered so far on this device stays. */
async function begin(c: Ctx, deps: JobDeps, slug: string) {
  const found = await visibleCampaign(c, deps, slug)
  if (found?.state !== 'open') return c.notFound()
  const { id, name, call, lang } = found.campaign
  const before = await readDraft(c, deps.db, draftKind)
  const kept = 'mine' in before ? {} : before
  const told = { campaign: id, campaignName: name, campaignCall: call, campaignLang: lang }
  await keepDraft(c, deps.db, draftKind, { ...kept, ...told })
  return c.redirect('/stories/new', 303)
}

async function save(c: Ctx, { db }: JobDeps, id: string | null) {
  const me = someone(c)
  if (!me || (id !== null && !(await campaignById(db, id)))) return c.notFound()
  const page = (of: FormState, status: 409 | 422) =>
    c.html(<CampaignEditPage c={c} of={of} id={id} />, status)
  const form = await readForm(c, campaignForm)
  if (!form.ok) return page(form.error, 422)
  const saved =
    id === null
      ? await makeCampaign(db, me, form.value)
      : await changeCampaign(db, me, id, form.value)
  if (saved.ok) return c.redirect(pathOfCampaign(saved.value), 303)
  if (saved.error === 'no-such-campaign') return c.notFound()
  const { beginsOn, endsOn, ...rest } = form.value
  const sent = formOf({ ...rest, beginsOn: dayIn(beginsOn), endsOn: dayIn(endsOn) })
  return page(withProblem(sent, 'slug', c.var.t('lists.slug-taken')), 409)
}

/** Campaigns: read and told for by everyone, made by the office. */
export const campaignRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/campaigns', may('campaign', 'read'), (c) => list(c, deps))
    .get('/campaigns/new', may('campaign', 'change'), (c) =>
      c.html(<CampaignEditPage c={c} of={blank} id={null} />),
    )
    .post('/campaigns/new', may('campaign', 'change'), (c) => save(c, deps, null))
    .get(`/campaigns/${idPath}/change`, may('campaign', 'change'), async (c) => {
      const campaign = await campaignById(deps.db, c.req.param('id'))
      if (!campaign) return c.notFound()
      const { id, name, words, call, lang, colour, slug, beginsOn, endsOn } = campaign
      const days = { beginsOn: dayIn(beginsOn), endsOn: dayIn(endsOn) }
      const of = formOf({ name, words, call, lang, colour, slug, ...days })
      return c.html(<CampaignEditPage c={c} of={of} id={id} />)
    })
    .post(`/campaigns/${idPath}/change`, may('campaign', 'change'), (c) =>
      save(c, deps, c.req.param('id')),
    )
    .get('/campaigns/:slug', may('campaign', 'read'), (c) => show(c, deps, c.req.param('slug')))
    .get('/campaigns/:slug/tell', may('campaign', 'tell'), async (c) => {
      const found = await visibleCampaign(c, deps, c.req.param('slug'))
      return found?.state === 'open'
        ? c.html(<CallPage c={c} campaign={found.campaign} />)
        : c.notFound()
    })
    .post('/campaigns/:slug/tell', may('campaign', 'tell'), (c) =>
      begin(c, deps, c.req.param('slug')),
    )
