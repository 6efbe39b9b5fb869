import { Actions, Button, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import type { Ctx } from '#base/web.ts'
import { pathOfCampaign } from './campaigns.views.tsx'
import type { Campaign } from './collections.schema.ts'

/** What is in the kit, and the button that makes it. `n` is null for who is no member. */
export const KitPage = ({ c, campaign, n }: { c: Ctx; campaign: Campaign; n: number | null }) => {
  const { t } = c.var
  const path = pathOfCampaign(campaign.slug)
  return (
    <Page
      c={c}
      title={`${t('campaigns.kit')}: ${campaign.name}`}
      nav="stories"
      narrow
      back={{ href: path, label: campaign.name }}
    >
      {n === null ? (
        <p>{t('campaigns.kit.members')}</p>
      ) : (
        <>
          <p>{t('campaigns.kit.lead')}</p>
          <p>{t('campaigns.kit.stories', { n })}</p>
          <p>{t('campaigns.kit.promise')}</p>
          <Form c={c} action={`${path}/kit`}>
            <Actions>
              <Button>{t('campaigns.kit.get')}</Button>
            </Actions>
          </Form>
        </>
      )}
    </Page>
  )
}
