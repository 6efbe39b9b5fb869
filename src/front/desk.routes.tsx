import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { linksFor } from './desk.links.ts'
import { pilesFor } from './desk.piles.ts'
import { DeskPage } from './desk.views.tsx'
import { thisFortnight } from './fortnight.queries.ts'

const shown = 5

export const deskRoutes = ({ db }: JobDeps) =>
  new Hono<Env>().get('/desk', may('desk', 'read'), async (c) => {
    const { who, person } = c.var
    const roles = person?.roles ?? []
    const piles = await pilesFor(db, who, roles, shown)
    const fortnight = roles.includes('secretary') ? await thisFortnight(db, who) : null
    return c.html(<DeskPage c={c} {...{ piles, fortnight }} groups={linksFor(roles)} />)
  })
