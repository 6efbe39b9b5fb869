const longest = 60
// What stands in the same place of an address and is no name.
const taken = ['new']

/**
 * The part of an address that a name makes, in any script: small letters, numbers, and dashes between them; at
 * most 60 signs. Latin letters lose their marks. Never empty: "stories" where a name has no letter.
 */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/([a-z])\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/['’]/g, '')
    .match(/[\p{L}\p{N}\p{M}]+/gu)
  const slug = [...(words ?? []).join('-')].slice(0, longest).join('').replace(/-+$/, '')
  return slug || 'stories'
}

/** The first address that nobody has: the name's own, else with a number behind it. */
export function freeSlug(name: string, used: readonly string[]): string {
  const slug = slugOf(name)
  const isFree = (one: string) => !used.includes(one) && !taken.includes(one)
  if (isFree(slug)) return slug
  let n = 2
  while (!isFree(`${slug}-${n}`)) n += 1
  return `${slug}-${n}`
}

/** A list with one of it a step further up or down, or put first; what stands at the end stays there. */
export function moved(ids: readonly string[], id: string, way: 'up' | 'down' | 'first'): string[] {
  const at = ids.indexOf(id)
  const to = way === 'first' ? 0 : at + (way === 'up' ? -1 : 1)
  if (at < 0 || to < 0 || to >= ids.length) return [...ids]
  return ids.toSpliced(at, 1).toSpliced(to, 0, id)
}

/** Which page shows what was just moved; else the one that is asked for. */
export function pageWith(
  ids: readonly string[],
  { moved: id, asked }: { moved: string | undefined; asked: string | undefined },
  perPage: number,
) {
  const at = id === undefined ? -1 : ids.indexOf(id)
  const wanted = at < 0 ? asked : String(Math.floor(at / perPage) + 1)
  return { ...pageOf(wanted, ids.length, perPage), perPage }
}

/** Which page of a long list is asked for: from 1 to the last one. */
export function pageOf(asked: string | undefined, total: number, perPage: number) {
  const pages = Math.max(1, Math.ceil(total / perPage))
  const wanted = /^\d{1,6}$/.test(asked ?? '') ? Number(asked) : 1
  return { page: Math.min(Math.max(1, wanted), pages), pages }
}
