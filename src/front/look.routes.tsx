import { Hono } from 'hono'
import { isDye } from '#base/ui/dyes.ts'
import type { Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { isSample, samples } from './look.pages.tsx'
import { LookPage } from './look.views.tsx'

/** For whoever changes Kith's look: every component in every state, and whole pages made of them. Not in production. */
export const lookRoutes = () =>
  new Hono<Env>().get('/look', may('page', 'read'), (c) => {
    if (c.var.production) return c.notFound()
    const { band = '', action = '', page = '' } = c.req.query()
    const { coalition } = c.var
    c.set('coalition', {
      ...coalition,
      band: isDye(band) ? band : coalition.band,
      action: isDye(action) ? action : coalition.action,
    })
    if (isSample(page)) return c.html(samples[page](c))
    return c.html(<LookPage c={c} />)
  })
