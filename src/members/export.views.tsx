import type { FormState } from '#base/forms.ts'
import { Button, Choice, Form, Tick, Ticks } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import type { Ctx } from '#base/web.ts'
import { kindKey } from './directory.views.tsx'
import { exportStates } from './export.forms.ts'
import { kinds } from './schema.ts'

/** What an export is to hold, before it is made. */
export function ExportPage({ c, form }: { c: Ctx; form: FormState }) {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('export.title')}
      nav="desk"
      staff
      narrow
      // A download leaves this page as it is: a second one may follow at once.
      script={false}
      of={form}
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      <p>{t('export.lead')}</p>
      <Form c={c} action="/members/export" of={form}>
        <Ticks
          of={form}
          name="state"
          legend={t('export.states')}
          choices={Object.fromEntries(
            exportStates.map((state) => [state, t(`export.state.${state}`)]),
          )}
        />
        <Ticks
          of={form}
          name="kind"
          legend={t('export.kinds')}
          hint={t('export.kinds-hint')}
          choices={Object.fromEntries(kinds.map((kind) => [kind, t(kindKey(kind))]))}
          optional
        />
        <Tick of={form} name="people" label={t('export.people')} />
        <Choice
          of={form}
          name="format"
          legend={t('export.format')}
          choices={{ csv: t('export.csv'), json: t('export.json') }}
        />
        <Button>{t('export.submit')}</Button>
      </Form>
    </Page>
  )
}
