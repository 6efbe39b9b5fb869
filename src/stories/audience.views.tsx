import { type FormState, valueOf } from '#base/forms.ts'
import type { T } from '#base/i18n.ts'
import { addMinutes, now } from '#base/time.ts'
import { Choice, Field } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Details, Facts, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { dayIn } from './audience.rules.ts'
import type { StoryReader } from './audience.schema.ts'
import type { Audience, Story } from './schema.ts'

/** The answers to who may read it, each with what it means. */
export const choicesOf = (t: T): Record<Audience, { label: string; hint: string }> => ({
  public: { label: t('stories.audience.public'), hint: t('stories.audience.public-hint') },
  members: { label: t('stories.audience.members'), hint: t('stories.audience.members-hint') },
  named: { label: t('stories.audience.named'), hint: t('stories.audience.named-hint') },
})

type Asked = { t: T; of: FormState }

/** A day in words. It is said of its noon, which is the same day in Greenwich too. */
export const Day = ({ day }: { day: Date }) => <DateTime at={addMinutes(day, 720)} as="date" />

/** From which day it may be shown. */
export const AskDay = ({ t, of, value }: Asked & { value?: string }) => (
  <Field
    of={of}
    name="notBefore"
    type="date"
    label={t('audience.day')}
    hint={t('audience.day-hint')}
    value={value}
    width="middle"
    optional
  />
)

/** Who may read it, who they are by name, and from when: part of the telling. */
export const AskAudienceOf = ({ t, of }: Asked) => (
  <>
    <Choice of={of} name="audience" legend={t('stories.audience.legend')} choices={choicesOf(t)} />
    <Details
      summary={t('audience.readers-if')}
      open={valueOf(of, 'audience') === 'named' || of.problems['readers'] !== undefined}
    >
      <Field
        of={of}
        name="readers"
        label={t('audience.readers')}
        hint={t('audience.readers-hint')}
        long
        rows={5}
        spellcheck={false}
        optional
      />
    </Details>
    <AskDay t={t} of={of} />
  </>
)

/** What the check page of the telling says of it. */
export function audienceAnswered(t: T, of: FormState, changeHref: string) {
  const day = dayIn(valueOf(of, 'notBefore'), now())
  const readers = { label: t('audience.readers'), value: valueOf(of, 'readers'), changeHref }
  const from = day.ok && day.value
  return [
    ...(valueOf(of, 'audience') === 'named' ? [readers] : []),
    ...(from ? [{ label: t('audience.day'), value: <Day day={from} />, changeHref }] : []),
  ]
}

/** From when it is shown, while that day has not come. */
export const FromDay = ({ c, story }: { c: Ctx; story: Story }) =>
  story.notBefore && (
    <p>
      {c.var.t('audience.from')} <Day day={story.notBefore} />
    </p>
  )

type MineProps = { c: Ctx; keyOfLink: string; story: Story; readers: number }

/** On the teller's page: who may read it, and the way to change that. */
export const WhoMayRead = ({ c, keyOfLink, story, readers }: MineProps) => {
  const { t } = c.var
  const named = story.audience === 'named' ? `: ${t('audience.count', { n: readers })}` : ''
  return (
    <section class="stack" aria-labelledby="audience">
      <h2 id="audience">{t('audience.title')}</h2>
      <p>{t(`stories.audience.${story.audience}`) + named}</p>
      <p>
        <ButtonLink href={`/stories/mine/${keyOfLink}/audience`} tone="quiet">
          {t('audience.change')}
        </ButtonLink>
      </p>
    </section>
  )
}

/** Said to somebody whose link opens nothing (any more). */
export const NothingBehindPage = ({ c, isOver }: { c: Ctx; isOver: boolean }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t(isOver ? 'audience.over' : 'audience.not-now')} narrow staff nav="stories">
      <p>{t(isOver ? 'audience.over.what' : 'audience.not-now.what')}</p>
      <p>
        <a href="/stories">{t('stories.back-to-all')}</a>
      </p>
    </Page>
  )
}

/** Who else may read what is not for everyone. */
export const OnlyFor = ({ c, isNamed }: { c: Ctx; isNamed?: boolean | undefined }) => (
  <Notice>
    <p>{c.var.t(isNamed ? 'audience.reader.note' : 'stories.members-only')}</p>
  </Notice>
)

type OfficeProps = {
  c: Ctx
  story: Story
  /** Whom its teller named, each with their code. */
  readers: (StoryReader & { code: string })[]
}

/** For the office: who may read a story, by name with the code of who has no mail address, and the way to change it. */
export const WhoReadsIt = ({ c, story, readers }: OfficeProps) => {
  const { t } = c.var
  if (story.state === 'withdrawn') return null
  return (
    <section class="stack" aria-labelledby="readers">
      <h2 id="readers">{t('audience.title')}</h2>
      <p>{t(`stories.audience.${story.audience}`)}</p>
      <FromDay c={c} story={story} />
      {readers.length > 0 && (
        <>
          <p>{t('consent.office.readers-why')}</p>
          <Facts
            rows={readers.map(({ name, email, code }) => ({
              label: name,
              value: email ? <bdi>{email}</bdi> : <span dir="ltr">{code}</span>,
            }))}
          />
        </>
      )}
      <p>
        <ButtonLink href={`/stories/${story.id}/audience`} tone="quiet">
          {t('audience.change')}
        </ButtonLink>
      </p>
    </section>
  )
}
