import type { Child } from 'hono/jsx'
import type { FormState } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Button, Choice, Field, Form, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { mostReaders, writtenDay } from './audience.rules.ts'
import type { StoryReader } from './audience.schema.ts'
import { AskDay, choicesOf, FromDay } from './audience.views.tsx'
import { Channel, Witness } from './heard.views.tsx'
import type { Story } from './schema.ts'

/** Somebody on the list, with the code and the link that open the story for them. */
export type Listed = StoryReader & { code: string; link: string }

const HowTold = ({ c, reader }: { c: Ctx; reader: Listed }) => {
  const { t } = c.var
  if (reader.email)
    return (
      <p class="soft small">
        <bdi>{reader.email}</bdi>
        {reader.writtenAt ? (
          <>
            {', '}
            {t('audience.written')} <DateTime at={reader.writtenAt} as="date" />
          </>
        ) : (
          `, ${t('audience.not-written')}`
        )}
      </p>
    )
  return (
    <>
      <p class="small">
        {t('audience.pass-on')} <strong dir="ltr">{reader.code}</strong>
      </p>
      <p class="small">
        <a href={reader.link}>{t('audience.their-link')}</a>
      </p>
    </>
  )
}

type ListProps = { c: Ctx; here: string; readers: Listed[]; of: FormState }

const Readers = ({ c, here, readers, of }: ListProps) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="readers">
      <h2 id="readers">{t('audience.list')}</h2>
      <p>{t(readers.length > 0 ? 'audience.list-why' : 'audience.nobody')}</p>
      {readers.length > 0 && (
        <ul class="waiting" role="list">
          {readers.map((reader) => (
            <li>
              <div>
                <bdi>{reader.name}</bdi>
                <HowTold c={c} reader={reader} />
              </div>
              <Form c={c} action={`${here}/readers/gone`} inline>
                <Button name="reader" value={reader.id} tone="quiet" about={reader.name}>
                  {t('audience.take-off')}
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      {readers.length < mostReaders && (
        <Form c={c} action={`${here}/readers`} of={of}>
          <Field
            of={of}
            name="readerName"
            label={t('audience.add.name')}
            autocomplete="off"
            spellcheck={false}
          />
          <Field
            of={of}
            name="readerEmail"
            type="email"
            label={t('audience.add.email')}
            hint={t('audience.add.email-hint')}
            autocomplete="off"
            spellcheck={false}
            optional
          />
          <Button>{t('audience.add')}</Button>
        </Form>
      )}
    </section>
  )
}

type PageProps = {
  c: Ctx
  /** Where this page is, without `/audience`. */
  here: string
  story: Story
  readers: Listed[]
  of: FormState
  done: boolean
}

const Done = ({ c, story }: Pick<PageProps, 'c' | 'story'>) => (
  <Notice tone="good" alert>
    <p>{c.var.t(story.state === 'told' ? 'audience.changed-read' : 'audience.changed')}</p>
  </Notice>
)

type ChangeProps = Omit<PageProps, 'done'> & { yes: string; children?: Child }

/** Who may read it, by name too, and from when. */
const Change = ({ c, here, story, readers, of, yes, children }: ChangeProps) => {
  const { t } = c.var
  return (
    <>
      <Form c={c} action={`${here}/audience`} of={of}>
        <Choice
          of={of}
          name="audience"
          legend={t('stories.audience.legend')}
          hint={t('audience.change-hint')}
          value={story.audience}
          choices={choicesOf(t)}
        />
        {story.audience !== 'public' && <Tick of={of} name="yes" label={yes} />}
        {children}
        <Button>{t('audience.save')}</Button>
      </Form>
      {(story.audience === 'named' || readers.length > 0) && (
        <Readers c={c} here={here} readers={readers} of={of} />
      )}
      <section class="stack" aria-labelledby="day">
        <h2 id="day">{t('audience.when')}</h2>
        <FromDay c={c} story={story} />
        <Form c={c} action={`${here}/day`} of={of}>
          <AskDay t={t} of={of} value={writtenDay(story.notBefore)} />
          <Button tone="quiet">{t('audience.day-save')}</Button>
        </Form>
      </section>
    </>
  )
}

/** Where a teller changes who may read their story. */
export const MyAudiencePage = ({ done, ...page }: PageProps) => {
  const { c, here, story, of } = page
  const { t } = c.var
  const back = { href: here, label: t('stories.back') }
  return (
    <Page c={c} title={t('audience.title')} of={of} narrow staff nav="stories" back={back}>
      {done && <Done c={c} story={story} />}
      <Change {...page} yes={t('audience.yes')} />
    </Page>
  )
}

/** Where the office changes it for a teller who rang or wrote. */
export const TheirAudiencePage = ({ done, ...page }: PageProps) => {
  const { c, here, story, of } = page
  const { t } = c.var
  const back = { href: `${here}/consents`, label: t('consent.office') }
  return (
    <Page c={c} title={t('audience.title')} of={of} narrow staff nav="desk" back={back}>
      {done && <Done c={c} story={story} />}
      <p class="lede" lang={story.lang} dir={directionOf(story.lang)}>
        {story.title}
      </p>
      <p>{t('consent.office.end-why')}</p>
      <Change {...page} yes={t('consent.office.wider')}>
        <Channel c={c} of={of} />
        <Witness c={c} of={of} />
      </Change>
    </Page>
  )
}
