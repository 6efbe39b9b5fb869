import type { FormState } from '#base/forms.ts'
import { Button, Choice, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import type { Ctx } from '#base/web.ts'
import { keptKinds } from './entry.forms.ts'
import { EntryFields } from './entry.views.tsx'
import { wordsFor } from './join.fields.reach.tsx'
import type { TopicChoice } from './topics.ts'

type Props = { c: Ctx; form: FormState; topics: readonly TopicChoice[] }

/** An entry for a group that never signs in: everything on one page, and who may see what. */
export const KeepPage = ({ c, form, topics }: Props) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('entry.office.keep')}
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
      <p>{t('entry.office.keep.what')}</p>
      <Form c={c} action="/members/keep" of={form}>
        <Choice
          of={form}
          name="kind"
          legend={t('entry.office.keep.kind')}
          choices={wordsFor(keptKinds, (kind) => `join.kind.${kind}`, t)}
          value="group"
        />
        <EntryFields c={c} of={form} kind="organisation" number topics={topics} />
        <Button>{t('entry.office.keep.save')}</Button>
      </Form>
    </Page>
  )
}
