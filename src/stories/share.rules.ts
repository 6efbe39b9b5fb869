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

/** `title`: what is read out for the frame. It stands on the other site, so it says nothing of the story itself. */
type Embedded = { origin: string; id: string; title: string }

/** How large a frame is: CSS pixels, or a part of what is around it ("100%"). */
type FrameSize = { width: number | string; height: number }

/**
 * What somebody puts on their own site to show a story there: a frame without a script, so that a story that is
 * taken back leaves every site at once. As wide as what is around it, when nothing else is asked for.
 */
export const embedCode = (
  { origin, id, title }: Embedded,
  { width, height }: FrameSize = { width: '100%', height: 420 },
): string =>
  `<iframe src="${escaped(origin)}/embed/stories/${escaped(id)}" title="${escaped(title)}" width="${width}" height="${height}" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy"></iframe>`
