/** Text that can stand between tags and in attributes of XML and HTML. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** Which site a story is shown on: the host in a Referer, nothing else of it. Null when none is named. */
export function hostIn(referer: string | undefined, own: string): string | null {
  if (!referer || !URL.canParse(referer)) return null
  const { protocol, hostname, host } = new URL(referer)
  const isSite = /^https?:$/.test(protocol) && /^[a-z0-9.-]{1,100}$/.test(hostname)
  return isSite && host !== new URL(own).host ? hostname : null
}

/** The id of the story that an address of this Kith shows; null for every other address. */
export function storyAt(address: string | undefined, origin: string): string | null {
  if (!address || address.length > 500 || !URL.canParse(address)) return null
  const url = new URL(address)
  if (url.origin !== new URL(origin).origin) return null
  return /^\/(?:embed\/)?stories\/([0-9a-f-]{36})\/?$/.exec(url.pathname)?.[1] ?? null
}

const usual = { width: 600, height: 420 }
const least = 200

/** How large the frame is, in CSS pixels: as usual, or as small as is asked for, never below 200. */
export function frameOf(maxWidth: string | undefined, maxHeight: string | undefined) {
  const within = (most: string | undefined, size: number) =>
    /^\d{1,5}$/.test(most ?? '') ? Math.max(least, Math.min(size, Number(most))) : size
  return { width: within(maxWidth, usual.width), height: within(maxHeight, usual.height) }
}

/** What somebody puts on their own site to show a story there. */
export const embedCode = (
  { origin, id, title }: { origin: string; id: string; title: string },
  { width, height } = usual,
): string =>
  `<iframe src="${escaped(origin)}/embed/stories/${id}" title="${escaped(title)}" width="${width}" height="${height}" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy"></iframe>`
