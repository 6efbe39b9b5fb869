import { z } from 'zod'
import { choice, choices as choicesOf, tick } from '#base/forms.ts'
import { matchWays, updateChoices } from './import.match.rules.ts'
import { duplicateChoices, fields, importKinds, type Mapping } from './import.rules.ts'

const column = z.union([z.literal(''), z.enum(fields)])

/** What was chosen for each of so many columns, and for the sheet. */
export const columnsForm = (columns: number) =>
  z
    .object({
      header: choice(['yes', 'no'], 'sheet.columns.header'),
      kind: choice(importKinds, 'sheet.columns.kind'),
      soften: tick,
      ...Object.fromEntries(
        Array.from({ length: columns }, (_, at) => [`column-${at}`, column.optional()]),
      ),
    })
    .transform((sent: Record<string, unknown>) => ({
      header: sent['header'] === 'yes',
      kind: sent['kind'] as (typeof importKinds)[number], // checked above
      soften: sent['soften'] === true,
      mapping: Array.from({ length: columns }, (_, at) => sent[`column-${at}`] || null) as Mapping, // checked above
    }))

export const duplicatesForm = z.object({
  duplicates: choice(duplicateChoices, 'sheet.preview.duplicates'),
})

const choices = [...updateChoices] as [string, ...string[]]

/** What happens to members that are there already; `one-…` is for a single one, by its id. */
export const updatesForm = z
  .looseObject({
    updates: choice(updateChoices, 'sheet.update.choice'),
    matchBy: choicesOf(matchWays, 'sheet.update.match'),
    fileDay: z.iso.date('sheet.update.day.wrong'),
  })
  .transform(({ updates, matchBy, fileDay, ...rest }) => ({
    updates,
    matchBy,
    fileDay,
    one: Object.fromEntries(
      Object.entries(rest).flatMap(([name, value]) =>
        /^one-[0-9a-f-]{36}$/.test(name) && (value === '' || choices.includes(String(value)))
          ? [[name.slice(4), String(value)]]
          : [],
      ),
    ),
  }))

export const onceForm = z.object({ once: z.string().optional() })
