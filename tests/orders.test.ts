import fc from 'fast-check'
import { expect, test } from 'vitest'
import { act, kithItself } from '../src/base/db.ts'
import { dropHere } from '../src/base/pages.ts'
import { moveClock } from '../src/base/time.ts'
import { findPublished } from '../src/stories/queries.ts'
import { peopleIn } from '../src/stories/consent.queries.ts'
import { type Kith, openKith } from './kith.ts'
import { type Staff, type Step, tellOne, whyNot } from './orders.ts'

const day = 86_400_000

// What brings a story forward comes more often, so that most orders reach the pages at some time.
const often: (Step | number)[] = [
  'publish', 'publish', 'publish, by the other', 'publish, by the other', 'publish as sensitive',
  'the first in it says yes', 'the first in it says yes', 'the second in it says yes',
  'the second in it says yes', 'agrees to the edit', 'the same words, the site again',
] // prettier-ignore
const rest: (Step | number)[] = [
  'decline', 'somebody in it says no', 'the site ends by the link', 'the site ends by telephone', 'print ends',
  'agrees again', 'other words', 'not on the site any more', 'members only', 'edited', 'refuses the edit',
  'the edit is dropped', 'a report takes it down', 'not before next week', 'put in a collection',
  'a night passes', 'a copy is kept', 'a copy is kept', 'the copy is put back', 'the copy is put back',
  'withdrawn by the link', 'withdrawn by telephone', 3, 9, 70, 370,
] // prettier-ignore
const orders = fc.array(fc.constantFrom(...often, ...often, ...rest), {
  minLength: 4,
  maxLength: 18,
})

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

/** Whether each place that anyone can reach agrees with what the story is allowed. */
async function look(kith: Kith, id: string, isOut: boolean) {
  const page = await kith.visit(`/stories/${id}`)
  expect(page.status === 200, 'its page').toBe(isOut)
  for (const path of ['/feeds/stories.json', '/collections/all'])
    if (!isOut) expect(await (await kith.visit(path)).text(), path).not.toContain(id)
}

const runs = Number(process.env['ORDERS'] ?? 300)

test(`in ${runs} random orders, told, answered, edited, ended, restored, nothing is public without every yes`, async () => {
  const kith = await openKith()
  const staff = await staffOf(kith)
  const seen = { out: 0, came: 0 }
  const walk = async (others: number, order: (Step | number)[]) => {
    moveClock(0)
    const { id, facts, steps } = await tellOne(kith, staff, others)
    let shift = 0
    let wasOut = false
    for (const step of order) {
      if (typeof step === 'number') {
        shift += step * day
        moveClock(shift)
        await steps['a night passes']()
      } else await steps[step]()
      const row = await findPublished(kith.db, id)
      const asked = await act(kith.db, kithItself, (tx) => peopleIn(tx, id))
      const reason =
        row &&
        whyNot(
          facts,
          asked.map((one) => one.id),
          row.body,
        )
      expect(reason ?? null, `${String(step)} in ${JSON.stringify(order)}`).toBe(null)
      if (step === 'the copy is put back') dropHere(['*'])
      if (row || wasOut) await look(kith, id, row !== undefined)
      if (row) seen.out += 1
      if (row && !wasOut) seen.came += 1
      wasOut = row !== undefined
    }
    await act(kith.db, kithItself, (tx) => tx.deleteFrom('stories').where('id', '=', id).execute())
  }
  try {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 2 }), orders, walk), {
      numRuns: runs,
      endOnFailure: true,
    })
  } finally {
    moveClock(0)
  }
  // The walk proves something only when stories do reach the pages.
  expect(seen.came).toBeGreaterThan(runs / 5)
}, 600_000)
