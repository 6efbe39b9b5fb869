/** One way to read what somebody wrote: a name, and what it is said to lie in. */
export type Reading = { name: string; country: string | null; within: string | null }

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

// What people write behind a town, as GeoNames would say it: a country (ISO 3166) or a region.
const countries: Record<string, string> = {
  uk: 'GB', gb: 'GB', 'great britain': 'GB', britain: 'GB', 'united kingdom': 'GB', prydain: 'GB',
  ireland: 'IE', eire: 'IE', 'republic of ireland': 'IE', roi: 'IE', iwerddon: 'IE',
  iom: 'IM', 'isle of man': 'IM', 'ellan vannin': 'IM', jersey: 'JE', guernsey: 'GG',
  usa: 'US', us: 'US', america: 'US',
} // prettier-ignore
const regions: Record<string, string> = {
  england: 'England', lloegr: 'England', wales: 'Wales', cymru: 'Wales', scotland: 'Scotland',
  alba: 'Scotland', 'yr alban': 'Scotland', 'northern ireland': 'Northern Ireland',
  ni: 'Northern Ireland', 'n ireland': 'Northern Ireland', 'gogledd iwerddon': 'Northern Ireland',
  'north wales': 'Wales', 'south wales': 'Wales', 'west wales': 'Wales', 'mid wales': 'Wales',
} // prettier-ignore

// Letters that are no country: groups of countries, the unknown one, and two that only test software.
const noCountry = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']
const speak = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

/** The English name of a country by its letters; null for letters that no country has (any more). */
function englishName(letters: string): string | null {
  if (!/^[A-Z]{2}$/.test(letters) || noCountry.includes(letters)) return null
  // DD was a Germany, BU a Burma: they have other letters now.
  if (new Intl.Locale('und', { region: letters }).region !== letters) return null
  return speak.of(letters) ?? null
}

let byEnglishName: Map<string, string> | null = null

function allCountries(): Map<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const pairs = letters.flatMap((one) => letters.map((two) => one + two))
  return new Map(
    pairs.flatMap((code) => {
      const name = englishName(code)
      return name ? [[plain(name), code] as const] : []
    }),
  )
}

/** The letters of a country by its English name ("France" → FR). */
function countryByName(name: string): string | null {
  byEnglishName ??= allCountries()
  return countries[name] ?? byEnglishName.get(name) ?? null
}

/** The letters (ISO 3166) of a country by its letters or its name; parts of Britain are GB. */
export function countryOf(text: string): string | null {
  const name = plain(text)
  if (regions[name] || ['eng', 'sct', 'wls', 'nir'].includes(name)) return 'GB'
  const named = countryByName(name)
  if (named) return named
  return englishName(name.toUpperCase()) ? name.toUpperCase() : null
}

/** The region that is meant by letters or a name, as our towns have it ("WLS", "Cymru" → Wales). */
export function regionOf(text: string): string | null {
  const letters: Record<string, string> = { eng: 'England', sct: 'Scotland', wls: 'Wales' }
  const name = plain(text)
  return letters[name] ?? (name === 'nir' ? 'Northern Ireland' : (regions[name] ?? null))
}

function said(name: string, where: string): Reading {
  const key = plain(where)
  const region = regions[key]
  if (region) return { name, country: null, within: region }
  const country = countryByName(key)
  return country ? { name, country, within: null } : { name, country: null, within: where }
}

/**
 * The ways to read a place, the most literal first: "Newport, Isle of Wight" and "Newport (Wales)" have
 * a qualifier; "Bangor Northern Ireland" may have one; "Weston-super-Mare" has none.
 */
export function readQualifiers(text: string): Reading[] {
  const whole: Reading = { name: text, country: null, within: null }
  const parts = text
    .split(/[,()[\]|]/)
    .map((part) => part.trim())
    .filter(Boolean)
  const [name = '', ...where] = parts
  if (where.length > 0) {
    // "Newport, Isle of Wight, England": each part must fit, so the nearest to the name is asked first.
    const readings = where.map((part) => said(name, part))
    return [whole, ...readings, { name, country: null, within: null }]
  }
  const words = text.split(' ')
  const readings = [1, 2, 3].flatMap((count) => {
    const last = words.slice(-count).join(' ')
    const first = words.slice(0, -count).join(' ')
    const known = regions[plain(last)] !== undefined || countryByName(plain(last)) !== null
    return first && known ? [said(first, last)] : []
  })
  return [whole, ...readings]
}

/**
 * How many slips of the pen lie between two words: a letter left out, added, changed, or two swapped.
 * Optimal string alignment; at most `words` of 100 letters come here.
 */
export function slips(one: string, two: string): number {
  let before: number[] = []
  let last = Array.from({ length: two.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row++) {
    const line = [row]
    for (let at = 1; at <= two.length; at++) {
      const same = one[row - 1] === two[at - 1]
      const swapped =
        row > 1 && at > 1 && one[row - 1] === two[at - 2] && one[row - 2] === two[at - 1]
      line[at] = Math.min(
        cell(last, at) + 1,
        cell(line, at - 1) + 1,
        cell(last, at - 1) + (same ? 0 : 1),
        swapped ? cell(before, at - 2) + 1 : Infinity,
      )
    }
    before = last
    last = line
  }
  return cell(last, two.length)
}

const cell = (line: number[], at: number) => line[at] ?? Infinity

/** In a short name every letter counts: "Bath" is not a slip for "Bray". */
const allowedSlips = (length: number) => (length < 4 ? 0 : length < 6 ? 1 : length < 12 ? 2 : 3)

type Town = { folded: string; country: string; population: number }

/** Of towns that are somewhat like a name, the one that was meant; null when none is near enough. */
export function closest<T extends Town>(towns: readonly T[], name: string, home: string): T | null {
  const rank = (town: T): number[] => [
    town.folded.startsWith(`${name} `) ? 0.5 : slips(town.folded, name),
    town.country === home ? 0 : 1,
    -town.population,
  ]
  const ranked = towns
    .map((town) => ({ town, rank: rank(town) }))
    .filter(({ rank: [far = 0] }) => far <= allowedSlips(name.length))
    .toSorted((one, two) => compare(one.rank, two.rank))
  return ranked[0]?.town ?? null
}

function compare(one: number[], two: number[]): number {
  const at = one.findIndex((value, index) => value !== two[index])
  return at < 0 ? 0 : (one[at] ?? 0) - (two[at] ?? 0)
}
