import { type FormState, formOf } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { Actions, Button, Choice, Field, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Empty, List, Notice, Tag, Tile } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { RemoveForm } from './collections.office.views.tsx'
import type { PrintEdition } from './collections.schema.ts'
import { ListName } from './collections.views.tsx'
import { languageIn, tellingLanguages } from './languages.ts'
import type { ChosenToPrint, PrintedStory } from './print.queries.ts'

const editions = (c: Ctx) => ({ href: '/editions', label: c.var.t('lists.editions') })

export const EditionsPage = ({ c, rows }: { c: Ctx; rows: PrintEdition[] }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('lists.editions')}
      staff
      nav="stories"
      back={{ href: '/stories/waiting', label: t('stories.waiting') }}
    >
      <p class="soft">{t('lists.editions.lead')}</p>
      <p>
        <ButtonLink href="/editions/new">{t('lists.edition.new')}</ButtonLink>
      </p>
      {rows.length === 0 && (
        <Empty title={t('lists.editions.none')}>
          <p>{t('lists.chosen-none-hint')}</p>
        </Empty>
      )}
      <List>
        {rows.map((edition) => (
          <li>
            <Tile
              title={<ListName name={edition.title} lang={edition.lang} />}
              href={`/editions/${edition.id}`}
              level={2}
            >
              <p class="soft small">
                {t(edition.printedAt ? 'lists.edition.printed' : 'lists.edition.begun')}{' '}
                <DateTime at={edition.printedAt ?? edition.madeAt} />
              </p>
            </Tile>
          </li>
        ))}
      </List>
    </Page>
  )
}

export const EditionNewPage = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t, lang } = c.var
  return (
    <Page
      c={c}
      title={t('lists.edition.new')}
      of={of}
      narrow
      staff
      nav="stories"
      back={editions(c)}
    >
      <Form c={c} action="/editions/new" of={of}>
        <Field of={of} name="title" label={t('lists.edition.title')} />
        <Select
          of={of}
          name="lang"
          label={t('lists.edition.lang')}
          choices={tellingLanguages}
          value={lang}
        />
        <Choice
          of={of}
          name="size"
          legend={t('lists.edition.size')}
          value="18"
          choices={{
            '14': t('lists.edition.size-14'),
            '18': t('lists.edition.size-18'),
            '24': t('lists.edition.size-24'),
          }}
        />
        <Actions>
          <Button>{t('lists.save')}</Button>
        </Actions>
      </Form>
    </Page>
  )
}

type EditionProps = {
  c: Ctx
  edition: PrintEdition
  chosen: ChosenToPrint[]
  /** Words that no font here has letters for. */
  unprintable: string[]
  problem?: string | undefined
}

/** How the names in one story are said, and the box to write it. */
const Say = ({ c, id, one }: { c: Ctx; id: string; one: ChosenToPrint }) => {
  const { t } = c.var
  const name = `say-${one.id}`
  return (
    <Form c={c} action={`/editions/${id}/say`}>
      <input type="hidden" name="story" value={one.id} />
      <Field
        of={formOf({ [name]: one.say })}
        name={name}
        label={t('lists.edition.say')}
        hint={t('lists.edition.say-hint')}
        optional
      />
      <Actions>
        <Button tone="quiet" about={one.title}>
          {t('lists.edition.say-save')}
        </Button>
      </Actions>
    </Form>
  )
}

const Ready = ({ c, id }: { c: Ctx; id: string }) => {
  const { t } = c.var
  return (
    <>
      <p>{t('lists.edition.print-hint')}</p>
      <Form c={c} action={`/editions/${id}/print`} inline>
        <Button>{t('lists.edition.print')}</Button>
        <ButtonLink href={`/editions/${id}/aloud`} tone="quiet">
          {t('lists.edition.aloud')}
        </ButtonLink>
      </Form>
    </>
  )
}

/** An edition: what is in it, whether it may still be printed, and the button that does. */
export const EditionPage = ({ c, edition, chosen, unprintable, problem }: EditionProps) => {
  const { t } = c.var
  const { id, title, lang, printedAt } = edition
  return (
    <Page
      c={c}
      title={title}
      heading={<ListName name={title} lang={lang} />}
      narrow
      staff
      nav="stories"
      back={editions(c)}
      error={problem !== undefined}
    >
      {problem && (
        <Notice tone="bad" alert>
          <p>{problem}</p>
        </Notice>
      )}
      {printedAt && (
        <p class="soft">
          {t('lists.edition.printed')} <DateTime at={printedAt} />
        </p>
      )}
      {unprintable.length > 0 && (
        <Notice tone="warn">
          <p>{t('lists.edition.unprintable', { words: unprintable.slice(0, 12).join(', ') })}</p>
        </Notice>
      )}
      <p>
        <ButtonLink href={`/editions/${id}/stories`} tone="quiet">
          {t('lists.choose')}
        </ButtonLink>
      </p>
      {chosen.length === 0 && (
        <Empty title={t('lists.chosen-none')}>
          <p>{t('lists.editions.lead')}</p>
        </Empty>
      )}
      {chosen.some((one) => one.stands) && <Ready c={c} id={id} />}
      {chosen.map((one) => (
        <section class="stack">
          <h2>
            <ListName name={one.title} lang={one.lang} />
          </h2>
          {!one.stands && (
            <p>
              <Tag tone="warn">{t('lists.edition.no-consent')}</Tag>
            </p>
          )}
          <Say c={c} id={id} one={one} />
        </section>
      ))}
      <hr />
      <h2>{t('lists.edition.remove')}</h2>
      <RemoveForm c={c} action={`/editions/${id}/remove`} words={t('lists.remove-sure')} />
    </Page>
  )
}

const paragraphs = (body: string) => body.split(/\n\s*\n/).filter((part) => part.trim() !== '')

/** A breath after each paragraph, two after the last one: drawn, because a voice says nothing there. */
const Breath = ({ long }: { long: boolean }) => <span aria-hidden="true">{long ? ' ‖' : ' |'}</span>

/** The stories of an edition to be read aloud: large, with a mark where the reader breathes. */
export const AloudPage = ({
  c,
  edition,
  stories,
}: {
  c: Ctx
  edition: PrintEdition
  stories: PrintedStory[]
}) => {
  const { t, lang } = c.var
  return (
    <Page
      c={c}
      title={`${t('lists.edition.aloud')}: ${edition.title}`}
      narrow
      staff
      nav="stories"
      back={{ href: `/editions/${edition.id}`, label: edition.title }}
    >
      <p class="soft">{t('lists.edition.breath')}</p>
      {stories.length === 0 && <p>{t('lists.edition.none-left')}</p>}
      {stories.map((story) => (
        <article class="stack">
          <h2 lang={story.lang} dir={directionOf(story.lang)}>
            {story.title}
          </h2>
          <p class="soft">
            <bdi>{story.byline || t('stories.anonymous')}</bdi>
            {story.lang !== lang && <> · {languageIn(story.lang, lang)}</>}
          </p>
          {story.say && (
            <p>
              <strong>{t('lists.edition.say')}:</strong> <bdi>{story.say}</bdi>
            </p>
          )}
          <div class="stack" lang={story.lang} dir={directionOf(story.lang)}>
            {paragraphs(story.body).map((text, at, all) => (
              <p>
                {text}
                <Breath long={at === all.length - 1} />
              </p>
            ))}
          </div>
        </article>
      ))}
    </Page>
  )
}
