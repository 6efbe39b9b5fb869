import type { Child } from 'hono/jsx'
import { pictureSrcset, sharedPicture } from '#base/files.ts'
import { formOf } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Filters, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Empty, List, Prose, StoryCard, Strip } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { OnlyFor } from './audience.views.tsx'
import { languageIn, languageName } from './languages.ts'
import { beginningOf } from './rules.ts'
import type { ShownPicture } from './pictures.schema.ts'
import { FoldedPictures } from './pictures.views.tsx'
import type { PublishedStory } from './schema.ts'
import type { AnyStory } from './translate.public.queries.ts'
import { pathOf } from './translate.rules.ts'
import { AfterHidden, AfterStory, SharePicture } from './share.views.tsx'
import { Player } from './voice.views.tsx'

const formatsOf = (at: string, name: string) => [
  { href: `${at}.atom`, type: 'application/atom+xml', title: `${name} (Atom)` },
  { href: `${at}.rss`, type: 'application/rss+xml', title: `${name} (RSS)` },
  { href: `${at}.json`, type: 'application/feed+json', title: `${name} (JSON)` },
]

/** The feeds that a page names: of all stories, and of those in one language. */
function feedsOf(c: Ctx, lang: string | null = null) {
  const title = c.var.t('stories.title')
  const all = formatsOf('/feeds/stories', title)
  return lang
    ? [...all, ...formatsOf(`/feeds/stories/${lang}`, `${title}: ${languageName(lang)}`)]
    : all
}

function kindOf(c: Ctx, story: AnyStory) {
  const { t, lang } = c.var
  if ('original' in story) {
    const language = languageIn(story.original.lang, lang)
    return { icon: 'language', label: t('translate.from', { language }) } as const
  }
  if (story.lang === lang) return { icon: 'read', label: t('stories.kind.read') } as const
  const language = languageIn(story.lang, lang)
  return { icon: 'language', label: t('stories.kind.told-in', { language }) } as const
}

const Teller = ({ c, byline }: { c: Ctx; byline: string }) =>
  byline ? <bdi>{byline}</bdi> : <>{c.var.t('stories.anonymous')}</>

/** Stories side by side, each with its own strip of the quilt. */
export const StoryWall = ({ c, stories }: { c: Ctx; stories: AnyStory[] }) => (
  <List wall>
    {stories.map((story) => (
      <li>
        <StoryCard
          id={story.id}
          href={pathOf(story)}
          title={story.title}
          lang={story.lang}
          kind={kindOf(c, story)}
          foot={<Teller c={c} byline={story.byline} />}
        >
          <p lang={story.lang} dir={directionOf(story.lang)}>
            {beginningOf(story.body, 180)}
          </p>
        </StoryCard>
      </li>
    ))}
  </List>
)

type WallProps = {
  c: Ctx
  stories: AnyStory[]
  lang: string | null
  told: { lang: string; n: number }[]
  moreHref: string | null
  isFirst: boolean
  forMembers: { id: string; title: string; lang: string }[]
}

/** What a reader of the wall can do next. */
const Ways = ({ c }: { c: Ctx }) => (
  <div class="row">
    <ButtonLink href="/stories/new">{c.var.t('stories.wall.tell')}</ButtonLink>
    <a href="/collections">{c.var.t('collections.all')}</a>
    <a href="/campaigns">{c.var.t('campaigns.title')}</a>
  </div>
)

export const WallPage = (props: WallProps) => {
  const { c, stories, lang, told, moreHref, isFirst, forMembers } = props
  const { t } = c.var
  return (
    <Page c={c} title={t('stories.title')} nav="stories" wide feeds={feedsOf(c, lang)}>
      <p class="soft">{t('stories.wall.lead')}</p>
      <Ways c={c} />
      {told.length > 1 && (
        <Filters action="/stories" label={t('stories.wall.filter')}>
          <Select
            of={formOf({ told: lang ?? '' })}
            name="told"
            label={t('stories.wall.lang')}
            none={t('stories.wall.all-langs')}
            choices={Object.fromEntries(
              told.map((one) => [one.lang, `${languageName(one.lang)} (${one.n})`]),
            )}
          />
          <button class="button quiet" type="submit">
            {t('stories.wall.show')}
          </button>
        </Filters>
      )}
      {stories.length > 0 && <h2 class="vh">{t('stories.wall.list')}</h2>}
      {stories.length > 0 ? (
        <StoryWall c={c} stories={stories} />
      ) : (
        <Empty title={t('stories.wall.none')}>
          <p>{t('stories.wall.none-hint')}</p>
        </Empty>
      )}
      {moreHref && (
        <p>
          <ButtonLink href={moreHref} tone="quiet">
            {t('stories.wall.more')}
          </ButtonLink>
        </p>
      )}
      {!isFirst && (
        <p>
          <a href="/stories">{t('stories.wall.newest')}</a>
        </p>
      )}
      {forMembers.length > 0 && (
        <section class="stack" aria-labelledby="for-members">
          <h2 id="for-members">{t('stories.wall.members')}</h2>
          <ul>
            {forMembers.map((story) => (
              <li lang={story.lang} dir={directionOf(story.lang)}>
                <a href={`/stories/${story.id}`}>{story.title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  )
}

type Shown = Omit<PublishedStory, 'publishedAt' | 'example'> & { publishedAt: Date | null }

/** The words and the picture of a story, in its own language and direction. */
export const StoryBody = ({
  story,
  pictureKey,
  more = [],
}: {
  story: Shown
  pictureKey?: string | undefined
  more?: readonly ShownPicture[] | undefined
}) => (
  <>
    {story.pictureId && (
      <figure>
        <img
          {...pictureSrcset(story.pictureId, story.pictureWidth ?? 960, pictureKey)}
          sizes="(min-width: 46rem) 43rem, 92vw"
          width={story.pictureWidth ?? undefined}
          height={story.pictureHeight ?? undefined}
          alt={story.pictureWords ?? ''}
          loading="lazy"
          decoding="async"
        />
      </figure>
    )}
    <Prose text={story.body} lang={story.lang} />
    <FoldedPictures pictures={more} pictureKey={pictureKey} />
  </>
)

/** How a story stands in more than one language (see translate.views.tsx); `path`: of a translation. */
export type InLanguages = { nav: Child; links: Child; work: object; path?: string }

function structured(c: Ctx, story: Shown, { path, work }: Partial<InLanguages> = {}): object {
  const address = c.var.origin + (path ?? `/stories/${story.id}`)
  return {
    '@context': 'https://schema.org',
    '@type': 'Article',
    headline: story.title,
    inLanguage: story.lang,
    url: address,
    ...(story.publishedAt && { datePublished: story.publishedAt.toISOString() }),
    ...(story.byline && { author: { '@type': 'Person', name: story.byline } }),
    ...(story.pictureId && { image: `${c.var.origin}${sharedPicture(story.pictureId)}` }),
    publisher: { '@type': 'Organization', name: c.var.coalition.name, url: c.var.origin },
    ...work,
  }
}

const ToldBy = ({ c, story }: { c: Ctx; story: Shown }) => (
  <p class="soft">
    {story.byline ? (
      <>
        {c.var.t('stories.told-by')} <bdi>{story.byline}</bdi>
      </>
    ) : (
      c.var.t('stories.anonymous')
    )}
    {story.publishedAt && (
      <>
        {' · '}
        <bdi>
          <DateTime at={story.publishedAt} />
        </bdi>
      </>
    )}
  </p>
)

/** A story on a page of its own: the words first. */
type StoryProps = {
  c: Ctx
  story: Shown
  isPublic: boolean
  voiceId?: string | undefined
  /** The pictures besides the first. */
  more?: readonly ShownPicture[] | undefined
  /** Told to people whom its teller named; with which private link one of them reads it. */
  isNamed?: boolean | undefined
  keyOfLink?: string | undefined
  languages?: InLanguages | undefined
}

/** What the head of a page says of a story that everyone may read. */
const aboutPublic = ({ c, story, languages }: StoryProps, path: string) => ({
  feeds: feedsOf(c, story.lang),
  jsonLd: structured(c, story, languages),
  head: (
    <SharePicture c={c} story={story} path={path}>
      {languages?.links}
    </SharePicture>
  ),
})

export const StoryPage = (props: StoryProps) => {
  const { c, story, isPublic, voiceId, more, isNamed, keyOfLink, languages } = props
  const { t } = c.var
  const path = languages?.path ?? `/stories/${story.id}`
  const told = { lang: story.lang, dir: directionOf(story.lang) }
  return (
    <Page
      c={c}
      title={story.title}
      heading={<span {...told}>{story.title}</span>}
      nav="stories"
      narrow
      back={{ href: '/stories', label: t('stories.back-to-all') }}
      description={beginningOf(story.body, 155)}
      {...(isPublic ? aboutPublic(props, path) : { staff: true })}
    >
      <Strip id={story.id} />
      <ToldBy c={c} story={story} />
      {languages?.nav}
      {!isPublic && <OnlyFor c={c} isNamed={isNamed} />}
      {voiceId && <Player c={c} fileId={voiceId} keyOfLink={keyOfLink} />}
      <StoryBody story={story} pictureKey={keyOfLink} more={more} />
      <hr />
      {isPublic ? (
        <AfterStory c={c} story={story} path={path} isTranslation={Boolean(languages?.path)} />
      ) : (
        <AfterHidden c={c} path={path} />
      )}
    </Page>
  )
}

/** The address of a story that its teller took back says so, and nothing else. */
export const WithdrawnPage = ({ c }: { c: Ctx }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('stories.withdrawn')} narrow nav="stories">
      <p>{t('stories.withdrawn.why')}</p>
      <p>
        <a href="/stories">{t('stories.back-to-all')}</a>
      </p>
    </Page>
  )
}
