// Starts the engine in a thread: progress while it runs, a valid plan whenever it is stopped, and answers
// about the plan afterwards.

import { Worker } from 'node:worker_threads'
import type { Request } from './card.ts'
import type { Problem } from './door.ts'
import type { Alternative, Cost, Why } from './explain.ts'
import type { Miss } from './miss.ts'
import type { Plan } from './plan.ts'
import type { Need, RecruitOptions } from './recruit.ts'
import type { RuleName } from './rules.ts'

export type ShownPlan = Omit<Plan, 'ground'>
export type RunningOutcome = { ok: true; plan: ShownPlan } | { ok: false; problems: Problem[] }

export type Question =
  | { about: 'why' | 'why-not' | 'cost'; a: string; b: string }
  | { about: 'alternatives' | 'nearest-miss'; a: string }
  | { about: 'recruit'; options?: Partial<RecruitOptions> }
export type Answer =
  | Why
  | { rule: RuleName; words: string }
  | Cost
  | Alternative[]
  | Miss[]
  | Need[]
  | undefined

export type WorkerStart = { request: Request; stopped: Int32Array }
export type ToWorker = { number: number; question: Question }
export type FromWorker =
  | { kind: 'progress'; part: number }
  | { kind: 'done'; outcome: RunningOutcome }
  | { kind: 'answer'; number: number; answer: Answer }

export type Running = {
  /** settles when the plan is there, whole or interrupted; rejects when the thread breaks */
  outcome: Promise<RunningOutcome>
  /** ends the work soon: the plan so far keeps every rule, and its bound holds */
  interrupt: () => void
  why: (a: string, b: string) => Promise<Why | undefined>
  whyNot: (a: string, b: string) => Promise<{ rule: RuleName; words: string } | undefined>
  cost: (a: string, b: string) => Promise<Cost | undefined>
  alternatives: (id: string) => Promise<Alternative[]>
  nearestMisses: (id: string) => Promise<Miss[]>
  whereToRecruit: (options?: Partial<RecruitOptions>) => Promise<Need[]>
  close: () => Promise<void>
}

/** Starts to plan. Call close() when the plan is no longer needed. */
export function startPlan(
  request: Request,
  onProgress: (part: number) => void = () => {},
): Running {
  const stopped = new Int32Array(new SharedArrayBuffer(4))
  const start: WorkerStart = { request, stopped }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: start })
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  const done = Promise.withResolvers<RunningOutcome>()
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'progress') onProgress(message.part)
    else if (message.kind === 'done') done.resolve(message.outcome)
    else waiting.get(message.number)?.(message.answer)
  })
  worker.on('error', done.reject)
  // Each question has one kind of answer; the thread keeps to it.
  const ask = async <T extends Answer>(question: Question): Promise<T> => {
    await done.promise
    return new Promise((resolve) => {
      const number = asked++
      waiting.set(number, (answer) => {
        waiting.delete(number)
        resolve(answer as T)
      })
      const message: ToWorker = { number, question }
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window: it has no origin
      worker.postMessage(message)
    })
  }
  return {
    outcome: done.promise,
    interrupt: () => {
      Atomics.store(stopped, 0, 1)
    },
    why: (a, b) => ask({ about: 'why', a, b }),
    whyNot: (a, b) => ask({ about: 'why-not', a, b }),
    cost: (a, b) => ask({ about: 'cost', a, b }),
    alternatives: (a) => ask({ about: 'alternatives', a }),
    nearestMisses: (a) => ask({ about: 'nearest-miss', a }),
    whereToRecruit: (options) =>
      ask(options ? { about: 'recruit', options } : { about: 'recruit' }),
    close: async () => {
      await worker.terminate()
    },
  }
}
