import { type FormState } from '#base/forms.ts'
import type { Key, T } from '#base/i18n.ts'
import { formatDistance, nameOf, type Place, unitsOf } from '#base/places.ts'
import { Button, Field, Filters, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Details, Empty, List, Paging, Patch, Tag, Tile } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { placesOf, Where } from './directory.map.views.tsx'
import type { Overview } from './directory.overview.queries.ts'
import {
  addressOf,
  type Filter,
  filters,
  isFiltered,
  listedKinds,
  pageSize,
  type Search,
  without,
} from './directory.rules.ts'
import type { Found, Listed } from './directory.search.queries.ts'
import type { Kind } from './schema.ts'
import { isTopic, topicKey } from './topics.ts'

export const kindKey = (kind: Kind): Key => `directory.kind.${kind}`
/** A topic in the reader's words; one that came by a spreadsheet is shown as it is. */
export const topicWords = (t: T, topic: string): string =>
  isTopic(topic) ? t(topicKey(topic)) : topic

type Props = {
  c: Ctx
  search: Search
  /** What `search.near` was found to be. */
  place: Place | null
  found: Found
  overview: Overview
  form: FormState
}

export function DirectoryPage({ c, search, place, found, overview, form }: Props) {
  const { t, origin } = c.var
  const isNarrowed = isFiltered(search)
  const places = placesOf(found, overview, search)
  const total = found.matches ? found.matches.length : overview.of(search).total
  const title = t('directory.title')
  return (
    <Page
      c={c}
      title={search.page > 1 ? t('directory.title-page', { page: search.page }) : title}
      heading={title}
      nav="members"
      wide
      of={form}
      description={t('directory.description', { name: c.var.coalition.name })}
      head={
        // A search is nobody's page to keep; the list itself and each member are found.
        isNarrowed ? (
          <meta name="robots" content="noindex" />
        ) : search.page === 1 ? (
          <link rel="canonical" href={`${origin}/members`} />
        ) : null
      }
    >
      <div class="finder">
        <Finder c={c} overview={overview} form={form} />
        <div class="stack-lg">
          <Chosen t={t} search={search} place={place} />
          <p class="soft" role="status">
            {totalWords(t, total, found.more, isNarrowed, place)}
            {places.length > 0 && (
              <>
                {' · '}
                <a href="#where">{t('directory.to-map')}</a>
              </>
            )}
          </p>
          {found.entries.length === 0 ? (
            <Nothing t={t} isNarrowed={isNarrowed} />
          ) : (
            <Results c={c} search={search} found={found} total={total} />
          )}
          {total > 0 && <Where c={c} places={places} total={total} />}
          {total > 0 && <TakeAway t={t} search={search} />}
        </div>
      </div>
    </Page>
  )
}

function totalWords(
  t: T,
  n: number,
  more: boolean,
  isNarrowed: boolean,
  place: Place | null,
): string {
  if (more) return place ? t('directory.nearest', { n }) : t('directory.more-than', { n })
  return isNarrowed ? t('directory.found', { n }) : t('directory.total', { n })
}

function Finder({ c, overview, form }: { c: Ctx; overview: Overview; form: FormState }) {
  const { t } = c.var
  const { kinds, topics, regions } = overview.choices
  const offered = listedKinds.filter((kind) => kinds.has(kind))
  return (
    <Filters action="/members" label={t('directory.find')}>
      <Field
        of={form}
        name="q"
        label={t('directory.q')}
        type="search"
        hint={t('directory.q-hint')}
      />
      <Field
        of={form}
        name="near"
        label={t('directory.near')}
        hint={t('directory.near-hint')}
        autocomplete="off"
      />
      {offered.length > 1 && (
        <Select
          of={form}
          name="kind"
          label={t('directory.kind')}
          none={t('directory.any')}
          choices={Object.fromEntries(offered.map((kind) => [kind, t(kindKey(kind))]))}
        />
      )}
      {topics.size > 0 && (
        <Select
          of={form}
          name="topic"
          label={t('directory.topic')}
          none={t('directory.any')}
          choices={Object.fromEntries(
            [...topics.keys()].slice(0, 100).map((topic) => [topic, topicWords(t, topic)]),
          )}
        />
      )}
      {regions.size > 1 && (
        <Select
          of={form}
          name="region"
          label={t('directory.region')}
          none={t('directory.any')}
          choices={Object.fromEntries([...regions.keys()].map((region) => [region, region]))}
        />
      )}
      <Button>{t('directory.submit')}</Button>
    </Filters>
  )
}

function said(t: T, search: Search, name: Filter, place: Place | null): string {
  if (name === 'kind') return search.kind ? t(kindKey(search.kind)) : ''
  if (name === 'topic') return topicWords(t, search.topic ?? '')
  if (name === 'near') return place ? nameOf(place) : search.near
  return search[name] ?? ''
}

/** What was chosen, each with the way to take it away again. */
function Chosen({ t, search, place }: { t: T; search: Search; place: Place | null }) {
  // A place that nobody knows was not chosen: the field itself says so.
  const chosen = filters.filter((name) => search[name] && (name !== 'near' || place))
  if (chosen.length === 0) return null
  return (
    <ul class="jump" role="list" aria-label={t('directory.chosen')}>
      {chosen.map((name) => (
        <li>
          <a href={addressOf(without(search, name))}>
            <span class="vh">{t('directory.remove')} </span>
            {t(`directory.is.${name}`)}: <bdi>{said(t, search, name, place)}</bdi>{' '}
            <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <a href="/members">{t('directory.remove-all')}</a>
        </li>
      )}
    </ul>
  )
}

type ResultsProps = { c: Ctx; search: Search; found: Found; total: number }

function Results({ c, search, found, total }: ResultsProps) {
  const { entries } = found
  const pages = Math.ceil(total / pageSize)
  const isByName = found.matches === null
  const first = entries[0]?.organisationId ?? null
  const last = entries.at(-1)?.organisationId ?? null
  const href = (page: number) => {
    const edges =
      !isByName || page === 1
        ? { after: null, before: null }
        : page > search.page
          ? { after: last, before: null }
          : { after: null, before: first }
    return addressOf({ ...search, ...edges, page })
  }
  return (
    <>
      <h2 class="vh">{c.var.t('directory.list')}</h2>
      <List>
        {entries.map((entry) => (
          <li>
            <Entry c={c} entry={entry} />
          </li>
        ))}
      </List>
      <Paging page={search.page} pages={pages} href={href} />
    </>
  )
}

function Entry({ c, entry }: { c: Ctx; entry: Listed }) {
  const { t, lang, coalition } = c.var
  const where = [entry.place, entry.region].filter(
    (word, at, all) => word && all.indexOf(word) === at,
  )
  return (
    <Tile
      title={<bdi>{entry.name}</bdi>}
      href={`/members/${entry.organisationId}`}
      tag={<Tag>{t(kindKey(entry.kind))}</Tag>}
      patch={<Patch id={entry.organisationId} />}
    >
      {where.length > 0 && (
        <p class="small soft">
          <bdi>{where.join(', ')}</bdi>
          {entry.km !== null &&
            ` · ${t('directory.away', { distance: formatDistance(entry.km, lang, unitsOf(coalition.country)) })}`}
        </p>
      )}
      {entry.about && <p dir="auto">{shortened(entry.about)}</p>}
    </Tile>
  )
}

/** The first words: up to 150 letters, not cut within a word. */
function shortened(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim()
  if (words.length <= 150) return words
  return `${words.slice(0, 150).replace(/\s+\S*$/, '')}…`
}

const Nothing = ({ t, isNarrowed }: { t: T; isNarrowed: boolean }) =>
  isNarrowed ? (
    <Empty title={t('directory.nothing')}>
      <p>{t('directory.nothing-hint')}</p>
      <p>
        <a href="/members">{t('directory.show-all')}</a>
      </p>
    </Empty>
  ) : (
    <Empty title={t('directory.empty')}>
      <p>{t('directory.empty-hint')}</p>
      <p>
        <ButtonLink href="/join">{t('directory.join')}</ButtonLink>
      </p>
    </Empty>
  )

/** All of it as open data, with the same filters. */
const TakeAway = ({ t, search }: { t: T; search: Search }) => (
  <Details summary={t('directory.data')}>
    <p>{t('directory.data-words')}</p>
    <ul>
      <li>
        <a href={addressOf({ ...search, page: 1, after: null, before: null }, '/members.csv')}>
          {t('directory.csv')}
        </a>
      </li>
      <li>
        <a href={addressOf({ ...search, page: 1, after: null, before: null }, '/members.geojson')}>
          {t('directory.geojson')}
        </a>
      </li>
    </ul>
  </Details>
)
