import type { FormState } from '#base/forms.ts'
import type { T } from '#base/i18n.ts'
import { Actions, Button, Choice, Field, Form, Select, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Notice, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { kindKey } from './directory.views.tsx'
import { type ImportLine } from './import.queries.ts'
import { fields, importKinds, type Plan, softened } from './import.rules.ts'
import type { Sheet } from './spreadsheet.keep.ts'

type UploadProps = { c: Ctx; form: FormState; isGone?: boolean }

export function UploadPage({ c, form, isGone }: UploadProps) {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('sheet.title')}
      nav="desk"
      staff
      narrow
      of={form}
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {isGone && <Notice tone="warn">{<p>{t('sheet.gone')}</p>}</Notice>}
      <p>{t('sheet.lead')}</p>
      <Form c={c} action="/members/import" of={form} enctype="multipart/form-data">
        <Field
          of={form}
          name="file"
          type="file"
          label={t('sheet.file')}
          hint={t('sheet.file-hint')}
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
        />
        <Button>{t('sheet.read')}</Button>
      </Form>
      <p>
        <a href="/members/imports">{t('sheet.past')}</a>
      </p>
    </Page>
  )
}

const headOf = (t: T, sheet: Sheet, plan: Plan, column: number): string =>
  (plan.header && sheet.sample[0]?.cells[column]) || t('sheet.columns.unnamed', { n: column + 1 })

/** What stands in a column: the first cells that say something. */
const samplesOf = (sheet: Sheet, plan: Plan, column: number): string[] =>
  sheet.sample
    .slice(plan.header ? 1 : 0)
    .map((row) => row.cells[column] ?? '')
    .filter(Boolean)
    .slice(0, 3)
    .map((cell) => (cell.length > 60 ? `${cell.slice(0, 57)}…` : cell))

type ColumnsProps = { c: Ctx; sheet: Sheet; plan: Plan; form: FormState; loud: string | null }

/** A select for each column, beside what stands in it. */
function ColumnsTable({
  t,
  sheet,
  plan,
  form,
}: { t: T } & Pick<ColumnsProps, 'sheet' | 'plan' | 'form'>) {
  const choices = Object.fromEntries(fields.map((field) => [field, t(`sheet.field.${field}`)]))
  return (
    <Table
      caption={t('sheet.columns.table')}
      hideCaption
      head={[t('sheet.columns.column'), t('sheet.columns.sample'), t('sheet.columns.holds')]}
      rows={plan.mapping.map((field, column) => [
        headOf(t, sheet, plan, column),
        samplesOf(sheet, plan, column).map((cell) => (
          <>
            <bdi>{cell}</bdi>
            <br />
          </>
        )),
        <Select
          of={form}
          name={`column-${column}`}
          label={t('sheet.columns.for', { column: headOf(t, sheet, plan, column) })}
          hideLabel
          none={t('sheet.columns.leave')}
          choices={choices}
          value={field ?? ''}
        />,
      ])}
    />
  )
}

/** Where each column is said to hold something, one by one. */
export function ColumnsPage({ c, sheet, plan, form, loud }: ColumnsProps) {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('sheet.columns.title')}
      nav="desk"
      staff
      wide
      of={form}
      back={{ href: '/members/import', label: t('sheet.title') }}
    >
      <p>
        {t('sheet.columns.lead', { name: sheet.name, rows: sheet.rows, columns: sheet.columns })}
      </p>
      {!plan.header && <Notice tone="warn">{<p>{t('sheet.columns.header-guess')}</p>}</Notice>}
      <Form c={c} action={`/members/import/${sheet.id}`} of={form}>
        <Choice
          of={form}
          name="header"
          legend={t('sheet.columns.header')}
          choices={{ yes: t('sheet.columns.header-yes'), no: t('sheet.columns.header-no') }}
          value={plan.header ? 'yes' : 'no'}
          inline
        />
        <ColumnsTable t={t} sheet={sheet} plan={plan} form={form} />
        <Choice
          of={form}
          name="kind"
          legend={t('sheet.columns.kind')}
          choices={Object.fromEntries(importKinds.map((kind) => [kind, t(kindKey(kind))]))}
          value={plan.kind}
          inline
        />
        {loud && (
          <Tick
            of={form}
            name="soften"
            label={t('sheet.columns.soften')}
            hint={t('sheet.columns.soften-hint', { before: loud, after: softened(loud) })}
          />
        )}
        <Button>{t('sheet.columns.next')}</Button>
      </Form>
    </Page>
  )
}

type ImportsProps = { c: Ctx; imports: ImportLine[]; said: string[] }

export function ImportsPage({ c, imports, said }: ImportsProps) {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('sheet.imports.title')}
      nav="desk"
      staff
      wide
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {said.length > 0 && (
        <Notice tone="good" alert>
          <p>{said.join(' ')}</p>
        </Notice>
      )}
      {imports.length === 0 ? (
        <p>{t('sheet.imports.none')}</p>
      ) : (
        <Table
          caption={t('sheet.imports.table')}
          hideCaption
          head={['file', 'rows', 'when', 'by', 'state'].map((name) =>
            t(`sheet.imports.${name as 'file'}`),
          )}
          numbers={[1]}
          rows={imports.map((line) => [
            <bdi>{line.name}</bdi>,
            line.rows,
            <DateTime at={line.doneAt} as="time" />,
            line.doneBy ?? t('sheet.imports.kith'),
            line.undoneAt ? (
              <>
                {t('sheet.imports.undone')} <DateTime at={line.undoneAt} />
              </>
            ) : (
              <a href={`/members/imports/${line.id}/undo`}>
                {t('sheet.imports.undo')} <span class="vh">{line.name}</span>
              </a>
            ),
          ])}
        />
      )}
      <ButtonLink href="/members/import">{t('sheet.imports.new')}</ButtonLink>
    </Page>
  )
}

/** What cannot be taken back is asked twice. */
export function UndoPage({ c, line }: { c: Ctx; line: ImportLine }) {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('sheet.undo.title')}
      nav="desk"
      staff
      narrow
      back={{ href: '/members/imports', label: t('sheet.imports.title') }}
    >
      <p>{t('sheet.undo.words', { n: line.rows, name: line.name })}</p>
      <Form c={c} action={`/members/imports/${line.id}/undo`}>
        <Actions>
          <Button tone="warn">{t('sheet.undo.yes')}</Button>
          <a href="/members/imports">{t('sheet.undo.no')}</a>
        </Actions>
      </Form>
    </Page>
  )
}
