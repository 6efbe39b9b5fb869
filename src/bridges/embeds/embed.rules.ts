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

const within = (most: string | undefined, size: number) =>
  /^[1-9]\d{0,4}$/.test(most ?? '') ? Math.min(size, Number(most)) : size

/** How large the frame is, in CSS pixels: as usual, or no larger than is asked for. */
export const frameOf = (maxWidth: string | undefined, maxHeight: string | undefined) => ({
  width: within(maxWidth, usual.width),
  height: within(maxHeight, usual.height),
})
