import { numberIn } from '#base/i18n.ts'
import type { Child } from 'hono/jsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Empty, Figures, Notice, Quilt } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

export type HomeShown = {
  members: number
  stories: number
  /** The cards of the newest stories, ready to be shown. */
  cards: Child
  hasStories: boolean
}

/** The first page: what we are, three things to do, and the stories. */
export const HomePage = ({ c, shown }: { c: Ctx; shown: HomeShown }) => {
  const { t, coalition } = c.var
  return (
    <Page
      c={c}
      title={coalition.name}
      heading={false}
      description={coalition.purpose}
      feeds={[
        { href: '/feeds/stories.atom', type: 'application/atom+xml', title: t('front.feed') },
        { href: '/feeds/stories.json', type: 'application/feed+json', title: t('front.feed') },
      ]}
      jsonLd={{
        '@context': 'https://schema.org',
        '@type': 'Organization',
        name: coalition.name,
        description: coalition.purpose,
        url: c.var.origin,
      }}
    >
      <Hero c={c} members={shown.members} />
      {!coalition.open && (
        <div class="wrap section tight">
          <Notice>
            <p>{t('front.home.not-open')}</p>
          </Notice>
        </div>
      )}
      <section class="section" aria-labelledby="wall">
        <div class="wrap stack-lg">
          <div class="stack">
            <h2 id="wall">{t('front.home.stories')}</h2>
            <p class="soft">{t('front.home.stories-lead')}</p>
          </div>
          {shown.hasStories ? (
            <>
              {shown.cards}
              <p>
                <ButtonLink href="/stories" tone="quiet">
                  {t('front.home.all-stories', { n: shown.stories })}
                </ButtonLink>
              </p>
            </>
          ) : (
            <Empty title={t('front.home.no-stories')}>
              <p>
                <ButtonLink href="/stories/new">{t('front.home.tell')}</ButtonLink>
              </p>
            </Empty>
          )}
        </div>
      </section>
      <Together c={c} shown={shown} />
    </Page>
  )
}

const Hero = ({ c, members }: { c: Ctx; members: number }) => {
  const { t, coalition } = c.var
  return (
    <div class="hero">
      <div class="wrap two">
        <div class="text stack-lg">
          <h1>{coalition.name}</h1>
          <p class="lede">{coalition.purpose}</p>
          {members > 2 && <p>{t('front.home.we-are', { n: members, place: coalition.place })}</p>}
          <div class="band row">
            <a class="button" href="/stories/new">
              {t('front.home.tell')}
            </a>
            <a class="button quiet" href="/join">
              {t('front.home.join')}
            </a>
          </div>
          <p class="band">
            <a href="/members">{t('front.home.find')}</a>
          </p>
        </div>
        <Quilt seed={coalition.name} />
      </div>
    </div>
  )
}

const Together = ({ c, shown }: { c: Ctx; shown: HomeShown }) => {
  const { t, lang } = c.var
  if (shown.members === 0 && shown.stories === 0) return null
  return (
    <section class="section tint" aria-labelledby="together">
      <div class="wrap stack-lg">
        <h2 id="together">{t('front.home.together')}</h2>
        <Figures
          rows={[
            {
              n: numberIn(lang, shown.members),
              words: t('front.home.members', { n: shown.members }),
            },
            { n: numberIn(lang, shown.stories), words: t('front.home.told', { n: shown.stories }) },
          ]}
        />
      </div>
    </section>
  )
}
