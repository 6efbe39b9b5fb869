import type { FormState } from '#base/forms.ts'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Details, Prose } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Note } from './handover.queries.ts'

type NoteProps = {
  c: Ctx
  of: FormState
  versions: Note[]
  /** Whose knowledge it is about; null: the office's own note. */
  holder: { id: string; name: string } | null
}

/** A note for the next office, with its earlier versions. */
export const NotePage = ({ c, of, versions, holder }: NoteProps) => {
  const { t } = c.var
  const [last, ...before] = versions
  // Who was slower has to read what the other one wrote.
  const earlier = of.problems['text'] ? versions : before
  const title = holder
    ? t('office.handover.knows-of', { name: holder.name })
    : t('office.handover.tea')
  return (
    <Page
      c={c}
      title={title}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: '/handover', label: t('office.handover') }}
    >
      <Form c={c} action={holder ? `/handover/knows/${holder.id}` : '/handover/tea'} of={of}>
        <input type="hidden" name="seen" value={last?.id ?? ''} />
        <Field
          of={of}
          name="text"
          label={title}
          hint={t(holder ? 'office.handover.knows-hint' : 'office.handover.tea-hint')}
          long
          rows={14}
          max={20_000}
          value={last?.text}
        />
        <Button>{t('office.keep')}</Button>
      </Form>
      {earlier.length > 0 && (
        <section class="stack" aria-labelledby="earlier">
          <h2 id="earlier">{t('office.handover.earlier')}</h2>
          {earlier.map(({ text, writer, writtenAt }) => (
            <Details
              summary={
                <>
                  {writer ?? t('office.somebody')}, <DateTime at={writtenAt} as="time" />
                </>
              }
            >
              {text ? <Prose text={text} /> : <p class="soft">{t('office.handover.was-empty')}</p>}
            </Details>
          ))}
        </section>
      )}
    </Page>
  )
}
