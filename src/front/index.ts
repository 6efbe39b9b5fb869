import { Hono } from 'hono'
import type { KnownCoalition } from '#base/coalition.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { coalitionRoutes } from './coalition.routes.tsx'
import { deskRoutes } from './desk.routes.tsx'
import { easierRoutes } from './easier.routes.tsx'
import { healthRoutes } from './health.routes.tsx'
import { homeRoutes } from './home.routes.tsx'
import { lookRoutes } from './look.routes.tsx'
import { toldRoutes } from './pages.routes.tsx'
import { searchRoutes } from './search.routes.tsx'
import { setupRoutes } from './setup.routes.tsx'

export { readLook } from './easier.ts'
export { AbsentPage, SentencePage, TroublePage } from './errors.views.tsx'
export { newSetupLink } from './setup.actions.ts'

export const frontRoutes = (deps: JobDeps & { coalition: KnownCoalition }) =>
  new Hono<Env>()
    .route('/', homeRoutes(deps))
    .route('/', toldRoutes())
    .route('/', easierRoutes())
    .route('/', searchRoutes(deps))
    .route('/', setupRoutes(deps))
    .route('/', coalitionRoutes(deps))
    .route('/', deskRoutes(deps))
    .route('/', healthRoutes(deps))
    .route('/', lookRoutes())
