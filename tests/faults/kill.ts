// Kills Kith at random moments while people write, starts it again, and counts what was lost.
// `npm run test:faults -- --rounds 50`
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import {
  freePort,
  killDatabase,
  killTree,
  startKith,
  untilReady,
  type RunningKith,
} from './process.ts'
import { openWriter, type Writer } from './writers.ts'

export type Outcome = {
  rounds: number
  acknowledged: number
  /** Written without an answer: the answer was cut off, which is allowed. */
  unanswered: number
  /** Answered with yes, and gone afterwards. */
  lost: string[]
  /** Jobs that a dead Kith still holds at the end. */
  stuck: number
  readyMs: number[]
}

const kinds = ['kith', 'everything', 'database', 'while starting'] as const
const writersAtOnce = 4

/** Runs so many rounds on one data folder. `random` gives numbers from 0 to 1 and decides every moment. */
export async function killRounds(
  rounds: number,
  random: () => number,
  say: (line: string) => void,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-faults-'))
  const outcome: Outcome = {
    rounds: 0,
    acknowledged: 0,
    unanswered: 0,
    lost: [],
    stuck: 0,
    readyMs: [],
  }
  const acknowledged = new Set<string>()
  const port = await freePort()
  let kith = startKith(folder, port)
  try {
    await untilReady(kith)
    const writer = await openWriter(kith)
    for (let round = 0; round < rounds; round += 1) {
      const kind = kinds[round % kinds.length] ?? 'kith'
      await writeUntilKilled(kith, kind, random, writer, acknowledged)
      if (kind !== 'database') kith = await startAgain(kith, kind, random, port)
      outcome.readyMs.push(await untilReady(kith))
      const kept = await writer.kept()
      const lost = [...acknowledged].filter((mark) => !kept.has(mark))
      outcome.lost = [...new Set([...outcome.lost, ...lost])]
      outcome.acknowledged = acknowledged.size
      outcome.unanswered = kept.size - [...acknowledged].filter((mark) => kept.has(mark)).length
      outcome.rounds = round + 1
      say(
        `${round + 1}: ${kind} killed; ${acknowledged.size} acknowledged, ${outcome.lost.length} lost, ready after ${outcome.readyMs.at(-1)} ms`,
      )
    }
    outcome.stuck = await writer.stuck()
    return outcome
  } finally {
    await killTree(kith, true)
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writeUntilKilled(
  kith: RunningKith,
  kind: (typeof kinds)[number],
  random: () => number,
  writer: Writer,
  acknowledged: Set<string>,
): Promise<void> {
  const work = { goesOn: true, answers: 0 }
  const writing = Array.from({ length: writersAtOnce }, async () => {
    while (work.goesOn) {
      const mark = crypto.randomUUID()
      const answered = await writer.write(mark).catch(() => false)
      if (!answered) await pause(20)
      else if (acknowledged.add(mark)) work.answers += 1
    }
  })
  // On a slow machine too, every round has something to lose.
  for (let waited = 0; work.answers === 0 && waited < 10_000; waited += 50) await pause(50)
  await pause(random() * 1400)
  if (kind === 'database') killDatabase(kith)
  else await killTree(kith, kind !== 'kith')
  work.goesOn = false
  await Promise.all(writing)
}

/** Once more killed while it gets up, when that is the kind of the round. */
async function startAgain(
  kith: RunningKith,
  kind: string,
  random: () => number,
  port: number,
): Promise<RunningKith> {
  if (kind === 'while starting') {
    const cutShort = startKith(kith.dataFolder, port)
    await pause(random() * 1500)
    await killTree(cutShort, true)
  }
  return startKith(kith.dataFolder, port)
}

/** Numbers that look random and are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, seed: { type: 'string' } },
  })
  const seed = Number(values.seed ?? Date.now() % 100_000)
  process.stdout.write(`Seed ${seed}\n`)
  const outcome = await killRounds(Number(values.rounds ?? 50), seeded(seed), (line) =>
    process.stdout.write(`${line}\n`),
  )
  const sorted = outcome.readyMs.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  process.stdout.write(
    `${outcome.rounds} rounds, ${outcome.acknowledged} acknowledged, ${outcome.lost.length} lost, ` +
      `${outcome.unanswered} kept without an answer, ${outcome.stuck} jobs stuck; ready after ${at(0.5)} ms (median), ${at(0.95)} ms (95 of 100)\n`,
  )
  process.exit(outcome.lost.length + outcome.stuck > 0 ? 1 : 0)
}
