// Slow, plain twins of the engine, written apart from it, that tests and benchmarks hold it against.
// Nothing here shares code with what it checks: a mistake would have to be made twice.

type Edge = { left: number; right: number; weight: number }
export type Problem = { edges: Edge[]; leftCapacity: number[]; rightCapacity: number[] }

/** The best value of all matchings, by trying every one of them. For ten people or so. */
export function bruteForce({ edges, leftCapacity, rightCapacity }: Problem): number {
  const left = [...leftCapacity]
  const right = [...rightCapacity]
  const best = (from: number): number => {
    const edge = edges[from]
    if (!edge) return 0
    const without = best(from + 1)
    if (!(left[edge.left]! > 0 && right[edge.right]! > 0)) return without
    left[edge.left]!--
    right[edge.right]!--
    const withIt = edge.weight + best(from + 1)
    left[edge.left]!++
    right[edge.right]!++
    return Math.max(without, withIt)
  }
  return best(0)
}

/** The best value of all matchings of one pool, by trying every one. `taken` is a bitmask of people. */
export function bruteForcePool(
  edges: { a: number; b: number; weight: number }[],
  from = 0,
  taken = 0,
): number {
  const edge = edges[from]
  if (!edge) return 0
  const without = bruteForcePool(edges, from + 1, taken)
  const both = (1 << edge.a) | (1 << edge.b)
  if ((taken & both) !== 0) return without
  return Math.max(without, edge.weight + bruteForcePool(edges, from + 1, taken | both))
}

export type Claim = {
  pairs: { left: number; right: number }[]
  leftPrice: ArrayLike<number>
  rightPrice: ArrayLike<number>
}

type Counted = {
  value: bigint
  met: Set<string>
  usedLeft: Map<number, number>
  usedRight: Map<number, number>
}

function countPairs(problem: Problem, claim: Claim): Counted | { wrong: string } {
  const weights = new Map(
    problem.edges.map((edge) => [`${edge.left} ${edge.right}`, BigInt(edge.weight)]),
  )
  const counted: Counted = { value: 0n, met: new Set(), usedLeft: new Map(), usedRight: new Map() }
  for (const { left, right } of claim.pairs) {
    const pair = `${left} ${right}`
    const weight = weights.get(pair)
    if (weight === undefined || counted.met.has(pair))
      return { wrong: `${pair} is not allowed, or meets twice` }
    counted.met.add(pair)
    counted.value += weight
    counted.usedLeft.set(left, (counted.usedLeft.get(left) ?? 0) + 1)
    counted.usedRight.set(right, (counted.usedRight.get(right) ?? 0) + 1)
  }
  return counted
}

/** What pairs are worth above their price: only those who meet may be. */
function surplus(edges: Edge[], claim: Claim, met: Set<string>): bigint | { wrong: string } {
  let sum = 0n
  for (const { left, right, weight } of edges) {
    const over = BigInt(weight) - BigInt(claim.leftPrice[left]!) - BigInt(claim.rightPrice[right]!)
    const meets = met.has(`${left} ${right}`)
    if (over > 0n && !meets) return { wrong: `${left} ${right} is worth more than its price` }
    if (over < 0n && meets) return { wrong: `${left} ${right} meet below their price` }
    if (over > 0n) sum += over
  }
  return sum
}

/** Checks a claim of optimality from the list of pairs alone. Returns the proven value, or what is wrong. */
export function checkCertificate(
  problem: Problem,
  claim: Claim,
): { value: bigint } | { wrong: string } {
  const counted = countPairs(problem, claim)
  if ('wrong' in counted) return counted
  const { value, met, usedLeft, usedRight } = counted
  const upper = { value: 0n }
  const wrong =
    wrongPrices('left', claim.leftPrice, problem.leftCapacity, usedLeft, upper) ??
    wrongPrices('right', claim.rightPrice, problem.rightCapacity, usedRight, upper)
  if (wrong) return { wrong }
  const over = surplus(problem.edges, claim, met)
  if (typeof over !== 'bigint') return over
  return upper.value + over === value
    ? { value }
    : { wrong: `value ${value} is not the bound ${upper.value + over}` }
}

function wrongPrices(
  side: string,
  price: ArrayLike<number>,
  capacity: number[],
  used: Map<number, number>,
  upper: { value: bigint },
): string | undefined {
  for (const [i, places] of capacity.entries()) {
    if (price[i]! < 0 || !Number.isSafeInteger(price[i]!))
      return `${side} ${i} has price ${price[i]}`
    if ((used.get(i) ?? 0) > places) return `${side} ${i} is above capacity`
    if ((used.get(i) ?? 0) < places && price[i]! > 0) return `${side} ${i} is free but priced`
    upper.value += BigInt(price[i]!) * BigInt(places)
  }
  return undefined
}
