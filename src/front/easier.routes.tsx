import { Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { readForm } from '#base/forms.ts'
import type { Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { ownPath, readLook, writeLook } from './easier.ts'
import { EasierPage } from './easier.views.tsx'

const here = '/easier-to-read'
// What is not one of ours means "as it is": nobody is told off for a setting.
const easierForm = z.object({
  text: z.string().catch(''),
  theme: z.string().catch(''),
  font: z.string().catch(''),
  calm: z.string().catch(''),
  from: z.string().catch(''),
})

/** "Make this site easier to read": the reader's wishes, kept in a cookie and read on every page. */
export const easierRoutes = () =>
  new Hono<Env>()
    .get(here, may('page', 'read'), (c) => {
      const from = ownPath(c.req.header('referer'), new URL(c.req.url).origin) ?? ''
      const saved = c.req.query('saved') === 'yes'
      return c.html(<EasierPage c={c} from={from.startsWith(here) ? '' : from} saved={saved} />)
    })
    .post(here, may('preference', 'change'), async (c) => {
      const form = await readForm(c, easierForm)
      if (!form.ok) return c.redirect(here, 303)
      const { text, theme, font, calm, from } = form.value
      const wished = writeLook(readLook([text, theme, font, calm === 'yes' && 'calm'].join('.')))
      const where = {
        path: '/',
        sameSite: 'Lax',
        secure: c.var.origin.startsWith('https:'),
      } as const
      if (wished) setCookie(c, 'look', wished, { ...where, maxAge: 31_536_000, httpOnly: true })
      else deleteCookie(c, 'look', where)
      return c.redirect(ownPath(from || undefined, c.var.origin) ?? `${here}?saved=yes`, 303)
    })
