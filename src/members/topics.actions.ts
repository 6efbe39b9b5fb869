import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { listAllInDirectory } from './directory.queries.ts'
import { allowTime } from './import.queries.ts'
import { followTopic, readTopics, writeTopics } from './topics.queries.ts'
import {
  type FileTopic,
  joinTaxonomy,
  type NoTaxonomy,
  readTopicHeads,
  readTopicRow,
  settled,
  type TopicLine,
} from './topics.rules.ts'
import type { Row } from './spreadsheet.read.ts'

/** Every page with a topic on it says something else from now on. */
async function changed(tx: Tx, who: Who, what: string, detail: Record<string, unknown>) {
  await dropPages(tx, ['*'])
  await record(tx, { what, about: null, who: who.personId, at: now(), detail })
}

const mostTopics = 5000

async function readFileTopics(rows: AsyncIterable<Row>): Promise<Result<FileTopic[], NoTaxonomy>> {
  let columns: ReturnType<typeof readTopicHeads> | null = null
  const found = new Map<string, FileTopic>()
  for await (const { cells } of rows) {
    if (columns === null) {
      columns = readTopicHeads(cells)
      if (!columns.ok) return columns
      continue
    }
    const topic = columns.ok ? readTopicRow(cells, columns.value) : null
    if (topic && !found.has(topic.source)) found.set(topic.source, topic)
    if (found.size > mostTopics) return err('too-many')
  }
  return found.size > 0 ? ok([...found.values()]) : err('nothing')
}

export type Taxonomy = { topics: number; fresh: number; offered: number }

/** Brings a taxonomy in. What is new below its top level is switched off until the office offers it. */
export async function importTaxonomy(
  db: Db,
  who: Who,
  rows: AsyncIterable<Row>,
): Promise<Result<Taxonomy, NoTaxonomy>> {
  const file = await readFileTopics(rows)
  if (!file.ok) return file
  return act(db, who, async (tx) => {
    const known = await readTopics(tx)
    const codes = new Set(known.map((line) => line.code))
    const lines = joinTaxonomy(known, file.value)
    const brought = new Set(lines.map((line) => line.code))
    await writeTopics(tx, [...known.filter((line) => !brought.has(line.code)), ...lines])
    const fresh = lines.filter((line) => !codes.has(line.code))
    const done = {
      topics: lines.length,
      fresh: fresh.length,
      offered: fresh.filter((line) => line.offered).length,
    }
    await changed(tx, who, 'topic.imported', done)
    return ok(done)
  })
}

/** Offers exactly these topics. */
export const offerTopics = (db: Db, who: Who, codes: readonly string[]): Promise<number> =>
  act(db, who, async (tx) => {
    const chosen = new Set(codes)
    const lines = (await readTopics(tx)).map((line) => ({
      ...line,
      offered: chosen.has(line.code) && line.mergedInto === null,
    }))
    await writeTopics(tx, lines)
    const offered = lines.filter((line) => line.offered).length
    await changed(tx, who, 'topic.offered', { offered })
    return offered
  })

export type TopicRefusal = 'no-such-topic' | 'into-itself'

/** Calls a topic something else, language by language; an empty name takes the old one back. */
export const renameTopic = (
  db: Db,
  who: Who,
  code: string,
  names: Record<string, string>,
): Promise<Result<null, TopicRefusal>> =>
  act(db, who, async (tx) => {
    const lines = await readTopics(tx)
    const line = lines.find((one) => one.code === code)
    if (!line) return err('no-such-topic')
    const kept = Object.entries({ ...line.names, ...names }).filter(([, name]) => name !== '')
    const renamed: TopicLine = { ...line, names: Object.fromEntries(kept) }
    await writeTopics(
      tx,
      lines.map((one) => (one.code === code ? renamed : one)),
    )
    await changed(tx, who, 'topic.renamed', { code })
    return ok(null)
  })

/**
 * Makes one topic out of two: members who have the first have the second from now on. `from` may also be a
 * word of members' own. Out: how many members followed.
 */
export const mergeTopics = (
  db: Db,
  who: Who,
  from: string,
  into: string,
): Promise<Result<number, TopicRefusal>> =>
  act(db, who, async (tx) => {
    await allowTime(tx)
    const lines = await readTopics(tx)
    const book = new Map(lines.map((line) => [line.code, line]))
    const to = settled(book, into)
    if (!book.has(to)) return err('no-such-topic')
    if (to === from) return err('into-itself')
    const joined = lines.map((line) => {
      const parent = line.parent === from && line.code !== to ? to : line.parent
      const isGone = line.code === from || line.mergedInto === from
      const kept = line.code === to && parent === from ? null : parent
      return isGone
        ? { ...line, parent: kept, offered: false, mergedInto: to }
        : { ...line, parent: kept }
    })
    await writeTopics(tx, joined)
    const ids = await followTopic(tx, from, to)
    await listAllInDirectory(tx, ids)
    const detail = { into: to, members: ids.length, ...(book.has(from) && { from }) }
    await changed(tx, who, 'topic.merged', detail)
    return ok(ids.length)
  })
