import type { FormState } from '#base/forms.ts'
import { directionOf, type T } from '#base/i18n.ts'
import { Button, Choice, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Confirmation, LeaveQuickly, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { mostWords } from './report.forms.ts'
import { harms } from './report.rules.ts'

/** What a report is about: the path, and for a story everyone may read, its title. */
export type Thing = { about: string; story: { title: string; lang: string } | null }

const harmWords = (t: T): Record<string, string> =>
  Object.fromEntries(harms.map((harm) => [harm, t(`report.harm.${harm}`)]))

/** The link to what is reported. */
export const ThingLink = ({ thing: { about, story } }: { thing: Thing }) => (
  <a href={about}>
    {story ? (
      <span lang={story.lang} dir={directionOf(story.lang)}>
        {story.title}
      </span>
    ) : (
      <bdi dir="ltr">{about}</bdi>
    )}
  </a>
)

const Danger = ({ c }: { c: Ctx }) => {
  const { t, coalition } = c.var
  const number = coalition.country === 'GB' ? '999' : '112'
  return (
    <Notice tone="bad" title={t('report.danger', { number })}>
      <p>{t('report.danger.why')}</p>
    </Notice>
  )
}

/** The form for anyone who saw something wrong; danger first. */
export const ReportPage = ({ c, of, thing }: { c: Ctx; of: FormState; thing: Thing }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('report.title')} of={of} narrow script>
      <Danger c={c} />
      <LeaveQuickly />
      {thing.about === '/' ? (
        <p>{t('report.about.site')}</p>
      ) : (
        <p>
          {t('report.about')} <ThingLink thing={thing} />
        </p>
      )}
      <Form c={c} action="/reports" of={of}>
        <input type="hidden" name="about" value={thing.about} />
        <Choice of={of} name="harm" legend={t('report.harm')} choices={harmWords(t)} />
        <Field
          of={of}
          name="words"
          label={t('report.words')}
          hint={t('report.words.hint')}
          long
          max={mostWords}
        />
        <Field
          of={of}
          name="email"
          label={t('report.email')}
          hint={t('report.email.hint')}
          type="email"
          autocomplete="email"
          optional
        />
        <Button>{t('report.send')}</Button>
      </Form>
    </Page>
  )
}

/** The receipt: we have it, its number, what happens next and when. */
export const ThanksPage = ({ c, number }: { c: Ctx; number: string | null }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('report.thanks')} heading={false} narrow script>
      <Confirmation title={t('report.thanks')}>
        {number && <p>{t('report.thanks.number', { number })}</p>}
      </Confirmation>
      <h2>{t('report.thanks.next')}</h2>
      <p>{t('report.thanks.read')}</p>
      <p>{t('report.thanks.answer')}</p>
      <Danger c={c} />
      <LeaveQuickly />
      <p>
        <a href="/">{t('report.thanks.home')}</a>
      </p>
    </Page>
  )
}
