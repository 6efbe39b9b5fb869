import { Field } from '#base/ui/form.tsx'
import { formOf } from '#base/forms.ts'
import { Page } from '#base/ui/page.tsx'
import { Empty, List, Tile } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

type FoundMember = { organisationId: string; name: string; place: string }
type FoundStory = { href: string; title: string; lang: string; byline: string }
type Props = { c: Ctx; q: string; members: FoundMember[]; stories: FoundStory[] }

/** One box for everything that is public. */
export const SearchPage = ({ c, q, members, stories }: Props) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('front.search')} narrow nav="search">
      <form class="stack" method="get" action="/search" role="search">
        <Field of={formOf({ q })} name="q" type="search" label={t('front.search.label')} />
        <button class="button" type="submit">
          {t('front.search')}
        </button>
      </form>
      {q !== '' && members.length + stories.length === 0 && (
        <Empty title={t('front.search.nothing', { q })}>
          <p>{t('front.search.nothing-hint')}</p>
        </Empty>
      )}
      {stories.length > 0 && (
        <section class="stack" aria-labelledby="found-stories">
          <h2 id="found-stories">{t('front.search.stories')}</h2>
          <List>
            {stories.map(({ href, title, lang, byline }) => (
              <li>
                <Tile title={title} href={href} lang={lang}>
                  {byline && (
                    <p class="small soft">
                      <bdi>{byline}</bdi>
                    </p>
                  )}
                </Tile>
              </li>
            ))}
          </List>
        </section>
      )}
      {members.length > 0 && (
        <section class="stack" aria-labelledby="found-members">
          <h2 id="found-members">{t('front.search.members')}</h2>
          <List>
            {members.map(({ organisationId, name, place }) => (
              <li>
                <Tile title={<bdi>{name}</bdi>} href={`/members/${organisationId}`}>
                  <p class="small soft">{place}</p>
                </Tile>
              </li>
            ))}
          </List>
          <p>
            <a href={`/members?q=${encodeURIComponent(q)}`}>
              {t('front.search.more-members', { q })}
            </a>
          </p>
        </section>
      )}
    </Page>
  )
}
