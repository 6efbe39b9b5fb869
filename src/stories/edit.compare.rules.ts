/** A run of words that stands in both versions, only in the first, or only in the second. */
export type Run = { is: 'same' | 'gone' | 'new'; text: string }

// A text that was written anew has no differences worth reading: beyond this many the old words are shown as
// gone and the others as new. It also bounds the time and the memory (32 MB) of looking.
const mostChanges = 2000

/** Words with the space behind them; line breaks stay words of their own, so that paragraphs can be shown. */
const wordsIn = (text: string): string[] => text.match(/[^\s]+[^\S\n]*|\n+[^\S\n]*|[^\S\n]+/g) ?? []

type Step = { is: Run['is']; word: string }

/**
 * How far one can get along each diagonal with 0, 1, 2… changes (Myers, An O(ND) Difference Algorithm, 1986).
 * Null when more than `mostChanges` are needed.
 */
function furthest(a: readonly string[], b: readonly string[]): Int32Array[] | null {
  const middle = mostChanges + 1
  const reach = new Int32Array(2 * middle + 1)
  const trace: Int32Array[] = []
  for (let changes = 0; changes <= mostChanges; changes += 1) {
    trace.push(reach.slice(middle - changes - 1, middle + changes + 2))
    for (let k = -changes; k <= changes; k += 2) {
      const down = reach[middle + k + 1] ?? 0
      const right = (reach[middle + k - 1] ?? 0) + 1
      let x = k === -changes || (k !== changes && right <= down) ? down : right
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1
      reach[middle + k] = x
      if (x >= a.length && x - k >= b.length) return trace
    }
  }
  return null
}

/** The way back from the end, step by step. */
function wayBack(a: readonly string[], b: readonly string[], trace: readonly Int32Array[]): Step[] {
  const steps: Step[] = []
  let [x, y] = [a.length, b.length]
  for (let changes = trace.length - 1; changes >= 0; changes -= 1) {
    const reach = trace[changes] ?? new Int32Array()
    const at = (k: number) => reach[k + changes + 1] ?? 0
    const k = x - y
    const isDown = k === -changes || (k !== changes && at(k - 1) + 1 <= at(k + 1))
    const fromX = changes === 0 ? 0 : isDown ? at(k + 1) : at(k - 1)
    const fromY = changes === 0 ? 0 : fromX - (isDown ? k + 1 : k - 1)
    const [startX, startY] = [isDown ? fromX : fromX + 1, isDown ? fromY + 1 : fromY]
    const snakeX = changes === 0 ? 0 : startX
    while (x > snakeX) {
      x -= 1
      y -= 1
      steps.push({ is: 'same', word: a[x] ?? '' })
    }
    if (changes === 0) break
    steps.push(
      isDown
        ? { is: 'new', word: b[startY - 1] ?? '' }
        : { is: 'gone', word: a[startX - 1] ?? '' },
    )
    x = fromX
    y = fromY
  }
  return steps.toReversed()
}

const runsOf = (steps: readonly Step[]): Run[] => {
  const runs: Run[] = []
  for (const { is, word } of steps) {
    const last = runs.at(-1)
    if (last?.is === is) last.text += word
    else runs.push({ is, text: word })
  }
  return runs
}

/** How many words two texts begin (or, read backwards, end) with in common. */
function sharedWords(a: readonly string[], b: readonly string[], most: number, back: boolean) {
  let n = 0
  const at = (words: readonly string[]) => words[back ? words.length - 1 - n : n]
  while (n < most && at(a) === at(b)) n += 1
  return n
}

/**
 * Compares two versions word by word, for texts of up to 30,000 words. Out: runs in reading order; those that
 * are not `new` are together the first text, those that are not `gone` the second.
 */
export function compareWords(before: string, after: string): Run[] {
  const [a, b] = [wordsIn(before), wordsIn(after)]
  const start = sharedWords(a, b, Math.min(a.length, b.length), false)
  const end = sharedWords(a, b, Math.min(a.length, b.length) - start, true)
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const trace = furthest(middleA, middleB)
  const same = (words: string[]): Step[] => words.map((word) => ({ is: 'same', word }))
  const changed: Step[] = trace
    ? wayBack(middleA, middleB, trace)
    : [
        ...middleA.map((word) => ({ is: 'gone' as const, word })),
        ...middleB.map((word) => ({ is: 'new' as const, word })),
      ]
  return runsOf([...same(a.slice(0, start)), ...changed, ...same(a.slice(a.length - end))])
}
