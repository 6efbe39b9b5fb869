import type { FormState } from '#base/forms.ts'
import type { Key, T } from '#base/i18n.ts'
import { Choice, Field, Tick } from '#base/ui/form.tsx'
import { useVoice } from '#base/ui/voice.tsx'
import type { Asking } from './join.forms.ts'
import type { Kind } from './schema.ts'

export type FieldsProps = {
  of: FormState
  kind: Kind | null
  /** The only question of its page: its label is the h1. */
  alone?: boolean | undefined
  step?: string | undefined
  asking?: Asking | undefined
}

/** Choices with their words. */
export const wordsFor = <const V extends string>(
  values: readonly V[],
  key: (value: V) => Key,
  t: T,
) => Object.fromEntries(values.map((value) => [value, t(key(value))]))

export const PlaceFields = ({ of, kind }: FieldsProps) => {
  const { t } = useVoice()
  const precise = ['area', 'near', 'exact'] as const
  const choices = Object.fromEntries(
    precise.map((how) => [
      how,
      { label: t(`join.precision.${how}`), hint: t(`join.precision.${how}.hint`) },
    ]),
  )
  // Only a place that was not found may be kept as it was written.
  const isLost =
    (of.problems['place'] !== undefined && of.values['place'] !== '') ||
    of.values['keepPlace'] === 'yes'
  return (
    <>
      <Field
        of={of}
        name="place"
        label={t('join.place')}
        hint={t('join.place.hint')}
        width="middle"
        autocomplete="postal-code"
      />
      {isLost && <Tick of={of} name="keepPlace" label={t('join.place.keep')} />}
      {kind !== 'individual' && kind !== 'group' && (
        <Field
          of={of}
          name="address"
          label={t('join.address')}
          optional
          autocomplete="address-line1"
        />
      )}
      {kind !== 'individual' && (
        <Choice
          of={of}
          name="precision"
          legend={t('join.precision')}
          choices={choices}
          value="area"
        />
      )}
    </>
  )
}

export const ContactFields = ({ of }: FieldsProps) => {
  const { t } = useVoice()
  const audiences = wordsFor(
    ['staff', 'members', 'public'] as const,
    (one) => `join.audience.${one}`,
    t,
  )
  return (
    <>
      <Field
        of={of}
        name="email"
        label={t('join.email')}
        type="email"
        optional
        spellcheck={false}
      />
      <Choice
        of={of}
        name="emailAudience"
        legend={t('join.email-audience')}
        choices={audiences}
        value="staff"
      />
      <Field of={of} name="phone" label={t('join.phone')} type="tel" optional width="middle" />
      <Choice
        of={of}
        name="phoneAudience"
        legend={t('join.phone-audience')}
        choices={audiences}
        value="staff"
      />
    </>
  )
}

export const YouFields = ({ of, kind, asking }: FieldsProps) => {
  const { t } = useVoice()
  const { byPhone, signedIn } = asking ?? {}
  return (
    <>
      {!signedIn && (
        <Field
          of={of}
          name="yourName"
          label={t('join.your-name')}
          autocomplete="name"
          spellcheck={false}
        />
      )}
      {kind !== 'individual' && (
        <Field
          of={of}
          name="yourRole"
          label={t('join.your-role')}
          hint={t('join.your-role.hint')}
          autocomplete="organization-title"
          optional
        />
      )}
      {!signedIn && (
        <Field
          of={of}
          name="yourEmail"
          label={t('join.your-email')}
          hint={t('join.your-email.hint')}
          type="email"
          autocomplete="email"
          spellcheck={false}
          optional={byPhone}
        />
      )}
      <Field
        of={of}
        name="yourPhone"
        label={t('join.your-phone')}
        hint={t('join.your-phone.hint')}
        type="tel"
        autocomplete="tel"
        width="middle"
        optional={!byPhone}
      />
    </>
  )
}
