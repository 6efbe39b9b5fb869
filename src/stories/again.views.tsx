import { type FormState } from '#base/forms.ts'
import { addDays } from '#base/time.ts'
import { Actions, Button, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Empty, Waiting } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { ToAsk } from './again.queries.ts'
import { Witness } from './heard.views.tsx'
import { askAgain } from './consent.rules.ts'
import type { Story } from './schema.ts'

type Props = { c: Ctx; story: Story; of: FormState }

/** On the page of what was agreed to: a year is over, and somebody has to ask once more. */
export const AgainForThem = ({ c, story, of }: Props) => {
  const { t } = c.var
  if (!story.askedAgainAt) return null
  return (
    <section class="stack" aria-labelledby="again">
      <h2 id="again">{t('consent.again')}</h2>
      <p>
        {t(story.email ? 'again.office.mailed' : 'again.office.ask')}{' '}
        <DateTime at={addDays(story.askedAgainAt, askAgain.waitDays)} as="date" />
      </p>
      <p>
        <ButtonLink href={`/stories/${story.id}/again.pdf`} tone="quiet">
          {t('again.office.sheet')}
        </ButtonLink>
      </p>
      <Form c={c} action={`/stories/${story.id}/again`} of={of}>
        <Witness c={c} of={of} />
        <Actions>
          <Button name="channel" value="phone">
            {t('again.office.by-phone')}
          </Button>
          <Button name="channel" value="letter" tone="quiet">
            {t('again.office.by-letter')}
          </Button>
        </Actions>
      </Form>
    </section>
  )
}

/** Tellers without mail whom somebody rings or writes to. */
export const AgainPage = ({ c, waiting }: { c: Ctx; waiting: ToAsk[] }) => {
  const { t } = c.var
  const back = { href: '/desk', label: t('ui.nav.desk') }
  return (
    <Page c={c} title={t('again.office.pile')} narrow staff nav="desk" back={back}>
      <p class="lede">{t('again.office.lead')}</p>
      {waiting.length === 0 ? (
        <Empty title={t('again.office.nobody')}>
          <p>{t('again.office.nobody-hint')}</p>
        </Empty>
      ) : (
        <Waiting
          items={waiting.map(({ id, title, lang, since }) => ({
            href: `/stories/${id}/consents`,
            title,
            lang,
            meta: (
              <>
                {t('again.office.until')}{' '}
                <DateTime at={addDays(since, askAgain.waitDays)} as="date" />
              </>
            ),
          }))}
        />
      )}
    </Page>
  )
}
