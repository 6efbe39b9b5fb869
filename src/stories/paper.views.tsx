import { type FormState, valueOf } from '#base/forms.ts'
import { directionOf, type T } from '#base/i18n.ts'
import { Button, Choice, Field, Form, Select, Tick, Ticks } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Details } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { AskAudienceOf } from './audience.views.tsx'
import { uses } from './consent.schema.ts'
import { Witness } from './heard.views.tsx'
import { tellingLanguages } from './languages.ts'
import type { Story } from './schema.ts'
import { otherRows } from './voice.forms.ts'

const tongues = { en: 'English', cy: 'Cymraeg', ur: 'اردو' }

/** Where anyone prints the sheet. */
export const PaperPage = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t, lang } = c.var
  return (
    <Page
      c={c}
      title={t('paper.title')}
      of={of}
      narrow
      nav="tell"
      back={{ href: '/stories', label: t('stories.back-to-all') }}
    >
      <p>{t('paper.lead')}</p>
      <Form c={c} action="/stories/paper" of={of}>
        <Choice
          of={of}
          name="size"
          legend={t('paper.size')}
          value="14"
          choices={{ '14': t('paper.size.14'), '18': t('paper.size.18'), '24': t('paper.size.24') }}
        />
        <Select of={of} name="tongue" label={t('paper.lang')} choices={tongues} value={lang} />
        <Button>{t('paper.print')}</Button>
      </Form>
    </Page>
  )
}

type OfficeProps = { c: Ctx; of: FormState; from: 'phone' | 'paper' }

const WhoTells = ({ c, of, from }: OfficeProps) => {
  const { t } = c.var
  return (
    <>
      {from === 'paper' && (
        <Field
          of={of}
          name="code"
          label={t('paper.office.code')}
          hint={t('paper.office.code-hint')}
          spellcheck={false}
          width="middle"
          optional
        />
      )}
      {from === 'phone' && (
        <Field of={of} name="rang" label={t('voice.office.rang')} spellcheck={false} optional />
      )}
      <Field of={of} name="name" label={t('voice.office.name')} spellcheck={false} optional />
      <Choice
        of={of}
        name="nameStyle"
        legend={t('stories.who.style')}
        choices={{
          full: t('stories.style.full'),
          first: t('stories.style.first'),
          'first-and-town': t('stories.style.first-and-town'),
          none: t('stories.style.none'),
        }}
      />
      <Field of={of} name="town" label={t('voice.office.town')} optional />
      <Field of={of} name="phone" type="tel" label={t('voice.office.phone')} optional />
      <Field of={of} name="address" label={t('paper.office.address')} long rows={4} optional />
      <Field
        of={of}
        name="email"
        type="email"
        label={t('voice.office.email')}
        spellcheck={false}
        optional
      />
      <Select of={of} name="spoken" label={t('voice.office.spoken')} choices={tongues} value="en" />
    </>
  )
}

type OtherProps = { t: T; of: FormState; n: (typeof otherRows)[number]; label: string }

/** Somebody else in the story: the first at once, the others behind a line that opens. */
const AskOther = ({ t, of, n, label }: OtherProps) => (
  <Details summary={label} open={n === '' || valueOf(of, `otherName${n}`) !== ''}>
    <Field
      of={of}
      name={`otherName${n}`}
      label={t('consent.others.name')}
      spellcheck={false}
      optional
    />
    <Field
      of={of}
      name={`otherReach${n}`}
      label={t('consent.others.reach')}
      spellcheck={false}
      optional
    />
    <Tick of={of} name={`otherChild${n}`} label={t('consent.others.child')} />
    <Field
      of={of}
      name={`otherGuardian${n}`}
      label={t('consent.others.guardian')}
      spellcheck={false}
      optional
    />
  </Details>
)

const WhatIsTold = ({ of, c }: OfficeProps) => {
  const { t } = c.var
  return (
    <>
      <Select
        of={of}
        name="lang"
        label={t('stories.what.lang')}
        choices={tellingLanguages}
        value="en"
      />
      <Field of={of} name="title" label={t('stories.what.title')} />
      <Field
        of={of}
        name="body"
        label={t('stories.what.body')}
        long
        rows={12}
        max={20_000}
        spellcheck
        draft
      />
      <h2>{t('consent.others')}</h2>
      {otherRows.map((n, at) => (
        <AskOther t={t} of={of} n={n} label={t('paper.office.person', { n: at + 1 })} />
      ))}
    </>
  )
}

const WhatIsAgreed = ({ of, c, from }: OfficeProps) => {
  const { t } = c.var
  return (
    <>
      <AskAudienceOf t={t} of={of} />
      <Ticks
        of={of}
        name="uses"
        legend={t('consent.uses')}
        hint={t(from === 'phone' ? 'voice.office.read-aloud' : 'paper.office.as-ticked')}
        choices={Object.fromEntries(
          uses.map((use) => [use, { label: t(`consent.${use}`), hint: t(`consent.${use}.hint`) }]),
        )}
      />
      <Choice
        of={of}
        name="until"
        legend={t('consent.until')}
        choices={{ always: t('consent.until.always'), year: t('consent.until.year') }}
      />
      {from === 'phone' && <Witness c={c} of={of} />}
      {from === 'paper' && (
        <Field
          of={of}
          name="scan"
          type="file"
          accept="image/jpeg,image/png,image/webp"
          label={t('paper.office.scan')}
          hint={t('paper.office.scan-hint')}
          optional
        />
      )}
    </>
  )
}

/** For whoever takes a call or types in a sheet: the questions in the order in which they are asked. */
export const EnterPage = (props: OfficeProps) => {
  const { c, of, from } = props
  const { t } = c.var
  const isPaper = from === 'paper'
  return (
    <Page
      c={c}
      title={t(isPaper ? 'paper.office' : 'voice.office')}
      of={of}
      staff
      narrow
      nav="desk"
      back={{ href: '/stories/waiting', label: t('stories.back') }}
    >
      <p>{t(isPaper ? 'paper.office.lead' : 'voice.office.lead')}</p>
      {!isPaper && (
        <p>
          <a href="/stories/phone/sheet">{t('voice.office.sheet')}</a>
        </p>
      )}
      <Form
        c={c}
        action={isPaper ? '/stories/paper/enter' : '/stories/phone'}
        of={of}
        enctype={isPaper ? 'multipart/form-data' : undefined}
      >
        <WhoTells {...props} />
        <WhatIsTold {...props} />
        <WhatIsAgreed {...props} />
        <Button>{t('voice.office.save')}</Button>
      </Form>
    </Page>
  )
}

type LetterProps = { c: Ctx; story: Story; address: string; code: string; scan: string | null }

/** The letter that goes to a teller by post, to be printed: what was kept, and the code to change or end it. */
export const PostLetterPage = ({ c, story, address, code, scan }: LetterProps) => {
  const { t, coalition } = c.var
  return (
    <Page
      c={c}
      title={t('paper.letter')}
      staff
      narrow
      nav="desk"
      back={{ href: `/stories/${story.id}/decision`, label: t('consent.office.story') }}
    >
      <p>
        {[story.name, ...address.split('\n')].filter(Boolean).map((line) => (
          <>
            {line}
            <br />
          </>
        ))}
      </p>
      <p>{t('paper.letter.thanks', { coalition: coalition.name })}</p>
      <p>
        <strong lang={story.lang} dir={directionOf(story.lang)}>
          {story.title}
        </strong>
      </p>
      <p>{t('paper.letter.code')}</p>
      <p class="h2">
        <code dir="ltr">{code}</code>
      </p>
      <p>
        {t('paper.letter.how', {
          phone: coalition.phone ?? '',
          address: `${c.var.origin}/stories/code`,
        })}
      </p>
      {scan && (
        <p>
          <a href={scan}>{t('paper.office.see-scan')}</a>
        </p>
      )}
    </Page>
  )
}
