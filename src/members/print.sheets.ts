import { type Block, type Labels, type Sheet, type Size, unprintable } from '#base/print.ts'
import type { Lang, T } from '#base/i18n.ts'
import { inWords } from '#base/ui/when.tsx'
import { kindKey } from './directory.views.tsx'
import type { DirectoryEntry } from './schema.ts'

export type Paper = {
  t: T
  lang: Lang
  size: Size
  coalition: string
  phone: string | null
  at: Date
}
type Named = (topic: string) => string
/** What the office knows besides of how a member is reached. */
export type Reach = { email: string | null; phone: string | null; address: string | null }

const footOf = ({ t, coalition, phone, at, lang }: Paper): string =>
  [coalition, phone, t('print.made', { day: inWords(at, lang) })].filter(Boolean).join(' · ')

const row = (label: string, value: string | null) => (value ? [{ label, value }] : [])

const placeOf = ({ place, region }: DirectoryEntry) =>
  [...new Set([place, region])].filter(Boolean).join(', ')

function factsOf({ t }: Paper, entry: DirectoryEntry, named: Named, reach: Reach | null): Block {
  const rows = [
    ...row(t('print.kind'), t(kindKey(entry.kind))),
    ...row(t('directory.place'), placeOf(entry)),
    ...row(t('print.topics'), entry.topics.map(named).join(', ')),
    ...row(t('directory.phone'), reach?.phone ?? entry.phone),
    ...row(t('directory.email'), reach?.email ?? entry.email),
    ...row(t('directory.website'), entry.website),
    ...row(t('print.address'), reach?.address ?? null),
    ...row(t('directory.org-id'), entry.orgId),
  ]
  return { kind: 'facts', rows }
}

/** What cannot be set is said at the top instead of being printed as empty boxes. */
function notice({ t }: Paper, words: string): Block[] {
  const missing = unprintable(words)
  if (missing.length === 0) return []
  return [{ kind: 'text', text: t('print.missing', { words: missing.slice(0, 20).join(', ') }) }]
}

/** The list of members on paper: each with how to reach them, as far as everybody may know it. */
export function listSheet(paper: Paper, entries: DirectoryEntry[], named: Named): Sheet {
  const { t, lang, size, coalition } = paper
  const title = t('print.list', { name: coalition })
  const each = entries.flatMap((entry): Block[] => [
    { kind: 'heading', level: 2, text: entry.name },
    factsOf(paper, entry, named, null),
  ])
  const words = entries.map(({ name, place }) => `${name} ${place}`).join(' ')
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: title },
    { kind: 'text', text: t('print.count', { n: entries.length }) },
    ...notice(paper, words),
    ...each,
  ]
  return { title, lang, size, foot: footOf(paper), blocks }
}

/** One member on paper. `reach`: what only the office knows, for the office. */
export function memberSheet(
  paper: Paper,
  entry: DirectoryEntry,
  named: Named,
  reach: Reach | null,
): Sheet {
  const { lang, size } = paper
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: entry.name },
    ...notice(paper, `${entry.name} ${entry.about}`),
    ...(entry.about ? [{ kind: 'text' as const, text: entry.about }] : []),
    factsOf(paper, entry, named, reach),
  ]
  return { title: entry.name, lang, size, foot: footOf(paper), blocks }
}

export type Addressed = { name: string; address: string; postcode: string | null }

/** Address labels: the name, then the lines of the address, the postcode last. */
export const labelsOf = (
  { t, lang }: Paper,
  rows: readonly Addressed[],
  how: Pick<Labels, 'form' | 'start'>,
): Labels => ({
  title: t('print.labels'),
  lang,
  ...how,
  labels: rows.map(({ name, address, postcode }) =>
    [name, ...address.split(/\n|,\s*/), postcode ?? '']
      .map((line) => line.trim().slice(0, 60))
      .filter((line, at, all) => line !== '' && all.indexOf(line) === at)
      .slice(0, 6),
  ),
})
