import { Actions, Button, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { type ColumnBack, isEqual } from './merge.rules.ts'
import { crumbs } from './merge.views.tsx'
import { columnWords, valueLine } from './twins.fields.tsx'

const listed = (names: string[]) => names.join(', ')

type PlanProps = {
  c: Ctx
  plan: {
    merge: { id: string; keptName: string; goneName: string }
    organisation: ColumnBack[]
    membership: ColumnBack[]
    returning: string[]
    staying: string[]
    leftSince: string[]
    keptIsHere: boolean
  }
}

// Seen by nobody, or said by another column beside it.
const unseen = new Set(['updated_at', 'latitude', 'longitude', 'country', 'precision'])

function columnSentence(c: Ctx, kept: string, back: ColumnBack): string {
  const { t } = c.var
  const field = columnWords(t, back.column)
  const before = valueLine(t, back.column, back.before)
  const current = valueLine(t, back.column, back.current)
  const way = back.goesBack ? 'back' : 'stays'
  return before === null || current === null
    ? t(`merges.undo.${way}-short`, { field, kept })
    : t(`merges.undo.${way}`, { field, kept, before, current })
}

const Plan = ({ c, plan }: PlanProps) => {
  const { t } = c.var
  const { merge, organisation, membership, returning, staying, leftSince, keptIsHere } = plan
  const { keptName: kept, goneName: gone } = merge
  const columns = [...organisation, ...membership].filter(
    ({ column, before, current }) => !unseen.has(column) && !isEqual(before, current),
  )
  return (
    <ul class="stack-s">
      <li>{t('merges.undo.returns', { gone })}</li>
      {!keptIsHere && <li>{t('merges.undo.kept-gone', { kept, gone })}</li>}
      <li>
        {returning.length > 0
          ? t('merges.undo.people-back', { gone, names: listed(returning) })
          : t('merges.undo.people-none', { gone })}
      </li>
      {staying.length > 0 && (
        <li>{t('merges.undo.people-stay', { kept, names: listed(staying) })}</li>
      )}
      {leftSince.length > 0 && (
        <li>{t('merges.undo.people-left', { names: listed(leftSince) })}</li>
      )}
      {columns.map((back) => (
        <li>{columnSentence(c, kept, back)}</li>
      ))}
    </ul>
  )
}

/** What undoing would do, field by field, before it is done. */
export const UndoPage = ({ c, plan }: PlanProps) => {
  const { t } = c.var
  const { keptName: kept, goneName: gone, id } = plan.merge
  return (
    <Page
      c={c}
      title={t('merges.undo.title', { gone, kept })}
      nav="desk"
      staff
      narrow
      crumbs={[...crumbs(c), { href: '/members/merges', label: t('merges.title') }]}
    >
      <h2>{t('merges.undo.plan')}</h2>
      <Plan c={c} plan={plan} />
      <Form c={c} action={`/members/merges/${id}/undo`}>
        <Actions>
          <Button tone="warn">{t('merges.undo.now')}</Button>
          <ButtonLink tone="quiet" href="/members/merges">
            {t('merges.undo.leave')}
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  )
}
