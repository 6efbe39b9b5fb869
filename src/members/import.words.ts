import type { Key, T } from '#base/i18n.ts'
import type { Examined, Twin } from './import.examine.ts'
import type { BadRow, Note } from './import.row.ts'
import type { Unreadable } from './spreadsheet.text.ts'

export const unreadableKey = (reason: Unreadable): Key => `sheet.unreadable.${reason}`
const badKey = (reason: BadRow): Key => `sheet.bad.${reason}`
const noteKey = (note: Note): Key => `sheet.note.${note}`

/** Why a row is to be looked at. */
export const whyOf = (t: T, row: Examined): string =>
  row.verdict === 'bad'
    ? t(badKey(row.reason))
    : row.notes.map((note) => t(noteKey(note))).join('. ')

/** What a row is like. */
export function twinWords(t: T, { likeness, name, line }: Twin): string {
  const where = line === null ? t('sheet.like.member') : t('sheet.like.line', { line })
  return `${t(`sheet.like.${likeness}`, { name })} (${where})`
}

/** What a row says, in a line short enough to know it by. */
export const saidBy = (row: Examined): string => {
  const words = row.verdict === 'good' ? row.member.name : row.cells.filter(Boolean).join(' · ')
  return words.length > 120 ? `${words.slice(0, 117)}…` : words
}
