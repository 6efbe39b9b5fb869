import { directionOf } from '#base/i18n.ts'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Details, Empty, List, Paging, Prose, Swatch, Tile } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Collection } from './collections.schema.ts'
import { beginningOf } from './rules.ts'
import type { PublishedStory } from './schema.ts'
import { StoryWall } from './views.tsx'

/** The feeds of a list: `path` is "collections/SLUG" or "campaigns/SLUG". */
export const feedsOfList = (path: string, name: string) => [
  { href: `/feeds/${path}.atom`, type: 'application/atom+xml', title: `${name} (Atom)` },
  { href: `/feeds/${path}.rss`, type: 'application/rss+xml', title: `${name} (RSS)` },
  { href: `/feeds/${path}.json`, type: 'application/feed+json', title: `${name} (JSON)` },
]

/** The feeds of a list, for whoever follows what is new with a reader of their own. */
export const Follow = ({ c, feeds }: { c: Ctx; feeds: ReturnType<typeof feedsOfList> }) => (
  <Details summary={c.var.t('collections.follow')}>
    <p>{c.var.t('collections.follow-why')}</p>
    <ul>
      {feeds.map(({ href, title, type }) => (
        <li>
          <a href={href} type={type}>
            <bdi>{title}</bdi>
          </a>
        </li>
      ))}
    </ul>
  </Details>
)

/** What somebody called a list, in its own language and direction. */
export const ListName = ({ name, lang }: { name: string; lang: string }) => (
  <span lang={lang} dir={directionOf(lang)}>
    {name}
  </span>
)

const canChange = (c: Ctx) => c.var.person?.roles.includes('moderator') ?? false

export const CollectionsPage = ({
  c,
  collections,
}: {
  c: Ctx
  collections: (Collection & { n: number })[]
}) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('collections.title')}
      nav="stories"
      wide
      back={{ href: '/stories', label: t('stories.back-to-all') }}
    >
      <p class="soft">{t('collections.lead')}</p>
      {canChange(c) && (
        <p>
          <ButtonLink href="/collections/new">{t('lists.collection.new')}</ButtonLink>
        </p>
      )}
      {collections.length > 0 ? (
        <List wall>
          {collections.map((one) => (
            <li>
              <Tile
                title={<ListName {...one} />}
                href={`/collections/${encodeURIComponent(one.slug)}`}
                patch={<Swatch dye={one.colour} />}
                level={2}
              >
                <p lang={one.lang} dir={directionOf(one.lang)}>
                  {beginningOf(one.words, 180)}
                </p>
                <p class="soft small">{t('collections.count', { n: one.n })}</p>
              </Tile>
            </li>
          ))}
        </List>
      ) : (
        <Empty title={t('collections.none')}>
          <p>
            <a href="/stories">{t('stories.back-to-all')}</a>
          </p>
        </Empty>
      )}
    </Page>
  )
}

type CollectionProps = {
  c: Ctx
  collection: Collection
  stories: PublishedStory[]
  total: number
  page: number
  pages: number
}

export const CollectionPage = (props: CollectionProps) => {
  const { c, collection, stories, total, page, pages } = props
  const { t } = c.var
  const { id, name, words, lang, slug } = collection
  const path = `collections/${encodeURIComponent(slug)}`
  return (
    <Page
      c={c}
      title={name}
      heading={<ListName name={name} lang={lang} />}
      nav="stories"
      wide
      back={{ href: '/collections', label: t('collections.title') }}
      description={beginningOf(words, 155)}
      feeds={feedsOfList(path, name)}
    >
      {page === 1 && <Prose text={words} lang={lang} />}
      {total > 0 && <p class="soft">{t('collections.count', { n: total })}</p>}
      {canChange(c) && (
        <p>
          <ButtonLink href={`/collections/${id}/stories`} tone="quiet">
            {t('lists.choose')}
          </ButtonLink>{' '}
          <ButtonLink href={`/collections/${id}/change`} tone="quiet">
            {t('lists.change')}
          </ButtonLink>
        </p>
      )}
      {stories.length > 0 && <h2 class="vh">{t('stories.wall.list')}</h2>}
      {stories.length > 0 ? (
        <StoryWall c={c} stories={stories} />
      ) : (
        <Empty title={t('collections.empty')}>
          <p>{t('collections.empty-hint')}</p>
        </Empty>
      )}
      <Paging page={page} pages={pages} href={(to) => `/${path}?page=${to}`} />
      <Follow c={c} feeds={feedsOfList(path, name)} />
    </Page>
  )
}
