import { localeOf } from '#base/i18n.ts'
import { telHref } from '#base/ui/frame.tsx'
import { PlaceMap } from '#base/ui/map.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Facts, Notice, Patch, Prose, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { jsonLdOf } from './directory.formats.ts'
import { addressOf } from './directory.rules.ts'
import { kindKey } from './directory.views.tsx'
import type { Beside } from './entry.actions.ts'
import { NotConfirmed } from './freshness.views.tsx'
import { NumberLine } from './register.views.tsx'
import type { DirectoryEntry } from './schema.ts'
import { type TopicNames, topicWords } from './topics.ts'

type Props = {
  c: Ctx
  entry: DirectoryEntry
  /** What the office calls topics. */
  names?: TopicNames
  /** When the number was last seen on its register. */
  numberAt?: Date | null | undefined
  /** What is for members or for the office, as far as the reader may see it; and who keeps the entry. */
  beside?: Beside
  /** What the reader did a moment ago. */
  done?: 'changed' | 'kept' | null | undefined
}

/** The page of a member: to visitors only what is for everyone. */
export function MemberPage({ c, entry, names, numberAt, beside, done }: Props) {
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
      <Done c={c} done={done} />
      <div class="board">
        <div class="stack-lg">
          <Signs c={c} entry={entry} names={names} isKept={beside?.keeping?.kept ?? false} />
          {entry.about ? (
            <Prose text={entry.about} />
          ) : (
            <p class="soft">{t('directory.no-about')}</p>
          )}
          <Contacts c={c} entry={entry} numberAt={numberAt} />
          {beside && <MoreContacts c={c} beside={beside} />}
          <p class="small soft">
            {entry.checkedAt ? t('directory.checked') : t('directory.not-checked')}
            {entry.checkedAt && <> {<DateTime at={entry.checkedAt} />}</>}
            {' · '}
            {t('directory.updated')} {<DateTime at={entry.listedAt} />}
          </p>
          <p>
            <a href={`${address}/sheet.pdf`}>{t('print.sheet')}</a>
          </p>
          <p>
            <a href={`/reports/new?about=${address}`}>{t('directory.report')}</a>
          </p>
          {beside && <Tending c={c} beside={beside} address={address} />}
        </div>
        <Spot c={c} entry={entry} />
      </div>
    </Page>
  )
}

const Done = ({ c, done }: Pick<Props, 'c' | 'done'>) =>
  done ? (
    <Notice tone="good" alert>
      <p>{c.var.t(`entry.done.${done}`)}</p>
    </Notice>
  ) : null

type SignsProps = Pick<Props, 'c' | 'entry'> & { names: TopicNames | undefined; isKept: boolean }

/** What kind of member it is, how true its entry is, who keeps it, and what it works on. */
const Signs = ({ c, entry, names, isKept }: SignsProps) => {
  const { t } = c.var
  return (
    <div class="person">
      <Patch id={entry.organisationId} />
      <div class="row">
        <Tag>{t(kindKey(entry.kind))}</Tag>
        <NotConfirmed c={c} entry={entry} />
        {isKept && <Tag>{t('entry.kept')}</Tag>}
        {entry.topics.map((topic) => (
          <a href={addressOf({ topic })}>
            <bdi>{topicWords(t, topic, names)}</bdi>
          </a>
        ))}
      </div>
    </div>
  )
}

/** How to reach them, as far as they want everybody to. */
function Contacts({ c, entry, numberAt }: Props) {
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
          <NumberLine c={c} orgId={orgId} checkedAt={numberAt} />
          {!numberAt && <span class="soft"> {t('directory.org-id-form')}</span>}
        </>
      ),
    },
  ].filter((row) => row.value)
  return rows.length > 0 ? <Facts rows={rows} /> : null
}

/** How members, or the office, reach them besides. */
function MoreContacts({ c, beside: { reach, isOffice } }: { c: Ctx; beside: Beside }) {
  const { t } = c.var
  if (!reach) return null
  const { email, phone, address } = reach
  const rows = [
    { label: t('directory.email'), value: email && <a href={`mailto:${email}`}>{email}</a> },
    {
      label: t('directory.phone'),
      value: phone && (
        <a href={telHref(phone)} dir="ltr">
          {phone}
        </a>
      ),
    },
    { label: t('entry.address'), value: address && <bdi>{address}</bdi> },
  ].filter((row) => row.value)
  if (rows.length === 0) return null
  return (
    <section class="stack-s">
      <h2>{t(isOffice ? 'entry.for-office' : 'entry.for-members')}</h2>
      <Facts rows={rows} />
    </section>
  )
}

type TendingProps = { c: Ctx; beside: Beside; address: string }

/** What can be done about the entry: by who speaks for it, and by whose it is and who does not yet. */
function Tending({ c, beside: { keeping, mayTend }, address }: TendingProps) {
  const { t, person } = c.var
  return (
    <>
      {person?.roles.includes('secretary') && (
        <p>
          <a href={`/promises/new?organisation=${address.slice('/members/'.length)}`}>
            {t('office.promises.from-application')}
          </a>
        </p>
      )}
      {mayTend && (
        <p class="row">
          <a href={`${address}/change`}>{t('entry.mine.change')}</a>
          <a href={`${address}/people`}>{t('entry.mine.people')}</a>
        </p>
      )}
      {keeping && !keeping.spokenFor && (
        <p>
          {t('entry.yours')} <a href={`${address}/claim`}>{t('entry.yours.claim')}</a>
        </p>
      )}
    </>
  )
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
