/** What a story can lead to, as the office notes it. */
export const effectKinds = ['ask', 'match', 'gathering', 'retelling', 'other'] as const
export type EffectKind = (typeof effectKinds)[number]

/** Where Kith knows that a story stands or stood. Nobody who reads is counted. */
export const counted = [
  'collections',
  'campaigns',
  'kits',
  'editions',
  'newsletters',
  'translations',
  'sites',
  'feeds',
] as const
export type Counted = (typeof counted)[number]
export type Counts = Record<Counted, number>

/** A year between two tellings, and a week between two letters to the same teller. */
export const yearly = { everyDays: 365, apartDays: 7 }

/** Whether more is to be told than that it stands where it was told: in our own feeds every story is. */
export const hasLedOn = (counts: Counts, effects: readonly unknown[]): boolean =>
  effects.length > 0 || counted.some((one) => one !== 'feeds' && counts[one] > 0)
