import { Worker } from 'node:worker_threads'
import { logger } from './log.ts'
import { err, ok, type Result } from './result.ts'

/** A part of a printed page. `lang` (BCP 47) where the words are not in the document's language. */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string; lang?: string }
  | { kind: 'text'; text: string; lang?: string }
  | { kind: 'facts'; rows: { label: string; value: string }[] }
  | { kind: 'list'; items: string[] }
  /** Lines to write on, and boxes to tick. */
  | { kind: 'lines'; count: number }
  | { kind: 'boxes'; items: string[] }
  | { kind: 'break' }

/** Sizes of print in points; 18 is large print (RNIB asks for 16 at least). */
export const sizes = [14, 18, 24] as const
export type Size = (typeof sizes)[number]
/** Pages of A4. The first block is a heading of level 1; `foot` stands below each page. */
export type Sheet = { title: string; lang: string; size: Size; foot: string; blocks: Block[] }

/** Sheets of labels as they are sold, in millimetres: rows and columns, the first label's corner, the gap. */
export const labelForms = {
  L7160: { columns: 3, rows: 7, width: 63.5, height: 38.1, left: 7.25, top: 15.15, gap: 2.5 },
  L7163: { columns: 2, rows: 7, width: 99.1, height: 38.1, left: 4.65, top: 15.15, gap: 2.5 },
} as const
export type LabelForm = keyof typeof labelForms
/** `start`: the first label that is still on the sheet, from 1. Each label is a few lines. */
export type Labels = {
  title: string
  lang: string
  form: LabelForm
  start: number
  labels: string[][]
}

export type PrintProblem = 'too-slow' | 'broken'

const mostMs = 30_000
const idleMs = 60_000
let worker: Worker | null = null
let idle: NodeJS.Timeout | undefined
let last: Promise<unknown> = Promise.resolve()

function stop(): void {
  void worker?.terminate()
  worker = null
}

/** A thread of its own, begun at the first print and ended a minute after the last: at rest it costs nothing. */
function reach(): Worker {
  clearTimeout(idle)
  idle = setTimeout(stop, idleMs).unref()
  if (worker) return worker
  worker = new Worker(new URL('./print.worker.ts', import.meta.url), { execArgv: [] })
  worker.unref()
  return worker
}

type Answer = { pdf: Uint8Array } | { problem: string }

async function setInThread(doc: string): Promise<Result<Uint8Array, PrintProblem>> {
  const { promise, resolve } = Promise.withResolvers<Answer | null>()
  const thread = reach()
  const timer = setTimeout(() => resolve(null), mostMs)
  const broken = (problem: unknown) => resolve({ problem: String(problem) })
  thread.once('message', resolve)
  thread.once('error', broken)
  thread.ref()
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  thread.postMessage(doc)
  const answer = await promise
  clearTimeout(timer)
  thread.off('message', resolve)
  thread.off('error', broken)
  thread.unref()
  if (answer && 'pdf' in answer) return ok(answer.pdf)
  // What is stuck or broken goes as a whole; the next print begins a new thread.
  stop()
  if (answer) logger('print').error(answer.problem)
  return err(answer ? 'broken' : 'too-slow')
}

/** One after the other: a document takes a whole processor for as long as it is set. */
function inTurn(doc: object): Promise<Result<Uint8Array, PrintProblem>> {
  const turn = last.then(() => setInThread(JSON.stringify(doc)))
  last = turn.catch(() => {})
  return turn
}

/** Makes a tagged PDF (PDF/UA-1) of pages. Out: its bytes. */
export const printSheet = (sheet: Sheet): Promise<Result<Uint8Array, PrintProblem>> =>
  inTurn({ kind: 'sheet', ...sheet })

/** Makes a PDF of labels, in 12 points, for the sheets of `labelForms`. Out: its bytes. */
export const printLabels = (labels: Labels): Promise<Result<Uint8Array, PrintProblem>> =>
  inTurn({ kind: 'labels', size: 12, ...labels, form: labelForms[labels.form] })

/** A few words as they are set, to be drawn into a picture: in lines of `width` points, letters of `size` points. */
export type Drawn = { title: string; lang: string; size: number; width: number }

/** Sets words and gives their outlines. Out: an SVG in bytes, each letter a path. */
export const drawWords = (words: Drawn): Promise<Result<Uint8Array, PrintProblem>> =>
  inTurn({ kind: 'drawn', ...words })

// What the fonts that Kith brings can set.
const covered =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Common}\p{Script=Inherited}]/u

/** The words of a text that cannot be printed, because no font that Kith brings has their letters. */
export const unprintable = (text: string): string[] => [
  ...new Set(text.split(/\s+/).filter((word) => [...word].some((letter) => !covered.test(letter)))),
]
