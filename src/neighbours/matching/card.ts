// What the engine knows of a person, and what a coalition decides. No name, no address, no diagnosis:
// ids mean something only to whoever asks.

import { defaultHunt, type HuntSettings } from './candidates.ts'
import type { Channel } from './layout.ts'
import { defaultObjective, type ObjectiveSettings } from './objective.ts'
import { defaultScore, type Focus, type ScoreSettings } from './score.ts'

export type Card = {
  /** stays with the person for good; up to 64 characters */
  id: string
  side: 'older' | 'younger' | 'either'
  /** metres on a national grid: the centre of an outcode or coarser, never an address */
  x: number
  y: number
  /** how far someone would come, in metres */
  visitRange: number
  outRange: number
  languages: readonly string[]
  channels: readonly Channel[]
  /** cleared for a channel until a day, 'YYYY-MM-DD' */
  clearedUntil: Partial<Record<Channel, string>>
  /** 0 Monday morning, 1 Monday afternoon, 2 Monday evening … 20; null when we have not asked */
  slots: readonly number[] | null
  age: number
  youngest: number
  oldest: number
  has: readonly string[]
  refuses: readonly string[]
  needs: readonly string[]
  offers: readonly string[]
  /** null when we have not asked */
  background: readonly string[] | null
  organisation: string
  /** may be proposed to people of other organisations that share their lists too */
  shared: boolean
  /** both empty: we have not asked, and nothing is held against anyone for it */
  likes: readonly string[]
  dislikes: readonly string[]
  experiences: readonly string[]
  /** what matters most to this person */
  focus: Focus
  waitDays: number
  /** how many matches they have room for: 0 while full */
  capacity: number
  /** asked for anyone at all: the bar does not apply */
  anyone: boolean
  /** not on hold, not in hospital, consent current */
  ready: boolean
}

export type Vocabulary = {
  /** at most 31; the first is the one that nearly everyone shares */
  languages: readonly string[]
  /** at most 16, such as woman, man, smokes, has a dog */
  traits: readonly string[]
  /** at most 8 */
  background: readonly string[]
  /** at most 31, such as step-free, practised with dementia, drives */
  skills: readonly string[]
  /** skills that are kept for those who need them */
  scarce: readonly string[]
  /** at most 48 */
  interests: readonly string[]
  /** at most 16, such as widowed, served in the forces, came from abroad */
  experiences: readonly string[]
}

export type Settings = {
  vocabulary: Vocabulary
  score: ScoreSettings
  objective: ObjectiveSettings
  hunt: HuntSettings
  /** channels for which the younger side must be cleared on the day a match would start */
  clearanceFor: readonly Channel[]
  /** that day, 'YYYY-MM-DD' */
  startOn: string
  /** up to this many people every allowed pair is weighed; above it, candidates and pricing rounds */
  allPairsUpTo: number
  pricingRounds: number
}

export type KnownPair = readonly [a: string, b: string]

export type Request = {
  cards: readonly Card[]
  settings: Settings
  /** previous, related, declined, a safeguarding block, a cool-down: never proposed, never explained */
  blocked: readonly KnownPair[]
  /** proposals that someone has seen, and those that a coordinator starred: they move less easily */
  shown: readonly KnownPair[]
  starred: readonly KnownPair[]
}

export const defaultVocabulary: Vocabulary = {
  languages: [
    'English',
    'Welsh',
    'Polish',
    'Romanian',
    'Panjabi',
    'Urdu',
    'Portuguese',
    'Spanish',
    'Arabic',
    'Bengali',
    'Gujarati',
    'Italian',
    'Tamil',
    'French',
    'Lithuanian',
    'Turkish',
    'Bulgarian',
    'Somali',
    'Chinese',
    'Persian',
    'Hungarian',
    'Greek',
    'Kurdish',
    'Vietnamese',
    'British Sign Language',
  ],
  traits: ['woman', 'man', 'neither woman nor man', 'smokes', 'has a dog', 'has a cat'],
  background: [
    'grew up in a city',
    'grew up in the country',
    'large family',
    'lives alone',
    'religious',
    'worked with their hands',
    'studied',
    'moved here from elsewhere',
  ],
  skills: [
    'practised with dementia',
    'can manage a step-free home',
    'drives',
    'practised with hearing loss',
    'lifts no weight',
    'will stay a year or longer',
  ],
  scarce: ['practised with dementia', 'drives', 'practised with hearing loss'],
  interests: [
    'gardening',
    'cooking',
    'baking',
    'walking',
    'football',
    'cricket',
    'reading',
    'poetry',
    'history',
    'local history',
    'politics',
    'music',
    'singing',
    'dancing',
    'Motown',
    'classical music',
    'jazz',
    'films',
    'theatre',
    'painting',
    'knitting',
    'sewing',
    'woodwork',
    'repairing things',
    'cars',
    'trains',
    'travel',
    'languages',
    'birds',
    'dogs',
    'cats',
    'fishing',
    'chess',
    'cards',
    'board games',
    'crosswords',
    'quizzes',
    'computers',
    'photography',
    'science',
    'faith',
    'volunteering',
    'children',
    'fashion',
    'coffee',
    'pubs',
    'television',
    'radio',
  ],
  experiences: [
    'widowed',
    'raised children alone',
    'cared for a parent',
    'served in the forces',
    'came from abroad',
    'worked nights',
    'lost a child',
    'lived with illness',
    'worked in health',
    'taught',
    'ran a business',
    'worked the land',
    'was in care',
    'came out late',
    'retired early',
    'started over',
  ],
}

export const defaultSettings: Settings = {
  vocabulary: defaultVocabulary,
  score: defaultScore,
  objective: defaultObjective,
  hunt: defaultHunt,
  clearanceFor: ['visit', 'out'],
  startOn: '1970-01-01',
  allPairsUpTo: 5_000,
  pricingRounds: 1,
}
