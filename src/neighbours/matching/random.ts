/** A seeded stream of numbers 0…1 (mulberry32, Tommy Ettinger): the same on every machine. Not for secrets. */
export function seeded(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** An integer 0…n-1. */
export const below = (random: () => number, n: number): number => Math.floor(random() * n)

/** Fisher–Yates. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items]
  for (let i = all.length - 1; i > 0; i--) {
    const j = below(random, i + 1)
    const kept = all[i] as T // below the length
    all[i] = all[j] as T
    all[j] = kept
  }
  return all
}
