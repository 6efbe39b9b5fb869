import type { FormState } from '#base/forms.ts'
import type { T } from '#base/i18n.ts'
import { Button, Choice, Field, Form, Tick } from '#base/ui/form.tsx'
import { Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { type Other, reachOf } from './consent.rules.ts'

/** One line about somebody in the story: who, how, and how they will be asked. */
export function otherWords(t: T, { name, how, reach, guardian }: Other): string {
  const { email, phone } = reachOf(reach)
  const way = email
    ? 'consent.others.by-mail'
    : phone
      ? 'consent.others.by-phone'
      : 'consent.others.no-way'
  const parts = [t(`consent.others.${how}`), t(way, { reach })]
  if (guardian) parts.push(t('consent.others.guardian-is', { name: guardian }))
  return `${name}: ${parts.join(', ')}`
}

type SoFar = { c: Ctx; others: Other[]; toCheck: boolean }

/** Who was named so far; each can be taken out again. */
export const OthersSoFar = ({ c, others, toCheck }: SoFar) => {
  const { t } = c.var
  if (others.length === 0) return null
  return (
    <Notice title={t('consent.others.so-far', { n: others.length })}>
      <ul class="waiting" role="list">
        {others.map((other, at) => (
          <li>
            <span>
              <bdi>{otherWords(t, other)}</bdi>
            </span>
            <Form c={c} action={`/stories/new/others${toCheck ? '?check=yes' : ''}`} inline>
              <Button name="do" value={`remove-${at}`} tone="quiet" about={other.name}>
                {t('consent.others.remove')}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

type Asked = { t: T; of: FormState; others: Other[] }

/** Whether anybody else is in it, and who: each is asked before it is shown. */
export const AskOthers = ({ t, of, others }: Asked) => (
  <>
    <Choice
      of={of}
      name="othersIn"
      legend={t('consent.others')}
      hint={t('consent.others.hint')}
      value={others.length > 0 ? 'some' : undefined}
      choices={{ nobody: t('consent.others.nobody'), some: t('consent.others.some') }}
    />
    <section class="stack-lg" aria-labelledby="add">
      <h2 id="add">{t(others.length > 0 ? 'consent.others.another' : 'consent.others.first')}</h2>
      <Field
        of={of}
        name="otherName"
        label={t('consent.others.name')}
        spellcheck={false}
        optional
      />
      <Choice
        of={of}
        name="otherHow"
        legend={t('consent.others.how')}
        value="named"
        inline
        choices={{ named: t('consent.others.named'), pictured: t('consent.others.pictured') }}
      />
      <Field
        of={of}
        name="otherReach"
        label={t('consent.others.reach')}
        hint={t('consent.others.reach-hint')}
        spellcheck={false}
        optional
      />
      <Tick of={of} name="otherChild" label={t('consent.others.child')} />
      <Field
        of={of}
        name="otherGuardian"
        label={t('consent.others.guardian')}
        hint={t('consent.others.guardian-hint')}
        spellcheck={false}
        optional
      />
      <Button name="do" value="add" tone="quiet">
        {t('consent.others.add')}
      </Button>
    </section>
  </>
)
