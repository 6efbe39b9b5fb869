import type { Key } from '#base/i18n.ts'
import { err, ok, type Result } from '#base/result.ts'
import type { Kind } from './schema.ts'

type Register = {
  /** Everything but the register's own way to write its numbers is taken out first. */
  form: RegExp
  /** How the number stands behind the prefix. */
  write: (number: string) => string
}

const asIs = (number: string) => number
const companyPrefixes =
  'AC|CE|CS|FC|FE|GE|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|R0|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC'

/**
 * Registers by their org-id prefix (org-id.guide). Scotland keeps its letters inside the identifier, and
 * Northern Ireland drops them; that is how the prefixes are defined.
 */
export const registers = {
  'GB-CHC': { form: /^[1-9]\d{5,6}(-\d{1,4})?$/, write: asIs },
  'GB-SC': {
    form: /^(SC)?0?\d{5}$/,
    write: (number) => `SC${number.replace('SC', '').padStart(6, '0')}`,
  },
  'GB-NIC': { form: /^(NIC)?1\d{5}$/, write: (number) => number.replace('NIC', '') },
  'GB-COH': {
    form: new RegExp(`^(\\d{6,8}|(${companyPrefixes})\\d{5}[0-9A-Z])$`),
    write: (number) => number.padStart(8, '0'),
  },
  'GB-MPR': { form: /^(IP|SP|RS|NP)?\d{3,6}[A-Z]{0,3}$/, write: asIs },
  'GB-EDU': { form: /^\d{6}$/, write: asIs },
  'GB-UKPRN': { form: /^1\d{7}$/, write: asIs },
  'GB-NHS': { form: /^[0-9A-Z]{3,6}$/, write: asIs },
  'IE-CRO': { form: /^\d{4,6}$/, write: asIs },
  'IE-CHY': { form: /^(CHY)?\d{3,6}$/, write: (number) => number.replace('CHY', '') },
} as const satisfies Record<string, Register>
export type RegisterPrefix = keyof typeof registers
export const isRegister = (word: string): word is RegisterPrefix => Object.hasOwn(registers, word)
export const registerKey = (prefix: RegisterPrefix | 'none'): Key => `register.${prefix}`

const charities = ['GB-CHC', 'GB-SC', 'GB-NIC', 'IE-CHY'] as const
const companies = ['GB-COH', 'GB-MPR', 'IE-CRO'] as const
const others = ['GB-EDU', 'GB-UKPRN', 'GB-NHS'] as const

/** The registers that this kind of member may stand on, the likeliest first. */
export function registersOf(kind: Kind): readonly RegisterPrefix[] {
  if (kind === 'charity') return charities
  if (kind === 'company') return companies
  return kind === 'organisation' ? [...charities, ...companies, ...others] : []
}

/**
 * Checks the form of a register number as people write it (spaces, dots, small letters). Whether the
 * number exists is not known here. Out: its org-id identifier, such as GB-CHC-1095833.
 */
export function orgId(prefix: RegisterPrefix, written: string): Result<string, 'wrong-form'> {
  const { form, write }: Register = registers[prefix]
  const number = written.toUpperCase().replace(/[\s./]/g, '')
  return form.test(number) ? ok(`${prefix}-${write(number)}`) : err('wrong-form')
}

/** Takes an identifier apart. Out: null when its prefix is none of ours or its number has another form. */
export function splitOrgId(id: string): { prefix: RegisterPrefix; number: string } | null {
  const prefix = Object.keys(registers).find((one) => id.startsWith(`${one}-`))
  if (!prefix || !isRegister(prefix)) return null
  const number = id.slice(prefix.length + 1)
  return registers[prefix].form.test(number) ? { prefix, number } : null
}
