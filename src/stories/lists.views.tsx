import { formOf } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Actions, Button, Form, Select, Ticks } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Empty, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Campaign, Collection } from './collections.schema.ts'
import type { Story } from './schema.ts'

type ListsProps = {
  c: Ctx
  story: { id: string; title: string; lang: string }
  collections: Pick<Collection, 'id' | 'name' | 'lang'>[]
  campaigns: Pick<Campaign, 'id' | 'name'>[]
  chosen: { collections: string[]; campaign: string | null }
  done: boolean
}

const Lists = ({ c, story, collections, campaigns, chosen }: ListsProps) => {
  const { t } = c.var
  const of = formOf({ collections: chosen.collections, campaign: chosen.campaign ?? '' })
  const named = collections.map(({ id, name, lang }) => [
    id,
    { label: <bdi lang={lang}>{name}</bdi> },
  ])
  return (
    <Form c={c} action={`/stories/${story.id}/lists`}>
      {collections.length > 0 && (
        <Ticks
          of={of}
          name="collections"
          legend={t('collections.title')}
          choices={Object.fromEntries(named)}
        />
      )}
      {campaigns.length > 0 && (
        <Select
          of={of}
          name="campaign"
          label={t('lists.file.campaign')}
          none={t('lists.file.no-campaign')}
          choices={Object.fromEntries(campaigns.map(({ id, name }) => [id, name]))}
        />
      )}
      <Actions>
        <Button>{t('lists.save')}</Button>
      </Actions>
    </Form>
  )
}

/** The lists that one story is in, and those that it could be in. */
export const ListsPage = (props: ListsProps) => {
  const { c, story, collections, campaigns, done } = props
  const { t } = c.var
  const isNone = collections.length === 0 && campaigns.length === 0
  return (
    <Page
      c={c}
      title={`${t('lists.file')}: ${story.title}`}
      heading={
        <>
          {t('lists.file')}:{' '}
          <span lang={story.lang} dir={directionOf(story.lang)}>
            {story.title}
          </span>
        </>
      }
      narrow
      staff
      nav="desk"
      back={{ href: `/stories/${story.id}`, label: t('lists.see') }}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t('lists.file.done')}</p>
        </Notice>
      )}
      {isNone ? (
        <Empty title={t('collections.none')}>
          <p>
            <ButtonLink href="/collections/new">{t('lists.collection.new')}</ButtonLink>
          </p>
        </Empty>
      ) : (
        <Lists {...props} />
      )}
    </Page>
  )
}

/** Leads from a story that everyone may read to the lists that it is in. */
export const ListsLink = ({ c, story }: { c: Ctx; story: Story }) =>
  story.state === 'published' && story.audience === 'public' ? (
    <p>
      <a href={`/stories/${story.id}/lists`}>{c.var.t('lists.file')}</a>
    </p>
  ) : null

/** What the office does with stories, beside reading those that wait. */
export const OfficeWays = ({ c }: { c: Ctx }) => {
  const { t } = c.var
  const ways = [
    { href: '/collections', label: t('collections.title') },
    { href: '/campaigns', label: t('campaigns.title') },
    { href: '/editions', label: t('lists.editions') },
    { href: '/stories/phone', label: t('voice.office') },
    { href: '/stories/paper/enter', label: t('paper.office') },
    { href: '/stories/paper', label: t('paper.office.print') },
  ]
  return (
    <nav class="stack-s" aria-labelledby="ways">
      <h2 id="ways">{t('stories.waiting.ways')}</h2>
      <ul>
        {ways.map(({ href, label }) => (
          <li>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
