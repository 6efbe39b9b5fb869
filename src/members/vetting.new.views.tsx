import type { FormState } from '#base/forms.ts'
import { languages } from '#base/i18n.ts'
import { Button, Choice, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import type { Ctx } from '#base/web.ts'
import { fieldsOn } from './join.fields.tsx'
import { kindOf, pages } from './join.questions.ts'
import type { TopicChoice } from './topics.ts'

type NewProps = { c: Ctx; form: FormState; topics: readonly TopicChoice[] }

/**
 * An application for somebody who rings: all questions on one page. The kind may be chosen on it, so
 * everything that some kind is asked stands there, and what theirs is not asked is left out when sent.
 */
export const NewPage = ({ c, form, topics }: NewProps) => {
  const { t, coalition } = c.var
  const kind = kindOf(form.values)
  const spoken = Object.fromEntries(coalition.languages.map((lang) => [lang, languages[lang]]))
  return (
    <Page
      c={c}
      title={t('vetting.new')}
      nav="desk"
      narrow
      staff
      script
      of={form}
      crumbs={[
        { href: '/desk', label: t('ui.nav.desk') },
        { href: '/memberships', label: t('vetting.title') },
      ]}
    >
      <p>{t('vetting.new.how')}</p>
      <Form c={c} action="/memberships" of={form}>
        {pages.map((page) => {
          const Fields = fieldsOn[page]
          return (
            <section class="stack-lg" aria-labelledby={`part-${page}`}>
              <h2 id={`part-${page}`}>{t(`vetting.part.${page}`)}</h2>
              <Fields
                of={form}
                kind={page === 'register' ? 'organisation' : kind}
                asking={{ byPhone: true, topics }}
              />
            </section>
          )
        })}
        <Choice
          of={form}
          name="lang"
          legend={t('vetting.lang')}
          choices={spoken}
          value={c.var.lang}
          inline
        />
        <Button>{t('vetting.new.keep')}</Button>
      </Form>
    </Page>
  )
}
