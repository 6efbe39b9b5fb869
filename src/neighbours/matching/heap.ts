// A 4-ary heap of (key, node) on typed arrays. Four children to a parent fit in one cache line, which
// halves the misses of a binary heap (LaMarca & Ladner 1996, "The influence of caches on heaps").
// Every `!` in this folder reads a typed array below its length; the loops around it say why.

export type Heap = { keys: Float64Array; nodes: Int32Array; size: number; key: number }

export const newHeap = (): Heap => ({
  keys: new Float64Array(1024),
  nodes: new Int32Array(1024),
  size: 0,
  key: 0,
})

function grow(heap: Heap): void {
  const keys = new Float64Array(heap.keys.length * 2)
  const nodes = new Int32Array(heap.nodes.length * 2)
  keys.set(heap.keys)
  nodes.set(heap.nodes)
  heap.keys = keys
  heap.nodes = nodes
}

export function push(heap: Heap, key: number, node: number): void {
  if (heap.size === heap.keys.length) grow(heap)
  const { keys, nodes } = heap
  let at = heap.size++
  while (at > 0) {
    const parent = (at - 1) >> 2
    if (keys[parent]! <= key) break
    keys[at] = keys[parent]!
    nodes[at] = nodes[parent]!
    at = parent
  }
  keys[at] = key
  nodes[at] = node
}

/** Takes out the node with the least key and leaves that key in `heap.key`. The heap is not empty. */
export function pop(heap: Heap): number {
  const { keys, nodes } = heap
  heap.key = keys[0]!
  const top = nodes[0]!
  const size = --heap.size
  if (size > 0) sink(keys, nodes, size, keys[size]!, nodes[size]!)
  return top
}

function sink(
  keys: Float64Array,
  nodes: Int32Array,
  size: number,
  key: number,
  node: number,
): void {
  let at = 0
  for (;;) {
    const first = at * 4 + 1
    if (first >= size) break
    const last = first + 4 < size ? first + 4 : size
    let least = first
    for (let child = first + 1; child < last; child++)
      if (keys[child]! < keys[least]!) least = child
    if (keys[least]! >= key) break
    keys[at] = keys[least]!
    nodes[at] = nodes[least]!
    at = least
  }
  keys[at] = key
  nodes[at] = node
}
