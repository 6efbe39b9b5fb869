// People for tests, with small vocabularies so that rules meet often.

import fc from 'fast-check'
import { defaultSettings, type Card, type Request, type Settings } from './card.ts'
import { channels } from './layout.ts'
import { focuses } from './score.ts'

export const settings: Settings = {
  ...defaultSettings,
  startOn: '2027-03-01',
  vocabulary: {
    languages: ['English', 'Urdu', 'Welsh'],
    traits: ['woman', 'man', 'smokes'],
    background: ['town', 'country'],
    skills: ['dementia', 'drives', 'steps'],
    scarce: ['dementia'],
    interests: ['a', 'b', 'c', 'd', 'e', 'f'],
    experiences: ['widowed', 'forces'],
  },
}

const some = <T>(words: readonly T[], least = 0) => fc.subarray([...words], { minLength: least })
const day = fc.constantFrom('2026-12-31', '2027-03-01', '2028-01-01')
const v = settings.vocabulary

export const anyCard = (
  side: fc.Arbitrary<Card['side']> = fc.constantFrom('older', 'younger'),
): fc.Arbitrary<Card> =>
  fc.record({
    id: fc.uuid(),
    side,
    x: fc.integer({ min: 0, max: 20_000 }),
    y: fc.integer({ min: 0, max: 20_000 }),
    visitRange: fc.integer({ min: 0, max: 25_000 }),
    outRange: fc.integer({ min: 0, max: 25_000 }),
    languages: some(v.languages, 1),
    channels: some(channels),
    clearedUntil: fc.dictionary(fc.constantFrom(...channels), day),
    slots: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 8 })),
    age: fc.integer({ min: 16, max: 100 }),
    youngest: fc.constantFrom(0, 18, 40),
    oldest: fc.constantFrom(60, 110, 150),
    has: some(v.traits),
    refuses: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: some(v.traits) },
    ),
    needs: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: some(v.skills) },
    ),
    offers: some(v.skills),
    background: fc.option(some(v.background)),
    organisation: fc.constantFrom('north', 'south'),
    shared: fc.boolean(),
    likes: some(v.interests),
    dislikes: some(v.interests),
    experiences: some(v.experiences),
    focus: fc.constantFrom(...focuses),
    waitDays: fc.integer({ min: 0, max: 900 }),
    capacity: fc.constantFrom(1, 1, 1, 2, 3, 0),
    anyone: fc.boolean(),
    ready: fc.constantFrom(true, true, true, false),
  })

/** Someone with whom anyone could get on. */
export const easy = (id: string, change: Partial<Card> = {}): Card => ({
  id,
  side: 'older',
  x: 0,
  y: 0,
  visitRange: 20_000,
  outRange: 20_000,
  languages: ['English'],
  channels: ['visit', 'phone'],
  clearedUntil: { visit: '2028-01-01' },
  slots: [4, 5],
  age: 50,
  youngest: 0,
  oldest: 150,
  has: [],
  refuses: [],
  needs: [],
  offers: [],
  background: null,
  organisation: 'north',
  shared: true,
  likes: ['a', 'b'],
  dislikes: [],
  experiences: [],
  focus: 'balanced',
  waitDays: 10,
  capacity: 1,
  anyone: false,
  ready: true,
  ...change,
})

export const requestOf = (cards: readonly Card[], change: Partial<Request> = {}): Request => ({
  cards,
  settings,
  blocked: [],
  shown: [],
  starred: [],
  ...change,
})
