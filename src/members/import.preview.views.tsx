import type { FormState } from '#base/forms.ts'
import type { Key, T } from '#base/i18n.ts'
import { Button, Choice, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Notice, Paging, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { kindKey } from './directory.views.tsx'
import { type Preview, previewPage, twinsIn } from './import.examine.ts'
import { nameFor } from './import.place.ts'
import { duplicateChoices, type Plan } from './import.rules.ts'
import { Updates } from './import.update.views.tsx'
import { saidBy, twinWords, whyOf } from './import.words.ts'
import type { Sheet } from './spreadsheet.keep.ts'

type Pages = { problems: number; copies: number; updates: number }
type PreviewProps = {
  c: Ctx
  sheet: Sheet
  plan: Plan
  preview: Preview
  pages: Pages
  form: FormState
  refused?: Key
}

/** What an import will do, before anything is written. */
export function PreviewPage({ c, sheet, plan, preview, pages, form, refused }: PreviewProps) {
  const { t } = c.var
  const address = `/members/import/${sheet.id}`
  return (
    <Page
      c={c}
      title={t('sheet.preview.title')}
      nav="desk"
      staff
      wide
      back={{ href: address, label: t('sheet.preview.back') }}
    >
      {refused && (
        <Notice tone="warn" alert>
          <p>{t(refused)}</p>
        </Notice>
      )}
      <Sums t={t} preview={preview} />
      <First t={t} preview={preview} />
      {(preview.matched > 0 || form.problems['fileDay']) && (
        <Updates
          c={c}
          {...{ address, plan, preview, form }}
          page={pages.updates}
          href={pageHref(address, pages, 'updates')}
        />
      )}
      <Copies t={t} preview={preview} address={address} pages={pages} />
      {twinsIn(preview) > 0 && (
        <Form c={c} action={`${address}/duplicates`} of={form}>
          <Choice
            of={form}
            name="duplicates"
            legend={t('sheet.preview.duplicates')}
            choices={Object.fromEntries(
              duplicateChoices.map((one) => [one, t(`sheet.preview.${one}`)]),
            )}
            value={plan.duplicates}
          />
          <Button tone="quiet">{t('sheet.preview.again')}</Button>
        </Form>
      )}
      <Problems t={t} preview={preview} address={address} pages={pages} />
      {preview.coming + preview.updated > 0 ? (
        <Form c={c} action={`${address}/preview`} of={form}>
          <Button>
            {preview.updated > 0
              ? t('sheet.preview.import-change', { n: preview.coming, changed: preview.updated })
              : t('sheet.preview.import', { n: preview.coming })}
          </Button>
        </Form>
      ) : (
        <Notice tone="warn">{<p>{t('sheet.preview.none')}</p>}</Notice>
      )}
    </Page>
  )
}

const Sums = ({
  t,
  preview: { coming, bad, noted, skipped, updated },
}: {
  t: T
  preview: Preview
}) => (
  <div class="stack">
    <p>
      <strong>{t('sheet.preview.coming', { n: coming })}</strong>
    </p>
    {(bad > 0 || noted > 0 || skipped > 0 || updated > 0) && (
      <ul>
        {updated > 0 && <li>{t('sheet.preview.updated', { n: updated })}</li>}
        {bad > 0 && <li>{t('sheet.preview.bad', { n: bad })}</li>}
        {noted > 0 && <li>{t('sheet.preview.noted', { n: noted })}</li>}
        {skipped > 0 && <li>{t('sheet.preview.skipped', { n: skipped })}</li>}
      </ul>
    )}
    <p class="soft">{t('sheet.preview.nothing')}</p>
  </div>
)

const First = ({ t, preview: { first } }: { t: T; preview: Preview }) =>
  first.length === 0 ? null : (
    <Table
      caption={t('sheet.preview.first')}
      head={[
        t('sheet.preview.name'),
        t('sheet.preview.kind'),
        t('sheet.preview.place'),
        t('sheet.preview.number'),
        t('sheet.field.website'),
        t('sheet.field.about'),
      ]}
      rows={first.map(({ member, place }) => [
        <bdi>{member.name}</bdi>,
        t(kindKey(member.kind)),
        <bdi>
          {[place ? nameFor(place) : member.place, place?.region].filter(Boolean).join(', ')}
        </bdi>,
        member.orgId ?? '',
        <bdi>{member.website ?? ''}</bdi>,
        <bdi>{member.about.length > 100 ? `${member.about.slice(0, 97)}…` : member.about}</bdi>,
      ])}
    />
  )

type ListProps = { t: T; preview: Preview; address: string; pages: Pages }

const pageHref = (address: string, pages: Pages, list: keyof Pages) => (page: number) => {
  const { problems, copies, updates }: Pages = { ...pages, [list]: page }
  return `${address}/preview?problems=${problems}&copies=${copies}&updates=${updates}#${list === 'updates' ? 'there' : list}`
}

function Copies({ t, preview, address, pages }: ListProps) {
  const { copies } = preview
  const total = twinsIn(preview)
  if (total === 0) return null
  return (
    <section class="stack" aria-label={t('sheet.preview.copies')}>
      <Table
        id="copies"
        caption={t('sheet.preview.copies')}
        head={[t('sheet.preview.line'), t('sheet.preview.name'), t('sheet.preview.like')]}
        rows={copies.map(({ line, member, twin }) => [
          line,
          <bdi>{member.name}</bdi>,
          twin?.id ? (
            <a href={`/members/${twin.id}`}>{twinWords(t, twin)}</a>
          ) : (
            twin && twinWords(t, twin)
          ),
        ])}
      />
      <Paging
        page={pages.copies}
        pages={Math.ceil(total / previewPage)}
        href={pageHref(address, pages, 'copies')}
        label={t('sheet.preview.copies')}
      />
    </section>
  )
}

function Problems({ t, preview: { problems, bad, noted }, address, pages }: ListProps) {
  if (bad + noted === 0) return null
  return (
    <section class="stack" aria-label={t('sheet.preview.problems')}>
      <Table
        id="problems"
        caption={t('sheet.preview.problems')}
        head={[t('sheet.preview.line'), t('sheet.preview.why'), t('sheet.preview.says')]}
        rows={problems.map((row) => [row.line, whyOf(t, row), <bdi>{saidBy(row)}</bdi>])}
      />
      <Paging
        page={pages.problems}
        pages={Math.ceil((bad + noted) / previewPage)}
        href={pageHref(address, pages, 'problems')}
        label={t('sheet.preview.problems')}
      />
      <p>
        <a href={`${address}/problems.csv`}>{t('sheet.preview.download')}</a>
      </p>
    </section>
  )
}
