import { readFile, stat } from 'node:fs/promises'
import { type Db, kithItself } from '#base/db.ts'
import { translator } from '#base/i18n.ts'
import { unreadableKey } from './import.words.ts'
import { mostBytes, readRows } from './spreadsheet.read.ts'
import { importTaxonomy } from './topics.actions.ts'

const t = translator('en')
type Said = { ok: boolean; lines: string[]; data?: object }
const refused = (line: string): Said => ({ ok: false, lines: [line], data: { problem: line } })

/** `kith import topics FILE`: brings a list of topics in. */
export async function importTopicsFile({ db }: { db: Db }, path: string): Promise<Said> {
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  )
  if (size === null) return refused(`There is no file ${path}.`)
  if (size > mostBytes) return refused(`${t(unreadableKey('too-large'))}.`)
  const rows = readRows(await readFile(path))
  if (!rows.ok) return refused(`${t(unreadableKey(rows.error))}.`)
  const done = await importTaxonomy(db, kithItself, rows.value)
  if (!done.ok) return refused(t(`topics.refused.${done.error}`))
  return { ok: true, lines: [t('topics.imported', done.value)], data: done.value }
}
