import type { Child } from 'hono/jsx'
import { Tag, type Tone } from './tag.tsx'
import { useVoice } from './voice.tsx'

export type Row = {
  label: string
  /** Nothing, or only spaces, is shown as "Not provided". */
  value: Child
  changeHref?: string | undefined
}

/** Check answers before sending, or a record: each line with the way to change it. */
export function CheckAnswers({ rows }: { rows: Row[] }) {
  const { t } = useVoice()
  return (
    <dl class="answers">
      {rows.map(({ label, value, changeHref }) => (
        <div>
          <dt>{label}</dt>
          <dd>{isBlank(value) ? <span class="soft">{t('ui.not-provided')}</span> : value}</dd>
          {changeHref && (
            <dd class="change">
              <a href={changeHref}>
                {t('ui.change')}
                <span class="vh"> {label}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

const isBlank = (value: Child) =>
  value === null ||
  value === undefined ||
  value === false ||
  (typeof value === 'string' && !value.trim())

/** Small facts about somebody, label over value. */
export const Facts = ({ rows }: { rows: { label: string; value: Child }[] }) => (
  <dl class="facts">
    {rows.map(({ label, value }) => (
      <div>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

export type Task = {
  title: string
  /** No address: it cannot be started yet. */
  href?: string | undefined
  hint?: Child
  status: { tone: Tone; label: string }
}

/** What is left to do, in any order: "Before you open". */
export const TaskList = ({ tasks }: { tasks: Task[] }) => (
  <ul class="tasks" role="list">
    {tasks.map(({ title, href, hint, status }) => (
      <li>
        <div>
          {href ? <a href={href}>{title}</a> : <span>{title}</span>}
          {hint && <p class="hint small">{hint}</p>}
        </div>
        <Tag tone={status.tone}>{status.label}</Tag>
      </li>
    ))}
  </ul>
)

export type WaitingItem = {
  href: string
  title: Child
  /** Who, what kind, since when. */
  meta?: Child
  tag?: { tone: Tone; label: string } | undefined
  lang?: string | undefined
}

/** What waits on the desk, oldest first: one line each, reached by Tab in the order of waiting. */
export const Waiting = ({ items }: { items: WaitingItem[] }) => (
  <ol class="waiting" role="list">
    {items.map(({ href, title, meta, tag, lang }) => (
      <li>
        <div>
          <a href={href} lang={lang}>
            {title}
          </a>
          {meta && <p class="soft small">{meta}</p>}
        </div>
        {tag && <Tag tone={tag.tone}>{tag.label}</Tag>}
      </li>
    ))}
  </ol>
)

type TableProps = {
  caption: Child
  /** The page's h1 says it already; it is still read out. */
  hideCaption?: boolean | undefined
  /** One for each column. They come back before each cell when the table stacks on a phone. */
  head: string[]
  rows: Child[][]
  /** The first cell names its row, unless `false`. */
  rowHead?: boolean | undefined
  /** Columns of numbers, counted from 0. */
  numbers?: number[] | undefined
  id?: string | undefined
}

/** A table that becomes a list of cards below 48rem, without losing its headings. */
export const Table = ({
  caption,
  hideCaption,
  head,
  rows,
  rowHead = true,
  numbers = [],
  id,
}: TableProps) => (
  <table class="table" id={id}>
    <caption class={hideCaption ? 'vh' : undefined}>{caption}</caption>
    <thead>
      <tr>
        {head.map((words, at) => (
          <th scope="col" class={numbers.includes(at) ? 'number' : undefined}>
            {words}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((cells) => (
        <tr>
          {cells.map((cell, at) =>
            rowHead && at === 0 ? (
              <th scope="row">{cell}</th>
            ) : (
              <td data-th={head[at]} class={numbers.includes(at) ? 'number' : undefined}>
                {cell}
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
)

type PagingProps = {
  /** From 1. */
  page: number
  pages: number
  /** The address of a page, with search and filters kept. */
  href: (page: number) => string
  label?: string | undefined
}

/** The way through many results: previous, where we are, next. Nothing when there is one page. */
export function Paging({ page, pages, href, label }: PagingProps) {
  const { t } = useVoice()
  if (pages < 2) return null
  return (
    <nav class="paging" aria-label={label ?? t('ui.pages')}>
      <ul role="list">
        {page > 1 && (
          <li>
            <a class="back" href={href(page - 1)} rel="prev">
              {t('ui.previous')}
            </a>
          </li>
        )}
        <li>{t('ui.page-of', { page, pages })}</li>
        {page < pages && (
          <li>
            <a class="onward" href={href(page + 1)} rel="next">
              {t('ui.next')}
            </a>
          </li>
        )}
      </ul>
    </nav>
  )
}

/** Links to the parts of a board, with how many wait in each. */
export const Jump = ({
  label,
  links,
}: {
  label: string
  links: { href: string; n: number; label: string }[]
}) => (
  <nav aria-label={label}>
    <ul class="jump" role="list">
      {links.map(({ href, n, label: words }) => (
        <li>
          <a href={href}>
            <b class={n === 0 ? 'zero' : undefined}>{n}</b>
            {words}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** Numbers as sentences: the figure, and what it is a figure of. */
export const Figures = ({ rows }: { rows: { n: string; words: Child }[] }) => (
  <ul class="together" role="list">
    {rows.map(({ n, words }) => (
      <li>
        <b>{n}</b> {words}
      </li>
    ))}
  </ul>
)
