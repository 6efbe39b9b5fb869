import type { FormState } from '#base/forms.ts'
import { formOf } from '#base/forms.ts'
import { Button, Choice, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Confirmation, Details, Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { Differences, Version } from './edit.compare.views.tsx'
import { mostLetters } from './edit.forms.ts'
import { versionOf, wordsOf, workingWords } from './edit.rules.ts'
import type { StoryEdit } from './edit.schema.ts'
import type { Story } from './schema.ts'

const tones = { draft: 'info', asked: 'warn', yes: 'good', no: 'bad' } as const

export const EditState = ({ c, edit }: { c: Ctx; edit: StoryEdit }) => (
  <>
    <p>
      <Tag tone={tones[edit.state]}>{c.var.t(`edit.office.state.${edit.state}`)}</Tag>
    </p>
    {edit.wish && (
      <>
        <p>
          <strong>{c.var.t('edit.office.wanted')}</strong>
        </p>
        <blockquote dir="auto">{edit.wish}</blockquote>
      </>
    )}
  </>
)

type EditProps = {
  c: Ctx
  story: Story
  edit: StoryEdit | undefined
  of: FormState
  /** Problems of the answer's form, when that one was sent. */
  answerOf: FormState
  done: 'kept' | 'asked-now' | 'done' | null
}

const WordsForm = ({ c, story, edit, of }: Omit<EditProps, 'done' | 'answerOf'>) => {
  const { t } = c.var
  const words = workingWords(story, edit)
  const { lang } = story
  return (
    <Form c={c} action={`/stories/${story.id}/edit`} of={of}>
      <Field of={of} name="title" label={t('edit.office.title')} value={words.title} lang={lang} />
      <Field
        of={of}
        name="body"
        label={t('edit.office.body')}
        value={words.body}
        lang={lang}
        long
        rows={16}
        max={mostLetters}
      />
      <Field
        of={of}
        name="byline"
        label={t('edit.office.byline')}
        hint={t('edit.office.byline-hint')}
        value={words.byline}
        lang={lang}
        optional
      />
      {story.pictureId && (
        <Field
          of={of}
          name="pictureWords"
          label={t('edit.office.picture-words')}
          value={words.pictureWords ?? ''}
          lang={lang}
        />
      )}
      <Button>{t('edit.office.keep')}</Button>
    </Form>
  )
}

type AboutEdit = { c: Ctx; story: Story; edit: StoryEdit; answerOf: FormState }

/** Asks the teller, by letter or on the telephone, or gives the edited version up. */
const AskTeller = ({ c, story, edit, answerOf: of }: AboutEdit) => {
  const { t } = c.var
  const here = `/stories/${story.id}/edit`
  return (
    <section class="stack-lg" aria-labelledby="ask">
      <h2 id="ask">{t('edit.office.ask')}</h2>
      <EditState c={c} edit={edit} />
      <p class="soft">{t(story.email ? 'edit.office.ask-hint' : 'edit.office.no-address')}</p>
      <p>
        <a href={`/stories/${story.id}/consents`}>{t('edit.office.ask-code')}</a>
      </p>
      {edit.state === 'draft' && (
        <Form c={c} action={`${here}/question`} inline>
          <Button>{t('edit.office.ask')}</Button>
        </Form>
      )}
      <Form c={c} action={`${here}/answer`} of={of}>
        <input type="hidden" name="version" value={String(versionOf(edit))} />
        <Choice
          of={of}
          name="answer"
          legend={t('edit.office.answer')}
          choices={{ yes: t('edit.office.answer-yes'), no: t('edit.office.answer-no') }}
        />
        <Choice
          of={of}
          name="channel"
          legend={t('edit.office.channel')}
          choices={{
            phone: t('edit.office.channel-phone'),
            letter: t('edit.office.channel-letter'),
          }}
        />
        <Field of={of} name="wish" label={t('edit.office.wish')} long rows={3} max={4000} />
        <Button tone="quiet">{t('edit.office.write-down')}</Button>
      </Form>
      <Form c={c} action={`${here}/end`}>
        <p class="soft">{t('edit.office.drop-hint')}</p>
        <Button tone="warn">{t('edit.office.drop')}</Button>
      </Form>
    </section>
  )
}

/** A moderator's page: the words to edit, what differs from what was told, and what the teller says of it. */
export const EditPage = ({ c, story, edit, of, answerOf, done }: EditProps) => {
  const { t } = c.var
  const problems = { ...of.problems, ...answerOf.problems }
  return (
    <Page
      c={c}
      title={t('edit.office')}
      of={{ values: {}, problems }}
      narrow
      staff
      nav="desk"
      back={{ href: `/stories/${story.id}/decision`, label: story.title }}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t(`edit.office.${done}`)}</p>
        </Notice>
      )}
      <p>{t('edit.office.lead')}</p>
      {story.state === 'published' && !edit && (
        <Notice tone="warn">
          <p>{t('edit.office.published')}</p>
        </Notice>
      )}
      <WordsForm c={c} story={story} edit={edit} of={of} />
      {edit && (
        <>
          <Differences
            c={c}
            lang={story.lang}
            before={wordsOf(story)}
            after={workingWords(story, edit)}
          />
          <AskTeller c={c} story={story} edit={edit} answerOf={answerOf} />
        </>
      )}
      <Details summary={t('edit.original')}>
        <Version c={c} lang={story.lang} words={wordsOf(story)} which="original" />
      </Details>
    </Page>
  )
}

/** On the decision page: how the edited version stands, and the way to it. */
export const EditNotice = ({
  c,
  story,
  edit,
}: {
  c: Ctx
  story: Story
  edit: StoryEdit | undefined
}) => {
  const { t } = c.var
  const href = `/stories/${story.id}/edit`
  if (edit)
    return (
      <Notice tone={edit.state === 'yes' ? 'good' : 'warn'} title={t('edit.office')}>
        <EditState c={c} edit={edit} />
        <p>
          <a href={href}>{t('edit.office.open')}</a>
        </p>
      </Notice>
    )
  if (story.state === 'declined') return null
  return (
    <p>
      <ButtonLink href={href} tone="quiet">
        {t('edit.office.start')}
      </ButtonLink>
    </p>
  )
}

type MineProps = { c: Ctx; keyOfLink: string; story: Story; edit: StoryEdit; of: FormState }

/** The teller reads both versions and says yes or no. */
export const MyEditPage = ({ c, keyOfLink, story, edit, of }: MineProps) => {
  const { t } = c.var
  const here = `/stories/mine/${keyOfLink}`
  const [before, after] = [wordsOf(story), workingWords(story, edit)]
  // The version on this page, whatever was sent: a yes is said to what is read here.
  const asked = formOf({ ...of.values, version: String(versionOf(edit)) })
  return (
    <Page
      c={c}
      title={t('edit.mine')}
      of={of}
      narrow
      staff
      nav="stories"
      back={{ href: here, label: t('edit.back') }}
    >
      <p>{t('edit.mine.lead')}</p>
      <Differences c={c} lang={story.lang} before={before} after={after} />
      <Version c={c} lang={story.lang} words={after} which="edited" />
      <Version c={c} lang={story.lang} words={before} which="original" />
      <Form c={c} action={`${here}/edit`} of={asked}>
        <input type="hidden" name="version" value={String(versionOf(edit))} />
        <Choice
          of={{ ...asked, problems: of.problems }}
          name="answer"
          legend={t('edit.answer')}
          choices={{ yes: t('edit.answer-yes'), no: t('edit.answer-no') }}
        />
        <Field
          of={{ ...asked, problems: of.problems }}
          name="wish"
          label={t('edit.wish')}
          long
          rows={4}
          max={4000}
        />
        <Button>{t('edit.send')}</Button>
      </Form>
    </Page>
  )
}

/** When there is nothing to answer, or it was answered just now. */
export const MyEditDone = ({
  c,
  keyOfLink,
  said,
}: {
  c: Ctx
  keyOfLink: string
  said: 'yes' | 'no' | null
}) => {
  const { t } = c.var
  const title = t(said ? 'edit.thanks' : 'edit.mine')
  return (
    <Page c={c} title={title} heading={said ? false : title} narrow staff nav="stories">
      {said ? (
        <Confirmation title={title}>
          <p>{t(`edit.thanks.${said}`)}</p>
        </Confirmation>
      ) : (
        <p>{t('edit.mine.nothing')}</p>
      )}
      <p>
        <a href={`/stories/mine/${keyOfLink}`}>{t('edit.back')}</a>
      </p>
    </Page>
  )
}

/** On the teller's own page: what there is to answer, or what they said. */
export const MyEditNotice = ({
  c,
  keyOfLink,
  edit,
}: {
  c: Ctx
  keyOfLink: string
  edit: StoryEdit | undefined
}) => {
  const { t } = c.var
  if (!edit || edit.state === 'draft') return null
  const words = edit.state === 'asked' ? 'notice' : (`said-${edit.state}` as const)
  return (
    <Notice tone={edit.state === 'asked' ? 'warn' : 'info'}>
      <p>{t(`edit.mine.${words}`)}</p>
      <p>
        <a href={`/stories/mine/${keyOfLink}/edit`}>{t('edit.mine.read')}</a>
      </p>
    </Notice>
  )
}
