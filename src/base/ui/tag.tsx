import type { PropsWithChildren } from 'hono/jsx'

export type Tone = 'info' | 'good' | 'warn' | 'bad'

/** A state in a word or two; the colour only repeats it. */
export const Tag = ({
  tone = 'info',
  children,
}: PropsWithChildren<{ tone?: Tone | undefined }>) => (
  <span class={tone === 'info' ? 'tag' : `tag ${tone}`}>{children}</span>
)
