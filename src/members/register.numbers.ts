import { orgId, type RegisterPrefix, splitOrgId } from './registers.ts'

/** Why a register file was not loaded. */
export type NoRegister = 'no-columns' | 'nothing' | 'much-smaller' | 'busy'

/** How much of a register may be gone from its next file before that file is taken for another one. */
export const isMuchSmaller = (before: number, gone: number): boolean =>
  gone > 100 && gone > before / 5

/** What somebody typed, as it is looked for; null while it is too short to mean something. */
export type Sought = { words: string; number: string | null; ids: string[] }
export function readSought(typed: string, prefixes: readonly RegisterPrefix[]): Sought | null {
  const words = typed
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
  const number = words.toUpperCase().replace(/[^A-Z0-9]/g, '')
  if ((words.match(/[\p{L}\p{N}]/gu) ?? []).length < 3) return null
  const ids = prefixes.flatMap((prefix) => {
    const id = orgId(prefix, words.replace(new RegExp(`^${prefix}-?`, 'i'), ''))
    return id.ok ? [id.value] : []
  })
  return { words, number: /^[A-Z]{0,2}\d{3,}[A-Z]?$/.test(number) ? number : null, ids }
}

const pages: Partial<Record<RegisterPrefix, (number: string) => string>> = {
  'GB-CHC': (number) => {
    const [main = '', part = '0'] = number.split('-')
    return `https://register-of-charities.charitycommission.gov.uk/charity-details/?regid=${main}&subid=${part}`
  },
  'GB-SC': (number) =>
    `https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number=${number}`,
  'GB-NIC': (number) =>
    `https://www.charitycommissionni.org.uk/charity-details/?regid=${number}&subid=0`,
  'GB-COH': (number) =>
    `https://find-and-update.company-information.service.gov.uk/company/${number}`,
  'GB-EDU': (number) =>
    `https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/${number}`,
}

/** The page of this number on the register itself; null where its address is not certain. */
export function registerPage(id: string): string | null {
  const split = splitOrgId(id)
  return split ? (pages[split.prefix]?.(split.number) ?? null) : null
}
