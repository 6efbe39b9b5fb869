import type { FormState } from '#base/forms.ts'
import { Choice, Field } from '#base/ui/form.tsx'
import type { Ctx } from '#base/web.ts'

/** By which way somebody of the office heard it. */
export const Channel = ({ c, of }: { c: Ctx; of: FormState }) => (
  <Choice
    of={of}
    name="channel"
    legend={c.var.t('consent.office.channel')}
    inline
    value="phone"
    choices={{ phone: c.var.t('consent.office.phone'), letter: c.var.t('consent.office.letter') }}
  />
)

/** Who heard it with them. */
export const Witness = ({ c, of }: { c: Ctx; of: FormState }) => (
  <Field
    of={of}
    name="witness"
    label={c.var.t('voice.office.witness')}
    hint={c.var.t('voice.office.witness-hint')}
    spellcheck={false}
    optional
  />
)
