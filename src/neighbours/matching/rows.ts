import type { Rows } from './graph.ts'

/** Rows from a list of pairs in any order; within a row they stand by their right side. */
export function rowsOf(
  edges: { left: number; right: number; weight: number }[],
  leftCount: number,
): Rows {
  const sorted = edges.toSorted((a, b) => a.left - b.left || a.right - b.right)
  const offset = new Int32Array(leftCount + 1)
  for (const edge of sorted) offset[edge.left + 1]!++
  for (let i = 0; i < leftCount; i++) offset[i + 1]! += offset[i]!
  return {
    offset,
    to: Int32Array.from(sorted, (edge) => edge.right),
    weight: Float64Array.from(sorted, (edge) => edge.weight),
  }
}
