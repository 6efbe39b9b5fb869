import { pictureSrcset } from '#base/files.ts'
import { directionOf } from '#base/i18n.ts'
import { Button, Form, Tick } from '#base/ui/form.tsx'
import { List, Notice, Tag } from '#base/ui/parts.tsx'
import type { FormState } from '#base/forms.ts'
import type { Ctx } from '#base/web.ts'
import type { Words } from './edit.rules.ts'
import type { Mark } from './reader.ts'
import type { ShownPicture } from './pictures.schema.ts'
import { MorePictures } from './pictures.views.tsx'
import type { Marks } from './safety.marks.ts'
import { fields, type Field, sensitiveKinds, spotOf } from './safety.rules.ts'
import type { StorySafety } from './safety.schema.ts'
import type { Story } from './schema.ts'

// More than a page holds comfortably; the others come up when these were dealt with.
const mostListed = 200

const told = ({ lang }: Story) => ({ lang, dir: directionOf(lang) })

const Marked = ({ c, letters, kind }: { c: Ctx; letters: string; kind: Mark['kind'] }) => (
  <mark>
    {letters}{' '}
    <small lang={c.var.lang} dir={directionOf(c.var.lang)}>
      ({c.var.t(`safety.kind.${kind}`)})
    </small>
  </mark>
)

/** A text with its marks: each in words as well, for paper, for screen readers and without colours. */
const MarkedText = ({ c, text, marks }: { c: Ctx; text: string; marks: readonly Mark[] }) => {
  let from = 0
  return (
    <>
      {marks.map(({ kind, start, end }) => {
        const before = text.slice(from, start)
        from = end
        return (
          <>
            {before}
            <Marked c={c} letters={text.slice(start, end)} kind={kind} />
          </>
        )
      })}
      {text.slice(from)}
    </>
  )
}

type Paragraph = { text: string; marks: Mark[] }

/** The paragraphs of a text, each with the marks that begin in it (places counted from its beginning). */
function paragraphsOf(text: string, marks: readonly Mark[]): Paragraph[] {
  const found: Paragraph[] = []
  let next = 0
  let from = 0
  const upTo = (to: number) => {
    const inside: Mark[] = []
    for (let mark = marks[next]; mark && mark.start < to; mark = marks[(next += 1)])
      inside.push({
        kind: mark.kind,
        start: mark.start - from,
        end: Math.min(mark.end, to) - from,
      })
    if (to > from) found.push({ text: text.slice(from, to), marks: inside })
  }
  for (const { index, 0: gap } of text.matchAll(/\n[^\S\n]*\n\s*/g)) {
    upTo(index)
    from = index + gap.length
  }
  upTo(text.length)
  return found
}

type TextProps = {
  c: Ctx
  story: Story
  words: Words
  marks: Marks
  isEdited: boolean
  /** The pictures besides the first. */
  more: readonly ShownPicture[]
}

/** The words of a story as they would be shown, with what the reader marked in them. */
export const StoryWithMarks = ({ c, story, words, marks, isEdited, more }: TextProps) => {
  const { t } = c.var
  const line = (field: Exclude<Field, 'body'>) =>
    marks[field].length > 0 && (
      <p {...told(story)}>
        <MarkedText c={c} text={words[field] ?? ''} marks={marks[field]} />
      </p>
    )
  return (
    <section class="stack" aria-labelledby="marked">
      <h2 id="marked">{t(isEdited ? 'safety.text.edited' : 'safety.text')}</h2>
      {isEdited && words.title !== story.title && marks.title.length === 0 && (
        <p {...told(story)}>
          <strong>{words.title}</strong>
        </p>
      )}
      {line('title')}
      {line('byline')}
      {story.pictureId && (
        <figure>
          <img
            {...pictureSrcset(story.pictureId, 960)}
            sizes="(min-width: 46rem) 43rem, 92vw"
            alt={words.pictureWords ?? ''}
            loading="lazy"
            decoding="async"
          />
        </figure>
      )}
      {line('pictureWords')}
      <MorePictures pictures={more} />
      {more.map(({ words: said }) => (
        <p class="soft" {...told(story)}>
          {said}
        </p>
      ))}
      <div class="prose stack" {...told(story)}>
        {paragraphsOf(words.body, marks.body).map((one) => (
          <p>
            <MarkedText c={c} text={one.text} marks={one.marks} />
          </p>
        ))}
      </div>
    </section>
  )
}

type ListProps = { c: Ctx; story: Story; words: Words; marks: Marks; mayMask: boolean }

/** Every mark with its kind, where it is, and one button that leaves its letters out. */
export const MarkList = ({ c, story, words, marks, mayMask }: ListProps) => {
  const { t } = c.var
  const all = fields.flatMap((field) => marks[field].map((mark) => ({ ...mark, field })))
  if (all.length === 0) return <p class="soft">{t('safety.marks.none')}</p>
  return (
    <section class="stack" aria-labelledby="marks">
      <h2 id="marks">{t('safety.marks')}</h2>
      <p>{t('safety.marks.lead', { n: all.length })}</p>
      {mayMask && <p class="soft small">{t('safety.mask.what')}</p>}
      <Form c={c} action={`/stories/${story.id}/masks`}>
        <List>
          {all.slice(0, mostListed).map((mark) => {
            const letters = (words[mark.field] ?? '').slice(mark.start, mark.end)
            return (
              <li class="row">
                <Tag>{t(`safety.kind.${mark.kind}`)}</Tag>
                <bdi lang={story.lang}>{letters}</bdi>
                {mark.field !== 'body' && (
                  <span class="soft small">{t(`safety.field.${mark.field}`)}</span>
                )}
                {mayMask && (
                  <Button tone="quiet" name="mark" value={spotOf(mark)} about={letters}>
                    {t('safety.mask')}
                  </Button>
                )}
              </li>
            )
          })}
        </List>
      </Form>
      {all.length > mostListed && <p>{t('safety.marks.more', { n: all.length - mostListed })}</p>}
    </section>
  )
}

/** Whether the reader proposes that a second person reads a story with these marks. */
export const seemsSensitive = (marks: Marks): boolean =>
  fields.some((field) => marks[field].some(({ kind }) => sensitiveKinds.includes(kind)))

const stateOf = (safety: StorySafety, moderatorId: string | null) =>
  safety.secondAt
    ? 'read'
    : !safety.firstAt
      ? 'needs-first'
      : safety.firstBy === moderatorId
        ? 'you'
        : 'needs-second'

type SensitiveProps = { c: Ctx; story: Story; safety: StorySafety | undefined }

/** How a sensitive story stands, or the button that says that it is one. */
export const Sensitive = ({ c, story, safety }: SensitiveProps) => {
  const { t } = c.var
  if (safety)
    return (
      <Notice tone={safety.secondAt ? 'good' : 'warn'} title={t('safety.sensitive.is')}>
        <p>{t(`safety.sensitive.${stateOf(safety, c.var.person?.id ?? null)}`)}</p>
      </Notice>
    )
  if (story.state !== 'told') return null
  return (
    <Form c={c} action={`/stories/${story.id}/safety`} inline>
      <Button tone="quiet">{t('safety.sensitive.say')}</Button>
    </Form>
  )
}

/** The tick beside the decision, for a story that nobody has called sensitive yet. */
export const SensitiveTick = ({ c, of, seems }: { c: Ctx; of: FormState; seems: boolean }) => {
  const { t } = c.var
  return (
    <Tick
      of={of}
      name="sensitive"
      label={t('safety.sensitive')}
      hint={seems ? t('safety.sensitive.hint') : undefined}
    />
  )
}
