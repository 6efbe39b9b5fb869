import { readFile, stat } from 'node:fs/promises'
import { type Db, kithItself } from '#base/db.ts'
import { translator } from '#base/i18n.ts'
import { loadRegister } from './register.actions.ts'
import type { NoRegister } from './register.numbers.ts'
import { mostBytes, readRows, rowsOfLargeCsv } from './spreadsheet.read.ts'
import { unreadableKey } from './import.words.ts'

const t = translator('en')

/** Why a register file was not loaded, in words for the office. */
export const refusedRegister = (refusal: NoRegister) => t(`registers.refused.${refusal}`)

type Said = { ok: boolean; lines: string[]; data?: object }
const refused = (line: string): Said => ({ ok: false, lines: [line], data: { problem: line } })

async function rowsIn(path: string) {
  const { size } = await stat(path)
  if (size > mostBytes && /\.(csv|tsv|txt)$/i.test(path)) return rowsOfLargeCsv(path)
  const rows = readRows(await readFile(path))
  return rows.ok ? rows.value : t(unreadableKey(rows.error))
}

/** `kith import register FILE`: loads a register file of any length. `name` is what it is called on the page. */
export async function loadRegisterFile(
  { db }: { db: Db },
  { path, name }: { path: string; name: string },
): Promise<Said> {
  const isThere = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isThere) return refused(`There is no file ${path}.`)
  const rows = await rowsIn(path)
  if (typeof rows === 'string') return refused(`${rows}.`)
  const done = await loadRegister(db, kithItself, { file: name, rows })
  if (!done.ok) return refused(refusedRegister(done.error))
  const { registers, left, members } = done.value
  const lines = registers.map(({ prefix, entries, gone }) =>
    t('registers.loaded.line', { register: prefix, entries, gone }),
  )
  const more = [
    ...(left > 0 ? [t('registers.loaded.left', { n: left })] : []),
    ...(members > 0 ? [t('registers.loaded.members', { n: members })] : []),
  ]
  return { ok: true, lines: [...lines, ...more], data: done.value }
}
