import type { Key } from '#base/i18n.ts'
import type { Answers } from '#base/drafts.ts'
import { type Kind, kinds } from './schema.ts'

/** The pages of the join form. Each is one question, or a few that belong together. */
export const pages = [
  'kind',
  'name',
  'register',
  'about',
  'meets',
  'topics',
  'place',
  'website',
  'contact',
  'gives',
  'you',
  'why',
] as const
export type PageName = (typeof pages)[number]

/** What each kind is asked, in order. A group has no register number; an individual is no organisation. */
const asked: Record<Kind, readonly PageName[]> = {
  organisation: [
    'name',
    'about',
    'topics',
    'place',
    'register',
    'website',
    'contact',
    'you',
    'why',
  ],
  charity: ['name', 'register', 'about', 'topics', 'place', 'website', 'contact', 'you', 'why'],
  company: [
    'name',
    'register',
    'about',
    'topics',
    'place',
    'website',
    'contact',
    'gives',
    'you',
    'why',
  ],
  group: ['name', 'about', 'meets', 'topics', 'place', 'contact', 'you', 'why'],
  individual: ['you', 'about', 'topics', 'place', 'why'],
}

/** Which fields stand on a page. */
export const fieldsOf: Record<PageName, readonly string[]> = {
  kind: ['kind'],
  name: ['name'],
  register: ['register', 'registerNumber'],
  about: ['about'],
  meets: ['size', 'meets'],
  topics: ['topics'],
  place: ['place', 'address', 'precision', 'keepPlace'],
  website: ['website'],
  contact: ['email', 'emailAudience', 'phone', 'phoneAudience'],
  gives: ['gives'],
  you: ['yourName', 'yourRole', 'yourEmail', 'yourPhone'],
  why: ['why'],
}

/** What a company can give, and how large a group is; words under `join.gives.…`, `join.size.…`. */
export const gifts = ['knowledge', 'time', 'space', 'tools', 'money'] as const
export const sizes = ['few', 'dozens', 'many', 'hundreds'] as const

export const textOf = (answers: Answers, name: string): string => {
  const value = answers[name]
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '')
}
export const listOf = (answers: Answers, name: string): string[] => [answers[name] ?? []].flat()

export const isKind = (word: string): word is Kind => (kinds as readonly string[]).includes(word)
/** The kind that was chosen; null before that. */
export const kindOf = (answers: Answers): Kind | null => {
  const kind = textOf(answers, 'kind')
  return isKind(kind) ? kind : null
}

/** The pages for this kind, the choice of the kind first; only that one while none was chosen. */
export const pagesFor = (kind: Kind | null): readonly PageName[] =>
  kind ? ['kind', ...asked[kind]] : ['kind']

export const isPage = (word: string): word is PageName =>
  (pages as readonly string[]).includes(word)

/** The page before this one; null before the first. */
export function pageBefore(kind: Kind | null, page: PageName): PageName | null {
  const order = pagesFor(kind)
  return order[order.indexOf(page) - 1] ?? null
}

/** The page after this one; null after the last. */
export function pageAfter(kind: Kind | null, page: PageName): PageName | null {
  const order = pagesFor(kind)
  return order[order.indexOf(page) + 1] ?? null
}

/** What this kind is still to be asked of answers given for another: the rest is left out when sent. */
export function answersFor(kind: Kind, answers: Answers): Answers {
  const names = new Set([...pagesFor(kind).flatMap((page) => fieldsOf[page]), 'placeName'])
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.has(name)))
}

const general = {
  kind: 'join.kind',
  name: 'join.name',
  register: 'join.register',
  about: 'join.about',
  meets: 'join.meets-page',
  topics: 'join.topics',
  place: 'join.place-page',
  website: 'join.website',
  contact: 'join.contact',
  gives: 'join.gives',
  you: 'join.you',
  why: 'join.why',
} as const satisfies Record<PageName, Key>

const particular: Partial<Record<PageName, Partial<Record<Kind, Key>>>> = {
  name: {
    charity: 'join.name.charity',
    company: 'join.name.company',
    group: 'join.name.group',
  },
  register: { charity: 'join.register.charity', company: 'join.register.company' },
  about: {
    charity: 'join.about.charity',
    company: 'join.about.company',
    group: 'join.about.group',
    individual: 'join.about.individual',
  },
  topics: { individual: 'join.topics.individual' },
  place: { group: 'join.place-page.group', individual: 'join.place-page.individual' },
  contact: { group: 'join.contact.group' },
  why: { company: 'join.why.company', individual: 'join.why.individual' },
}

/** The words of a page's question, as this kind is asked. */
export const questionOf = (page: PageName, kind: Kind | null): Key =>
  (kind && particular[page]?.[kind]) ?? general[page]
