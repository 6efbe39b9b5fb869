import { blank, type FormState } from '#base/forms.ts'
import { addDays } from '#base/time.ts'
import { Actions, Button, CheckAnswers, Choice, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Empty, Notice, Paging, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import {
  type Choices,
  type Field,
  fieldNames,
  isSame,
  type Merge,
  otherSide,
  type Row,
  type Side,
  undoDays,
} from './merge.rules.ts'
import { fieldLine, fieldValue, textIn, topicsOf } from './twins.fields.tsx'
import type { Shown } from './twins.views.tsx'

type MergeProps = {
  c: Ctx
  pairId: string
  shown: Shown
  choices: Choices
  stays: Side
  /** Whether either address may stay. */
  mayChoose: boolean
  form: FormState
}

export const crumbs = (c: Ctx, pairId?: string) => [
  { href: '/desk', label: c.var.t('ui.nav.desk') },
  { href: '/members/twins', label: c.var.t('twins.title') },
  ...(pairId ? [{ href: `/members/twins/${pairId}`, label: c.var.t('twins.side') }] : []),
]

const nameOf = ({ both }: Shown, side: Side) => textIn(both[side], 'name')

const FieldChoice = ({
  c,
  shown,
  choices,
  field,
}: Pick<MergeProps, 'c' | 'shown' | 'choices'> & { field: Field }) => {
  const { t } = c.var
  const line = (side: Side) => (
    <bdi>{fieldLine(t, field, shown.both[side]) || t('merge.empty')}</bdi>
  )
  return (
    <Choice
      of={blank}
      name={field}
      legend={t('merge.keep', { field: t(`twins.field.${field}`) })}
      choices={{ a: { label: line('a') }, b: { label: line('b') } }}
      value={choices[field]}
    />
  )
}

/** What is kept where the two differ. A GET: nothing happens, and the preview has an address. */
export const MergePage = (props: MergeProps) => {
  const { c, pairId, shown, stays, mayChoose, form } = props
  const { t } = c.var
  const differing = fieldNames.filter((field) => !isSame(field, shown.both))
  const [a, b] = [nameOf(shown, 'a'), nameOf(shown, 'b')]
  return (
    <Page
      c={c}
      title={t('merge.title', { a, b })}
      nav="desk"
      staff
      narrow
      of={form}
      crumbs={crumbs(c, pairId)}
    >
      <p>{t('merge.lead')}</p>
      <form class="stack-lg" method="get" action={`/members/twins/${pairId}/merge`}>
        <input type="hidden" name="step" value="preview" />
        {mayChoose ? (
          <Choice
            of={blank}
            name="stays"
            legend={t('merge.stays')}
            hint={t('merge.stays.hint')}
            choices={{ a: { label: <bdi>{a}</bdi> }, b: { label: <bdi>{b}</bdi> } }}
            value={stays}
          />
        ) : (
          <p id="stays">{t('merge.stays.must', { name: nameOf(shown, stays) })}</p>
        )}
        {differing.map((field) => (
          <FieldChoice {...props} field={field} />
        ))}
        <p class="soft">{t('merge.same')}</p>
        <Button>{t('merge.preview')}</Button>
      </form>
    </Page>
  )
}

type PreviewProps = MergeProps & { result: Row; people: string[]; seen: string }

/** What the one that stays will be; from here it is one press. */
export const MergePreviewPage = (props: PreviewProps) => {
  const { c, pairId, shown, stays, choices, result, people, seen, form } = props
  const { t } = c.var
  const name = textIn(result, 'name')
  const again = new URLSearchParams({ stays, ...choices }).toString()
  return (
    <Page
      c={c}
      title={t('merge.preview.title', { name })}
      nav="desk"
      staff
      narrow
      of={form}
      crumbs={crumbs(c, pairId)}
    >
      <p>{t('merge.preview.lead', { gone: nameOf(shown, otherSide(stays)) })}</p>
      <CheckAnswers
        rows={[
          ...fieldNames.map((field) => ({
            label: t(`twins.field.${field}`),
            value: fieldLine(t, field, result) && fieldValue(t, field, result),
          })),
          { label: t('twins.field.topics'), value: topicsOf(t, result) },
          {
            label: t('twins.field.speak'),
            value: people.length > 0 && <bdi>{people.join(', ')}</bdi>,
          },
        ]}
      />
      <Form c={c} action={`/members/twins/${pairId}/merge`} of={form}>
        <input type="hidden" name="seen" value={seen} />
        <input type="hidden" name="stays" value={stays} />
        {fieldNames.map((field) => (
          <input type="hidden" name={field} value={choices[field]} />
        ))}
        <Actions>
          <Button about={name}>{t('merge.now')}</Button>
          <ButtonLink tone="quiet" href={`/members/twins/${pairId}/merge?${again}`}>
            {t('merge.choose-again')}
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  )
}

type Line = Merge & { keptName: string; goneName: string; by: string | null }
type MergesProps = {
  c: Ctx
  lines: Line[]
  n: number
  page: number
  pages: number
  said: string[]
  at: Date
}

const Undo = ({ c, line, at }: { c: Ctx; line: Line; at: Date }) => {
  const { t } = c.var
  if (line.undoneAt)
    return (
      <>
        {t('merges.undone-at')} <DateTime at={line.undoneAt} />
      </>
    )
  const until = addDays(line.mergedAt, undoDays)
  if (until < at) return <>–</>
  const names = { gone: line.goneName, kept: line.keptName }
  return (
    <>
      <a href={`/members/merges/${line.id}/undo`}>
        {t('merges.undo')}
        <span class="vh"> {t('merges.undo.about', names)}</span>
      </a>{' '}
      <span class="soft small">
        {t('merges.until')} <DateTime at={until} />
      </span>
    </>
  )
}

/** What was merged in the last 30 days, with the way back. */
export const MergesPage = ({ c, lines, n, page, pages, said, at }: MergesProps) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('merges.title')} nav="desk" staff crumbs={crumbs(c)}>
      {said.length > 0 && (
        <Notice tone="good" alert>
          {said.map((words) => (
            <p>{words}</p>
          ))}
        </Notice>
      )}
      <p>{t('merges.lead')}</p>
      {n === 0 ? (
        <Empty title={t('merges.none')} />
      ) : (
        <Table
          caption={t('merges.caption', { n })}
          head={[t('merges.head.what'), t('merges.head.when'), t('merges.head.undo')]}
          rows={lines.map((line) => [
            <bdi>{t('merges.into', { gone: line.goneName, kept: line.keptName })}</bdi>,
            <>
              <DateTime at={line.mergedAt} /> {line.by && t('merges.by', { name: line.by })}
            </>,
            <Undo c={c} line={line} at={at} />,
          ])}
        />
      )}
      <Paging page={page} pages={pages} href={(to) => `/members/merges?page=${to}`} />
    </Page>
  )
}

type RefusedProps = {
  c: Ctx
  title: string
  words: string
  lead?: { href: string; label: string } | undefined
}

/** Why something cannot be done, and where to go instead. */
export const RefusedPage = ({ c, title, words, lead }: RefusedProps) => (
  <Page c={c} title={title} nav="desk" staff narrow crumbs={crumbs(c)}>
    <Notice tone="warn" alert>
      <p>{words}</p>
      {lead && (
        <p>
          <a href={lead.href}>{lead.label}</a>
        </p>
      )}
    </Notice>
    <p>
      <a href="/members/merges">{c.var.t('merges.title')}</a>
    </p>
  </Page>
)
