import { type FormState, valueOf } from '#base/forms.ts'
import { type Lang, languages, type T } from '#base/i18n.ts'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Facts, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Terms, Version } from './duties.queries.ts'
import { type TermPart, termParts, type TermWords } from './duties.questions.ts'
import { Saved, toDuties, Versions } from './duties.versions.views.tsx'

/** What the terms say until the coalition writes its own words. */
export const firstTerms = (t: T, name: string): TermWords => {
  const words = termParts.map((part) => [part, t(`terms.first.${part}`, { name })] as const)
  // One for each part, made in the line above.
  return Object.fromEntries(words) as TermWords
}

const Paragraphs = ({ text }: { text: string }) => (
  <div class="prose stack">
    {text.split(/\n\s*\n/).map((paragraph) => (
      <p>{paragraph}</p>
    ))}
  </div>
)

type Below = Exclude<TermPart, 'intro'>

const Said = ({ c, part, words }: { c: Ctx; part: Below; words: TermWords }) => (
  <section class="stack" aria-labelledby={part}>
    <h2 id={part}>{c.var.t(`terms.${part}`)}</h2>
    {part === 'allowed' && c.var.coalition.rules.length > 0 && (
      <ul>
        {c.var.coalition.rules.map((rule) => (
          <li>
            <bdi>{rule}</bdi>
          </li>
        ))}
      </ul>
    )}
    <Paragraphs text={words[part]} />
  </section>
)

const Days = ({ c, days }: { c: Ctx; days: Terms['days'] }) => {
  const { t } = c.var
  const row = (label: string, n: string | null) =>
    n ? [{ label, value: t('terms.days', { n: Number(n) }) }] : []
  return (
    <section class="stack" aria-labelledby="days">
      <h2 id="days">{t('terms.how-long')}</h2>
      <Facts
        rows={[
          ...row(t('terms.days.decide'), days.decide),
          ...row(t('terms.days.report'), days.report),
          ...row(t('terms.days.appeal'), days.appeal),
        ]}
      />
    </section>
  )
}

const Contact = ({ c, contact }: { c: Ctx; contact: Terms['contact'] }) => {
  const { t, coalition } = c.var
  const reach = contact?.reach || [coalition.phone, coalition.email].filter(Boolean).join(', ')
  return (
    <section class="stack" aria-labelledby="contact">
      <h2 id="contact">{t('terms.contact')}</h2>
      <p>{t('terms.contact.what')}</p>
      <p>
        <strong>
          <bdi>{contact?.shownAs ?? coalition.name}</bdi>
        </strong>
        <br />
        <bdi>{reach}</bdi>
      </p>
    </section>
  )
}

/** The terms for everyone: the coalition's rules, what happens to what is told, and whom to turn to. */
export const TermsPage = ({ c, terms }: { c: Ctx; terms: Terms }) => {
  const { t, lang, coalition } = c.var
  const words = terms.words[lang] ?? firstTerms(t, coalition.name)
  return (
    <Page c={c} title={t('terms.title')} narrow description={t('terms.description')}>
      <Paragraphs text={words.intro} />
      {termParts
        .filter((part) => part !== 'intro')
        .map((part) => (
          <Said c={c} part={part} words={words} />
        ))}
      <Days c={c} days={terms.days} />
      <Contact c={c} contact={terms.contact} />
      <p>
        <a href="/moderation">{t('counts.title')}</a>
      </p>
    </Page>
  )
}

type TermsProps = { c: Ctx; lang: Lang; of: FormState; versions: Version[]; saved: boolean }

/** The words of the public terms, language by language. */
export const TermsFormPage = ({ c, lang, of, versions, saved }: TermsProps) => {
  const { t, coalition } = c.var
  return (
    <Page c={c} title={t('duty.terms')} of={of} narrow staff nav="desk" back={toDuties(c)}>
      {saved && <Saved c={c} />}
      <p class="lede">{t('duty.terms.how')}</p>
      <Notice title={t('duty.source')}>
        <p>{t('duty.terms.source')}</p>
      </Notice>
      <nav aria-label={t('duty.terms.languages')}>
        <ul class="row" role="list">
          {coalition.languages.map((one) => (
            <li>
              <a
                href={`/duties/terms?words=${one}`}
                lang={one}
                aria-current={one === lang ? 'true' : undefined}
              >
                {languages[one]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <h2>{t('duty.terms.in', { language: languages[lang] })}</h2>
      <Form c={c} action="/duties/terms" of={of}>
        <input type="hidden" name="words" value={lang} />
        {termParts.map((part) => (
          <Field
            of={of}
            name={part}
            label={t(`duty.terms.${part}`)}
            lang={lang}
            value={valueOf(of, part)}
            rows={5}
            long
          />
        ))}
        <Button>{t('duty.save')}</Button>
      </Form>
      <Versions c={c} kind="terms" versions={versions} />
    </Page>
  )
}
