import { err, ok, type Result } from '#base/result.ts'

/** A topic as it is kept. `names`: by language; none means Kith's own words. */
export type TopicLine = {
  code: string
  names: Record<string, string>
  source: string | null
  parent: string | null
  offered: boolean
  turn: number
  mergedInto: string | null
}

/** Which topic this one is now; steps of merges are followed to their end. */
export function settled(lines: ReadonlyMap<string, TopicLine>, code: string): string {
  let now = code
  for (let steps = 0; steps < 20; steps++) {
    const into = lines.get(now)?.mergedInto
    if (!into) return now
    now = into
  }
  return now
}

const bare = (cell: string) => cell.toLowerCase().replace(/[^a-z]/g, '')
const heads = {
  code: /^(code|id|notation|topiccode)$/,
  name: /^(tag|name|label|title|topic|term|preflabel)$/,
  parent: /^(parent|parentcode|parentid|broader)$/,
  category: /^category$/,
  subcategory: /^subcategory$/,
  level: /^level$/,
} as const
type Head = keyof typeof heads
export type TopicColumns = Partial<Record<Head, number>>

export type NoTaxonomy = 'no-columns' | 'nothing' | 'too-many'

/** Where the first row of a taxonomy says that everything stands; it needs a code and a name. */
export function readTopicHeads(cells: readonly string[]): Result<TopicColumns, 'no-columns'> {
  const columns: TopicColumns = {}
  for (const head of Object.keys(heads) as Head[]) {
    const at = cells.findIndex((cell) => heads[head].test(bare(cell)))
    if (at >= 0) columns[head] = at
  }
  return columns.code !== undefined && columns.name !== undefined ? ok(columns) : err('no-columns')
}

/** One topic of a file. `above` names the one it is part of: by its code, or by its name. */
export type FileTopic = { source: string; name: string; above: string[] }

export function readTopicRow(cells: readonly string[], columns: TopicColumns): FileTopic | null {
  const at = (head: Head) =>
    columns[head] === undefined ? '' : (cells[columns[head]] ?? '').replace(/\s+/g, ' ').trim()
  const source = at('code').slice(0, 60)
  const name = at('name').slice(0, 80)
  if (!source || !/[\p{L}\p{N}]/u.test(name)) return null
  const above = [at('parent'), at('subcategory'), at('category')].filter(
    (word) => word !== '' && word !== name && word !== source,
  )
  return { source, name, above }
}

/** A name as it stands in addresses and exports: "Older people" is older-people. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)

/**
 * What a taxonomy brings to the topics that are there. A topic of the same name becomes the taxonomy's
 * too and keeps its words; below the top level what is new is switched off. Out: the lines to write.
 */
export function joinTaxonomy(known: readonly TopicLine[], file: readonly FileTopic[]): TopicLine[] {
  const bySource = new Map(known.flatMap((line) => (line.source ? [[line.source, line]] : [])))
  const byCode = new Map(known.map((line) => [line.code, line]))
  const byName = new Map<string, TopicLine>()
  let turn = Math.max(0, ...known.map((line) => line.turn))
  const made = file.map((topic) => {
    const line =
      bySource.get(topic.source) ?? adopted(topic, byCode) ?? fresh(topic, byCode, ++turn)
    bySource.set(topic.source, line)
    byCode.set(line.code, line)
    if (!byName.has(topic.name)) byName.set(topic.name, line)
    return { topic, line, isNew: !known.some((one) => one.code === line.code) }
  })
  return made.map(({ topic, line, isNew }) => {
    const above = topic.above.map((word) => bySource.get(word) ?? byName.get(word)).find(Boolean)
    const parent = above && above.code !== line.code ? above.code : null
    return {
      ...line,
      source: topic.source,
      parent,
      offered: isNew ? parent === null : line.offered,
    }
  })
}

const adopted = ({ name }: FileTopic, byCode: ReadonlyMap<string, TopicLine>) => {
  const line = byCode.get(slugOf(name))
  return line && !line.source ? line : undefined
}

function fresh(
  { source, name }: FileTopic,
  byCode: ReadonlyMap<string, TopicLine>,
  turn: number,
): TopicLine {
  const short = slugOf(name)
  const free = [short, `${short}-${slugOf(source)}`, `topic-${turn}`].find(
    (code) => /^[a-z0-9]/.test(code) && !byCode.has(code),
  )
  return {
    code: free ?? `topic-${turn}-${slugOf(source)}`,
    names: { en: name },
    source,
    parent: null,
    offered: false,
    turn,
    mergedInto: null,
  }
}

/** The topics that the words of a register mean: those that are offered, or the one above that is. */
export function topicsFor(
  lines: ReadonlyMap<string, TopicLine>,
  words: readonly string[],
): string[] {
  const all = [...lines.values()]
  const meant = words.flatMap((word) => {
    const slug = slugOf(word)
    let line = all.find((one) => one.source === word) ?? lines.get(slug)
    for (let steps = 0; line && steps < 20; steps++) {
      const now = lines.get(settled(lines, line.code))
      if (now?.offered) return [now.code]
      line = now?.parent ? lines.get(now.parent) : undefined
    }
    return []
  })
  return [...new Set(meant)]
}
