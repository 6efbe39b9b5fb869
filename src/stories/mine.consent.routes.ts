import { Hono } from 'hono'
import { readForm } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { agreeAgain, endUse } from './consent.actions.ts'
import { endForm } from './consent.forms.ts'

/** What a teller does about what they agreed to, by their private link. */
export const mineConsentRoutes = ({ db }: JobDeps) =>
  new Hono<Env>()
    .post(`/stories/mine/${keyPath}/use`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const form = await readForm(c, endForm)
      if (!form.ok) return c.redirect(`/stories/mine/${key}`, 303)
      const ended = await endUse(db, c.var.who, key, form.value.use)
      // Pressed twice it is ended once; both presses see that it is.
      if (!ended.ok && ended.error === 'no-such-story') return c.notFound()
      return c.redirect(`/stories/mine/${key}?ended=${form.value.use}`, 303)
    })

    .post(`/stories/mine/${keyPath}/again`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const agreed = await agreeAgain(db, c.var.who, key)
      return agreed ? c.redirect(`/stories/mine/${key}?again=yes`, 303) : c.notFound()
    })
