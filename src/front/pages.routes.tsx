import { Hono } from 'hono'
import { shows } from '#base/web.ready.ts'
import type { Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { ToldPage, toldPages } from './pages.views.tsx'

/** Pages that only say something. */
export function toldRoutes() {
  const app = new Hono<Env>()
  for (const [path, told] of Object.entries(toldPages))
    app.get(path, may('page', 'read'), (c) => {
      shows(c, ['coalition'])
      return c.html(<ToldPage c={c} told={told} />)
    })
  return app
}
