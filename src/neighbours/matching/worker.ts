// The engine in a thread of its own, so that the site stays quick while it thinks. It keeps the plan, and
// answers questions about it, until it is closed.

import { parentPort, workerData } from 'node:worker_threads'
import { alternatives, costOf, why, whyNot } from './explain.ts'
import { nearestMisses } from './miss.ts'
import { propose, type Plan } from './plan.ts'
import { whereToRecruit } from './recruit.ts'
import type { Answer, FromWorker, Question, ToWorker, WorkerStart } from './running.ts'

const port = parentPort
const { request, stopped } = workerData as WorkerStart // set by startPlan, the only one who starts this file
let plan: Plan | undefined

const say = (message: FromWorker) => port?.postMessage(message)

function answer(to: Plan, question: Question): Answer {
  switch (question.about) {
    case 'why':
      return why(to, question.a, question.b)
    case 'why-not':
      return whyNot(to, question.a, question.b)
    case 'cost':
      return costOf(to, question.a, question.b)
    case 'alternatives':
      return alternatives(to, question.a)
    case 'nearest-miss':
      return nearestMisses(to, question.a)
    default:
      return whereToRecruit(to, question.options)
  }
}

port?.on('message', ({ number, question }: ToWorker) => {
  if (plan) say({ kind: 'answer', number, answer: answer(plan, question) })
})

let told = -1
const outcome = propose(request, {
  stop: () => Atomics.load(stopped, 0) === 1,
  progress: (part) => {
    const percent = Math.floor(part * 100)
    if (percent > told) say({ kind: 'progress', part: (told = percent) / 100 })
  },
})
if (outcome.ok) {
  plan = outcome.plan
  const { ground: _kept, ...shown } = outcome.plan
  say({ kind: 'done', outcome: { ok: true, plan: shown } })
} else say({ kind: 'done', outcome })
