import { createReadStream, existsSync } from 'node:fs'
import { basename } from 'node:path'
import { act, kithItself } from '#base/db.ts'
import { translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { verifyLog } from '#base/journal.chain.ts'
import { notedHeads, readHead, writtenHead } from '#base/journal.heads.ts'
import { badRowReasons, importPlaces, importRefusals } from '#base/places.ts'
import { importFile, importTopicsFile, loadRegisterFile } from '#members/index.ts'
import { findAccount, newSignInLink } from '#people/index.ts'
import { addExample } from './example.actions.ts'
import { howItIs } from './health.routes.tsx'
import { damageWords } from './log.words.ts'
import { newSetupLink, setUp } from './setup.actions.ts'
import { wholeSetup } from './setup.forms.ts'

/** What a command answers: lines for people, and the same as data for programs. */
type Said = { ok: boolean; lines: string[]; data?: object }
export type Command = {
  usage: string
  about: string
  run(deps: JobDeps, words: string[], values: Record<string, unknown>): Promise<Said>
}

const refused = (line: string): Said => ({ ok: false, lines: [line], data: { problem: line } })
const originOf = ({ config }: JobDeps) => config.origin || `http://localhost:${config.port}`
const missingWords: Record<string, string> = {
  name: '--name: what the coalition is called',
  place: '--place: its town',
  email: '--email: the mail address of the first secretary',
}

async function signInLink(deps: JobDeps, personId: string): Promise<Said> {
  const minutes = 30
  const key = await act(deps.db, kithItself, (tx) => newSignInLink(tx, personId, 'setup', minutes))
  const link = `${originOf(deps)}/sign-in/${key}`
  return {
    ok: true,
    lines: [`Sign in here; the link works once, for ${minutes} minutes:`, link],
    data: { link, minutes },
  }
}

/** The answers of the wizard, as the command's words give them. */
const answersOf = (values: Record<string, unknown>) => ({
  name: values['name'],
  place: values['place'],
  email: values['email'],
  phone: values['phone'],
  purpose: values['purpose'] ?? 'We help people keep strong relationships, above all when apart.',
  person: values['person'] ?? String(values['email']).split('@')[0],
  languages: String(values['languages'] ?? 'en').split(','),
  mail: 'later',
  band: 'plum',
  action: 'plum',
  example: values['demo'] ? 'yes' : 'no',
})

async function runSetup(
  deps: JobDeps,
  _words: string[],
  values: Record<string, unknown>,
): Promise<Said> {
  const open = Object.keys(missingWords).find((name) => !values[name])
  if (open) return refused(`Say ${missingWords[open] ?? open}`)
  const setup = wholeSetup.safeParse(answersOf(values))
  if (!setup.success) {
    const wrong = setup.error.issues.map((issue) => `--${issue.path.join('.')} is not right`)
    return refused(wrong.join('\n'))
  }
  const done = await setUp(deps, setup.data)
  if (!done.ok) {
    const unknown = `The place ${setup.data.place} is not known: give the nearest larger town`
    return refused(done.error === 'already-set-up' ? 'This Kith is set up already.' : unknown)
  }
  if (values['demo']) await addExample(deps, done.value)
  return signInLink(deps, done.value)
}

async function runSetupLink(deps: JobDeps): Promise<Said> {
  const key = await newSetupLink(deps.db)
  if (!key)
    return refused('This Kith is set up already. “kith sign-in-link EMAIL” lets someone in.')
  const link = `${originOf(deps)}/setup/${key}`
  return {
    ok: true,
    lines: ['Set up here; the link works once, for 30 minutes:', link],
    data: { link },
  }
}

async function runSignInLink(deps: JobDeps, [email]: string[]): Promise<Said> {
  if (!email) return refused('Say whose: kith sign-in-link name@example.org')
  const personId = await act(deps.db, kithItself, (tx) => findAccount(tx, email))
  return personId ? signInLink(deps, personId) : refused(`Nobody here signs in with ${email}.`)
}

async function runDoctor(deps: JobDeps): Promise<Said> {
  const lines = await howItIs(deps)
  return {
    ok: lines.every((line) => line.good),
    lines: lines.map((line) => `${line.good ? 'good' : 'NOT GOOD'}  ${line.what}: ${line.text}`),
    data: { lines },
  }
}

async function runImportPlaces(deps: JobDeps, [file]: string[]): Promise<Said> {
  if (!file) return refused('Say which file: kith import places FILE')
  if (!existsSync(file)) return refused(`There is no file ${file}`)
  const done = await importPlaces(deps.db, createReadStream(file))
  if (!done.ok) return refused(importRefusals[done.error])
  const { kept, replaced, dropped, badRows, bad } = done.value
  const lines = bad.slice(0, 20).map(({ line, reason }) => `line ${line}: ${badRowReasons[reason]}`)
  const summary = `${kept} postcode areas came in; ${replaced} were known before, ${dropped} are gone.`
  const wrong = badRows > 0 ? [`${badRows} rows could not be read:`, ...lines] : []
  return { ok: true, lines: [summary, ...wrong], data: { ...done.value } }
}

async function runImportMembers(
  deps: JobDeps,
  [file]: string[],
  values: Record<string, unknown>,
): Promise<Said> {
  if (!file) return refused('Say which file: kith import members FILE')
  return importFile(deps, { path: file, name: basename(file), write: values['yes'] === true })
}

async function runImportRegister(deps: JobDeps, [file]: string[]): Promise<Said> {
  if (!file) return refused('Say which file: kith import register FILE')
  return loadRegisterFile(deps, { path: file, name: basename(file) })
}

async function runImportTopics(deps: JobDeps, [file]: string[]): Promise<Said> {
  if (!file) return refused('Say which file: kith import topics FILE')
  return importTopicsFile(deps, file)
}

async function runVerifyLog(
  { db, config }: JobDeps,
  _words: string[],
  values: Record<string, unknown>,
): Promise<Said> {
  const given = values['head'] === undefined ? null : readHead(String(values['head']))
  if (given && !given.ok)
    return refused('A head is a number, a colon and 64 signs, such as 1204:6f0c…')
  const noted = await notedHeads(config.dataFolder)
  const heads = given?.ok ? [...noted, given.value] : noted
  const { entries, head, damages, more } = await verifyLog(db, heads)
  const compared = `compared with ${heads.length} heads kept outside`
  const end = head ? `It ends at ${writtenHead(head)}` : 'Nothing has happened yet'
  const lines = damages.map((damage) => damageWords(translator('en'), damage))
  return {
    ok: damages.length === 0,
    lines: [
      ...(damages.length === 0 ? [`The log is whole: ${entries} entries, ${compared}.`] : lines),
      ...(more ? ['There is more; this is the beginning of it.'] : []),
      end,
    ],
    data: { entries, head, heads: heads.length, damages, more },
  }
}

export const commands: Record<string, Command> = {
  setup: {
    usage: 'kith setup --name … --place … --email … [--person …] [--demo]',
    about: 'sets the coalition up and prints a sign-in link',
    run: runSetup,
  },
  'setup-link': {
    usage: 'kith setup-link',
    about: 'a new link for the pages that set it up',
    run: runSetupLink,
  },
  'sign-in-link': {
    usage: 'kith sign-in-link EMAIL',
    about: 'a link that lets somebody sign in once',
    run: runSignInLink,
  },
  doctor: { usage: 'kith doctor', about: 'how this Kith is, and what to do', run: runDoctor },
  'log verify': {
    usage: 'kith log verify [--head SEQ:HASH]',
    about: 'computes the chained log anew and names what was changed',
    run: runVerifyLog,
  },
  'import members': {
    usage: 'kith import members FILE [--yes]',
    about: 'shows what a spreadsheet would bring; with --yes brings it',
    run: runImportMembers,
  },
  'import places': {
    usage: 'kith import places FILE',
    about: 'postcode areas with their positions, as CSV',
    run: runImportPlaces,
  },
  'import register': {
    usage: 'kith import register FILE',
    about: 'a register of charities or companies, for “find your organisation”',
    run: runImportRegister,
  },
  'import topics': {
    usage: 'kith import topics FILE',
    about: 'a list of topics; the office chooses which are offered',
    run: runImportTopics,
  },
}
