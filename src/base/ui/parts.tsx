import type { Child, PropsWithChildren } from 'hono/jsx'
import { directionOf } from '#base/i18n.ts'
import { actionColour, bandColour } from './dyes.ts'
import { Strip } from './quilt.tsx'
import type { Tone } from './tag.tsx'
import { useVoice } from './voice.tsx'

export { Patch, Quilt, Strip } from './quilt.tsx'
export { CheckAnswers, Facts, Figures, Jump, Paging, Table, TaskList, Waiting } from './lists.tsx'
export type { WaitingItem } from './lists.tsx'
export { Tag, type Tone } from './tag.tsx'
export { DateTime } from './when.tsx'

/** The mark: two people, a sprout, a quilt block. The name beside it speaks. */
export const Logo = () => (
  <svg width="40" height="40" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
    <path fill="currentColor" d="M3 3h14v42H3z" />
    <path fill="#f0705c" d="M20 23C20 11 31 3 45 3c0 12-9 20-25 20z" />
    <path fill="#febf32" d="M20 25c16 0 25 8 25 20-14 0-25-8-25-20z" />
  </svg>
)

const ICONS = {
  read: 'M4 5h7v14H4zM13 5h7v14h-7zM7 9h1M16 9h1',
  listen: 'M3 12h2M8 7v10M12 4v16M16 8v8M20 11v2',
  picture: 'M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 5M16 9h.1',
  language: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18zM3 12h18M12 3c-6 6-6 12 0 18M12 3c6 6 6 12 0 18',
  place: 'M12 21c-5-6-7-9-7-11a7 7 0 0 1 14 0c0 2-2 5-7 11zM12 8v.1',
  phone: 'M5 4h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4a16 16 0 0 1-15-15z',
} as const
export type IconName = keyof typeof ICONS

/** A small drawing, always beside a word that says the same. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={ICONS[name]} />
  </svg>
)

/** A dye as a band and as a button, beside its name, for whoever chooses. */
export const Swatch = ({ dye }: { dye: string }) => (
  <svg
    class="swatch"
    width="40"
    height="22"
    viewBox="0 0 40 22"
    aria-hidden="true"
    focusable="false"
  >
    <path fill={bandColour(dye)} d="M0 0h20v22H0z" />
    <path fill={actionColour(dye)} d="M20 0h20v22H20z" />
  </svg>
)

type NoticeProps = PropsWithChildren<{
  tone?: Tone | undefined
  title?: Child
  /** Read out at once: something just happened to what the reader sent. */
  alert?: boolean | undefined
}>

/** What the reader must know before going on. */
export const Notice = ({ tone = 'info', title, alert, children }: NoticeProps) => (
  <div class={`note stack-s ${tone}`} role={alert ? 'alert' : undefined}>
    {title && (
      <p>
        <strong>{title}</strong>
      </p>
    )}
    {children}
  </div>
)

/** A link that looks like a button: it leads to the next page and changes nothing. */
export const ButtonLink = ({
  href,
  tone,
  about,
  children,
}: PropsWithChildren<{ href: string; tone?: 'quiet' | undefined; about?: string | undefined }>) => (
  <a class={tone ? `button ${tone}` : 'button'} href={href}>
    {children}
    {about && <span class="vh"> {about}</span>}
  </a>
)

type TileProps = PropsWithChildren<{
  title: Child
  href?: string | undefined
  tag?: Child
  /** Draws the patch of a person, an organisation or a group beside the words. */
  patch?: Child
  /** 2 where the page has no h2 above the tiles. */
  level?: 2 | 3 | undefined
  lang?: string | undefined
}>

/** One thing in a list: a member, an ask, a letter. Lists of tiles are `<ul class="plain">` or `"wall"`. */
export function Tile({ title, href, tag, patch, level = 3, lang, children }: TileProps) {
  const words = href ? <a href={href}>{title}</a> : title
  return (
    <article
      class={patch ? 'tile person' : 'tile'}
      lang={lang}
      dir={lang ? directionOf(lang) : undefined}
    >
      {patch}
      <div class="stack-s">
        {tag && <p>{tag}</p>}
        {level === 2 ? <h2 class="h3">{words}</h2> : <h3>{words}</h3>}
        {children}
      </div>
    </article>
  )
}

/** A list of anything, without bullets; in columns when `wall`. Screen readers still hear a list. */
export const List = ({ wall, children }: PropsWithChildren<{ wall?: boolean | undefined }>) => (
  <ul class={wall ? 'wall' : 'plain'} role="list">
    {children}
  </ul>
)

type StoryCardProps = PropsWithChildren<{
  /** Chooses the patches; never shown. */
  id: string
  href: string
  title: string
  /** The language it was told in; what we say around it stays in the reader's. */
  lang?: string | undefined
  kind?: { icon: IconName; label: string } | undefined
  /** Who told it, and when. */
  foot?: Child
  level?: 2 | 3 | undefined
}>

/** One story on the wall: its strip of patches, how it is told, its first words, who told it. */
export function StoryCard({
  id,
  href,
  title,
  lang,
  kind,
  foot,
  level = 3,
  children,
}: StoryCardProps) {
  const link = <a href={href}>{title}</a>
  const told = { lang, dir: lang ? directionOf(lang) : undefined }
  return (
    <article class="story">
      <div class="body">
        {kind && (
          <p class="kind">
            <Icon name={kind.icon} />
            {kind.label}
          </p>
        )}
        {level === 2 ? (
          <h2 class="h3" {...told}>
            {link}
          </h2>
        ) : (
          <h3 {...told}>{link}</h3>
        )}
        <div class="stack-s" {...told}>
          {children}
        </div>
        {foot && <footer>{foot}</footer>}
      </div>
      <Strip id={id} />
    </article>
  )
}

/** What a person wrote, in their own language: an empty line starts a paragraph, a line break stays one. */
export const Prose = ({ text, lang }: { text: string; lang?: string | undefined }) => (
  <div class="prose stack" lang={lang} dir={lang ? directionOf(lang) : 'auto'}>
    {text
      .trim()
      .split(/\r?\n\s*\r?\n/)
      .map((paragraph) => (
        <p>{paragraph}</p>
      ))}
  </div>
)

/** More, for those who want it. Works without a script. */
export const Details = ({
  summary,
  open,
  children,
}: PropsWithChildren<{ summary: Child; open?: boolean | undefined }>) => (
  <details open={open}>
    <summary>{summary}</summary>
    <div class="stack">{children}</div>
  </details>
)

/** When there is nothing yet: say so, say what will be here, and offer the next step. */
export const Empty = ({ title, children }: PropsWithChildren<{ title: Child }>) => (
  <div class="empty stack">
    <p class="h3">{title}</p>
    {children}
  </div>
)

/** The page after sending: it worked (the h1), what happens next and when. Give the page `heading={false}`. */
export const Confirmation = ({ title, children }: PropsWithChildren<{ title: Child }>) => (
  <div class="confirmation stack">
    <h1>{title}</h1>
    {children}
  </div>
)

/** Where the reader may leave at once: loads a plain site and clears the way back. Shift three times does the same. */
export const LeaveQuickly = () => {
  const { t } = useVoice()
  return (
    <div class="leave">
      <a
        class="button warn"
        href="https://www.bbc.co.uk/weather"
        rel="nofollow noreferrer"
        data-leave="yes"
      >
        {t('ui.leave')}
      </a>
      <p class="small">{t('ui.leave-hint')}</p>
    </div>
  )
}
