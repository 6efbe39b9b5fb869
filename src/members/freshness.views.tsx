import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

type Shown = { checkedAt: Date | null; stale: boolean }

/** "Not confirmed since …", in lists and on the member's page; nothing for what is confirmed. */
export const NotConfirmed = ({ c, entry }: { c: Ctx; entry: Shown }) => {
  const { t } = c.var
  if (!entry.stale) return null
  return (
    <Tag tone="warn">
      {entry.checkedAt ? (
        <>
          {t('freshness.not-confirmed-since')} <DateTime at={entry.checkedAt} />
        </>
      ) : (
        t('freshness.not-confirmed')
      )}
    </Tag>
  )
}

/**
 * The page of a member who is not listed at the moment. It answers, so that old links and the member itself
 * find out why, but no search engine keeps it, and it says nothing about them.
 */
export const RestingPage = ({ c }: { c: Ctx }) => {
  const { t, coalition } = c.var
  return (
    <Page
      c={c}
      title={t('freshness.resting')}
      nav="members"
      narrow
      crumbs={[{ href: '/members', label: t('directory.title') }]}
      head={<meta name="robots" content="noindex" />}
    >
      <p>{t('freshness.resting.why')}</p>
      <Notice title={t('freshness.resting.yours')}>
        <p>{t('freshness.resting.how')}</p>
        {coalition.phone && (
          <p>
            <a href={telHref(coalition.phone)} dir="ltr">
              {coalition.phone}
            </a>
            {coalition.phoneHours && (
              <>
                {' '}
                (<bdi>{coalition.phoneHours}</bdi>)
              </>
            )}
          </p>
        )}
        {coalition.email && (
          <p>
            <a href={`mailto:${coalition.email}`}>{coalition.email}</a>
          </p>
        )}
      </Notice>
      <p>
        <a href="/members">{t('directory.show-all')}</a>
      </p>
    </Page>
  )
}
