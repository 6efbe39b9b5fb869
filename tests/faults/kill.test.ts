import { expect, test } from 'vitest'
import { killRounds, seeded } from './kill.ts'

test('Kith is killed while people write, and keeps all that it said it would keep', async () => {
  const said: string[] = []
  const outcome = await killRounds(4, seeded(20_261_122), (line) => said.push(line))
  expect(outcome.lost, said.join('\n')).toEqual([])
  expect(outcome.stuck).toBe(0)
  expect(outcome.acknowledged).toBeGreaterThan(0)
}, 240_000)
