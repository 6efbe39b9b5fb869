import type { FormState } from '#base/forms.ts'
import { labelForms } from '#base/print.ts'
import { Button, Choice, Field, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import type { Ctx } from '#base/web.ts'
import { kindKey } from './directory.views.tsx'
import { kinds } from './schema.ts'

/** What is chosen before address labels are printed. */
export const LabelsPage = ({ c, of, regions }: { c: Ctx; of: FormState; regions: string[] }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('print.labels')}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      <p>{t('print.labels.what')}</p>
      <Form c={c} action="/members/labels" of={of}>
        <Choice
          of={of}
          name="form"
          legend={t('print.form')}
          value="L7160"
          choices={Object.fromEntries(
            Object.entries(labelForms).map(([name, { columns, rows, width, height }]) => [
              name,
              t('print.form.is', { name, n: columns * rows, width, height }),
            ]),
          )}
        />
        <Field
          of={of}
          name="start"
          label={t('print.start')}
          hint={t('print.start.hint')}
          inputmode="numeric"
          width="short"
          value="1"
        />
        <Select
          of={of}
          name="kind"
          label={t('print.kind')}
          none={t('print.all')}
          choices={Object.fromEntries(kinds.map((kind) => [kind, t(kindKey(kind))]))}
        />
        <Select
          of={of}
          name="region"
          label={t('print.region')}
          none={t('print.all')}
          choices={Object.fromEntries(regions.map((region) => [region, region]))}
        />
        <Button>{t('print.labels.send')}</Button>
      </Form>
    </Page>
  )
}

/** A sentence instead of a PDF, and the way back. */
export const NotPrintedPage = ({ c, text, back }: { c: Ctx; text: string; back: string }) => (
  <Page
    c={c}
    title={c.var.t('print.not')}
    narrow
    back={{ href: back, label: c.var.t('directory.title') }}
  >
    <p>{text}</p>
  </Page>
)
