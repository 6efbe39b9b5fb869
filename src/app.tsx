import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { lookFiles } from '#base/assets.ts'
import { type KnownCoalition, orUnnamed } from '#base/coalition.ts'
import { nobody } from '#base/db.ts'
import { chooseLang, directionOf, translator } from '#base/i18n.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import { logger } from '#base/log.ts'
import { bodyWithin, networkOf, originOf, ownFormsOnly, safeHeaders } from '#base/web.guardrails.ts'
import { NoRoom, roomyToDisk } from '#base/web.parts.ts'
import { readyPages } from '#base/web.ready.ts'
import type { Ctx, Env } from '#base/web.ts'
import {
  AbsentPage,
  dutiesLater,
  frontRoutes,
  keptLater,
  logLater,
  readLook,
  SentencePage,
  TroublePage,
  officeLater,
} from '#front/index.ts'
import { memberRoutes, membersLater, mergeLater, twinsLater, welcomeLater } from '#members/index.ts'
import {
  outboxLater,
  peopleLater,
  peopleRoutes,
  sessionCookie,
  whoIsAsking,
} from '#people/index.ts'
import {
  campaignsLater,
  audienceLater,
  consentLater,
  editLater,
  isPublicPicture,
  reportLater,
  roomierForms,
  storiesLater,
  storyRoutes,
  translateLater,
  withdrawnLater,
  yearLater,
} from '#stories/index.ts'
import { embedRoutes } from '#bridges/embeds/index.ts'
import { feedRoutes, listFeedRoutes } from '#bridges/feeds/index.ts'
import { fileRoutes, filesLater } from '#base/files.ts'

export type House = JobDeps & { coalition: KnownCoalition }

/** What follows in every room, for the jobs. */
export const laters: Later[] = [
  peopleLater,
  outboxLater,
  membersLater,
  twinsLater,
  mergeLater,
  welcomeLater,
  storiesLater,
  audienceLater,
  consentLater,
  campaignsLater,
  editLater,
  translateLater,
  reportLater,
  withdrawnLater,
  yearLater,
  filesLater,
  logLater,
  keptLater,
  officeLater,
  dutiesLater,
]

/** Who is asking, from where, in which language, and for whom this page is made. */
const introduce =
  ({ config, coalition }: House) =>
  async (c: Ctx, next: () => Promise<void>) => {
    const url = new URL(c.req.url)
    const known = await coalition.current()
    const asked = c.req.query('lang')
    const spoken = orUnnamed(known).languages
    const lang = chooseLang(asked ?? getCookie(c, 'lang'), c.req.header('accept-language'), spoken)
    if (asked === lang)
      setCookie(c, 'lang', lang, { path: '/', sameSite: 'Lax', maxAge: 31_536_000, httpOnly: true })
    c.set('who', nobody)
    c.set('person', null)
    c.set('csrf', '')
    c.set('coalition', orUnnamed(known))
    c.set('lang', lang)
    c.set('dir', directionOf(lang))
    c.set('t', translator(lang))
    c.set('look', readLook(getCookie(c, 'look')))
    // Two slashes at the beginning would make a link to another site of it.
    c.set('path', url.pathname.replace(/^\/+/, '/') + url.search)
    c.set('origin', originOf(c, config))
    c.set('network', networkOf(c, config))
    c.set('production', config.production)
    await next()
  }

async function whatWasSent(c: Ctx): Promise<[string, string][]> {
  if (c.req.method !== 'POST') return []
  // The body may be what failed; then there is nothing to give back.
  const body = await c.req.parseBody({ all: true }).catch(() => ({}))
  return Object.entries(body).flatMap(([name, value]) =>
    [value]
      .flat()
      .flatMap((one): [string, string][] => (typeof one === 'string' ? [[name, one]] : [])),
  )
}

/** Puts the rooms together: the only file that knows them all. */
export function createApp(house: House) {
  const app = new Hono<Env>()
  app.route('/', lookFiles())
  app.use(introduce(house))
  // Around the headers, so that a page is kept with those that guard it: it is later sent as it was kept.
  app.use(readyPages(house.coalition, sessionCookie(house.config)))
  app.use(safeHeaders)
  app.use(whoIsAsking(house))
  app.use(
    bodyWithin((c, max) => {
      const text = c.var.t('front.too-large.why', { max })
      return c.html(<SentencePage c={c} title={c.var.t('front.too-large')} text={text} />, 413)
    }, roomierForms),
  )
  app.use(roomyToDisk(house.config, roomierForms))
  app.use(
    ownFormsOnly(
      (c) => {
        const text = c.var.t('front.not-ours.why')
        return c.html(<SentencePage c={c} title={c.var.t('front.not-ours')} text={text} />, 403)
      },
      (c) => {
        const text = c.var.t('front.broken-form.why')
        return c.html(<SentencePage c={c} title={c.var.t('front.broken-form')} text={text} />, 400)
      },
    ),
  )
  app.route('/', frontRoutes(house))
  app.route('/', peopleRoutes(house))
  app.route('/', memberRoutes(house))
  app.route('/', storyRoutes(house))
  app.route('/', feedRoutes(house))
  app.route('/', embedRoutes(house))
  app.route('/', listFeedRoutes(house))
  app.route(
    '/',
    fileRoutes(house, (id) => isPublicPicture(house.db, id)),
  )
  app.notFound((c) => c.html(<AbsentPage c={c} />, 404))
  app.onError(async (problem, c) => {
    if (problem instanceof NoRoom) {
      logger('web').error('The disk is full: {path} was not taken', { path: c.req.routePath })
      const text = c.var.t('front.no-room.why')
      return c.html(<SentencePage c={c} title={c.var.t('front.no-room')} text={text} />, 507)
    }
    const reference = crypto.randomUUID().slice(0, 8)
    // The kind of the problem and where it arose, never what somebody wrote.
    const { name, code, stack } = problem as Error & { code?: string }
    const where = stack?.split('\n').slice(1, 6).join('\n') ?? ''
    logger('web').error(
      `${reference} ${c.req.method} ${c.req.routePath} ${name} ${code ?? ''}\n${where}`,
    )
    return c.html(<TroublePage c={c} sent={await whatWasSent(c)} />, 503)
  })
  return app
}
