import type { FormState } from '#base/forms.ts'
import { Actions, Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Facts, Notice } from '#base/ui/parts.tsx'
import { DateTime } from '#base/ui/when.tsx'
import type { Ctx } from '#base/web.ts'
import { GoAgain } from './again.parts.tsx'
import { printedCode, printedName } from './paper.rules.ts'
import type { PrintedSheet } from './paper.actions.ts'
import { OwnDevice, Ring } from './sign-in.views.tsx'

type Kept = { name: string; madeAt: Date; left: number | null; channel: 'self' | 'office' }
type CodesProps = { c: Ctx; sheet: Kept | null; may: boolean }

/** One's own sheet: whether there is one, how many codes are left, and a new one. */
export const CodesPage = ({ c, sheet, may }: CodesProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('keys.codes')}
      nav="sign-in"
      narrow
      back={{ href: '/account', label: t('people.account') }}
    >
      <p class="lead">{t('keys.codes-lead')}</p>
      {sheet && (
        <Facts
          rows={[
            { label: t('keys.sheet-name'), value: <bdi dir="ltr">{printedName(sheet.name)}</bdi> },
            { label: t('keys.made'), value: <DateTime at={sheet.madeAt} /> },
            { label: t('keys.left'), value: t('keys.left-n', { n: sheet.left ?? 0 }) },
            ...(sheet.channel === 'office'
              ? [{ label: t('keys.made-by'), value: t('keys.the-office') }]
              : []),
          ]}
        />
      )}
      {may ? (
        <Form c={c} action="/account/codes">
          <p>{t(sheet ? 'keys.new-sheet-how' : 'keys.first-sheet-how')}</p>
          <Button>{t(sheet ? 'keys.new-sheet' : 'keys.make-sheet')}</Button>
        </Form>
      ) : (
        <GoAgain c={c} to="/account/codes" />
      )}
    </Page>
  )
}

type SheetProps = {
  c: Ctx
  sheet: PrintedSheet
  /** Whose it is. */
  person: string
  /** Who at the office made it; null when the person did. */
  issuer: string | null
  next: { href: string; label: string }
}

/** The sheet itself, for paper: shown once. Large, in the order of typing, with who made it. */
export const SheetPage = ({ c, sheet, person, issuer, next }: SheetProps) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('keys.sheet')} nav="sign-in" narrow>
      <p class="lead">{t('keys.sheet-lead')}</p>
      <Facts
        rows={[
          { label: t('keys.sheet-for'), value: <bdi>{person}</bdi> },
          {
            label: t('keys.sheet-name'),
            value: (
              <strong>
                <bdi dir="ltr">{printedName(sheet.name)}</bdi>
              </strong>
            ),
          },
          { label: t('keys.sheet-where'), value: <bdi dir="ltr">{`${c.var.origin}/sign-in`}</bdi> },
          { label: t('keys.made'), value: <DateTime at={sheet.madeAt} /> },
          {
            label: t('keys.made-by'),
            value: issuer === null ? t('keys.yourself') : <bdi>{issuer}</bdi>,
          },
          { label: t('keys.works-until'), value: <DateTime at={sheet.endsAt} /> },
        ]}
      />
      <section class="stack">
        <h2>{t('keys.ten-codes')}</h2>
        <ol class="h3 stack">
          {sheet.codes.map((code) => (
            <li>
              <bdi dir="ltr">{printedCode(code)}</bdi>
            </li>
          ))}
        </ol>
      </section>
      <section class="stack">
        <h2>{t('keys.sheet-how')}</h2>
        <p>{t('keys.sheet-how-1')}</p>
        <p>{t('keys.sheet-how-2')}</p>
        <p>
          <strong>{t('keys.never-ring')}</strong>
        </p>
        <Ring c={c} />
      </section>
      <Actions>
        <ButtonLink href={next.href}>{next.label}</ButtonLink>
      </Actions>
    </Page>
  )
}

type PaperProps = { c: Ctx; form: FormState }

export const PaperPage = ({ c, form }: PaperProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('keys.by-paper')}
      nav="sign-in"
      narrow
      of={form}
      back={{ href: '/sign-in', label: t('people.sign-in') }}
    >
      <p class="lead">{t('keys.by-paper-lead')}</p>
      <Form c={c} action="/sign-in/code-on-paper" of={form}>
        <Field
          of={form}
          name="name"
          label={t('keys.paper-name')}
          hint={t('keys.paper-name-hint')}
          autocomplete="username"
          spellcheck={false}
        />
        <Field
          of={form}
          name="code"
          label={t('keys.paper-code')}
          hint={t('keys.paper-code-hint')}
          inputmode="numeric"
          autocomplete="one-time-code"
          spellcheck={false}
          width="short"
        />
        <OwnDevice c={c} form={form} />
        <input type="hidden" name="to" value={[form.values['to'] ?? ''].flat()[0]} />
        <Button>{t('people.sign-in')}</Button>
      </Form>
      <Notice title={t('keys.lost-sheet')}>
        <p>{t('keys.lost-sheet-how')}</p>
        <Ring c={c} />
      </Notice>
    </Page>
  )
}
