import { Page } from '#base/ui/page.tsx'
import type { Ctx } from '#base/web.ts'
import type { Key } from '#base/i18n.ts'

/** A page of plain words: its title, and paragraphs under headings. */
export type Told = { title: Key; parts: { heading?: Key; text: Key[] }[] }

export const toldPages = {
  '/about': {
    title: 'front.about',
    parts: [
      { text: ['front.about.what', 'front.about.who'] },
      { heading: 'front.about.part', text: ['front.about.part-text'] },
      { heading: 'front.about.open', text: ['front.about.open-text'] },
    ],
  },
  '/accessibility': {
    title: 'front.accessibility',
    parts: [
      { text: ['front.accessibility.what'] },
      { heading: 'front.accessibility.how', text: ['front.accessibility.how-text'] },
      { heading: 'front.accessibility.missing', text: ['front.accessibility.missing-text'] },
      { heading: 'front.accessibility.tell', text: ['front.accessibility.tell-text'] },
    ],
  },
  '/privacy': {
    title: 'front.privacy',
    parts: [
      { text: ['front.privacy.what'] },
      {
        heading: 'front.privacy.keep',
        text: ['front.privacy.keep-text', 'front.privacy.keep-member'],
      },
      { heading: 'front.privacy.cookies', text: ['front.privacy.cookies-text'] },
      { heading: 'front.privacy.others', text: ['front.privacy.others-text'] },
      { heading: 'front.privacy.rights', text: ['front.privacy.rights-text'] },
    ],
  },
} as const satisfies Record<string, Told>

export const ToldPage = ({ c, told }: { c: Ctx; told: Told }) => {
  const { t, coalition } = c.var
  const words = {
    name: coalition.name,
    purpose: coalition.purpose,
    place: coalition.place,
    email: coalition.email ?? '',
    phone: coalition.phone ?? '',
  }
  return (
    <Page
      c={c}
      title={t(told.title)}
      narrow
      {...(told.title === 'front.about' && { nav: 'about' })}
    >
      {told.parts.map(({ heading, text }) => (
        <section class="stack">
          {heading && <h2>{t(heading)}</h2>}
          {text.map((key) => (
            <p>{t(key, words)}</p>
          ))}
        </section>
      ))}
    </Page>
  )
}
