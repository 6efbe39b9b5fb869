import { Page } from '#base/ui/page.tsx'
import { DateTime, Empty, Notice, Paging, Waiting } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { reasonWords } from './twins.fields.tsx'
import type { Reason } from './twins.rules.ts'

type Line = {
  id: string
  aName: string
  bName: string
  aPlace: string
  bPlace: string
  reasons: Reason[]
  foundAt: Date
}

const placesOf = ({ aPlace, bPlace }: Line) =>
  [...new Set([aPlace, bPlace])].filter(Boolean).join(' / ')

type ListProps = {
  c: Ctx
  rows: Line[]
  n: number
  page: number
  pages: number
  said: string | null
}

/** The pairs that wait for somebody to look at them. */
export const TwinsPage = ({ c, rows, n, page, pages, said }: ListProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('twins.title')}
      nav="desk"
      staff
      narrow
      crumbs={[{ href: '/desk', label: t('ui.nav.desk') }]}
    >
      {said && (
        <Notice tone="good" alert>
          <p>{said}</p>
        </Notice>
      )}
      <p>{t('twins.lead')}</p>
      {n === 0 ? (
        <Empty title={t('twins.none')}>
          <p>{t('twins.none.why')}</p>
        </Empty>
      ) : (
        <>
          <p>{t('twins.count', { n })}</p>
          <Waiting
            items={rows.map((line) => ({
              href: `/members/twins/${line.id}`,
              title: <bdi>{t('twins.pair', { a: line.aName, b: line.bName })}</bdi>,
              meta: (
                <>
                  {line.reasons.map((reason) => reasonWords(t, reason)).join('; ')}
                  {placesOf(line) && (
                    <>
                      {' · '}
                      <bdi>{placesOf(line)}</bdi>
                    </>
                  )}
                  {' · '}
                  {t('twins.found')} <DateTime at={line.foundAt} />
                </>
              ),
            }))}
          />
          <Paging page={page} pages={pages} href={(to) => `/members/twins?page=${to}`} />
        </>
      )}
      <p>
        <a href="/members/merges">{t('merges.title')}</a>
      </p>
    </Page>
  )
}
