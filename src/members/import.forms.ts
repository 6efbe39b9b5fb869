import { z } from 'zod'
import { choice, tick } from '#base/forms.ts'
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

export const onceForm = z.object({ once: z.string().optional() })
