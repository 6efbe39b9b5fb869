import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Db, kithItself, type Who } from '#base/db.ts'
import { translator } from '#base/i18n.ts'
import { ok, type Result } from '#base/result.ts'
import {
  type Deps,
  guessPlan,
  type Imported,
  type ImportRefusal,
  importSheet,
  previewImport,
} from './import.actions.ts'
import type { Preview } from './import.examine.ts'
import type { Plan } from './import.rules.ts'
import { saidBy, twinWords, unreadableKey, whyOf } from './import.words.ts'
import { dropSheet, keepSheet, rowsOf, type Sheet } from './spreadsheet.keep.ts'
import { mostBytes } from './spreadsheet.read.ts'
import type { Unreadable } from './spreadsheet.text.ts'

export type FileImport = { plan: Plan; sheet: Sheet; preview: Preview; imported: Imported | null }
type Given = { name: string; bytes: Buffer; write: boolean; plan?: Partial<Plan> }

async function homeOf(db: Db): Promise<string> {
  const row = await db.selectFrom('coalition').select('country').executeTakeFirst()
  return row?.country ?? 'GB'
}

/**
 * Imports a file without a browser: guesses the plan unless one is given, looks at every row, and writes
 * when told to. Out: what it guessed and found, and what was imported.
 */
export async function importMembers(
  deps: Deps,
  who: Who,
  { name, bytes, write, plan: chosen }: Given,
): Promise<Result<FileImport, Unreadable | ImportRefusal>> {
  const kept = await keepSheet(deps.config.dataFolder, name, bytes)
  if (!kept.ok) return kept
  const sheet = kept.value
  try {
    const plan = { ...guessPlan(sheet), ...chosen }
    const home = await homeOf(deps.db)
    const rows = rowsOf(deps.config.dataFolder, sheet.id)
    const preview = await previewImport(deps, who, { rows, plan, home })
    if (!write) return ok({ plan, sheet, preview, imported: null })
    const done = await importSheet(deps, who, { ...sheet, plan }, { plan, home })
    return done.ok ? ok({ plan, sheet, preview, imported: done.value }) : done
  } finally {
    await dropSheet(deps.config.dataFolder, sheet.id)
  }
}

const t = translator('en')

const refusalWords = (refusal: Unreadable | ImportRefusal): string =>
  refusal === 'busy' || refusal === 'nothing'
    ? t(`sheet.refused.${refusal}`)
    : `${t(unreadableKey(refusal))}.`

function columnLines({ plan, sheet }: FileImport): string[] {
  const heads = sheet.sample[0]?.cells ?? []
  return plan.mapping.flatMap((field, at) => {
    const head = plan.header ? heads[at] : t('sheet.columns.unnamed', { n: at + 1 })
    return field ? [`  ${head} → ${t(`sheet.field.${field}`)}`] : []
  })
}

function previewLines({ preview }: FileImport): string[] {
  const { coming, bad, noted, skipped, problems, copies } = preview
  return [
    t('sheet.preview.coming', { n: coming }),
    ...(bad > 0 ? [t('sheet.preview.bad', { n: bad })] : []),
    ...(noted > 0 ? [t('sheet.preview.noted', { n: noted })] : []),
    ...problems.slice(0, 20).map((row) => `  line ${row.line}: ${whyOf(t, row)} (${saidBy(row)})`),
    ...(skipped > 0 ? [t('sheet.preview.skipped', { n: skipped })] : []),
    ...copies
      .slice(0, 20)
      .map(
        (row) =>
          `  line ${row.line}: ${row.member.name}: ${row.twin ? twinWords(t, row.twin) : ''}`,
      ),
  ]
}

type Said = { ok: boolean; lines: string[]; data?: object }

/** `kith import members FILE`: shows what a file would bring; with `write` brings it. */
export async function importFile(
  deps: Deps,
  { path, name = basename(path), write }: { path: string; name?: string; write: boolean },
): Promise<Said> {
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  )
  if (size === null) return { ok: false, lines: [`There is no file ${path}.`] }
  if (size > mostBytes) return { ok: false, lines: [refusalWords('too-large')] }
  const done = await importMembers(deps, kithItself, { name, bytes: await readFile(path), write })
  if (!done.ok) return { ok: false, lines: [refusalWords(done.error)] }
  const { imported, preview } = done.value
  const { coming, bad, noted, skipped, twins } = preview
  const last = imported
    ? t('sheet.imports.done', { n: imported.rows, name })
    : `${t('sheet.preview.nothing')} Add --yes to import.`
  return {
    ok: true,
    lines: [...columnLines(done.value), ...previewLines(done.value), last],
    data: { coming, bad, noted, skipped, twins, imported },
  }
}
