// The matching engine: cards in, proposals out, with a proof and with reasons. It knows no database, no
// page and no person's name, and imports nothing from the rest of the house.
//
// Read on in this order: card.ts (what it knows of a person), rules.ts (who may meet), score.ts (how well
// they fit), objective.ts (what a pair is worth to all), plan.ts (how it goes from cards to a plan),
// solve.ts and augment.ts (the optimum and its proof), pool.ts and blossom.ts (one pool), live.ts (one
// change at a time), explain.ts, introduction.ts, miss.ts and recruit.ts (reasons). docs/matching.md explains it all.

export {
  defaultSettings,
  defaultVocabulary,
  type Card,
  type KnownPair,
  type Request,
  type Settings,
  type Vocabulary,
} from './card.ts'
export { problemsOf, type Problem } from './door.ts'
export {
  alternatives,
  costOf,
  why,
  whyNot,
  type Alternative,
  type Cost,
  type Why,
} from './explain.ts'
export {
  defaultExchange,
  exchangeBroken,
  exchangeFit,
  exchangeWords,
  proposeExchange,
  type Ask,
  type ExchangeOutcome,
  type ExchangeProposal,
  type ExchangeSettings,
  type Offer,
} from './exchange.ts'
export {
  distanceBand,
  introductionFields,
  introductionText,
  slotName,
  type Introduction,
} from './introduction.ts'
export { comes, declines, goes } from './board.ts'
export { channels, type Channel } from './layout.ts'
export { nearestMisses, type Miss } from './miss.ts'
export { defaultObjective, scarceObjective, type ObjectiveSettings } from './objective.ts'
export { propose, type Outcome, type Plan, type Proposal } from './plan.ts'
export { whereToRecruit, type Dimension, type Need, type RecruitOptions } from './recruit.ts'
export { ruleWords, type RuleName } from './rules.ts'
export { startPlan, type Running, type RunningOutcome, type ShownPlan } from './running.ts'
export {
  criteria,
  defaultScore,
  focuses,
  type Criterion,
  type Focus,
  type ScoreSettings,
} from './score.ts'
