import { Hono } from 'hono'
import { dropDraft, keepDraft, readDraft } from '#base/drafts.ts'
import { blank, type FormState, formOf, readForm, valueOf, withProblem } from '#base/forms.ts'
import { languages } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may, startSession } from '#people/index.ts'
import { addExample } from './example.actions.ts'
import { SentencePage } from './errors.views.tsx'
import { isSetupLink, setUp, spendSetupLink } from './setup.actions.ts'
import {
  firstOpenPage,
  isSetupPage,
  type SetupPage,
  setupForms,
  setupPages,
  wholeSetup,
} from './setup.forms.ts'
import { BeginPage, SetupCheckPage, WizardPage } from './setup.views.tsx'

const kind = 'setup'

const row = (page: SetupPage, label: string, text: string) => ({ page, label, value: text })

const gone = (c: Ctx) => {
  const { t } = c.var
  return c.html(<SentencePage c={c} title={t('setup.gone')} text={t('setup.gone.why')} />, 410)
}

const fieldsOf = (page: SetupPage) => Object.keys(setupForms[page].shape)

/** The page after this one that was not answered yet, or the check. */
function pageAfter(page: SetupPage, answers: Record<string, unknown>): string {
  const later = setupPages.slice(setupPages.indexOf(page) + 1)
  const open = later.find((one) => fieldsOf(one).some((field) => answers[field] === undefined))
  return open ?? firstOpenPage(answers) ?? 'check'
}

/** Sets the coalition up with what was answered. */
async function finish(c: Ctx, deps: JobDeps, answers: FormState['values']) {
  const { t } = c.var
  const setup = wholeSetup.safeParse(answers)
  if (!setup.success) return c.redirect(`/setup/${firstOpenPage(answers) ?? 'name'}`, 303)
  const done = await setUp(deps, setup.data)
  if (!done.ok && done.error === 'no-such-place') {
    const of = withProblem(formOf(answers), 'place', t('setup.place.unknown'))
    return c.html(<WizardPage c={c} page="place" of={of} />, 422)
  }
  await dropDraft(c, deps.db, kind)
  if (!done.ok) {
    const page = <SentencePage c={c} title={t('setup.already')} text={t('setup.already.why')} />
    return c.html(page, 409)
  }
  if (setup.data.example === 'yes') await addExample(deps, done.value)
  await startSession(c, deps, done.value, { shared: false })
  return c.redirect('/before-opening', 303)
}

function rowsOf(c: Ctx, answers: FormState['values']) {
  const { t } = c.var
  const form = formOf(answers)
  const value = (name: string) => valueOf(form, name)
  const spoken = [answers['languages'] ?? []].flat().map((lang) => languages[lang as 'en'] ?? lang)
  return [
    row('name', t('setup.name.label'), value('name')),
    row('name', t('setup.purpose.label'), value('purpose')),
    row('place', t('setup.place.label'), value('place')),
    row('place', t('setup.languages.label'), spoken.join(', ')),
    row('place', t('setup.phone.label'), value('phone')),
    row('you', t('setup.you.label'), value('person')),
    row('you', t('setup.you.email'), value('email')),
    row(
      'mail',
      t('setup.mail'),
      t(value('mail') === 'smtp' ? 'setup.mail.smtp' : 'setup.mail.later'),
    ),
    row('colours', t('setup.colours.band'), t(`setup.dye.${value('band') as 'plum'}`)),
    row('example', t('setup.example'), t(value('example') === 'yes' ? 'setup.yes' : 'setup.no')),
  ]
}

/** The pages that set a new Kith up. Whoever spent the link has the draft's key, and only they go on. */
export function setupRoutes(deps: JobDeps) {
  const { db } = deps
  const answersOf = async (c: Ctx) => {
    const answers = await readDraft(c, db, kind)
    return answers['begun'] ? answers : null
  }

  return new Hono<Env>()
    .get(`/setup/${keyPath}`, may('setup', 'create'), async (c) => {
      const key = c.req.param('key')
      return (await isSetupLink(db, key)) ? c.html(<BeginPage c={c} keyOfLink={key} />) : gone(c)
    })

    .post(`/setup/${keyPath}`, may('setup', 'create'), async (c) => {
      if (!(await spendSetupLink(db, c.req.param('key')))) return gone(c)
      await keepDraft(c, db, kind, { begun: 'yes' })
      return c.redirect(`/setup/${setupPages[0]}`, 303)
    })

    .get('/setup/check', may('setup', 'create'), async (c) => {
      const answers = await answersOf(c)
      if (!answers) return c.notFound()
      const missing = firstOpenPage(answers)
      if (missing) return c.redirect(`/setup/${missing}`, 303)
      return c.html(<SetupCheckPage c={c} rows={rowsOf(c, answers)} of={blank} />)
    })

    .post('/setup/check', may('setup', 'create'), async (c) => {
      const answers = await answersOf(c)
      return answers ? finish(c, deps, answers) : c.notFound()
    })

    .get('/setup/:page{[a-z]+}', may('setup', 'create'), async (c) => {
      const page = c.req.param('page')
      const answers = await answersOf(c)
      if (!answers || !isSetupPage(page)) return c.notFound()
      return c.html(<WizardPage c={c} page={page} of={formOf(answers)} />)
    })

    .post('/setup/:page{[a-z]+}', may('setup', 'create'), async (c) => {
      const page = c.req.param('page')
      const answers = await answersOf(c)
      if (!answers || !isSetupPage(page)) return c.notFound()
      const form = await readForm(c, setupForms[page])
      if (!form.ok) return c.html(<WizardPage c={c} page={page} of={form.error} />, 422)
      const kept = { ...answers, ...(form.value as FormState['values']) }
      await keepDraft(c, db, kind, kept)
      return c.redirect(`/setup/${pageAfter(page, kept)}`, 303)
    })
}
