/** A text without what nobody sees, and where each of its letters stood before. */
export type Plain = { text: string; at: (index: number) => number }

// Zero-width signs, soft hyphens, marks of direction and overrides, variation selectors, tags: with them a
// number looks like a number to a reader and like nothing to a program.
const unseen = /\p{Default_Ignorable_Code_Point}/gu
const needsWork = /[^\u0020-\u024f\n\r\t\u2010-\u201f\u2026]|[\u0080-\u009f\u00a0\u00ad]/

const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xff10]

/** One letter as it is compared: digits of every script are 0 to 9, every space is a space. */
function simple(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  const zero = zeros.find((first) => code >= first && code <= first + 9)
  if (zero !== undefined) return String(code - zero)
  if (/[\p{Zs}\u2028\u2029]/u.test(letter)) return ' '
  // Quotes of cp1252 that were read as Latin-1.
  if (code >= 0x91 && code <= 0x94) return code < 0x93 ? '’' : '”'
  // Full-width and mathematical letters are letters; what would become several keeps its place.
  const folded = letter.normalize('NFKC')
  return folded.length === letter.length ? folded : letter
}

/**
 * Makes a text plain for reading: what cannot be seen is left out, digits and spaces of every kind are the
 * usual ones. `at` gives the place in the text as it was written (both in UTF-16 units).
 */
export function plainOf(written: string): Plain {
  if (!needsWork.test(written)) return { text: written, at: (index) => index }
  const parts: string[] = []
  const starts: number[] = []
  let from = 0
  const take = (to: number) => {
    for (const letter of written.slice(from, to)) {
      const plain = simple(letter)
      parts.push(plain)
      for (let unit = 0; unit < plain.length; unit++) starts.push(from + unit)
      from += letter.length
    }
  }
  for (const { index, 0: gone } of written.matchAll(unseen)) {
    take(index)
    from = index + gone.length
  }
  take(written.length)
  starts.push(written.length)
  return { text: parts.join(''), at: (index) => starts[index] ?? written.length }
}
