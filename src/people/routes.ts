import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { accountRoutes } from './account.routes.tsx'
import { outboxRoutes } from './outbox.routes.tsx'
import { signInRoutes } from './sign-in.routes.tsx'

/** Signing in and out, one's account, and the outbox; mounted at `/`. */
export const peopleRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', signInRoutes(deps))
    .route('/', accountRoutes(deps))
    .route('/', outboxRoutes(deps))
