import { Hono } from 'hono'
import type { KnownCoalition } from '#base/coalition.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { welcomeRoutes } from '#members/index.ts'
import { coalitionRoutes } from './coalition.routes.tsx'
import { deskRoutes } from './desk.routes.tsx'
import { dutyRoutes } from './duties.routes.tsx'
import { easierRoutes } from './easier.routes.tsx'
import { handoverRoutes } from './handover.routes.tsx'
import { healthRoutes } from './health.routes.tsx'
import { homeRoutes } from './home.routes.tsx'
import { keptRoutes } from './kept.routes.tsx'
import { logRoutes } from './log.routes.tsx'
import { lookRoutes } from './look.routes.tsx'
import { mydataRoutes } from './mydata.routes.tsx'
import { toldRoutes } from './pages.routes.tsx'
import { promiseRoutes } from './promises.routes.tsx'
import { rhythmRoutes } from './rhythms.routes.tsx'
import { searchRoutes } from './search.routes.tsx'
import { termRoutes } from './terms.routes.tsx'
import { setupRoutes } from './setup.routes.tsx'
import { thingsToRead } from './welcome.things.ts'

export { readLook } from './easier.ts'
export { AbsentPage, SentencePage, TroublePage } from './errors.views.tsx'
export { dutiesLater } from './duties.later.tsx'
export { officeLater } from './office.later.ts'
export { newSetupLink } from './setup.actions.ts'
export { keptLater } from './kept.later.ts'
export { logLater } from './log.later.tsx'

export const frontRoutes = (deps: JobDeps & { coalition: KnownCoalition }) =>
  new Hono<Env>()
    .route('/', homeRoutes(deps))
    .route('/', toldRoutes())
    .route('/', easierRoutes())
    .route('/', searchRoutes(deps))
    .route('/', setupRoutes(deps))
    .route('/', coalitionRoutes(deps))
    .route('/', deskRoutes(deps))
    .route('/', handoverRoutes(deps))
    .route('/', promiseRoutes(deps))
    .route('/', rhythmRoutes(deps))
    .route('/', welcomeRoutes({ ...deps, things: thingsToRead }))
    .route('/', healthRoutes(deps))
    .route('/', keptRoutes(deps))
    .route('/', termRoutes(deps))
    .route('/', dutyRoutes(deps))
    .route('/', logRoutes(deps))
    .route('/', mydataRoutes(deps))
    .route('/', lookRoutes())
