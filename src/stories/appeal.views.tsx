import type { FormState } from '#base/forms.ts'
import { directionOf, type Key } from '#base/i18n.ts'
import { Button, Choice, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Empty, Notice, Prose, Waiting } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { AppealRefusal } from './appeal.rules.ts'
import type { Appeal } from './appeal.schema.ts'
import type { DecisionsTable, Story } from './schema.ts'

export const refusalWords: Record<Exclude<AppealRefusal, 'no-such-story'>, Key> = {
  'nothing-to-appeal': 'appeal.office.done',
  'asked-already': 'appeal.office.done',
  'already-decided': 'appeal.office.done',
  'own-story': 'appeal.office.own-story',
  'own-decision': 'appeal.office.own-decision',
  'too-late': 'appeal.office.too-late',
}

type AskProps = {
  c: Ctx
  keyOfLink: string
  decision: DecisionsTable
  appeal: Appeal | undefined
  days: number
  of: FormState
}

/** Where a teller asks that somebody else look again, and sees how that stands. */
export const AskAppealPage = ({ c, keyOfLink, decision, appeal, days, of }: AskProps) => {
  const { t } = c.var
  const here = `/stories/mine/${keyOfLink}`
  return (
    <Page
      c={c}
      title={t('appeal.title')}
      of={of}
      narrow
      staff
      back={{ href: here, label: t('stories.back') }}
    >
      {decision.reason && (
        <blockquote>
          <Prose text={decision.reason} />
        </blockquote>
      )}
      {appeal ? (
        <Notice title={t(`appeal.state.${appeal.state}`)}>
          {appeal.state === 'asked' && <p>{t('appeal.next', { days })}</p>}
          {appeal.reason && <Prose text={appeal.reason} />}
        </Notice>
      ) : (
        <>
          <p>{t('appeal.what', { days })}</p>
          <Form c={c} action={`${here}/appeal`} of={of}>
            <Field of={of} name="words" label={t('appeal.words')} long max={4000} />
            <Button>{t('appeal.send')}</Button>
          </Form>
        </>
      )}
    </Page>
  )
}

type Waits = { id: string; title: string; lang: string; askedAt: Date }

/** The appeals that wait. */
export const AppealsPage = ({ c, waiting, days }: { c: Ctx; waiting: Waits[]; days: number }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('appeal.office')}
      nav="desk"
      staff
      crumbs={[{ href: '/desk', label: t('ui.nav.desk') }]}
    >
      <p>{t('appeal.office.target', { days })}</p>
      {waiting.length === 0 ? (
        <Empty title={t('appeal.office.none')} />
      ) : (
        <Waiting
          items={waiting.map(({ id, title, askedAt }) => ({
            href: `/appeals/${id}`,
            title,
            meta: <DateTime at={askedAt} />,
          }))}
        />
      )}
    </Page>
  )
}

type OneProps = { c: Ctx; appeal: Appeal; story: Story; decision: DecisionsTable; of: FormState }

/** One appeal: the story, what was decided, what its teller says, and the decision of somebody else. */
export const AppealPage = ({ c, appeal, story, decision, of }: OneProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('appeal.office.one')}
      of={of}
      nav="desk"
      narrow
      staff
      back={{ href: '/appeals', label: t('appeal.office') }}
    >
      <h2 lang={story.lang} dir={directionOf(story.lang)}>
        {story.title}
      </h2>
      <Prose text={story.body} lang={story.lang} />
      <p>{`${t('stories.decide.audience')}: ${t(`stories.audience.${story.audience}`)}`}</p>
      <h2>{t('appeal.office.decided')}</h2>
      {decision.rule && <p>{decision.rule}</p>}
      {decision.reason && <Prose text={decision.reason} />}
      <h2>{t('appeal.words')}</h2>
      <Prose text={appeal.words} />
      {appeal.state !== 'asked' && <p>{t(`appeal.state.${appeal.state}`)}</p>}
      {appeal.state === 'asked' && (
        <Form c={c} action={`/appeals/${appeal.id}/decision`} of={of}>
          <Choice
            of={of}
            name="state"
            legend={t('appeal.office.judge')}
            choices={{
              upheld: t(
                decision.verdict === 'take-down'
                  ? 'appeal.office.upheld'
                  : 'appeal.office.upheld-read',
              ),
              dismissed: t('appeal.office.dismissed'),
            }}
          />
          <Field of={of} name="reason" label={t('appeal.office.reason')} long max={4000} />
          <Button>{t('appeal.office.save')}</Button>
        </Form>
      )}
    </Page>
  )
}
