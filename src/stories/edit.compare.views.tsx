import { directionOf } from '#base/i18n.ts'
import { Prose } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { compareWords, type Run } from '#base/compare.ts'
import type { Words } from './edit.rules.ts'

/** Runs as paragraphs: an empty line starts one, whichever version it stands in. */
function paragraphsOf(runs: readonly Run[]): Run[][] {
  const paragraphs: Run[][] = [[]]
  for (const { is, text } of runs)
    text.split(/\n[^\S\n]*\n\s*/).forEach((part, n) => {
      if (n > 0) paragraphs.push([])
      if (part !== '') paragraphs.at(-1)?.push({ is, text: part })
    })
  return paragraphs.filter((paragraph) => paragraph.length > 0)
}

/** What is gone and what is new: crossed out and underlined, and said for those who hear it. */
const RunText = ({ c, run }: { c: Ctx; run: Run }) => {
  if (run.is === 'same') return <>{run.text}</>
  const said = (key: 'edit.gone' | 'edit.new' | 'edit.end') => (
    <span class="vh" lang={c.var.lang}>
      {' '}
      [{c.var.t(key)}]{' '}
    </span>
  )
  const words = (
    <>
      {said(run.is === 'gone' ? 'edit.gone' : 'edit.new')}
      {run.text}
      {said('edit.end')}
    </>
  )
  return run.is === 'gone' ? <del>{words}</del> : <ins>{words}</ins>
}

type Props = { c: Ctx; lang: string; before: Words; after: Words }

const Lines = ({
  c,
  lang,
  before,
  after,
}: Omit<Props, 'before' | 'after'> & { before: string; after: string }) => (
  <div class="prose stack" lang={lang} dir={directionOf(lang)}>
    {paragraphsOf(compareWords(before, after)).map((runs) => (
      <p>
        {runs.map((run) => (
          <RunText c={c} run={run} />
        ))}
      </p>
    ))}
  </div>
)

/** What an edited version changes, in the title, the name shown, the picture's words and the story. */
export const Differences = ({ c, lang, before, after }: Props) => {
  const { t } = c.var
  const parts = [
    ['title', before.title, after.title],
    ['byline', before.byline, after.byline],
    ['picture-words', before.pictureWords ?? '', after.pictureWords ?? ''],
    ['body', before.body, after.body],
  ] as const
  return (
    <section class="stack" aria-labelledby="differences">
      <h2 id="differences">{t('edit.differences')}</h2>
      <p class="soft small">{t('edit.differences.lead')}</p>
      {parts
        .filter(([, old, fresh]) => old !== fresh)
        .map(([part, old, fresh]) => (
          <>
            <h3>{t(`edit.${part}`)}</h3>
            <Lines c={c} lang={lang} before={old} after={fresh} />
          </>
        ))}
    </section>
  )
}

/** A version whole, under its own heading. */
export const Version = ({
  c,
  lang,
  words,
  which,
}: {
  c: Ctx
  lang: string
  words: Words
  which: 'original' | 'edited'
}) => (
  <section class="stack" aria-labelledby={which}>
    <h2 id={which}>{c.var.t(`edit.${which}`)}</h2>
    <h3 lang={lang} dir={directionOf(lang)}>
      {words.title}
    </h3>
    {words.byline && (
      <p>
        <bdi lang={lang}>{words.byline}</bdi>
      </p>
    )}
    <Prose text={words.body} lang={lang} />
    {words.pictureWords && (
      <p lang={lang} dir={directionOf(lang)}>
        {words.pictureWords}
      </p>
    )}
  </section>
)
