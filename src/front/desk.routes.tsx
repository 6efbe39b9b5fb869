import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import { daysBetween, now } from '#base/time.ts'
import type { Ctx, Env } from '#base/web.ts'
import { waitingMemberships } from '#members/index.ts'
import { may } from '#people/index.ts'
import { waitingReports, waitingStories } from '#stories/index.ts'
import { DeskPage, type Pile } from './desk.views.tsx'

const shown = 5

const since = (c: Ctx, at: Date) => c.var.t('front.desk.since', { days: daysBetween(at, now()) })

async function officePiles(c: Ctx, { db }: JobDeps): Promise<Pile[]> {
  const { t, who } = c.var
  const { total, toRing, rows } = await waitingMemberships(db, who, shown)
  return [
    {
      id: 'waiting-memberships',
      title: t('front.desk.memberships'),
      total,
      allHref: '/memberships',
      items: rows.map(({ id, name, place, waitingSince }) => ({
        href: `/memberships/${id}`,
        title: name,
        meta: [place, since(c, waitingSince)].filter(Boolean).join(', '),
      })),
    },
    {
      id: 'to-ring',
      title: t('front.desk.to-ring'),
      total: toRing,
      allHref: '/memberships',
      items: [],
    },
  ]
}

async function moderatorPiles(c: Ctx, { db }: JobDeps): Promise<Pile[]> {
  const { t, who } = c.var
  const [stories, reports] = await Promise.all([
    waitingStories(db, who, shown),
    waitingReports(db, who, shown),
  ])
  return [
    {
      id: 'waiting-reports',
      title: t('front.desk.reports'),
      total: reports.total,
      allHref: '/reports',
      items: reports.rows.map(({ id, title, sentAt }) => ({
        href: `/reports/${id}`,
        title,
        meta: since(c, sentAt),
      })),
    },
    {
      id: 'waiting-stories',
      title: t('front.desk.stories'),
      total: stories.total,
      allHref: '/stories/waiting',
      items: stories.rows.map(({ id, title, lang, toldAt }) => ({
        href: `/stories/${id}/decision`,
        title,
        lang,
        meta: since(c, toldAt),
      })),
    },
  ]
}

function linksFor(c: Ctx, roles: string[]): [string, string][] {
  const { t } = c.var
  const office: [string, string][] = [
    ['/memberships/new', t('front.desk.enter')],
    ['/memberships', t('front.desk.memberships')],
    ['/members/import', t('front.desk.import')],
    ['/members/imports', t('front.desk.imports')],
    ['/outbox', t('front.desk.outbox')],
    ['/coalition', t('setup.coalition')],
    ['/before-opening', t('setup.before-open')],
  ]
  const moderation: [string, string][] = [
    ['/stories/waiting', t('front.desk.stories')],
    ['/reports', t('front.desk.reports')],
  ]
  return [
    ...(roles.includes('secretary') ? office : []),
    ...(roles.includes('moderator') ? moderation : []),
  ]
}

export const deskRoutes = (deps: JobDeps) =>
  new Hono<Env>().get('/desk', may('desk', 'read'), async (c) => {
    const roles = c.var.person?.roles ?? []
    const piles = [
      ...(roles.includes('moderator') ? await moderatorPiles(c, deps) : []),
      ...(roles.includes('secretary') ? await officePiles(c, deps) : []),
    ]
    return c.html(<DeskPage c={c} piles={piles} links={linksFor(c, roles)} />)
  })
