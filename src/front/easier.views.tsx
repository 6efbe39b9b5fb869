import { type FormState, formOf } from '#base/forms.ts'
import { Actions, Button, Choice, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Notice } from '#base/ui/parts.tsx'
import type { Ctx, Look } from '#base/web.ts'

const asForm = (look: Look, from: string): FormState =>
  formOf({
    text: look.text ?? 'normal',
    theme: look.theme ?? 'device',
    font: look.font ?? 'kith',
    calm: look.calm ? 'yes' : 'no',
    from,
  })

type Props = { c: Ctx; from: string; saved: boolean }

/** Text size, colours, letters, calm: kept in this browser, without a script and without an account. */
export function EasierPage({ c, from, saved }: Props) {
  const { t, look } = c.var
  const form = asForm(look, from)
  return (
    <Page c={c} title={t('ui.look.title')} narrow>
      {saved && <Notice tone="good">{t('ui.look.saved')}</Notice>}
      <p>{t('ui.look.lead')}</p>
      <Form c={c} action="/easier-to-read" of={form}>
        <input type="hidden" name="from" value={from} />
        <Choice
          of={form}
          name="text"
          legend={t('ui.look.text')}
          choices={{
            normal: t('ui.look.text-normal'),
            large: t('ui.look.text-large'),
            largest: t('ui.look.text-largest'),
          }}
        />
        <Choice
          of={form}
          name="theme"
          legend={t('ui.look.theme')}
          choices={{
            device: t('ui.look.theme-device'),
            light: t('ui.look.theme-light'),
            dark: t('ui.look.theme-dark'),
          }}
        />
        <Choice
          of={form}
          name="font"
          legend={t('ui.look.font')}
          choices={{ kith: t('ui.look.font-kith'), own: t('ui.look.font-own') }}
        />
        <Choice
          of={form}
          name="calm"
          legend={t('ui.look.calm')}
          choices={{ no: t('ui.look.calm-no'), yes: t('ui.look.calm-yes') }}
        />
        <Actions>
          <Button>{t('ui.look.save')}</Button>
        </Actions>
      </Form>
      <p class="soft">{t('ui.look.other')}</p>
    </Page>
  )
}
