import { localeOf } from '#base/i18n.ts'
import { telHref } from '#base/ui/frame.tsx'
import { PlaceMap } from '#base/ui/map.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Facts, Patch, Prose, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { jsonLdOf } from './directory.formats.ts'
import { addressOf } from './directory.rules.ts'
import { kindKey, topicWords } from './directory.views.tsx'
import type { DirectoryEntry } from './schema.ts'

type Props = { c: Ctx; entry: DirectoryEntry }

/** The public page of a member. It shows nothing that is for members or for the office only. */
export function MemberPage({ c, entry }: Props) {
  const { t, origin, coalition } = c.var
  const address = `/members/${entry.organisationId}`
  return (
    <Page
      c={c}
      title={entry.name}
      heading={<bdi>{entry.name}</bdi>}
      nav="members"
      crumbs={[{ href: '/members', label: t('directory.title') }]}
      description={entry.about.replace(/\s+/g, ' ').slice(0, 160) || undefined}
      jsonLd={jsonLdOf(entry, coalition, origin)}
      head={<link rel="canonical" href={`${origin}${address}`} />}
    >
      <div class="board">
        <div class="stack-lg">
          <div class="person">
            <Patch id={entry.organisationId} />
            <div class="row">
              <Tag>{t(kindKey(entry.kind))}</Tag>
              {entry.topics.map((topic) => (
                <a href={addressOf({ topic })}>
                  <bdi>{topicWords(t, topic)}</bdi>
                </a>
              ))}
            </div>
          </div>
          {entry.about ? (
            <Prose text={entry.about} />
          ) : (
            <p class="soft">{t('directory.no-about')}</p>
          )}
          <Contacts c={c} entry={entry} />
          <p class="small soft">
            {entry.checkedAt ? t('directory.checked') : t('directory.not-checked')}
            {entry.checkedAt && <> {<DateTime at={entry.checkedAt} />}</>}
            {' · '}
            {t('directory.updated')} {<DateTime at={entry.listedAt} />}
          </p>
          <p>
            <a href={`/reports/new?about=${address}`}>{t('directory.report')}</a>
          </p>
        </div>
        <Spot c={c} entry={entry} />
      </div>
    </Page>
  )
}

/** How to reach them, as far as they want everybody to. */
function Contacts({ c, entry }: Props) {
  const { t } = c.var
  const { website, email, phone, orgId, place, region } = entry
  const rows = [
    {
      label: t('directory.place'),
      value: (place || region) && (
        <bdi>{[...new Set([place, region])].filter(Boolean).join(', ')}</bdi>
      ),
    },
    {
      label: t('directory.website'),
      value: website && (
        <a href={website} rel="nofollow ugc noopener">
          <bdi>{hostOf(website)}</bdi>
        </a>
      ),
    },
    { label: t('directory.email'), value: email && <a href={`mailto:${email}`}>{email}</a> },
    {
      label: t('directory.phone'),
      value: phone && (
        <a href={telHref(phone)} dir="ltr">
          {phone}
        </a>
      ),
    },
    {
      label: t('directory.org-id'),
      value: orgId && (
        <>
          <bdi>{orgId}</bdi> <span class="soft">{t('directory.org-id-form')}</span>
        </>
      ),
    },
  ].filter((row) => row.value)
  return rows.length > 0 ? <Facts rows={rows} /> : null
}

const hostOf = (website: string): string => {
  const url = URL.parse(website)
  return url ? url.host.replace(/^www\./, '') + (url.pathname === '/' ? '' : url.pathname) : website
}

function Spot({ c, entry }: Props) {
  const { t, lang, coalition } = c.var
  const { latitude: lat, longitude: lon, country, place: label } = entry
  return (
    <aside class="stack" aria-label={t('directory.where')}>
      {lat !== null && lon !== null && (
        <>
          <PlaceMap
            places={[{ label, country, lat, lon, n: 1 }]}
            focus={country ?? coalition.country}
            lang={localeOf(lang)}
            title={t('directory.map-of', { place: label })}
            describe={t('directory.map-rough')}
            name={() => label}
          />
          <p>
            <a href={addressOf({ near: label })}>{t('directory.others-near', { place: label })}</a>
          </p>
        </>
      )}
    </aside>
  )
}
