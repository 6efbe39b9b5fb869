import type { FormState } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Actions, Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import {
  ButtonLink,
  DateTime,
  Empty,
  List,
  Notice,
  Paging,
  Prose,
  Swatch,
  Tag,
  Tile,
} from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { CampaignState } from './campaigns.rules.ts'
import { AboutFields } from './collections.office.views.tsx'
import type { Campaign } from './collections.schema.ts'
import { feedsOfList, Follow, ListName } from './collections.views.tsx'
import { beginningOf } from './rules.ts'
import type { PublishedStory } from './schema.ts'
import { StoryWall } from './views.tsx'

/** Where a campaign is read. */
export const pathOfCampaign = (slug: string) => `/campaigns/${encodeURIComponent(slug)}`

export const mayChangeCampaigns = (c: Ctx): boolean =>
  c.var.person?.roles.some((role) => role === 'secretary' || role === 'moderator') ?? false

/** From when to when it runs, as days of the calendar. */
const Days = ({ campaign }: { campaign: Campaign }) => (
  <>
    <DateTime at={noon(campaign.beginsOn)} /> – <DateTime at={noon(campaign.endsOn)} />
  </>
)
// A day without an hour is the same day in every zone near ours at noon.
const noon = (day: Date) => new Date(day.getTime() + 43_200_000)

type Row = { campaign: Campaign; state: CampaignState }

export const CampaignsPage = ({ c, rows }: { c: Ctx; rows: Row[] }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('campaigns.title')}
      nav="stories"
      wide
      back={{ href: '/stories', label: t('stories.back-to-all') }}
    >
      <p class="soft">{t('campaigns.lead')}</p>
      {mayChangeCampaigns(c) && (
        <p>
          <ButtonLink href="/campaigns/new">{t('lists.campaign.new')}</ButtonLink>
        </p>
      )}
      {rows.length === 0 && (
        <Empty title={t('campaigns.none')}>
          <p>
            <a href="/stories">{t('stories.back-to-all')}</a>
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <List wall>
          {rows.map(({ campaign, state }) => (
            <li>
              <Tile
                title={<ListName {...campaign} />}
                href={pathOfCampaign(campaign.slug)}
                patch={<Swatch dye={campaign.colour} />}
                tag={<Tag tone={state === 'open' ? 'good' : 'info'}>{t(`campaigns.${state}`)}</Tag>}
                level={2}
              >
                <p lang={campaign.lang} dir={directionOf(campaign.lang)}>
                  {beginningOf(campaign.words, 180)}
                </p>
                <p class="soft small">
                  <Days campaign={campaign} />
                </p>
              </Tile>
            </li>
          ))}
        </List>
      )}
    </Page>
  )
}

const Above = ({ c, campaign, state }: { c: Ctx } & Row) => {
  const { t } = c.var
  return (
    <>
      {state === 'coming' && (
        <Notice>
          <p>{t('lists.campaign.coming')}</p>
        </Notice>
      )}
      <p class="soft">
        <Days campaign={campaign} />
      </p>
      <Prose text={campaign.words} lang={campaign.lang} />
      {state === 'open' && (
        <p>
          <ButtonLink href={`${pathOfCampaign(campaign.slug)}/tell`}>
            {t('campaigns.tell')}
          </ButtonLink>
        </p>
      )}
      {state === 'ended' && <p>{t('campaigns.over')}</p>}
    </>
  )
}

type CampaignProps = Row & {
  c: Ctx
  stories: PublishedStory[]
  counts: { told: number; shown: number }
  page: number
  pages: number
}

export const CampaignPage = (props: CampaignProps) => {
  const { c, campaign, state, stories, counts, page, pages } = props
  const { t } = c.var
  const { id, name, words, lang, slug } = campaign
  const path = pathOfCampaign(slug)
  return (
    <Page
      c={c}
      title={name}
      heading={<ListName name={name} lang={lang} />}
      nav="stories"
      wide
      back={{ href: '/campaigns', label: t('campaigns.title') }}
      description={beginningOf(words, 155)}
      feeds={feedsOfList(path.slice(1), name)}
    >
      {page === 1 && <Above c={c} campaign={campaign} state={state} />}
      <p>{t('campaigns.counts', counts)}</p>
      {c.var.person && (
        <p>
          <ButtonLink href={`${path}/kit`} tone="quiet">
            {t('campaigns.kit')}
          </ButtonLink>{' '}
          {mayChangeCampaigns(c) && (
            <ButtonLink href={`/campaigns/${id}/change`} tone="quiet">
              {t('lists.change')}
            </ButtonLink>
          )}
        </p>
      )}
      {stories.length > 0 && <h2 class="vh">{t('stories.wall.list')}</h2>}
      {stories.length > 0 ? (
        <StoryWall c={c} stories={stories} />
      ) : (
        <Empty title={t('campaigns.empty')}>
          <p>{t(state === 'open' ? 'campaigns.empty-hint' : 'collections.empty-hint')}</p>
        </Empty>
      )}
      <Paging page={page} pages={pages} href={(to) => `${path}?page=${to}`} />
      <Follow c={c} feeds={feedsOfList(path.slice(1), name)} />
    </Page>
  )
}

/** The story call in its own words, and the button that begins the form. */
export const CallPage = ({ c, campaign }: { c: Ctx; campaign: Campaign }) => {
  const { t } = c.var
  const path = pathOfCampaign(campaign.slug)
  return (
    <Page
      c={c}
      title={`${t('campaigns.tell')}: ${campaign.name}`}
      heading={<ListName {...campaign} />}
      nav="stories"
      narrow
      back={{ href: path, label: campaign.name }}
    >
      <Prose text={campaign.call} lang={campaign.lang} />
      <p>{t('campaigns.call-hint')}</p>
      <Form c={c} action={`${path}/tell`}>
        <Actions>
          <Button>{t('campaigns.begin')}</Button>
        </Actions>
      </Form>
    </Page>
  )
}

type EditProps = { c: Ctx; of: FormState; id: string | null }

/** A new campaign, or what an old one says of itself. */
export const CampaignEditPage = ({ c, of, id }: EditProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t(id ? 'lists.campaign.change' : 'lists.campaign.new')}
      of={of}
      narrow
      staff
      nav="stories"
      back={{ href: '/campaigns', label: t('campaigns.title') }}
    >
      <Form c={c} action={id ? `/campaigns/${id}/change` : '/campaigns/new'} of={of}>
        <AboutFields c={c} of={of} />
        <Field
          of={of}
          name="call"
          label={t('lists.call')}
          hint={t('lists.call-hint')}
          long
          rows={4}
        />
        <Field of={of} name="beginsOn" type="date" label={t('lists.begins')} width="middle" />
        <Field of={of} name="endsOn" type="date" label={t('lists.ends')} width="middle" />
        <Actions>
          <Button>{t('lists.save')}</Button>
        </Actions>
      </Form>
    </Page>
  )
}
