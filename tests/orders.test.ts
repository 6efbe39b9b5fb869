import { expect, test } from 'vitest'
import { act, kithItself } from '../src/base/db.ts'
import { dropHere } from '../src/base/pages.ts'
import { moveClock, now } from '../src/base/time.ts'
import { audienceLater } from '../src/stories/audience.later.ts'
import { consentLater } from '../src/stories/consent.later.ts'
import { type Kith, openKith } from './kith.ts'
import { openBackup } from './orders.backup.ts'
import { openQuick } from './orders.pool.ts'
import { whyNot, whyNotBeside } from './orders.facts.ts'
import { type Step, steps } from './orders.steps.ts'
import { type Staff, type Story, tell, type Where } from './orders.story.ts'

const day = 86_400_000
const runs = Number(process.env['ORDERS'] ?? 10_000)
const seed = Number(process.env['ORDERS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
// The clock is one for all: so many orders are walked side by side, a step each, and then every one is looked at.
const sideBySide = 100
const hands = 12

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function dice(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const names = Object.keys(steps) as Step[]
async function staffOf(kith: Kith): Promise<Staff> {
  const mona = await kith.makePerson({ roles: ['moderator'] })
  const idris = await kith.makePerson({ roles: ['moderator'] })
  const collection = crypto.randomUUID()
  const values = {
    id: collection, slug: 'all', name: 'All', words: '', lang: 'en', colour: 'plum' as const,
    place: 1, madeAt: new Date(),
  } // prettier-ignore
  await act(kith.db, kithItself, (tx) => tx.insertInto('collections').values(values).execute())
  return { mona, idris, collection }
}

const kinds = [...new Set(names.map((name) => steps[name].kind))]

const ways: (readonly Step[])[] = [
  ['translated', 'the other reads the translation', 'agrees to the translation'],
  ['translated', 'agrees to the translation', 'the other reads the translation', 'refuses the translation by telephone'],
  ['edited', 'agrees to the edit'],
  ['edited', 'agrees to the edit', 'a copy is kept', 'refuses the edit', 'the copy is put back'],
  ['publish as sensitive', 'publish, by the other'],
  ['a report takes it down', 'an appeal is upheld'],
  ['put in a collection', 'shown on another site', 'withdrawn by telephone', 'shown on another site'],
  ...(['withdrawn by the link', 'withdrawn by telephone', 'the site ends by the link', 'somebody in it says no', 'other words',
    'for members', 'not on the site any more'] as const)
    .map((end) => ['a copy is kept', end, 'the copy is put back'] as const),
] // prettier-ignore
const forward: Step[] = ['the first in it says yes', 'the second in it says yes']

/**
 * The steps of one order: the way onto the pages, one or two other ways, and some steps for nothing, one among the
 * other at random. The way onto the pages tends to come first, as it does in life.
 */
function planOf(others: number, pick: (most: number) => number): Step[] {
  const onto: Step[] = [
    ...forward.slice(0, others),
    pick(2) === 0 ? 'publish' : 'publish, by the other',
  ]
  const some = Array.from({ length: pick(4) === 0 ? 2 : 1 }, () => [
    ...(ways[pick(ways.length)] ?? []),
  ])
  const stray = Array.from({ length: pick(3) }, () => [names[pick(names.length)] ?? 'publish'])
  const lines: Step[][] = [onto, ...some, ...stray]
  const plan: Step[] = []
  while (lines.some((line) => line.length > 0)) {
    const left = lines.filter((line) => line.length > 0)
    const line = onto.length > 0 && pick(3) > 0 ? onto : left[pick(left.length)]
    const step = line?.shift()
    if (step) plan.push(step)
  }
  return plan
}

type Order = { steps: Step[]; story: Story; walked: string[]; wasOut: boolean; wasBeside: boolean }
const seen = { out: 0, came: 0, left: 0, translated: 0, taken: new Map<string, number>() }
const count = (what: string) => void seen.taken.set(what, (seen.taken.get(what) ?? 0) + 1)

/** Does this for all, a few at a time. */
async function each<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const waiting = all.values()
  const hand = async () => {
    for (const one of waiting) await work(one)
  }
  await Promise.all(Array.from({ length: hands }, hand))
}

const told = ({ walked }: Order) =>
  `in the order ${JSON.stringify(walked)}, with ORDERS_SEED=${seed}`

async function takeStep(where: Where, order: Order): Promise<void> {
  const step = order.steps.shift()
  if (!step) return
  order.walked.push(step)
  count(step)
  count(steps[step].kind)
  await steps[step].take(where, order.story).catch((problem: unknown) => {
    throw new Error(`${String(problem)} ${told(order)}`, { cause: problem })
  })
}

/** Looks at every story that is public at this moment: each has every yes that it needs. */
async function look({ backup }: Where, orders: ReadonlyMap<string, Order>): Promise<void> {
  const rows = await backup.ask<{ id: string; body: string | null; beside: string | null }>(
    `select coalesce(p.id, t.story_id) as id, p.body, t.body as beside
     from published_stories p full join published_translations t on t.story_id = p.id`, []) // prettier-ignore
  const at = now()
  const out = new Set(rows.map(({ id }) => id))
  for (const { id, body, beside } of rows) {
    const order = orders.get(id)
    const facts = order?.story.facts
    const shown = body ?? undefined
    const reason = facts
      ? ((shown === undefined ? null : whyNot(facts, shown, at)) ??
        (beside === null ? null : whyNotBeside(facts, shown, beside, at)))
      : 'nobody told it'
    expect(reason, order && told(order)).toBe(null)
    if (beside !== null && order && !order.wasBeside) seen.translated += 1
    if (order) order.wasBeside = beside !== null
  }
  for (const order of orders.values()) {
    const isOut = out.has(order.story.id)
    seen.out += Number(isOut)
    seen.came += Number(isOut && !order.wasOut)
    seen.left += Number(!isOut && order.wasOut)
    order.wasOut = isOut
  }
}

/** What visitors are answered, by ready pages and feeds: nothing that is not public at this moment. */
async function lookOutside({ kith, backup }: Where, orders: ReadonlyMap<string, Order>) {
  const rows = await backup.ask<{ id: string }>('select id from published_stories', [])
  const out = new Set(rows.map(({ id }) => id))
  for (const path of ['/feeds/stories.json', '/stories', '/collections/all']) {
    const text = await (await kith.visit(path)).text()
    for (const [id, order] of orders)
      if (text.includes(id)) expect(out.has(id), `${path} ${told(order)}`).toBe(true)
  }
}

/** Days pass for all of them, and a night with them. */
async function passDays({ kith }: Where, orders: Iterable<Order>, days: number): Promise<void> {
  const before = now().getTime() - Date.now()
  moveClock(before + days * day)
  await audienceLater.jobs?.['stories.days']?.(kith.house, {} as never)
  await consentLater.jobs?.['consents.keep']?.(kith.house, {} as never)
  for (const order of orders) order.walked.push(`${days} days pass`)
  count('days pass')
}

async function walkSideBySide(where: Where, first: number, random: () => number): Promise<void> {
  moveClock(0)
  const pick = (most: number) => Math.floor(random() * most)
  const plans = Array.from({ length: Math.min(sideBySide, runs - first) }, (_, at) => {
    const others = Math.max(0, pick(4) - 1)
    return { n: first + at, others, steps: planOf(others, pick) }
  })
  const orders = new Map<string, Order>()
  await each(plans, async ({ n, others, steps: planned }) => {
    const story = await tell(where, n, others)
    count('tell')
    orders.set(story.id, {
      steps: planned,
      story,
      walked: [`told, with ${others} others`],
      wasOut: false,
      wasBeside: false,
    })
  })
  const all = [...orders.values()]
  while (all.some((order) => order.steps.length > 0)) {
    await each(all, (order) => takeStep(where, order))
    await look(where, orders)
    if (pick(4) === 0) await lookOutside(where, orders)
    if (pick(6) > 0) continue
    await passDays(where, all, [3, 9, 70, 370][pick(4)] ?? 3)
    await look(where, orders)
  }
  for (const { story } of all) for (const what of new Set(story.over)) count(what)
  await where.backup.ask('delete from stories', [])
  dropHere(['*'])
}

test(`in ${runs} random orders of telling, consent, edits, decisions and restores, nothing is public without every yes`, async () => {
  const kith = await openKith()
  const backup = await openBackup(kith)
  const quick = openQuick(kith, hands)
  const where = { kith: { ...kith, db: quick.db }, backup, staff: await staffOf(kith) }
  const random = dice(seed)
  try {
    for (let first = 0; first < runs; first += sideBySide)
      await walkSideBySide(where, first, random)
  } finally {
    moveClock(0)
    await backup.close()
    await quick.close()
  }
  process.stdout.write(
    `${runs} orders, ORDERS_SEED=${seed}: ${JSON.stringify({ ...seen, taken: Object.fromEntries(seen.taken) })}\n`,
  )
  // The walk proves something only when stories do reach the pages, leave them, and everything was done often.
  expect(seen.came).toBeGreaterThan(runs / 5)
  expect(seen.left).toBeGreaterThan(runs / 20)
  for (const what of [
    'a frame shows it',
    'put over that it was taken back',
    'put over an end of the site',
    'put over a no of somebody in it',
    'put over a no to an edit or a translation',
  ])
    expect(seen.taken.get(what) ?? 0, what).toBeGreaterThan(runs / 100)
  for (const step of names) expect(seen.taken.get(step) ?? 0, step).toBeGreaterThan(runs / 60)
  expect(seen.translated).toBeGreaterThan(runs / 100)
  for (const kind of kinds) expect(seen.taken.get(kind) ?? 0, kind).toBeGreaterThan(runs / 10)
}, 1_800_000)
