import type { FormState } from '#base/forms.ts'
import { blank, formOf } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import { dyes } from '#base/ui/dyes.ts'
import { Actions, Button, Choice, Field, Filters, Form, Select, Tick } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Empty, List, Notice, Paging, Swatch, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Chosen } from './collections.queries.ts'
import { ListName } from './collections.views.tsx'
import { tellingLanguages } from './languages.ts'

/** The questions that a collection and a campaign have in common. */
export const AboutFields = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t, lang } = c.var
  return (
    <>
      <Field of={of} name="name" label={t('lists.name')} />
      <Field of={of} name="words" label={t('lists.words')} hint={t('lists.words-hint')} long />
      <Select of={of} name="lang" label={t('lists.lang')} choices={tellingLanguages} value={lang} />
      <Choice
        of={of}
        name="colour"
        legend={t('lists.colour')}
        value="plum"
        choices={Object.fromEntries(
          dyes.map((dye) => [
            dye,
            {
              label: (
                <>
                  <Swatch dye={dye} /> {t(`setup.dye.${dye}` as Key)}
                </>
              ),
            },
          ]),
        )}
      />
      <Field
        of={of}
        name="slug"
        label={t('lists.slug')}
        hint={t('lists.slug-hint')}
        spellcheck={false}
        optional
      />
    </>
  )
}

/** A box to tick and a button, for what cannot be taken back. */
export const RemoveForm = ({ c, action, words }: { c: Ctx; action: string; words: string }) => (
  <Form c={c} action={action}>
    <Tick of={blank} name="sure" label={words} />
    <Actions>
      <Button tone="warn">{c.var.t('lists.remove')}</Button>
    </Actions>
  </Form>
)

type EditProps = { c: Ctx; of: FormState; collection: { id: string; slug: string } | null }

/** A new collection, or what an old one says of itself. */
export const CollectionEditPage = ({ c, of, collection }: EditProps) => {
  const { t } = c.var
  const own = collection && `/collections/${collection.id}`
  return (
    <Page
      c={c}
      title={t(collection ? 'lists.collection.change' : 'lists.collection.new')}
      of={of}
      narrow
      staff
      nav="stories"
      back={{ href: '/collections', label: t('collections.title') }}
    >
      <Form c={c} action={own ? `${own}/change` : '/collections/new'} of={of}>
        <AboutFields c={c} of={of} />
        <Field
          of={of}
          name="place"
          label={t('lists.place')}
          hint={t('lists.place-hint')}
          inputmode="numeric"
          width="short"
          optional
        />
        <Actions>
          <Button>{t('lists.save')}</Button>
        </Actions>
      </Form>
      {own && (
        <>
          <hr />
          <h2>{t('lists.collection.remove')}</h2>
          <RemoveForm c={c} action={`${own}/remove`} words={t('lists.remove-sure')} />
        </>
      )}
    </Page>
  )
}

type Found = { id: string; title: string; lang: string; byline: string }
export type ArrangeProps = {
  c: Ctx
  title: string
  lang: string
  /** Where what is pressed goes. */
  action: string
  back: { href: string; label: string }
  chosen: Chosen[]
  /** Which part of what was chosen is shown. */
  page: number
  pages: number
  perPage: number
  found: Found[]
  q: string
  problem?: string | undefined
  /** What is said of a story that may not be shown there now. */
  gone: string
}

const Steps = ({ c, one, at, last }: { c: Ctx; one: Chosen; at: number; last: number }) => {
  const { t } = c.var
  const button = (way: 'first' | 'up' | 'down' | 'remove') => (
    <Button name="do" value={`${way}-${one.id}`} tone="quiet" about={one.title}>
      {t(`lists.${way === 'remove' ? 'leave-out' : way}`)}
    </Button>
  )
  return (
    <div class="row">
      {at > 1 && button('first')}
      {at > 0 && button('up')}
      {at < last && button('down')}
      {button('remove')}
    </div>
  )
}

const ChosenList = ({ c, action, chosen, page, pages, perPage, gone }: ArrangeProps) => {
  const before = (page - 1) * perPage
  return (
    <>
      <Form c={c} action={action}>
        <ol class="plain" role="list">
          {chosen.slice(before, before + perPage).map((one, at) => (
            <li class="stack-s" id={`chosen-${one.id}`}>
              <p>
                {before + at + 1}. <ListName name={one.title} lang={one.lang} />{' '}
                {!one.stands && <Tag tone="warn">{gone}</Tag>}
              </p>
              <Steps c={c} one={one} at={before + at} last={chosen.length - 1} />
            </li>
          ))}
        </ol>
      </Form>
      <Paging page={page} pages={pages} href={(to) => `${action}?page=${to}`} />
    </>
  )
}

/** The search for stories, and those found, each with a button that chooses it. */
const ToAdd = ({ c, action, chosen, found, q }: ArrangeProps) => {
  const { t } = c.var
  const there = new Set(chosen.map(({ id }) => id))
  const left = found.filter(({ id }) => !there.has(id))
  return (
    <>
      <Filters action={action} label={t('lists.search')}>
        <Field of={formOf({ q })} name="q" type="search" label={t('lists.search')} optional />
        <Button tone="quiet">{t('lists.search-go')}</Button>
      </Filters>
      {left.length === 0 ? (
        <p class="soft">{t('lists.nothing-found')}</p>
      ) : (
        <Form c={c} action={q ? `${action}?q=${encodeURIComponent(q)}` : action}>
          <List>
            {left.map((one) => (
              <li class="stack-s">
                <p>
                  <ListName name={one.title} lang={one.lang} />{' '}
                  {one.byline && <bdi class="soft">{one.byline}</bdi>}
                </p>
                <Button name="do" value={`add-${one.id}`} tone="quiet" about={one.title}>
                  {t('lists.add')}
                </Button>
              </li>
            ))}
          </List>
        </Form>
      )}
    </>
  )
}

/** Which stories are in a list, and in which order. */
export const ArrangePage = (props: ArrangeProps) => {
  const { c, title, chosen, problem, back } = props
  const { t } = c.var
  return (
    <Page
      c={c}
      title={`${t('lists.choose')}: ${title}`}
      narrow
      staff
      nav="stories"
      back={back}
      error={problem !== undefined}
    >
      {problem && (
        <Notice tone="bad" alert>
          <p>{problem}</p>
        </Notice>
      )}
      {chosen.length > 5 && (
        <p>
          <a href="#to-add">{t('lists.to-add')}</a>
        </p>
      )}
      <h2>{t('lists.chosen')}</h2>
      {chosen.length > 0 ? (
        <ChosenList {...props} />
      ) : (
        <Empty title={t('lists.chosen-none')}>
          <p>{t('lists.chosen-none-hint')}</p>
        </Empty>
      )}
      <h2 id="to-add">{t('lists.to-add')}</h2>
      <ToAdd {...props} />
    </Page>
  )
}
