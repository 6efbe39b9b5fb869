import type { Look } from '#base/web.ts'

/** What may stand in the cookie `look`: words joined by dots, such as "large.dark". */
const words: Record<string, Look> = {
  large: { text: 'large' },
  largest: { text: 'largest' },
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  own: { font: 'own' },
  calm: { calm: true },
}

/** The reader's wishes from the cookie; what is unknown in it is left out. It is not signed: it can do no harm. */
export const readLook = (cookie: string | undefined): Look =>
  (cookie ?? '')
    .split('.')
    .slice(0, 8)
    .reduce<Look>((look, word) => ({ ...look, ...(Object.hasOwn(words, word) && words[word]) }), {})

/** The cookie for these wishes; '' when all is as we made it. */
export const writeLook = ({ text, theme, font, calm }: Look): string =>
  [text, theme, font, calm && 'calm'].filter(Boolean).join('.')

/** A path on this site, without its host; null for anything else, so that nobody is led elsewhere. */
export function ownPath(address: string | undefined, origin: string): string | null {
  if (!address || !URL.canParse(address, origin)) return null
  const url = new URL(address, origin)
  // A path that begins with two slashes is read as another site.
  const isOurs = url.origin === new URL(origin).origin && !url.pathname.startsWith('//')
  return isOurs ? url.pathname + url.search : null
}
