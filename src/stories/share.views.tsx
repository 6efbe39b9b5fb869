import type { PropsWithChildren } from 'hono/jsx'
import { formOf } from '#base/forms.ts'
import { Field } from '#base/ui/form.tsx'
import { Details } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { embedCode } from './share.rules.ts'

type OnPage = { c: Ctx; story: { id: string; title: string } }

const oembedAddress = ({ c, story }: OnPage, format: 'json' | 'xml') =>
  `${c.var.origin}/oembed?url=${encodeURIComponent(`${c.var.origin}/stories/${story.id}`)}&format=${format}`

/**
 * What other sites show beside a link to this story, and where they ask for its frame (oEmbed). `path`: of the page
 * that it stands in, which may be a translation.
 */
export const SharePicture = (props: PropsWithChildren<OnPage & { path: string }>) => {
  const { c, story, path, children } = props
  const { origin, t } = c.var
  // The frame shows what the teller said themselves: a translation has none.
  const formats = path === `/stories/${story.id}` ? (['json', 'xml'] as const) : []
  return (
    <>
      {formats.map((format) => (
        <link
          rel="alternate"
          type={format === 'xml' ? 'text/xml+oembed' : 'application/json+oembed'}
          href={oembedAddress(props, format)}
          title={story.title}
        />
      ))}
      <meta property="og:title" content={story.title} />
      <meta property="og:url" content={origin + path} />
      <meta property="og:image" content={`${origin}/stories/${story.id}/share.png`} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={t('share.alt', { title: story.title })} />
      <meta name="twitter:card" content="summary_large_image" />
      {children}
    </>
  )
}

/** The code for somebody's own site, to be copied: a frame that follows the story, also when it is taken back. */
const OnYourSite = ({ c, story }: OnPage) => {
  const { t, origin, coalition } = c.var
  const title = t('embed.frame', { name: coalition.name })
  const code = embedCode({ origin, id: story.id, title })
  return (
    <Details summary={t('embed.yours')}>
      <p>{t('embed.yours-why')}</p>
      <Field
        of={formOf({ embed: code })}
        name="embed"
        label={t('embed.code')}
        hint={t('embed.code-hint')}
        lang="en"
        spellcheck={false}
        rows={5}
        long
        readonly
      />
    </Details>
  )
}

/** For moderators: where a story that stands on the pages is looked after. */
const OfficeLinks = ({ c, id }: { c: Ctx; id: string }) =>
  c.var.person?.roles.includes('moderator') ? (
    <>
      <li>
        <a href={`/stories/${id}/lists`}>{c.var.t('lists.file')}</a>
      </li>
      <li>
        <a href={`/stories/${id}/effects`}>{c.var.t('year.office.title')}</a>
      </li>
      <li>
        <a href={`/stories/${id}/decision`}>{c.var.t('stories.waiting.office')}</a>
      </li>
    </>
  ) : null

/** A letter to somebody, begun: the reader's own mail program sends it, and nobody else is told. */
const passOn = (c: Ctx, title: string, path: string) =>
  `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(c.var.origin + path)}`

const TellAndReport = ({ c, path }: { c: Ctx; path: string }) => (
  <>
    <li>
      <a href="/stories/new">{c.var.t('stories.wall.tell')}</a>
    </li>
    <li>
      <a href={`/reports/new?about=${path}`}>{c.var.t('stories.report')}</a>
    </li>
  </>
)

type After = OnPage & { path: string; isTranslation: boolean }

/** What a reader of a story can do next. `path`: of the page that it stands in. */
export const AfterStory = ({ c, story, path, isTranslation }: After) => (
  <>
    <ul class="plain">
      <li>
        <a href={passOn(c, story.title, path)}>{c.var.t('stories.pass-on')}</a>
      </li>
      <TellAndReport c={c} path={path} />
      <OfficeLinks c={c} id={story.id} />
    </ul>
    {!isTranslation && <OnYourSite c={c} story={story} />}
  </>
)

/** What somebody can do next who reads a story that not everyone may read: it is not passed on. */
export const AfterHidden = ({ c, path }: { c: Ctx; path: string }) => (
  <ul class="plain">
    <TellAndReport c={c} path={path} />
  </ul>
)
