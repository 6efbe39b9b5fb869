import { Hono } from 'hono'
import { type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Ctx, Env } from '#base/web.ts'
import { countListed } from '#members/index.ts'
import { may } from '#people/index.ts'
import { changeCoalition } from './coalition.actions.ts'
import { type CoalitionChange, coalitionForms, isCoalitionPart } from './coalition.forms.ts'
import {
  BeforeOpeningPage,
  type CoalitionForms,
  CoalitionPage,
  RemoveExamplePage,
} from './coalition.views.tsx'
import { removeExample } from './example.actions.ts'
import { firstRules } from './setup.actions.ts'

async function formsOf(c: Ctx, { db }: JobDeps): Promise<CoalitionForms> {
  const { coalition } = c.var
  const row = await db.selectFrom('coalition').select(['smtp', 'mailFrom']).executeTakeFirst()
  return {
    about: formOf({
      name: coalition.name,
      purpose: coalition.purpose,
      place: coalition.place,
      languages: coalition.languages,
      phone: coalition.phone ?? '',
      phoneHours: coalition.phoneHours ?? '',
      email: coalition.email ?? '',
    }),
    mail: formOf({
      mail: row?.smtp ? 'smtp' : 'later',
      smtp: row?.smtp ?? '',
      mailFrom: row?.mailFrom ?? '',
    }),
    colours: formOf({ band: coalition.band, action: coalition.action }),
    rules: formOf({ rules: coalition.rules.join('\n') }),
  }
}

/** What the office decides about the coalition itself, and the list of what is left before it opens. */
export function coalitionRoutes(deps: JobDeps) {
  const { db, config } = deps

  const wrongPage = async (c: Ctx, part: keyof CoalitionForms, of: FormState) => {
    const forms = { ...(await formsOf(c, deps)), [part]: of }
    return c.html(<CoalitionPage c={c} forms={forms} wrong={of} saved={false} />, 422)
  }

  return new Hono<Env>()
    .get('/coalition', may('coalition', 'change'), async (c) => {
      const saved = c.req.query('saved') === 'yes'
      const forms = await formsOf(c, deps)
      return c.html(<CoalitionPage c={c} forms={forms} wrong={undefined} saved={saved} />)
    })

    .post('/coalition/:part{[a-z]+}', may('coalition', 'change'), async (c) => {
      const part = c.req.param('part')
      if (!isCoalitionPart(part)) return c.notFound()
      const form = await readForm(c, coalitionForms[part])
      if (part === 'doors') {
        if (form.ok)
          await changeCoalition(db, c.var.who, { part, given: form.value } as CoalitionChange)
        return c.redirect('/before-opening', 303)
      }
      if (!form.ok) return wrongPage(c, part, form.error)
      // The form of this part was read by this part's schema.
      const change = { part, given: form.value } as CoalitionChange
      const changed = await changeCoalition(db, c.var.who, change)
      if (changed.ok) return c.redirect('/coalition?saved=yes', 303)
      const sent = formOf(form.value as FormState['values'])
      return wrongPage(c, part, withProblem(sent, 'place', c.var.t('setup.place.unknown')))
    })

    .get('/before-opening', may('coalition', 'change'), async (c) => {
      const { coalition } = c.var
      const row = await db.selectFrom('coalition').select('smtp').executeTakeFirst()
      const ready = {
        coalition: coalition.phone !== null,
        mail: Boolean(config.smtp || row?.smtp),
        rules: coalition.rules.join('\n') !== firstRules.join('\n'),
        example: !coalition.example,
        members: (await countListed(db)) >= 3,
      }
      return c.html(<BeforeOpeningPage c={c} ready={ready} />)
    })

    .get('/example/removal', may('example', 'remove'), (c) =>
      c.var.coalition.example
        ? c.html(<RemoveExamplePage c={c} />)
        : c.redirect('/before-opening', 303),
    )

    .post('/example/removal', may('example', 'remove'), async (c) => {
      const { sure } = await c.req.parseBody()
      if (sure !== 'yes') return c.html(<RemoveExamplePage c={c} />, 422)
      await removeExample(deps, c.var.who)
      return c.redirect('/before-opening', 303)
    })
}
