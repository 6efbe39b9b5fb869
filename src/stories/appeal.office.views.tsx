import type { FormState } from '#base/forms.ts'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Prose } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { DecisionsTable, Story } from './schema.ts'

type Props = { c: Ctx; story: Story; decision: DecisionsTable; of: FormState }

/** What was decided on a story, as the form below it needs it. */
const Decided = ({ c, story, decision }: Omit<Props, 'of'>) => (
  <>
    <h2 lang={story.lang}>
      <bdi>{story.title}</bdi>
    </h2>
    <p class="soft">
      {c.var.t('appeal.office.decided')}: <DateTime at={decision.decidedAt} />
    </p>
    {decision.rule && <p>{decision.rule}</p>}
    {decision.reason && (
      <blockquote>
        <Prose text={decision.reason} />
      </blockquote>
    )}
  </>
)

const back = (c: Ctx, story: Story) => ({
  href: `/stories/${story.id}/decision`,
  label: c.var.t('stories.back'),
})

/** Where a moderator writes down what a teller says on the telephone about a decision. */
export const PhoneAppealPage = ({ c, story, decision, of }: Props) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('appeal.office.phone')}
      of={of}
      narrow
      staff
      nav="desk"
      back={back(c, story)}
    >
      <Decided c={c} story={story} decision={decision} />
      <p>{t('appeal.office.phone.how')}</p>
      <Form c={c} action={`/stories/${story.id}/appeal`} of={of}>
        <Field of={of} name="words" label={t('appeal.office.phone.words')} long max={4000} />
        <Button>{t('appeal.office.phone.save')}</Button>
      </Form>
    </Page>
  )
}

/** Where another moderator puts a story back that was taken down. */
export const PutBackPage = ({ c, story, decision, of }: Props) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('appeal.office.put-back')}
      of={of}
      narrow
      staff
      nav="desk"
      back={back(c, story)}
    >
      <Decided c={c} story={story} decision={decision} />
      <p>{t('appeal.office.put-back.how')}</p>
      <Form c={c} action={`/stories/${story.id}/restoration`} of={of}>
        <Field of={of} name="reason" label={t('appeal.office.reason')} long max={4000} />
        <Button>{t('appeal.office.put-back')}</Button>
      </Form>
    </Page>
  )
}

/** What can still be done about a story that is not shown: beside the decision on it. */
export const AfterDecision = ({ c, story, verdict }: { c: Ctx; story: Story; verdict: string }) =>
  story.state === 'declined' && (
    <ul class="plain">
      {verdict === 'take-down' && (
        <li>
          <a href={`/stories/${story.id}/restoration`}>{c.var.t('appeal.office.put-back')}</a>
        </li>
      )}
      <li>
        <a href={`/stories/${story.id}/appeal`}>{c.var.t('appeal.office.phone')}</a>
      </li>
    </ul>
  )
