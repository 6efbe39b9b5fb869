import { setTimeout as pause } from 'node:timers/promises'
import { exampleKith, memoryOf, startKith } from './kith.ts'
import { median, printTable } from './load.ts'

const port = 35_600 + (process.pid % 500)
const { folder, remove } = await exampleKith()
const ready: number[] = []
const memory: number[] = []
const ends: number[] = []
for (let round = 0; round < 5; round += 1) {
  const kith = await startKith(folder, port)
  ready.push(kith.readyAfterMs)
  await pause(3000)
  memory.push(await memoryOf(kith.pid))
  const began = performance.now()
  await kith.stop()
  ends.push(Math.round(performance.now() - began))
}
await remove()
printTable(
  ['what', 'median', 'min', 'max', 'goal'],
  [
    ['warm start to /readyz, ms', median(ready), Math.min(...ready), Math.max(...ready), 2000],
    [
      'memory of the tree at rest, MB',
      median(memory),
      Math.min(...memory),
      Math.max(...memory),
      300,
    ],
    ['Ctrl-C to the end, ms', median(ends), Math.min(...ends), Math.max(...ends), 10_000],
  ],
)
