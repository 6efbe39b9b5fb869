import { describe, expect, test } from 'vitest'
import { easy, requestOf, settings } from './people.testing.ts'
import { propose } from './plan.ts'
import { below, seeded } from './random.ts'
import { startPlan } from './running.ts'

const random = seeded(31)
const crowd = (count: number) =>
  Array.from({ length: count }, (_, k) =>
    easy(`p${k}`, {
      side: k % 2 ? 'older' : 'younger',
      x: below(random, 30_000),
      y: below(random, 30_000),
      likes: settings.vocabulary.interests.filter(() => random() < 0.4),
      waitDays: below(random, 300),
    }),
  )

describe('the engine in a thread of its own', () => {
  test('gives the same plan as here, tells how far it is, and answers afterwards', async () => {
    const request = requestOf(crowd(600))
    const told: number[] = []
    const running = startPlan(request, (part) => told.push(part))
    const outcome = await running.outcome
    const here = propose(request)
    if (!outcome.ok || !here.ok) throw new Error('refused')
    expect(outcome.plan.proposals).toEqual(here.plan.proposals)
    expect(outcome.plan.proven).toBe(true)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    const { a, b } = outcome.plan.proposals[0]!
    expect((await running.why(a, b))?.introduction.distance).toContain('apart')
    expect((await running.cost(a, b))?.loss).toBe(0)
    expect(await running.whyNot(a, b)).toBeUndefined()
    expect((await running.alternatives(a)).length).toBe(5)
    await running.close()
  })

  test('interrupted, it still gives a valid plan under a valid bound', async () => {
    const request = requestOf(crowd(1500))
    const running = startPlan(request)
    running.interrupt()
    const outcome = await running.outcome
    await running.close()
    const whole = propose(request)
    if (!outcome.ok || !whole.ok) throw new Error('refused')
    expect(outcome.plan.value).toBeLessThanOrEqual(whole.plan.value)
    expect(outcome.plan.bound).toBeGreaterThanOrEqual(whole.plan.value)
    const people = outcome.plan.proposals.flatMap(({ a, b }) => [a, b])
    expect(new Set(people).size).toBe(people.length)
  })
})
