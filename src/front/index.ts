import { Hono } from 'hono'
import type { KnownCoalition } from '#base/coalition.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Env, Look } from '#base/web.ts'
import { healthRoutes } from './health.routes.tsx'

export { AbsentPage, SentencePage, TroublePage } from './errors.views.tsx'
export { howItIs } from './health.routes.tsx'

/** Reads the reader's preferences from their small cookie, such as `text=large&theme=dark`. */
export function readLook(cookie: string | undefined): Look {
  const said = new URLSearchParams((cookie ?? '').slice(0, 60))
  const look: Look = {}
  const [text, theme] = [said.get('text'), said.get('theme')]
  if (text === 'large' || text === 'largest') look.text = text
  if (theme === 'light' || theme === 'dark') look.theme = theme
  if (said.get('font') === 'own') look.font = 'own'
  if (said.get('calm') === 'yes') look.calm = true
  return look
}

export const frontRoutes = (deps: JobDeps & { coalition: KnownCoalition }) =>
  new Hono<Env>().route('/', healthRoutes(deps))
