import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { now } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext, telling, tellStory } from '../../tests/telling.ts'
import { keepTakenBack } from './withdrawn.actions.ts'
import { notedEndings } from './withdrawn.file.ts'
import { type Ending, readEnding, standing, writtenEnding } from './withdrawn.rules.ts'

const [a, b, c] = ['1', '2', '3'].map((n) => n.repeat(8) + '-1111-4111-8111-' + n.repeat(12)) as [string, string, string] // prettier-ignore
const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 10, minute))
const line = (said: Partial<Ending>): Ending => ({
  at: at(0), what: 'ended', storyId: a, id: b, entry: c, how: 'web', ...said,
}) // prettier-ignore

test('what ended is a line of ids, and a line that was cut off is passed over', () => {
  const written = writtenEnding(line({}))
  expect(written).toBe(`2026-11-23T10:00:00.000Z ended ${a} ${b} ${c} web`)
  expect(readEnding(written)).toEqual(line({}))
  for (const wrong of [
    '',
    written.slice(0, -4),
    written.replace('ended', 'begun'),
    `${written} Kofi`,
  ])
    expect(readEnding(wrong)).toBe(null)
})

test('of somebody who said no, then yes, the yes holds', () => {
  const no = line({ what: 'no', at: at(1) })
  const yes = line({ what: 'yes', at: at(2), entry: a })
  expect(standing([yes, no])).toEqual([])
  expect(standing([no, { ...yes, at: at(0) }])).toEqual([no])
})

const isOut = async (kith: Kith, id: string) => (await kith.visit(`/stories/${id}`)).status

/** A dump of everything that the database holds, which can be put back later past all of the code. */
async function dump({ owner }: Kith) {
  const { rows: tables } = await owner.query<{ name: string; list: string }>(
    `select c.relname as name, string_agg(quote_ident(a.attname), ', ') as list
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
       and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and c.relname not in ('migrations', 'places') group by 1`,
  )
  const quiet = (work: string[]) =>
    owner.query(
      `begin; set local session_replication_role = replica; select set_config('kith.system', 'on', true);
       ${work.join(';')}; commit`,
    )
  await quiet([
    'drop schema if exists older cascade',
    'create schema older',
    ...tables.map(
      ({ name, list }) => `create table older.${name} as select ${list} from public.${name}`,
    ),
  ])
  const restore = () =>
    quiet(
      tables.flatMap(({ name, list }) => [
        `delete from public.${name}`,
        `insert into public.${name} (${list}) select ${list} from older.${name}`,
      ]),
    )
  return { restore }
}

const withAda = {
  othersIn: 'some', otherName: 'Ada Obi', otherHow: 'named', otherReach: 'ada@example.org',
} // prettier-ignore

test('an older dump brings nothing back: not what was taken back, nor a use that ended, nor a no', async () => {
  const kith = await openKith()
  const tellOne = async (others: Record<string, string> = { othersIn: 'nobody' }) => {
    const mine = await tellStory(kith, { others })
    await kith.runJobs()
    const ada = (await kith.outbox()).findLast((one) => one.kind === 'story.person')
    const yes = /http:\/\/localhost(\/stories\/yes\/\S+)/.exec(ada?.text ?? '')?.[1] ?? ''
    if (others['otherName']) await kith.send(yes, { answer: 'yes' })
    return { mine, yes, id: await publishNext(kith) }
  }
  const whole = await tellOne()
  const oneUse = await tellOne()
  const narrower = await tellOne()
  const withOther = await tellOne(withAda)
  const untouched = await tellOne()
  const all = [whole, oneUse, narrower, withOther, untouched]
  const states = async () => Promise.all(all.map(({ id }) => isOut(kith, id)))
  expect(await states()).toEqual([200, 200, 200, 200, 200])

  const older = await dump(kith)
  await kith.send(`${whole.mine}/withdrawal`)
  await kith.send(`${oneUse.mine}/use`, { use: 'site' })
  await kith.send(`${narrower.mine}/change`)
  await kith.send('/stories/new/what', {
    lang: 'en',
    title: 'Other words',
    body: 'Without her name.',
  })
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  await kith.send(withOther.yes, { answer: 'no' })
  await kith.runJobs()
  expect(await states()).toEqual([410, 404, 404, 404, 200])

  await older.restore()
  // As the dump has it, all of them stand: nothing in the database knows better.
  const { rows } = await kith.owner.query('select from published_stories')
  expect(rows).toHaveLength(5)
  expect(await keepTakenBack(kith.house)).toBe(4)
  expect(await states()).toEqual([410, 404, 404, 404, 200])
  const left = await act(kith.db, kithItself, (tx) =>
    tx
      .selectFrom('stories')
      .select(['title', 'body', 'state'])
      .where('id', '=', whole.id)
      .execute(),
  )
  expect(left).toEqual([{ title: '', body: '', state: 'withdrawn' }])
  // A second start finds nothing more to do.
  await kith.runJobs()
  expect(await keepTakenBack(kith.house)).toBe(0)
}, 60_000)

test('an older dump undoes no later day, no reader who was taken off, and no decision of a moderator', async () => {
  const kith = await openKith()
  const later = await tellStory(kith)
  const laterId = await publishNext(kith)
  const named = await tellStory(kith, {
    audience: { ...telling.audience, audience: 'named', readers: 'Ada Obi, ada@example.org' },
  })
  await publishNext(kith)
  await kith.runJobs()
  const letter = (await kith.outbox()).findLast((one) => one.kind === 'story.reader')
  const forAda = /http:\/\/localhost(\/stories\/for\/\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
  await tellStory(kith)
  const downId = await publishNext(kith)
  await tellStory(kith)
  const backId = await publishNext(kith)
  const ways = [`/stories/${laterId}`, forAda, `/stories/${downId}`, `/stories/${backId}`]
  const states = async () => Promise.all(ways.map(async (way) => (await kith.visit(way)).status))
  expect(await states()).toEqual([200, 200, 200, 200])

  await keepTakenBack(kith.house) // The list of the data folder may hold what other tests took back.
  const older = await dump(kith)
  const day = new Date(now().getTime() + 9 * 86_400_000).toISOString().slice(0, 10)
  await kith.send(`${later}/day`, { notBefore: day })
  const reader = /name="reader" value="([^"]+)"/.exec(await kith.page(`${named}/audience`))?.[1]
  await kith.send(`${named}/readers/gone`, { reader: reader ?? '' })
  const first = await kith.makePerson({ roles: ['moderator'] })
  for (const id of [downId, backId]) {
    await kith.signIn(null)
    await kith.send('/reports', { about: `/stories/${id}`, harm: 'private', words: 'Mine.' })
    await kith.signIn(first)
    const report = /\/reports\/([0-9a-f-]{36})/.exec(await kith.page('/reports'))?.[1]
    await kith.send(`/reports/${report}/decision`, { verdict: 'taken-down', reason: 'Not asked.' })
  }
  await kith.runJobs()
  await kith.signIn('moderator')
  await kith.send(`/stories/${backId}/restoration`, { reason: 'They had agreed.' })
  await kith.signIn(null)
  await kith.runJobs()
  expect(await states()).toEqual([404, 410, 404, 200])

  await older.restore()
  expect(await keepTakenBack(kith.house)).toBe(3)
  expect(await states()).toEqual([404, 410, 404, 200])
  expect(await keepTakenBack(kith.house)).toBe(0)
  await kith.signIn('moderator')
  expect(await kith.page('/stories/waiting')).toContain(downId)
  // What its teller says after that holds.
  await kith.signIn(null)
  await kith.send(`${later}/day`, { notBefore: '' })
  await kith.runJobs()
  expect(await keepTakenBack(kith.house)).toBe(0)
  expect((await states())[0]).toBe(200)
}, 60_000)

test('the lists hold ids only, survive a line that was cut off, and one of them is beside the data folder', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  const id = await publishNext(kith)
  const inside = join(kith.config.dataFolder, 'taken-back')
  await appendFile(inside, '2026-11-23T10:0')
  await kith.send(`${mine}/withdrawal`)
  await kith.runJobs()
  for (const path of [inside, `${kith.config.dataFolder}.taken-back`]) {
    const text = await readFile(path, 'utf8')
    expect(text).toContain(`withdrawn ${id}`)
    expect(text).not.toMatch(/quibblesnap|kofi/i)
  }
  const noted = await notedEndings(kith.config.dataFolder)
  expect(noted.filter((one) => one.storyId === id)).toHaveLength(1)
})
