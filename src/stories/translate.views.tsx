import type { Child } from 'hono/jsx'
import { directionOf } from '#base/i18n.ts'
import { Prose } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { languageIn, languageName } from './languages.ts'
import type { PublishedStory } from './schema.ts'
import type { ReadableIn } from './translate.public.queries.ts'
import type { TranslatedStory } from './translate.schema.ts'

/** The words of a story as somebody translates it, or as they were translated. */
export const Words = ({
  lang,
  words,
}: {
  lang: string
  words: { title: string; body: string; pictureWords: string | null }
}) => (
  <>
    <h3 lang={lang} dir={directionOf(lang)}>
      {words.title}
    </h3>
    <Prose text={words.body} lang={lang} />
    {words.pictureWords && (
      <p class="soft" lang={lang} dir={directionOf(lang)}>
        {words.pictureWords}
      </p>
    )}
  </>
)

type Tongue = { lang: string; href: string; isOriginal: boolean; translator: string }

/** The original, then each translation; the reader's own language before all of them. */
function tonguesOf(c: Ctx, id: string, original: string, others: ReadableIn): Tongue[] {
  const all = [
    { lang: original, href: `/stories/${id}`, isOriginal: true, translator: '' },
    ...others.map(({ lang, translator }) => ({
      lang,
      href: `/stories/${id}/${lang}`,
      isOriginal: false,
      translator,
    })),
  ]
  const own = all.filter(({ lang }) => lang === c.var.lang)
  return [...own, ...all.filter(({ lang }) => lang !== c.var.lang)]
}

/** A translator's name, in whatever direction it is written, with our own sentence around it. */
function Thanks({ c, name }: { c: Ctx; name: string }) {
  const [before = '', after = ''] = c.var.t('translate.by', { name: '\u0000' }).split('\u0000')
  return (
    <span class="soft">
      {' ('}
      {before}
      <bdi>{name}</bdi>
      {after})
    </span>
  )
}

const TongueLine = ({ c, tongue, isHere }: { c: Ctx; tongue: Tongue; isHere: boolean }) => {
  const { lang, href, isOriginal, translator } = tongue
  const name = (
    <bdi lang={lang} dir={directionOf(lang)}>
      {languageName(lang)}
    </bdi>
  )
  return (
    <li>
      {isHere ? (
        <strong aria-current="page">{name}</strong>
      ) : (
        <a href={href} hreflang={lang}>
          {name}
        </a>
      )}
      {isOriginal && <span class="soft"> {c.var.t('translate.original')}</span>}
      {translator && <Thanks c={c} name={translator} />}
    </li>
  )
}

type Reading = { c: Ctx; id: string; original: string; shown: string; others: ReadableIn }

/** In which languages a story can be read; nothing when there is only one. */
export const ReadIn = ({ c, id, original, shown, others }: Reading) =>
  others.length === 0 ? null : (
    <nav aria-labelledby="read-in">
      <p id="read-in">{c.var.t('translate.read-in')}</p>
      <ul class="plain" role="list">
        {tonguesOf(c, id, original, others).map((tongue) => (
          <TongueLine c={c} tongue={tongue} isHere={tongue.lang === shown} />
        ))}
      </ul>
    </nav>
  )

/** Above a translation: that it is one, and the way to what the teller said themselves. */
export const Translated = ({ c, story }: { c: Ctx; story: TranslatedStory }) => (
  <p>
    {c.var.t('translate.from', { language: languageIn(story.original.lang, c.var.lang) })}
    {' · '}
    <a href={`/stories/${story.id}`} hreflang={story.original.lang}>
      {c.var.t('translate.read-original')}
    </a>
  </p>
)

/** Where a machine finds the same story in other languages. */
export const OtherLanguages = ({ c, id, original, others }: Omit<Reading, 'shown'>): Child =>
  others.length === 0 ? null : (
    <>
      <link rel="alternate" hreflang="x-default" href={`${c.var.origin}/stories/${id}`} />
      <link rel="alternate" hreflang={original} href={`${c.var.origin}/stories/${id}`} />
      {others.map(({ lang }) => (
        <link rel="alternate" hreflang={lang} href={`${c.var.origin}/stories/${id}/${lang}`} />
      ))}
    </>
  )

const personCalled = (name: string) => ({ '@type': 'Person', name })

/** What structured data says of a story's translations (schema.org workTranslation). */
export const translationsOfWork = (c: Ctx, { id }: PublishedStory, others: ReadableIn): object =>
  others.length === 0
    ? {}
    : {
        workTranslation: others.map(({ lang, title, translator }) => ({
          '@type': 'Article',
          '@id': `${c.var.origin}/stories/${id}/${lang}`,
          headline: title,
          inLanguage: lang,
          ...(translator && { translator: personCalled(translator) }),
        })),
      }

/** What structured data says of a translation: of which work it is, and whose. */
export const translationOf = (c: Ctx, { id, original, translator }: TranslatedStory): object => ({
  translationOfWork: {
    '@type': 'Article',
    '@id': `${c.var.origin}/stories/${id}`,
    headline: original.title,
    inLanguage: original.lang,
  },
  ...(translator && { translator: personCalled(translator) }),
})
