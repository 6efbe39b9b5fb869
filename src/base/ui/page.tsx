import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { asset } from '#base/assets.ts'
import type { FormState } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import type { Ctx } from '#base/web.ts'
import { bandColour } from './dyes.ts'
import { Foot, Header, type Section } from './frame.tsx'
import { VoiceOf } from './voice.tsx'

type Feed = { href: string; type: string; title: string }
type Crumb = { href: string; label: string }

export type PageProps = PropsWithChildren<{
  c: Ctx
  /** The h1 and, with the coalition's name, the title of the tab. */
  title: string
  /** Language of what stands in main, when it is not the reader's: a story told in Urdu. */
  lang?: string | undefined
  /** A form or a text: lines no longer than a reader likes. */
  narrow?: boolean | undefined
  /** A table or a board: the full width. */
  wide?: boolean | undefined
  back?: Crumb | undefined
  crumbs?: Crumb[] | undefined
  /** Replaces the words of the h1; `false` when the page brings its own h1 (a hero, a label, a panel). */
  heading?: Child | false
  nav?: Section | undefined
  /** The form of this page: its problems are summed up above the h1 and the tab's title says "Error: ". */
  of?: FormState | undefined
  error?: boolean | undefined
  head?: Child
  /** Loads enhance.js, which only betters a page that works without it; every page with `of` has it. */
  script?: boolean | undefined
  /** A page for staff: not for search engines. The phone stays where it is. */
  staff?: boolean | undefined
  description?: string | undefined
  feeds?: Feed[] | undefined
  jsonLd?: object | undefined
  /** Instead of the sections: where the reader stands in a longer form. "Nothing is shown until you say yes." */
  promise?: string | undefined
}>

/** Every page of Kith. One h1, the phone in the same place, no script needed. */
export function Page(props: PageProps) {
  const { t, lang, dir, look, coalition } = props.c.var
  // A page that brings its own h1 and asks for no column, such as home with its hero, fills main itself.
  const bare = props.heading === false && !props.narrow && !props.back && !props.crumbs && !props.of
  return (
    <VoiceOf.Provider value={{ t, lang, dir }}>
      {raw('<!doctype html>')}
      <html
        lang={lang}
        dir={dir}
        data-band={coalition.band}
        data-action={coalition.action}
        data-text={look.text}
        data-theme={look.theme}
        data-font={look.font}
        data-calm={look.calm ? 'yes' : undefined}
      >
        <Head {...props} />
        <body>
          <Header c={props.c} nav={props.nav} promise={props.promise} />
          <main id="main" tabindex={-1}>
            {bare ? (
              <Content {...props} />
            ) : (
              <div class={`wrap section tight${props.wide ? ' wide' : ''}`}>
                <div class={props.narrow ? 'narrow stack-lg' : 'stack-lg'}>
                  <Above {...props} />
                  <Content {...props} />
                </div>
              </div>
            )}
          </main>
          <Foot c={props.c} isOpen={!props.staff} />
        </body>
      </html>
    </VoiceOf.Provider>
  )
}

const hasProblems = (of: FormState | undefined) =>
  of !== undefined && Object.keys(of.problems).length > 0

function Head({ c, title, of, error, head, ...rest }: PageProps) {
  const { t, coalition } = c.var
  const wrong = error || hasProblems(of) ? `${t('ui.error-title')} ` : ''
  const whole = title === coalition.name ? title : `${title} – ${coalition.name}`
  return (
    <head>
      <meta charset="utf-8" />
      <title>{wrong + whole}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content={bandColour(coalition.band)} />
      {rest.description && <meta name="description" content={rest.description} />}
      {rest.staff && <meta name="robots" content="noindex" />}
      <link rel="stylesheet" href={asset('kith.css')} />
      <link rel="icon" href={asset('logo.svg')} type="image/svg+xml" />
      {rest.feeds?.map((feed) => (
        <link rel="alternate" type={feed.type} title={feed.title} href={feed.href} />
      ))}
      {rest.jsonLd && <script type="application/ld+json">{raw(jsonForScript(rest.jsonLd))}</script>}
      {(rest.script ?? of !== undefined) && (
        <script type="module" src={asset('enhance.js')}></script>
      )}
      {head}
    </head>
  )
}

/** JSON that cannot end the script element it stands in, whatever somebody wrote into a name. */
export const jsonForScript = (data: object) =>
  JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** What stands above the h1: the way back, and what is wrong with the form. */
const Above = ({ c, back, crumbs, of }: PageProps) => (
  <>
    {back && (
      <a class="back" href={back.href}>
        {back.label}
      </a>
    )}
    {crumbs && (
      <nav class="crumbs" aria-label={c.var.t('ui.crumbs')}>
        <ol role="list">
          {crumbs.map((crumb) => (
            <li>
              <a href={crumb.href}>{crumb.label}</a>
            </li>
          ))}
        </ol>
      </nav>
    )}
    {of && <ProblemSummary of={of} title={c.var.t('ui.problem')} />}
  </>
)

/** The list of what is wrong, above the h1, each line a link to its field. The script moves the focus here. */
const ProblemSummary = ({ of, title }: { of: FormState; title: string }) =>
  hasProblems(of) ? (
    <div
      class="summary stack"
      id="error-summary"
      role="alert"
      tabindex={-1}
      aria-labelledby="error-title"
    >
      <h2 id="error-title">{title}</h2>
      <ul role="list">
        {Object.entries(of.problems).map(([name, problem]) => (
          <li>
            <a href={`#${name}`}>{problem}</a>
          </li>
        ))}
      </ul>
    </div>
  ) : null

function Content({ c, lang, heading, title, children }: PageProps) {
  const inside = (
    <>
      {heading !== false && <h1>{heading ?? title}</h1>}
      {children}
    </>
  )
  if (!lang || lang === c.var.lang) return inside
  return (
    <div class="stack-lg" lang={lang} dir={directionOf(lang)}>
      {inside}
    </div>
  )
}
