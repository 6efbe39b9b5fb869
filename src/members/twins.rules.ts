import type { Kind } from './schema.ts'

/** What speaks for two being one. */
export const whats = [
  'same-number', 'same-website', 'same-phone', 'same-email', 'same-name', 'near-name',
] as const // prettier-ignore
export type What = (typeof whats)[number]
/** `km`: how far apart, where both places are known. `register`: the prefix of the number's register. */
export type Reason = { what: What; km?: number; register?: string }

/** What these rules read of an organisation. Position in degrees; `folded` is without accents and case. */
export type Compared = {
  id: string
  kind: Kind
  folded: string
  place: string
  latitude: number | null
  longitude: number | null
  orgId: string | null
  website: string | null
  phone: string | null
  email: string | null
}

// Hosts that are home to many: there the path says whose page it is.
const homes =
  /^(facebook\.com|fb\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com|youtube\.com|youtu\.be|linktr\.ee|linkedin\.com|sites\.google\.com|docs\.google\.com|forms\.gle|goo\.gl|bit\.ly|tinyurl\.com|chat\.whatsapp\.com|wa\.me|t\.me|nextdoor\.(com|co\.uk)|eventbrite\.(com|co\.uk)|gofundme\.com|justgiving\.com|meetup\.com|about\.me|wixsite\.com|github\.io)$/

/** A website as it is recognised: its host without "www.", where many share a host with the page's path. */
export function siteSign(website: string | null): string | null {
  if (!website) return null
  const url = URL.parse(/^[a-z][a-z+.-]*:\/\//i.test(website) ? website : `https://${website}`)
  const host = url?.hostname
    .toLowerCase()
    .replace(/^(www|m|en-gb)\./, '')
    .replace(/\.$/, '')
  if (!url || !host?.includes('.')) return null
  if (!homes.test(host)) return host
  const who = /^\/profile\.php$/.test(url.pathname) ? `?id=${url.searchParams.get('id')}` : ''
  const path = url.pathname.toLowerCase().replace(/\/+$/, '')
  return path ? host + path + who : null
}

/** The digits of a phone number without the code of its country and leading noughts; null below seven. */
export function phoneSign(phone: string | null): string | null {
  const digits = (phone ?? '').replace(/\D/g, '')
  const left = digits.replace(/^(0044|44|00353|353)?0*/, '')
  return left.length >= 7 && left.length <= 15 ? left : null
}

const emptyWords =
  /^(the|a|an|and|of|for|in|y|yr|ltd|limited|cio|scio|cic|plc|llp|inc|incorporated|cyf|cyfyngedig|charity|registered|uk)$/

/** No name is longer, and what comes from elsewhere must not keep us busy. */
const mostLetters = 250

const wordsOf = (folded: string): string[] =>
  folded
    .slice(0, mostLetters)
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !emptyWords.test(word))

/** What is left of a name without the words of its place: "Age Concern Leeds" is one of many Age Concerns. */
function own(name: string[], place: Set<string>): string[] {
  const left = name.filter((word) => !place.has(word))
  return left.length > 0 ? left : name
}

function trigrams(words: string[]): Set<string> {
  const found = new Set<string>()
  for (const word of words)
    for (let at = 0, padded = `  ${word} `; at + 3 <= padded.length; at++)
      found.add(padded.slice(at, at + 3))
  return found
}

const shared = (one: Set<string>, other: Set<string>): number => {
  let both = 0
  for (const piece of one) if (other.has(piece)) both += 1
  return both / Math.max(1, one.size + other.size - both)
}

// Names alike are found by their digests: of eight sets of three hashes each, the smallest over all
// three-letter pieces of the name. Two names share one of the eight digests with probability
// 1 - (1 - s^3)^8, where s is the share of pieces that both have: 0.97 at s = 0.7, 0.06 at s = 0.2.
// MinHash: A. Broder, "On the resemblance and containment of documents" (1997); in bands: J. Leskovec,
// A. Rajaraman, J. Ullman, "Mining of Massive Datasets", chapter 3.
const bands = 8
const perBand = 3

function mixed(value: number, seed: number): number {
  let hash = Math.imul(value ^ Math.imul(seed + 1, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const numberOf = (piece: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < piece.length; at++)
    hash = Math.imul(hash ^ piece.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

function nameDigests(words: string[]): string[] {
  const pieces = [...trigrams(words)].map(numberOf)
  return Array.from({ length: pieces.length > 0 ? bands : 0 }, (_, band) => {
    let digest = 0
    for (let nth = 0; nth < perBand; nth++) {
      let least = 0xffffffff
      for (const piece of pieces) least = Math.min(least, mixed(piece, band * perBand + nth))
      digest = mixed(digest ^ least, nth)
    }
    return `${band}${digest.toString(36)}`
  })
}

/** What stands in no two ways: number, website, phone, mail address. */
function exactSigns({ orgId, website, phone, email }: Compared): string[] {
  const site = siteSign(website)
  const digits = phoneSign(phone)
  return [
    orgId && `number:${orgId}`,
    site && `website:${site}`.slice(0, 500),
    digits && `phone:${digits}`,
    email?.trim() && `email:${email.trim().toLowerCase()}`,
  ].filter((sign): sign is string => Boolean(sign))
}

/** The sign of a name itself, by which it is counted how many are called so; null for people. */
export function calledSign({ kind, folded }: Compared): string | null {
  const words = wordsOf(folded)
  return kind === 'individual' || words.length === 0
    ? null
    : `called:${words.join(' ')}`.slice(0, 300)
}

/** All by which an organisation can be looked up. People are not looked up by their names. */
export function signsOf(one: Compared): string[] {
  const called = calledSign(one)
  return called === null
    ? exactSigns(one)
    : [
        ...exactSigns(one),
        called,
        ...nameDigests(wordsOf(one.folded)).map((digest) => `n${digest}`),
      ]
}

type Named = Pick<Compared, 'folded' | 'place'>

/**
 * How alike two names are, 0 to 1: the share of three-letter pieces that both have (as PostgreSQL's pg_trgm
 * counts them), leaving out the words of their places and such as "the" and "Ltd".
 */
export function likeness(one: Named, other: Named): number {
  const place = new Set([
    ...wordsOf(one.place.toLowerCase()),
    ...wordsOf(other.place.toLowerCase()),
  ])
  const [a, b] = [wordsOf(one.folded), wordsOf(other.folded)]
  const whole = shared(trigrams(a), trigrams(b))
  return Math.min(
    whole === 1 ? 1 : whole + 0.25,
    shared(trigrams(own(a, place)), trigrams(own(b, place))),
  )
}

/** What is known of a pair beside the two: how far apart (km, if both are known), and how common a sign is. */
export type Around = {
  km: number | null
  /** How many others have this sign, by the sign; names: how many are called the same. */
  common: ReadonlyMap<string, number>
  sameNamed: number
}

/** A phone of a hall, a page of the council: what more than this many share says little by itself. */
const few = 5
/** A pair is shown from this score on. */
const enough = 40
const nearKm = 25
const besideKm = 5

const prefixOf = (orgId: string) => orgId.slice(0, orgId.lastIndexOf('-'))

/** Two numbers of one register, and not the same: two bodies, whatever they are called. */
const areTwoByNumber = (a: Compared, b: Compared) =>
  a.orgId !== null &&
  b.orgId !== null &&
  a.orgId !== b.orgId &&
  prefixOf(a.orgId) === prefixOf(b.orgId)

type Signal = Reason & { score: number }

function bySign(a: Compared, b: Compared, { common }: Around): Signal[] {
  const others = new Set(exactSigns(b))
  return exactSigns(a)
    .filter((sign) => others.has(sign))
    .map((sign) => {
      const kind = sign.slice(0, sign.indexOf(':')) as 'number' | 'website' | 'phone' | 'email'
      if (kind === 'number')
        return { what: 'same-number', score: 100, register: prefixOf(a.orgId ?? '') } as const
      const isCommon = (common.get(sign) ?? 0) > few || areTwoByNumber(a, b)
      return { what: `same-${kind}`, score: isCommon ? 20 : 60 } as const
    })
}

function placeScore(km: number | null, isSame: boolean, sameNamed: number): number {
  // Nobody knows where: a name that many have is no sign then.
  if (km === null) return isSame && sameNamed <= 2 ? 45 : 20
  if (km <= besideKm) return isSame ? 70 : 45
  if (km <= nearKm) return isSame ? 50 : 30
  return 10
}

function byName(a: Compared, b: Compared, { km, sameNamed }: Around): Signal[] {
  // Two people may well be called the same.
  if (a.kind === 'individual') return []
  const alike = likeness(a, b)
  if (alike < 0.6) return []
  const isSame = alike >= 0.97
  const score = placeScore(km, isSame, sameNamed) - (alike < 0.7 ? 10 : 0)
  const far = km === null ? {} : { km: Math.round(km) }
  return [{ what: isSame ? 'same-name' : 'near-name', score, ...far }]
}

const reasonOf = ({ what, km, register }: Signal): Reason => ({
  what,
  ...(km !== undefined && { km }),
  ...(register !== undefined && { register }),
})

export type Likely = { reasons: Reason[]; score: number }

/**
 * Whether two organisations may be one, and why. Out: the reasons, strongest first, with a score (from 40
 * on it is worth somebody's time); null when it is not. A person is never an organisation, and two with
 * numbers of their own in one register are two, such as a school and its trust, unless several things say otherwise.
 */
export function likelyOne(a: Compared, b: Compared, around: Around): Likely | null {
  if (a.id === b.id || (a.kind === 'individual') !== (b.kind === 'individual')) return null
  const names = byName(a, b, around).map((signal) =>
    areTwoByNumber(a, b) ? { ...signal, score: Math.min(signal.score, 20) } : signal,
  )
  const signals = [...bySign(a, b, around), ...names].toSorted((x, y) => y.score - x.score)
  const score = signals.reduce((sum, signal) => sum + signal.score, 0)
  if (score < enough) return null
  return { reasons: signals.map(reasonOf), score: Math.min(score, 200) }
}

/** Whether something speaks for it now that did not when somebody said that these are two. */
export const hasNewReason = (before: readonly Reason[], after: readonly Reason[]): boolean =>
  after.some(({ what }) => {
    const known = before.some((one) => one.what === what)
    // A slip mended in a name that was much alike before is nothing new.
    return !known && !(what === 'same-name' && before.some((one) => one.what === 'near-name'))
  })

/** The two ids in the order in which a pair is kept. */
export const inOrder = (one: string, other: string): { a: string; b: string } =>
  one < other ? { a: one, b: other } : { a: other, b: one }
