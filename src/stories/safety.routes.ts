import { Hono } from 'hono'
import { readForm } from '#base/forms.ts'
import { isLang, type Key, translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { maskMark } from './edit.actions.ts'
import { maskForm } from './edit.forms.ts'
import { markKinds } from './reader.ts'
import { saySensitive } from './safety.actions.ts'
import { readSpot } from './safety.rules.ts'

/** What stands where letters were left out, in the language of the story when Kith speaks it. */
const leftOut = (kind: string, lang: string) =>
  translator(isLang(lang) ? lang : 'en')(`edit.mask.${kind}` as Key)

async function mask(c: Ctx, { db }: JobDeps, id: string) {
  const { person, who } = c.var
  const form = await readForm(c, maskForm)
  const spot = form.ok ? readSpot(form.value.mark) : null
  const back = `/stories/${id}/decision`
  if (!person) return c.notFound()
  if (!spot || !markKinds.some((kind) => kind === spot.kind))
    return c.redirect(`${back}?masked=gone`, 303)
  const me = { ...who, personId: person.id }
  const masked = await maskMark(db, me, id, spot, ({ lang }) => leftOut(spot.kind, lang))
  if (!masked.ok && masked.error === 'no-such-story') return c.notFound()
  return c.redirect(`${back}?masked=${masked.ok ? 'yes' : 'gone'}`, 303)
}

/** What a moderator does about what the reader marked. */
export const safetyRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .post(`/stories/${idPath}/masks`, may('story', 'edit'), (c) => mask(c, deps, c.req.param('id')))

    .post(`/stories/${idPath}/safety`, may('story', 'decide'), async (c) => {
      const id = c.req.param('id')
      const { person, who } = c.var
      if (!person) return c.notFound()
      await saySensitive(deps.db, { ...who, personId: person.id }, id)
      return c.redirect(`/stories/${id}/decision`, 303)
    })
