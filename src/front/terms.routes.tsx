import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { type FormState, formOf, readForm } from '#base/forms.ts'
import { isLang, type Lang, translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { shows } from '#base/web.ready.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { saveTerms } from './duties.actions.ts'
import { termsForm } from './duties.forms.ts'
import { readTerms, termWordsIn, versionsOf } from './duties.queries.ts'
import type { TermWords } from './duties.questions.ts'
import { firstTerms, TermsFormPage, TermsPage } from './terms.views.tsx'

/** In which language the words of the terms are written: one of the coalition's. */
function langOf(c: Ctx, asked: unknown): Lang {
  const { languages } = c.var.coalition
  const isOne = typeof asked === 'string' && isLang(asked) && languages.includes(asked)
  return isOne ? asked : (languages[0] ?? 'en')
}

/** The terms that everyone reads, and where the office changes their words. */
export function termRoutes({ db }: JobDeps) {
  async function showForm(c: Ctx, lang: Lang, of: FormState | null, status: 200 | 422 = 200) {
    const versions = await act(db, c.var.who, (tx) => versionsOf(tx, 'terms'))
    const saved = termWordsIn(versions[0]?.answers)[lang]
    const words = saved ?? firstTerms(translator(lang), c.var.coalition.name)
    const page = { c, lang, versions, saved: c.req.query('saved') === 'yes' }
    return c.html(<TermsFormPage {...page} of={of ?? formOf(words)} />, status)
  }

  return new Hono<Env>()
    .get('/terms', may('page', 'read'), async (c) => {
      shows(c, ['coalition', 'terms'])
      return c.html(<TermsPage c={c} terms={await readTerms(db)} />)
    })

    .get('/duties/terms', may('duty', 'read'), (c) =>
      showForm(c, langOf(c, c.req.query('words')), null),
    )

    .post('/duties/terms', may('duty', 'change'), async (c) => {
      const { words: asked, once } = await c.req.parseBody()
      const lang = langOf(c, asked)
      const form = await readForm(c, termsForm)
      if (!form.ok) return showForm(c, lang, form.error, 422)
      const key = typeof once === 'string' ? once : undefined
      // The form has each part of the terms, and nothing else.
      await saveTerms(db, c.var.who, lang, form.value as TermWords, key)
      return c.redirect(`/duties/terms?words=${lang}&saved=yes`, 303)
    })
}
