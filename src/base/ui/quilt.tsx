import { raw } from 'hono/html'

// Ten traditional quilt blocks on a 4 × 4 grid: the path of the second colour, and of the third.
const BLOCKS: readonly (readonly [string, string])[] = [
  ['M0 0L2 2H0ZM4 0V2L2 2ZM4 4L2 2H4ZM0 4V2L2 2Z', 'M1.5 1.5h1v1h-1z'], // pinwheel
  ['M0 2L2 0 4 2ZM0 4L2 2 4 4Z', ''], // flying geese
  ['M0 0h2a2 2 0 0 1-2 2zM4 4h-2a2 2 0 0 1 2-2z', 'M4 0v2a2 2 0 0 1-2-2zM0 4v-2a2 2 0 0 1 2 2z'], // drunkard's path
  ['M0 0h4v.8H.8V4H0z', 'M.8.8H4v.8H1.6V4H.8zM2.6 2.6H4V4H2.6z'], // log cabin
  [
    'M0 0q2 0 2 2-2 0-2-2zM4 0q0 2-2 2 0-2 2-2zM4 4q-2 0-2-2 2 0 2 2zM0 4q0-2 2-2 0 2-2 2z', // orange peel
    '',
  ],
  ['M0 0h4L2 2zM0 4h4L2 2z', ''], // hourglass
  ['M0 0h2v2H0zM2 2h2v2H2z', 'M2.6.6h.8v.8h-.8zM.6 2.6h.8v.8H.6z'], // four patch
  ['M0 0h4v1H0zM0 2h4v1H0z', ''], // rail fence
  ['M1 0L2 1 3 0h1v1L3 2l1 1v1H3L2 3 1 4H0V3l1-1-1-1V0z', 'M2 1.2L2.8 2 2 2.8 1.2 2z'], // star
  ['M0 4A4 4 0 0 1 4 0V4z', 'M2 4A2 2 0 0 1 4 2V4z'], // fan
]
/** How many trios of dyes the style sheet knows (.q0 to .q7). */
const TRIOS = 8

/** FNV-1a, 32 bits: the same id draws the same patch in every process and every year. */
export function hashOf(text: string): number {
  let hash = 2166136261
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619)
  return hash >>> 0
}

/**
 * The SVG of one patch as text, about 250 bytes, hidden from screen readers: it says nothing that
 * the words beside it do not. `id` never reaches the page, only what its hash chooses.
 */
export function patchSvg(id: string, n = 0, trio?: number): string {
  const hash = hashOf(`${id}:${n}`)
  const kind = hash % BLOCKS.length
  const [second, third] = BLOCKS[kind] ?? ['', '']
  const turns = (hash >>> 8) % 4
  // The first three look the same turned round, or wrong.
  const turned = turns > 0 && kind > 2 ? ` transform="rotate(${turns * 90} 2 2)"` : ''
  const dyes = (trio ?? hash >>> 12) % TRIOS
  const extra = third ? `<path class="c" d="${third}"/>` : ''
  return `<svg class="patch q${dyes}" width="56" height="56" viewBox="0 0 4 4" aria-hidden="true" focusable="false"><g${turned}><path class="b" d="${second}"/>${extra}</g></svg>`
}

/** One cloth patch drawn from an id: a person, an organisation or a group, instead of a face. */
export const Patch = ({ id, n = 0 }: { id: string; n?: number }) => raw(patchSvg(id, n))

const patches = (seed: string, many: number) =>
  raw(Array.from({ length: many }, (_, n) => patchSvg(seed, n)).join(''))

/** The strip of patches of a story; six unless told. */
export const Strip = ({ id, n = 6 }: { id: string; n?: number }) => (
  <div class="strip" aria-hidden="true">
    {patches(id, n)}
  </div>
)

// Neighbouring rows share a dye, so that the quilt hangs together like one made by hand.
const ROWS = [
  [2, 6, 2, 6, 6],
  [6, 2, 6, 2, 2],
  [0, 5, 5, 0, 5],
  [4, 4, 3, 1, 4],
  [3, 7, 3, 7, 1],
] as const

/** The big quilt of the home page, 25 patches, grown from the coalition's own name. */
export const Quilt = ({ seed }: { seed: string }) => (
  <div class="quilt" aria-hidden="true">
    {raw(
      ROWS.flatMap((row, y) => row.map((trio, x) => patchSvg(seed, y * row.length + x, trio))).join(
        '',
      ),
    )}
  </div>
)
