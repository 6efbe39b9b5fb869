/** The answers of the form that name the person who filled it in. */
const theirs = new Set(['yourName', 'yourRole', 'yourEmail', 'yourPhone'])
const mark = '…'

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function cleaned(value: unknown, trace: RegExp): unknown {
  if (typeof value === 'string') return value.replace(trace, mark)
  if (Array.isArray(value)) return value.map((one) => cleaned(one, trace))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !theirs.has(key))
      .map(([key, one]) => [key, cleaned(one, trace)]),
  )
}

/**
 * The same words (of any depth) without somebody's name, mail address and phone number, in any case of their
 * letters, and without the answers that are about them.
 */
export function withoutTraces<V>(value: V, traces: readonly string[]): V {
  const words = traces.map((trace) => trace.trim()).filter((trace) => trace.length > 1)
  if (words.length === 0) return value
  const trace = new RegExp(words.map(escaped).join('|'), 'giu')
  return cleaned(value, trace) as V // texts stay texts, lists stay lists
}
