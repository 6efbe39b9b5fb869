import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { nobody } from '../src/base/db.ts'
import { withdrawForThem, withdrawMyStory } from '../src/stories/actions.ts'
import { endUse, endUseForThem } from '../src/stories/consent.actions.ts'
import { decideStory } from '../src/stories/decide.actions.ts'
import { answerByLink } from '../src/stories/others.actions.ts'
import { type Kith, openKith } from './kith.ts'
import { publishNext, tellStory } from './telling.ts'

const ada = {
  othersIn: 'some', otherName: 'Ada Obi', otherHow: 'named', otherReach: 'ada@example.org',
} // prettier-ignore

/** A story that waits for a moderator, and to which the one person in it has said yes. */
async function ready(kith: Kith) {
  const mine = await tellStory(kith, { others: ada })
  await kith.runJobs()
  const letter = (await kith.outbox()).findLast((one) => one.kind === 'story.person')
  const yes = /http:\/\/localhost(\/stories\/yes\/\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
  await kith.send(yes, { answer: 'yes' })
  const { rows } = await kith.owner.query<{ id: string }>(
    'select id from stories order by told_at desc limit 1',
  )
  const key = mine.split('/').at(-1) ?? ''
  return { id: rows[0]?.id ?? '', key, mine, yes, personKey: yes.split('/').at(-1) ?? '' }
}
type Ready = Awaited<ReturnType<typeof ready>>

/** Holds this lock in a connection of its own until `release`. */
async function hold(kith: Kith, lock: string) {
  const client = new pg.Client({ connectionString: kith.ownerUrl })
  await client.connect()
  await client.query('begin')
  await client.query("select set_config('kith.system', 'on', true)")
  await client.query(lock)
  const waiting = async (n: number) => {
    for (let tries = 0; tries < 400; tries += 1) {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if ((rows[0]?.n ?? 0) >= n) return
      await pause(10)
    }
    throw new Error(`Not ${n} of them wait`)
  }
  const release = async () => {
    await client.query('commit')
    await client.end()
  }
  return { waiting, release }
}

const moderator = (person: { id: string }) => ({ personId: person.id, roles: ['moderator'] })
const ends = {
  'the teller ends the site by their link': (kith: Kith, { key }: Ready) =>
    endUse(kith.db, nobody, key, 'site'),
  'the office ends the site for them': async (kith: Kith, { id }: Ready) =>
    endUseForThem(kith.db, moderator(await kith.makePerson({ roles: ['moderator'] })), id, {
      use: 'site',
      channel: 'phone',
    }),
  'the teller takes it back': (kith: Kith, { key }: Ready) => withdrawMyStory(kith.db, nobody, key),
  'the office takes it back for them': async (kith: Kith, { id }: Ready) =>
    withdrawForThem(
      kith.db,
      moderator(await kith.makePerson({ roles: ['moderator'] })),
      id,
      'phone',
    ),
  'somebody in it says no': (kith: Kith, { personKey }: Ready) =>
    answerByLink(kith.db, personKey, 'no'),
}

// Where a moderator who publishes is stopped: before they have looked at the story, or with every yes read and the
// story already theirs, on the last step.
const stops = {
  'before either has the story': (id: string) =>
    `select from stories where id = '${id}' for update`,
  'when it is all but published': () => 'lock table published_stories in share mode',
}

test.each(
  Object.keys(stops).flatMap((stop) => Object.keys(ends).map((end) => [end, stop] as const)),
)('%s while a moderator publishes, %s: one wins, never both', async (end, stop) => {
  const kith = await openKith()
  const mona = moderator(await kith.makePerson({ roles: ['moderator'] }))
  for (const isFirst of [true, false]) {
    const story = await ready(kith)
    const lock = await hold(kith, stops[stop as keyof typeof stops](story.id))
    const publishing = () =>
      decideStory(kith.db, mona, story.id, { verdict: 'publish' }, { origin: 'http://localhost' })
    const ending = () => ends[end as keyof typeof ends](kith, story)
    const order = isFirst ? [publishing, ending] : [ending, publishing]
    const running: Promise<{ ok: boolean }>[] = []
    for (const [at, start] of order.entries()) {
      running.push(start())
      // Whoever ends the site of a story that is not out yet has nothing to take off the pages, and is through.
      if (at === 0) await Promise.race([lock.waiting(1), running[0]])
    }
    await Promise.race([lock.waiting(2), Promise.all(running), pause(300)])
    await lock.release()
    const done = await Promise.all(running)
    const hasEnded = done[isFirst ? 1 : 0]
    expect(hasEnded?.ok, 'what ends has ended').toBe(true)
    const { rows } = await kith.owner.query('select from published_stories')
    expect(rows, `${end}, ${isFirst ? 'second' : 'first'}`).toEqual([])
    await kith.signIn(null)
    expect((await kith.visit(`/stories/${story.id}`)).status).not.toBe(200)
    for (const path of ['/stories', '/feeds/stories.json'])
      expect(await (await kith.visit(path)).text(), path).not.toContain(story.id)
  }
})

test('whoever told two stories takes one back, and who is in two says no to one: the other stands', async () => {
  const kith = await openKith()
  const stories: (Ready & { id: string })[] = []
  for (let n = 0; n < 3; n += 1) {
    const one = await ready(kith)
    stories.push({ ...one, id: await publishNext(kith) })
  }
  const [first, second, third] = stories as [Ready, Ready, Ready]
  const states = () =>
    Promise.all(stories.map(async ({ id }) => (await kith.visit(`/stories/${id}`)).status))
  expect(await states()).toEqual([200, 200, 200])
  await kith.send(`${first.mine}/withdrawal`)
  expect(await states()).toEqual([410, 200, 200])
  await kith.send(second.yes, { answer: 'no' })
  expect(await states()).toEqual([410, 404, 200])
  const feed = await (await kith.visit('/feeds/stories.json')).text()
  expect([first, second, third].map(({ id }) => feed.includes(id))).toEqual([false, false, true])
  // Each private link still opens its own story, and no other.
  expect((await kith.visit(first.mine)).status).toBe(410)
  expect((await kith.visit(third.mine)).status).toBe(200)
  expect((await kith.visit(first.yes)).status).not.toBe(200)
  expect((await kith.visit(third.yes)).status).toBe(200)
})
