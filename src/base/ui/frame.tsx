import { directionOf, languages } from '#base/i18n.ts'
import type { Ctx } from '#base/web.ts'
import { Logo } from './parts.tsx'

export type Section =
  | 'stories'
  | 'members'
  | 'join'
  | 'tell'
  | 'about'
  | 'search'
  | 'desk'
  | 'sign-in'
type OnPage = { c: Ctx }

/** `tel:` address of a phone number as people write it: "0808 157 0123" gives "tel:08081570123". */
export const telHref = (phone: string) => `tel:${phone.replace(/[^\d+]/g, '')}`

const sections = [
  ['stories', '/stories'],
  ['members', '/members'],
  ['tell', '/stories/new'],
  ['join', '/join'],
  ['about', '/about'],
  ['search', '/search'],
] as const

type HeaderProps = OnPage & { nav?: Section | undefined; promise?: string | undefined }

/** The band on top: skip link, name, phone, sections. The same on public and on staff pages (WCAG 3.2.6). */
export const Header = ({ c, nav, promise }: HeaderProps) => (
  <header>
    <a class="skip" href="#main">
      {c.var.t('ui.skip')}
    </a>
    <div class="band">
      <div class="wrap">
        <div class="row spread">
          <a class="brand" href="/">
            <Logo />
            <span>
              <bdi>{c.var.coalition.name}</bdi>
            </span>
          </a>
          <Help c={c} />
        </div>
        {/* In the middle of telling or joining, the way out is Back: six links would only take up the phone. */}
        {promise ? <p class="help promise">{promise}</p> : <MainNav c={c} nav={nav} />}
      </div>
    </div>
    {c.var.coalition.example && (
      <div class="example">
        <p class="wrap small">{c.var.t('ui.example')}</p>
      </div>
    )}
  </header>
)

const Help = ({ c }: OnPage) => {
  const { phone, phoneHours } = c.var.coalition
  if (!phone) return null
  return (
    <p class="help">
      {phoneHours
        ? c.var.t('ui.rather-talk-hours', { hours: phoneHours })
        : c.var.t('ui.rather-talk')}{' '}
      <a href={telHref(phone)} dir="ltr">
        {phone}
      </a>
    </p>
  )
}

function MainNav({ c, nav }: OnPage & { nav?: Section | undefined }) {
  const { t, person } = c.var
  const here = (key: Section) => (nav === key ? 'page' : undefined)
  return (
    <nav class="nav" aria-label={t('ui.nav')}>
      <ul>
        {person && person.roles.length > 0 && (
          <li>
            <a href="/desk" aria-current={here('desk')}>
              {t('ui.nav.desk')}
            </a>
          </li>
        )}
        {sections.map(([key, href]) => (
          <li>
            <a href={href} aria-current={here(key)}>
              {t(`ui.nav.${key}`)}
            </a>
          </li>
        ))}
        <li>
          <a href={person ? '/account' : '/sign-in'} aria-current={here('sign-in')}>
            {person ? t('ui.nav.account') : t('ui.nav.sign-in')}
          </a>
        </li>
      </ul>
    </nav>
  )
}

// Pages that everyone reads. Never an address with a key in it: what is reported is read by moderators.
const readByAll =
  /^\/(?:(?:search|stories|members|collections|campaigns|moderation|terms)?|(?:stories|members)\/[0-9a-f-]{36}(?:\/[a-z]{2,3})?|(?:collections|campaigns)\/[^/]+)$/

/** What anyone says when something on this page is wrong, by an address that is the same for everyone. */
const Report = ({ c }: OnPage) =>
  readByAll.test(c.req.path) && (
    <li>
      <a href={`/reports/new?about=${c.req.path}`} rel="nofollow">
        {c.var.t('ui.report')}
      </a>
    </li>
  )

/** The foot: a person to talk to, an easier page, another language. */
export const Foot = ({ c, isOpen }: OnPage & { isOpen: boolean }) => (
  <footer class="foot">
    <hr class="seam" />
    <div class="wrap cols">
      <Talk c={c} />
      <nav aria-label={c.var.t('ui.easier')}>
        <h2>{c.var.t('ui.easier')}</h2>
        <ul>
          <li>
            <a href="/easier-to-read">{c.var.t('ui.easier-link')}</a>
          </li>
          <li>
            <a href="/accessibility">{c.var.t('ui.accessibility')}</a>
          </li>
          <li>
            <a href="/privacy">{c.var.t('ui.privacy')}</a>
          </li>
          <li>
            <a href="/terms">{c.var.t('ui.terms')}</a>
          </li>
          {isOpen && <Report c={c} />}
        </ul>
      </nav>
      <Languages c={c} />
    </div>
  </footer>
)

const Talk = ({ c }: OnPage) => {
  const { t, coalition } = c.var
  const { phone, phoneHours, email } = coalition
  if (!phone && !email) return null
  return (
    <div class="stack">
      <h2>{t('ui.talk')}</h2>
      {phone ? (
        <>
          <p>{t('ui.talk-phone')}</p>
          <p>
            <a class="tel" href={telHref(phone)} dir="ltr">
              {phone}
            </a>
          </p>
          {phoneHours && <p>{phoneHours}</p>}
        </>
      ) : (
        email && <p>{t('ui.talk-no-phone')}</p>
      )}
      {email && (
        <p>
          <a class="mail" href={`mailto:${email}`} dir="ltr">
            {email}
          </a>
        </p>
      )}
    </div>
  )
}

const Languages = ({ c }: OnPage) => (
  <nav aria-label={c.var.t('ui.languages')}>
    <h2>{c.var.t('ui.languages')}</h2>
    <ul>
      {c.var.coalition.languages.map((lang) => (
        <li>
          <a
            href={inLanguage(c.req.url, lang)}
            lang={lang}
            hreflang={lang}
            dir={directionOf(lang)}
            aria-current={lang === c.var.lang ? 'true' : undefined}
          >
            {languages[lang]}
          </a>
        </li>
      ))}
    </ul>
    <p class="small">{c.var.t('ui.built-with')}</p>
  </nav>
)

/** This page in another language, with its search and filters kept. */
export function inLanguage(address: string, lang: string): string {
  const url = new URL(address)
  url.searchParams.set('lang', lang)
  // A path that begins with two slashes would lead to another site.
  return url.pathname.replace(/^\/+/, '/') + url.search
}
