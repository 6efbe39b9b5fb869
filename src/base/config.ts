import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseShift } from './time.ts'
import { err, ok, type Result } from './result.ts'

type Setting = { about: string; fallback: string; secret?: true }

/** Every setting that the environment can give. `NAME_FILE` reads the value from a file instead. */
export const settings = {
  PORT: { about: 'The port that Kith answers on', fallback: '3000' },
  KITH_HOST: { about: 'The address that Kith listens on', fallback: '0.0.0.0' },
  KITH_ORIGIN: {
    about: 'The public address, such as https://kith.example.org; empty: whatever address is used',
    fallback: '',
  },
  KITH_DATA: { about: 'The folder that holds everything Kith keeps', fallback: './data' },
  DATABASE_URL: {
    about: 'A PostgreSQL of your own (17 or newer); empty: the embedded one',
    fallback: '',
    secret: true,
  },
  DATABASE_APP_URL: {
    about: 'With DATABASE_URL: the address for the role that owns nothing; empty: Kith makes it',
    fallback: '',
    secret: true,
  },
  KITH_SMTP: {
    about: 'The mail server, such as smtps://name:password@mail.example.org; empty: mail waits',
    fallback: '',
    secret: true,
  },
  KITH_MAIL_FROM: { about: 'The address that letters come from', fallback: '' },
  KITH_ROLE: { about: 'What this process does: web, jobs or all', fallback: 'all' },
  KITH_PROXIES: {
    about: 'How many proxies in front of Kith are trusted to say who is asking',
    fallback: '0',
  },
  KITH_CLOCK: { about: 'Moves the clock outside production, such as +183d', fallback: '' },
  NODE_ENV: { about: 'production hides what only builders need', fallback: '' },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings
export type Environment = Record<string, string | undefined>
export type Config = {
  port: number
  host: string
  origin: string
  dataFolder: string
  databaseUrl: string
  databaseAppUrl: string
  smtp: string
  mailFrom: string
  role: 'web' | 'jobs' | 'all'
  proxies: number
  production: boolean
}

/** One setting as it is in force, and where it came from. */
export function effective(env: Environment, name: SettingName): { value: string; from: string } {
  const file = env[`${name}_FILE`]
  if (file) return { value: readFileSync(file, 'utf8').trim(), from: `${name}_FILE` }
  const value = env[name]
  if (value !== undefined && value !== '') return { value, from: name }
  return { value: settings[name].fallback, from: 'default' }
}

function nearest(name: string): string {
  const shared = (other: string) =>
    [...new Set(name)].filter((letter) => other.includes(letter)).length
  const known = Object.keys(settings)
  return known.toSorted((a, b) => shared(b) - shared(a) || a.length - b.length)[0] ?? ''
}

function problems(env: Environment): string[] {
  const known = new Set(Object.keys(settings).flatMap((name) => [name, `${name}_FILE`]))
  const strange = Object.keys(env).filter((name) => name.startsWith('KITH_') && !known.has(name))
  const found = strange.map((name) => `${name} is not a setting. Did you mean ${nearest(name)}?`)
  const value = (name: SettingName) => effective(env, name).value
  const port = Number(value('PORT'))
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    found.push('PORT is a number up to 65535')
  if (!['web', 'jobs', 'all'].includes(value('KITH_ROLE')))
    found.push('KITH_ROLE is web, jobs or all')
  if (!/^\d$/.test(value('KITH_PROXIES'))) found.push('KITH_PROXIES is a number from 0 to 9')
  if (value('KITH_CLOCK') && parseShift(value('KITH_CLOCK')) === null)
    found.push('KITH_CLOCK looks like +183d, +2h or -30m')
  const origin = value('KITH_ORIGIN')
  if (origin && !/^https?:\/\/[^/]+$/.test(origin))
    found.push('KITH_ORIGIN looks like https://kith.example.org, with nothing behind the name')
  return found
}

/** Reads the environment once. Out: the settings in force, or a sentence for each that is wrong. */
export function readConfig(env: Environment): Result<Config, string[]> {
  const wrong = problems(env)
  if (wrong.length > 0) return err(wrong)
  const value = (name: SettingName) => effective(env, name).value
  return ok({
    port: Number(value('PORT')),
    host: value('KITH_HOST'),
    origin: value('KITH_ORIGIN'),
    dataFolder: resolve(value('KITH_DATA')),
    databaseUrl: value('DATABASE_URL'),
    databaseAppUrl: value('DATABASE_APP_URL'),
    smtp: value('KITH_SMTP'),
    mailFrom: value('KITH_MAIL_FROM'),
    role: value('KITH_ROLE') as Config['role'], // checked above
    proxies: Number(value('KITH_PROXIES')),
    production: value('NODE_ENV') === 'production',
  })
}
