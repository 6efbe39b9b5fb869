import type { FormState } from '#base/forms.ts'
import { type Lang, languages, type T } from '#base/i18n.ts'
import { Button, Field, Form, Select, Ticks } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Details, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

/** A topic as the office sees it: `words` in the reader's language, `n` members have it. */
export type ShownTopic = {
  code: string
  words: string
  parent: string | null
  offered: boolean
  n: number
}
type Own = { word: string; n: number }
type TopicsProps = {
  c: Ctx
  topics: ShownTopic[]
  own: Own[]
  form: FormState
  said: string
}

type Group = { title: string; topics: ShownTopic[] }

/** Topics under the one at the top that they belong to; those that belong to none come first. */
function groupsOf(topics: ShownTopic[], other: string): Group[] {
  const byCode = new Map(topics.map((topic) => [topic.code, topic]))
  const topOf = (topic: ShownTopic): ShownTopic => {
    let top = topic
    for (let steps = 0; steps < 20 && top.parent; steps++) top = byCode.get(top.parent) ?? top
    return top
  }
  const groups = Map.groupBy(topics, topOf)
  const alone = [...groups].filter(([, inside]) => inside.length === 1).flatMap(([, one]) => one)
  const whole = [...groups]
    .filter(([, inside]) => inside.length > 1)
    .map(([top, inside]) => ({ title: top.words, topics: inside }))
  return alone.length > 0 ? [{ title: other, topics: alone }, ...whole] : whole
}

/** What is offered, group by group, with how many members have each. */
function OfferForm({ c, topics }: Pick<TopicsProps, 'c' | 'topics'>) {
  const { t } = c.var
  const offered = topics.filter((topic) => topic.offered).map((topic) => topic.code)
  const form: FormState = { values: { offered }, problems: {} }
  let before = 0
  return (
    <Form c={c} action="/topics" of={form}>
      {groupsOf(topics, t('topics.title')).map((group) => {
        const after = before
        before += group.topics.length
        return (
          <Ticks
            of={form}
            name="offered"
            legend={group.title}
            idsAfter={after}
            choices={Object.fromEntries(
              group.topics.map((topic) => [
                topic.code,
                { label: topic.words, hint: t('topics.members', { n: topic.n }) },
              ]),
            )}
          />
        )
      })}
      <Button>{t('topics.keep')}</Button>
    </Form>
  )
}

type ChangeProps = Pick<TopicsProps, 'topics' | 'own'> & { t: T }

/** The way to one topic, or to a word of members' own. */
const ChangeOne = ({ t, topics, own }: ChangeProps) => (
  <section class="stack">
    <h2>{t('topics.change')}</h2>
    <form class="stack" method="get" action="/topics/one">
      <Select
        of={{ values: {}, problems: {} }}
        name="topic"
        label={t('topics.which')}
        choices={Object.fromEntries(topics.map(({ code, words }) => [code, words]))}
      />
      <Button tone="quiet">{t('topics.open')}</Button>
    </form>
    {own.length > 0 && (
      <Details summary={t('topics.own')}>
        <p>{t('topics.own-lead')}</p>
        <ul>
          {own.map(({ word, n }) => (
            <li>
              <a href={`/topics/one?topic=${encodeURIComponent(word)}`}>
                <bdi>{word}</bdi>
              </a>{' '}
              ({t('topics.members', { n })})
            </li>
          ))}
        </ul>
      </Details>
    )}
  </section>
)

/** All topics: which are offered, and the ways to change one. */
export function TopicsPage({ c, topics, own, form, said }: TopicsProps) {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('topics.title')}
      nav="desk"
      staff
      of={form}
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {said && (
        <Notice tone="good" alert>
          <p>{said}</p>
        </Notice>
      )}
      <p>{t('topics.lead')}</p>
      <ChangeOne t={t} topics={topics} own={own} />
      <section class="stack">
        <h2>{t('topics.offered')}</h2>
        <OfferForm c={c} topics={topics} />
      </section>
      <section class="stack">
        <h2>{t('topics.import')}</h2>
        <Form c={c} action="/topics/import" of={form} enctype="multipart/form-data">
          <Field
            of={form}
            name="file"
            type="file"
            label={t('topics.import.file')}
            hint={t('topics.import.hint')}
            accept=".csv,.tsv,.txt,.xlsx,text/csv"
          />
          <Button tone="quiet">{t('topics.import.submit')}</Button>
        </Form>
      </section>
    </Page>
  )
}

type OneProps = {
  c: Ctx
  topic: ShownTopic
  /** A word of members' own has no names to change. */
  isOwn: boolean
  others: ShownTopic[]
  spoken: readonly Lang[]
  form: FormState
}

/** One topic: its names, and making it part of another. */
export function TopicPage({ c, topic, isOwn, others, spoken, form }: OneProps) {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('topics.one', { topic: topic.words })}
      nav="desk"
      staff
      narrow
      of={form}
      back={{ href: '/topics', label: t('topics.title') }}
    >
      {!isOwn && (
        <section class="stack">
          <h2>{t('topics.name')}</h2>
          <Form c={c} action="/topics/names" of={form}>
            <input type="hidden" name="topic" value={topic.code} />
            {spoken.map((lang) => (
              <Field
                of={form}
                name={`name-${lang}`}
                label={t('topics.name.in', { language: languages[lang] })}
                hint={t('topics.name.hint')}
                lang={lang}
                optional
              />
            ))}
            <Button>{t('topics.name.keep')}</Button>
          </Form>
        </section>
      )}
      <section class="stack">
        <h2>{t('topics.merge')}</h2>
        <p>{t('topics.merge.lead', { n: topic.n })}</p>
        <Form c={c} action="/topics/merge" of={form}>
          <input type="hidden" name="topic" value={topic.code} />
          <Select
            of={form}
            name="into"
            label={t('topics.merge.into')}
            none={t('topics.merge.none')}
            choices={Object.fromEntries(
              others
                .filter(({ code }) => code !== topic.code)
                .map(({ code, words }) => [code, words]),
            )}
          />
          <Button tone="warn">{t('topics.merge.yes')}</Button>
        </Form>
      </section>
    </Page>
  )
}
