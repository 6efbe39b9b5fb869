import { Hono } from 'hono'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { directoryRoutes } from './directory.routes.tsx'
import { importRoutes } from './import.routes.tsx'
import { joinLinkRoutes } from './join.link.routes.tsx'
import { joinRoutes } from './join.routes.tsx'
import { membershipLater } from './later.ts'
import { vettingRoutes } from './vetting.routes.tsx'
import './schema.ts'

export { waitingMemberships } from './actions.ts'
export { countListed, searchMembers } from './directory.search.queries.ts'
export { importFile } from './import.file.ts'
export { addExampleMembers, findExamplePlaces } from './example.actions.ts'

/** Joining, vetting, the directory and its imports. */
export const memberRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', joinRoutes(deps))
    .route('/', joinLinkRoutes(deps))
    .route('/', vettingRoutes(deps))
    .route('/', directoryRoutes(deps))
    .route('/', importRoutes(deps))

export const membersLater: Later = membershipLater
