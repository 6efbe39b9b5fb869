/** The K best others for each person, best first: rows of a table, kept in order by insertion. */
export type Shortlist = {
  k: number
  other: Int32Array
  quality: Int32Array
  size: Uint8Array
  seen: Int32Array
}

export const shortlistOf = (count: number, k: number): Shortlist => ({
  k,
  other: new Int32Array(count * k),
  quality: new Int32Array(count * k),
  size: new Uint8Array(count),
  seen: new Int32Array(count),
})

/** The least quality that still finds a place with `me`: 0 while there is room. */
export const least = (list: Shortlist, me: number): number =>
  list.size[me]! < list.k ? 0 : list.quality[me * list.k + list.k - 1]!

/** Between equals the one with the lower number comes first, so that the order of offers does not matter. */
export function offer(list: Shortlist, me: number, other: number, quality: number): void {
  const { k, other: others, quality: qualities } = list
  const from = me * k
  let at = from + list.size[me]!
  if (list.size[me] === k) {
    at--
    if (quality < qualities[at]! || (quality === qualities[at] && other >= others[at]!)) return
  } else list.size[me]!++
  while (
    at > from &&
    (qualities[at - 1]! < quality || (qualities[at - 1] === quality && others[at - 1]! > other))
  ) {
    qualities[at] = qualities[at - 1]!
    others[at] = others[at - 1]!
    at--
  }
  qualities[at] = quality
  others[at] = other
}

/** Whether `other` is on the list already. */
export function listed(list: Shortlist, me: number, other: number): boolean {
  const from = me * list.k
  for (let at = from; at < from + list.size[me]!; at++) if (list.other[at] === other) return true
  return false
}

/** Gives memory back at once. Left to itself, a hundred million bytes can stay around until the end. */
export function free(array: Int32Array | Uint8Array): void {
  if (array.buffer instanceof ArrayBuffer) array.buffer.transfer(0)
}

/** Puts what another shortlist of the same people holds into this one. */
export function merge(into: Shortlist, from: Shortlist): void {
  for (let me = 0; me < from.size.length; me++) {
    into.seen[me]! += from.seen[me]!
    const start = me * from.k
    for (let at = start; at < start + from.size[me]!; at++)
      offer(into, me, from.other[at]!, from.quality[at]!)
  }
}
