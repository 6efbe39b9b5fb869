import type { Child } from 'hono/jsx'
import type { Answers } from '#base/drafts.ts'
import type { Key, T } from '#base/i18n.ts'
import type { Row } from '#base/ui/lists.tsx'
import { gifts, listOf, type PageName, pagesFor, sizes, textOf } from './join.questions.ts'
import { isRegister, orgId, registerKey } from './registers.ts'
import type { Kind } from './schema.ts'
import { type TopicNames, topicWords } from './topics.ts'

const Said = ({ text }: { text: string }) => <span dir="auto">{text}</span>

type Line = { label: Key; value: Child }
type Lines = (answers: Answers, t: T, names?: TopicNames) => Line[]

const plainLine =
  (name: string, label: Key): Lines =>
  (answers) => {
    const text = textOf(answers, name)
    return [{ label, value: text ? <Said text={text} /> : null }]
  }

const isOf = <const V extends string>(values: readonly V[], word: string): word is V =>
  (values as readonly string[]).includes(word)
const inWords = (words: string[]) => (words.length > 0 ? words.join(', ') : null)

const registerLines: Lines = (answers, t) => {
  const prefix = textOf(answers, 'register')
  if (!isRegister(prefix)) return [{ label: 'join.row.register', value: t('register.none') }]
  const checked = orgId(prefix, textOf(answers, 'registerNumber'))
  const id = checked.ok ? checked.value : textOf(answers, 'registerNumber')
  return [{ label: 'join.row.register', value: `${t(registerKey(prefix))}: \u2066${id}\u2069` }]
}

const reachedFor = (answers: Answers, name: 'email' | 'phone', t: T): Child => {
  const text = textOf(answers, name)
  const audience = textOf(answers, `${name}Audience`)
  if (!text) return null
  const shown = audience === 'public' || audience === 'members' ? audience : 'staff'
  return (
    <>
      <bdi>{text}</bdi>
      {'\n'}
      {t(`join.audience.${shown}`)}
    </>
  )
}

const placeLines: Lines = (answers, t) => {
  const how = textOf(answers, 'precision')
  const found = textOf(answers, 'placeName')
  const shown = how === 'exact' || how === 'near' ? how : 'area'
  const place = (
    <>
      <Said text={textOf(answers, 'place')} />
      {found && `\n${t('join.place.found', { place: found })}`}
    </>
  )
  const isListed = textOf(answers, 'kind') !== 'individual'
  return [
    { label: 'join.row.place', value: place },
    ...(textOf(answers, 'address') ? plainLine('address', 'join.address')(answers, t) : []),
    ...(isListed
      ? [{ label: 'join.row.precision' as const, value: t(`join.precision.${shown}`) }]
      : []),
  ]
}

const linesOf: Record<PageName, Lines> = {
  kind: (answers, t) => [
    { label: 'join.row.kind', value: t(`join.kind.${textOf(answers, 'kind') as Kind}`) },
  ],
  name: plainLine('name', 'join.row.name'),
  register: registerLines,
  about: plainLine('about', 'join.row.about'),
  meets: (answers, t) => {
    const size = textOf(answers, 'size')
    const value = isOf(sizes, size) ? t(`join.size.${size}`) : null
    return [{ label: 'join.row.size', value }, ...plainLine('meets', 'join.row.meets')(answers, t)]
  },
  topics: (answers, t, names) => [
    {
      label: 'join.row.topics',
      value: inWords(listOf(answers, 'topics').map((one) => topicWords(t, one, names))),
    },
  ],
  place: placeLines,
  website: plainLine('website', 'join.row.website'),
  contact: (answers, t) => [
    { label: 'join.row.email', value: reachedFor(answers, 'email', t) },
    { label: 'join.row.phone', value: reachedFor(answers, 'phone', t) },
  ],
  gives: (answers, t) => {
    const given = listOf(answers, 'gives').filter((one) => isOf(gifts, one))
    return [{ label: 'join.row.gives', value: inWords(given.map((one) => t(`join.gives.${one}`))) }]
  },
  you: (answers, t) => [
    ...plainLine('yourName', 'join.row.your-name')(answers, t),
    ...(textOf(answers, 'kind') === 'individual'
      ? []
      : plainLine('yourRole', 'join.row.your-role')(answers, t)),
    ...plainLine('yourEmail', 'join.row.your-email')(answers, t),
    ...plainLine('yourPhone', 'join.row.your-phone')(answers, t),
  ],
  why: plainLine('why', 'join.row.why'),
}

/** The same lines as the office reads them: about them, not about you. */
const aboutThem: Partial<Record<Key, Key>> = {
  'join.row.about': 'vetting.row.about',
  'join.row.meets': 'vetting.row.meets',
  'join.row.topics': 'vetting.row.topics',
  'join.row.gives': 'vetting.row.gives',
  'join.row.your-name': 'vetting.row.your-name',
  'join.row.your-role': 'vetting.row.your-role',
  'join.row.your-email': 'vetting.row.your-email',
  'join.row.your-phone': 'vetting.row.your-phone',
  'join.row.why': 'vetting.row.why',
}

type Reader = {
  /** The office reads, not who applied. */
  office?: true
  /** Where a page's answers are changed. */
  changeHref?: (page: PageName) => string | undefined
  /** What the office calls topics. */
  topics?: TopicNames | undefined
}

/** All answers of an application, line by line. */
export const answerRows = (kind: Kind, answers: Answers, t: T, reader: Reader = {}): Row[] =>
  pagesFor(kind).flatMap((page) =>
    linesOf[page]({ ...answers, kind }, t, reader.topics).map(({ label, value }) => ({
      label: t((reader.office && aboutThem[label]) || label),
      value,
      changeHref: reader.changeHref?.(page),
    })),
  )
