import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { accountRoutes } from './account.routes.tsx'
import { againRoutes } from './again.routes.tsx'
import { factorRoutes } from './factors.routes.tsx'
import { outboxRoutes } from './outbox.routes.tsx'
import { personsRoutes } from './persons.routes.tsx'
import { signInRoutes } from './sign-in.routes.tsx'
import { wayRoutes } from './ways.routes.tsx'

/** Signing in and out, one's account and its ways in, the people of the coalition, the outbox; mounted at `/`. */
export const peopleRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', signInRoutes(deps))
    .route('/', wayRoutes(deps))
    .route('/', againRoutes(deps))
    .route('/', accountRoutes(deps))
    .route('/', factorRoutes(deps))
    .route('/', personsRoutes(deps))
    .route('/', outboxRoutes(deps))
