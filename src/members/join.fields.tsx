import type { FC } from 'hono/jsx'
import { valuesOf } from '#base/forms.ts'
import { Choice, Field, Select, Ticks } from '#base/ui/form.tsx'
import { Details } from '#base/ui/parts.tsx'
import { useVoice } from '#base/ui/voice.tsx'
import {
  ContactFields,
  type FieldsProps,
  PlaceFields,
  wordsFor,
  YouFields,
} from './join.fields.reach.tsx'
import { gifts, type PageName, questionOf, sizes } from './join.questions.ts'
import { registerKey, registersOf } from './registers.ts'
import { kinds } from './schema.ts'
import { type TopicChoice, topics, topicWords } from './topics.ts'

const heads = ({ of, alone, step }: FieldsProps) => ({
  of,
  asHeading: alone,
  step: alone ? step : undefined,
})

const KindFields = (props: FieldsProps) => {
  const { t } = useVoice()
  const choices = Object.fromEntries(
    kinds.map((kind) => [
      kind,
      { label: t(`join.kind.${kind}`), hint: t(`join.kind.${kind}.hint`) },
    ]),
  )
  return <Choice {...heads(props)} name="kind" legend={t('join.kind')} choices={choices} />
}

const NameFields = (props: FieldsProps) => {
  const { t } = useVoice()
  const label = t(questionOf('name', props.kind))
  return (
    <Field
      {...heads(props)}
      name="name"
      label={label}
      hint={t('join.name.hint')}
      autocomplete="organization"
      spellcheck={false}
    />
  )
}

const RegisterFields = ({ of, kind }: FieldsProps) => {
  const { t } = useVoice()
  const choices = {
    ...wordsFor(registersOf(kind ?? 'organisation'), registerKey, t),
    none: t('register.none'),
  }
  const must = kind === 'charity' || kind === 'company'
  const asked = { of, name: 'register', choices, value: must ? undefined : 'none' }
  const which = t('join.register.which')
  return (
    <>
      {/* More than a screen of circles is better opened. */}
      {Object.keys(choices).length > 6 ? (
        <Select {...asked} label={which} />
      ) : (
        <Choice {...asked} legend={which} />
      )}
      <Field
        of={of}
        name="registerNumber"
        label={t('join.register.number')}
        hint={t('join.register.number-hint')}
        width="middle"
        spellcheck={false}
      />
    </>
  )
}

const AboutFields = (props: FieldsProps) => {
  const { t } = useVoice()
  const label = t(questionOf('about', props.kind))
  return (
    <Field
      {...heads(props)}
      name="about"
      label={label}
      hint={t('join.about.hint')}
      optional={props.kind === 'individual'}
      long
      rows={5}
      max={2000}
    />
  )
}

const MeetsFields = ({ of }: FieldsProps) => {
  const { t } = useVoice()
  return (
    <>
      <Choice
        of={of}
        name="size"
        legend={t('join.size')}
        choices={wordsFor(sizes, (size) => `join.size.${size}`, t)}
      />
      <Field of={of} name="meets" label={t('join.meets')} hint={t('join.meets.hint')} optional />
    </>
  )
}

/** As many as one looks through at once; what was chosen is always among them. */
const topicsAtOnce = 20

const TopicFields = (props: FieldsProps) => {
  const { t } = useVoice()
  const offered: readonly TopicChoice[] =
    props.asking?.topics ?? topics.map((topic) => [topic, topicWords(t, topic)])
  const chosen = valuesOf(props.of, 'topics').filter(Boolean)
  // What was chosen once, or is a word of their own, is not lost because it is not offered.
  const own = chosen.filter((topic) => offered.every(([code]) => code !== topic))
  const isSeen = ([code]: TopicChoice, at: number) => at < topicsAtOnce || chosen.includes(code)
  const seen = [
    ...offered.filter(isSeen),
    ...own.map((topic) => [topic, topicWords(t, topic)] as const),
  ]
  const rest = offered.filter((topic, at) => !isSeen(topic, at))
  const legend = t(questionOf('topics', props.kind))
  const more = t('topic-list.more')
  return (
    <>
      <Ticks
        {...heads(props)}
        name="topics"
        legend={legend}
        hint={t('join.tick-all')}
        choices={Object.fromEntries(seen)}
        optional
      />
      {rest.length > 0 && (
        <Details summary={more}>
          <Ticks
            of={props.of}
            name="topics"
            legend={more}
            choices={Object.fromEntries(rest)}
            idsAfter={seen.length}
          />
        </Details>
      )}
    </>
  )
}

const WebsiteFields = (props: FieldsProps) => {
  const { t } = useVoice()
  return (
    <Field
      {...heads(props)}
      name="website"
      label={t('join.website')}
      hint={t('join.website.hint')}
      inputmode="url"
      autocomplete="url"
      spellcheck={false}
      optional
    />
  )
}

const GivesFields = (props: FieldsProps) => {
  const { t } = useVoice()
  const choices = wordsFor(gifts, (gift) => `join.gives.${gift}`, t)
  return (
    <Ticks
      {...heads(props)}
      name="gives"
      legend={t('join.gives')}
      hint={t('join.tick-all')}
      choices={choices}
      optional
    />
  )
}

const WhyFields = (props: FieldsProps) => {
  const { t } = useVoice()
  const label = t(questionOf('why', props.kind))
  return (
    <Field
      {...heads(props)}
      name="why"
      label={label}
      hint={t('join.why.hint')}
      long
      rows={5}
      max={2000}
      optional
    />
  )
}

/** The questions of one page. */
export const fieldsOn: Record<PageName, FC<FieldsProps>> = {
  kind: KindFields,
  name: NameFields,
  register: RegisterFields,
  about: AboutFields,
  meets: MeetsFields,
  topics: TopicFields,
  place: PlaceFields,
  website: WebsiteFields,
  contact: ContactFields,
  gives: GivesFields,
  you: YouFields,
  why: WhyFields,
}

/** Pages that hold one question, whose label is the h1. */
export const oneQuestion: ReadonlySet<PageName> = new Set([
  'kind', 'name', 'about', 'topics', 'website', 'gives', 'why',
]) // prettier-ignore
