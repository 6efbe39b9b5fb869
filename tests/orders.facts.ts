/**
 * What people said about one story, written down from outside. It knows no rule and no table of the code: who told
 * which words, who is in them, who said yes or no to what, and when. What may be public follows from it alone.
 */
export type Facts = {
  withdrawn: boolean
  /** The teller's last word on the site: yes, until when; null when they said no or it ended. */
  site: { until: Date | null } | null
  /** Each set of words that the teller told, in their order. */
  told: Told[]
  /** Which of these it is now. */
  current: number
  /** Everything that somebody wrote for it: from which of the teller's words, and whether they stand behind it. */
  texts: Map<string, Text>
  /** What somebody made of the words in another language: of which, whether another read it, what the teller said. */
  translations: Map<string, { of: string; isRead: boolean; said: Answer | null }>
  /** What the teller said no to in so many words. */
  refused: Set<string>
  /** What everyone said last, whichever words they were asked about. */
  lastSaid: Map<string, Answer>
  audience: Audience
  notBefore: Date | null
  published: boolean
}
/** `said`: of words that somebody made of the teller's, what those who are in it said to these. */
type Text = { of: number; stands: boolean; said?: Map<string, Answer> }
type Told = {
  /** Whom these words name, and what they said to them. */
  named: readonly string[]
  said: Map<string, Answer>
  sensitive: boolean
  /** Which moderators said "publish" to them as they are. */
  readers: Set<string>
}
const newlyTold = (named: readonly string[]): Told => ({ named, said: new Map(), sensitive: false, readers: new Set() }) // prettier-ignore
export type Answer = 'yes' | 'no'
const audiences = ['named', 'members', 'public'] as const
export type Audience = (typeof audiences)[number]
const isWider = (one: Audience, other: Audience) =>
  audiences.indexOf(one) > audiences.indexOf(other)

/** A story as it was just told: these words, and these people in them. */
export const factsOf = (body: string, named: readonly string[]): Facts => ({
  withdrawn: false,
  site: { until: null },
  told: [newlyTold(named)],
  current: 0,
  texts: new Map([[body, { of: 0, stands: true }]]),
  translations: new Map(),
  refused: new Set(),
  lastSaid: new Map(),
  audience: 'public',
  notBefore: null,
  published: false,
})

/** The teller tells other words: they stand behind these, and behind nothing that was made of those before. */
export function tellsAnew(facts: Facts, body: string, named: readonly string[]): void {
  for (const text of facts.texts.values()) text.stands = false
  facts.told.push(newlyTold(named))
  facts.current = facts.told.length - 1
  facts.texts.set(body, { of: facts.current, stands: true })
}

/** The teller sends the words again that it has now: an edit of these that they agreed to stays agreed to. */
export function tellsAgain(facts: Facts, body: string): void {
  const of = facts.current
  for (const text of facts.texts.values()) text.stands &&= text.of === of
  facts.texts.set(body, { of, stands: true })
}

/** The teller says who may read it. For more people than before is asked with their yes, which is one to the site. */
export function saysForWhom(facts: Facts, audience: Audience): void {
  if (isWider(audience, facts.audience)) facts.site ??= { until: null }
  facts.audience = audience
}

/** Somebody in it answers what they were asked about: the words with this number. */
export function answers(facts: Facts, name: string, of: number, answer: Answer): void {
  facts.told[of]?.said.set(name, answer)
  for (const text of facts.texts.values())
    if (text.of === of && text.stands) text.said?.set(name, answer)
  facts.lastSaid.set(name, answer)
}

/** The teller says yes or no to words that somebody made of theirs: an edited version, or a translation. */
export function judges(facts: Facts, body: string, answer: Answer): void {
  const text = facts.texts.get(body)
  const translation = facts.translations.get(body)
  // Who is in it has not seen what somebody else wrote.
  if (text && answer === 'yes' && !text.stands) text.said = new Map()
  if (text) text.stands = answer === 'yes'
  if (translation) translation.said = answer
  if (answer === 'no') facts.refused.add(body)
  else facts.refused.delete(body)
}

/**
 * An older copy was put over what was there. It can bring back decisions, a day, and words that were once stood
 * behind; it cannot unsay anything: not a no, not an end, not for whom it is, not that the story was taken back.
 */
export function putOver(facts: Facts, older: Facts): void {
  const { notBefore, published, current } = older
  Object.assign(facts, { notBefore, published, current })
  if (isWider(facts.audience, older.audience)) facts.audience = older.audience
  for (const [body, { stands }] of older.texts) {
    const text = facts.texts.get(body)
    if (text && !facts.refused.has(body)) text.stands ||= stands
  }
  for (const [at, { readers }] of older.told.entries())
    for (const reader of readers) facts.told[at]?.readers.add(reader)
}

/** Why words that stand on the pages may not stand there; null when they may. */
export function whyNot(facts: Facts, body: string, at: Date): string | null {
  const text = facts.texts.get(body)
  const words = text && facts.told[text.of]
  if (facts.withdrawn) return 'it was taken back'
  if (!facts.site) return 'its teller said no to the site'
  if (facts.site.until && facts.site.until <= at) return 'its day has passed'
  if (!text || !words) return 'nobody wrote these words'
  if (!text.stands) return 'its teller does not stand behind these words'
  if (words.named.some((name) => words.said.get(name) !== 'yes'))
    return 'somebody in it did not say yes to these words'
  if (text.said && words.named.some((name) => text.said?.get(name) !== 'yes'))
    return 'somebody in it did not say yes to what was made of these words'
  if (words.named.some((name) => facts.lastSaid.get(name) === 'no'))
    return 'somebody in it said no in the end'
  if (facts.audience !== 'public') return 'it is not for everyone'
  if (facts.notBefore && facts.notBefore > at) return 'its day has not come'
  if (!facts.published) return 'no moderator said yes'
  if (words.sensitive && words.readers.size < 2) return 'one person read it, and it is sensitive'
  return null
}

/** Why a translation that stands beside these words may not stand there; null when it may. */
export function whyNotBeside(facts: Facts, shown: string | undefined, body: string, at: Date) {
  const translation = facts.translations.get(body)
  if (shown === undefined) return 'what it says once more is not public'
  if (!translation) return 'nobody wrote this translation'
  if (translation.of !== shown) return 'it was made of other words'
  if (!translation.isRead) return 'nobody else read it'
  if (translation.said !== 'yes') return 'its teller did not say yes to the translation'
  return whyNot(facts, shown, at)
}
