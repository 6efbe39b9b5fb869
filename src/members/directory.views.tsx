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
import { NotConfirmed } from './freshness.views.tsx'
import type { Kind } from './schema.ts'
import { type TopicNames, topicWords } from './topics.ts'

export const kindKey = (kind: Kind): Key => `directory.kind.${kind}`

type Props = {
  c: Ctx
  search: Search
  /** What `search.near` was found to be. */
  place: Place | null
  found: Found
  overview: Overview
  form: FormState
  /** What the office calls topics, and whether one is offered to choose. */
  topics: { names: TopicNames; isOffered: (topic: string) => boolean }
}

export function DirectoryPage({ c, search, place, found, overview, form, topics }: Props) {
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
        <Finder c={c} overview={overview} form={form} offer={topics} />
        <div class="stack-lg">
          <Chosen t={t} search={search} place={place} names={topics.names} />
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

type FinderProps = Pick<Props, 'c' | 'overview' | 'form'> & { offer: Props['topics'] }

function Finder({ c, overview, form, offer }: FinderProps) {
  const { t } = c.var
  const { kinds, topics, regions } = overview.choices
  const chosen = [...topics.keys()].filter(offer.isOffered).slice(0, 100)
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
      {chosen.length > 0 && (
        <Select
          of={form}
          name="topic"
          label={t('directory.topic')}
          none={t('directory.any')}
          choices={Object.fromEntries(
            chosen.map((topic) => [topic, topicWords(t, topic, offer.names)]),
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

type ChosenProps = { t: T; search: Search; place: Place | null; names: TopicNames }

function said({ t, search, place, names }: ChosenProps, name: Filter): string {
  if (name === 'kind') return search.kind ? t(kindKey(search.kind)) : ''
  if (name === 'topic') return topicWords(t, search.topic ?? '', names)
  if (name === 'near') return place ? nameOf(place) : search.near
  return search[name] ?? ''
}

/** What was chosen, each with the way to take it away again. */
function Chosen(props: ChosenProps) {
  const { t, search, place } = props
  // A place that nobody knows was not chosen: the field itself says so.
  const chosen = filters.filter((name) => search[name] && (name !== 'near' || place))
  if (chosen.length === 0) return null
  return (
    <ul class="jump" role="list" aria-label={t('directory.chosen')}>
      {chosen.map((name) => (
        <li>
          <a href={addressOf(without(search, name))}>
            <span class="vh">{t('directory.remove')} </span>
            {t(`directory.is.${name}`)}: <bdi>{said(props, name)}</bdi>{' '}
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
      tag={
        <>
          <Tag>{t(kindKey(entry.kind))}</Tag> <NotConfirmed c={c} entry={entry} />
        </>
      }
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
      <li>
        <a href={addressOf({ ...search, page: 1, after: null, before: null }, '/members.pdf')}>
          {t('print.pdf')}
        </a>
      </li>
    </ul>
  </Details>
)
