import type { Child } from 'hono/jsx'
import { type FormState, valueOf as written, valuesOf as chosen } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import { type Asked, describedBy, Hint, Optional, Problem } from './ask.tsx'

type TickProps = Pick<Asked, 'of' | 'name' | 'label' | 'hint'> & { value?: string | undefined }

/** One box to tick, such as a consent: the whole line is pressed. */
export const Tick = ({ of, name, label, hint, value = 'yes' }: TickProps) => (
  <div class="field">
    <Problem of={of} name={name} />
    <Option
      type="checkbox"
      id={name}
      name={name}
      value={value}
      label={label}
      hint={hint}
      on={written(of, name) === value}
      wrong={of.problems[name] !== undefined}
    />
  </div>
)

type OptionProps = {
  type: 'checkbox' | 'radio'
  id: string
  name: string
  value: string
  label: Child
  hint?: Child
  on: boolean
  wrong?: boolean
}

const Option = ({ type, id, name, value, label, hint, on, wrong }: OptionProps) => (
  <div class="choice">
    <input
      type={type}
      id={id}
      name={name}
      value={value}
      checked={on}
      aria-describedby={
        [hint && `${id}-says`, wrong && `${name}-error`].filter(Boolean).join(' ') || undefined
      }
    />
    <label for={id}>{label}</label>
    {hint && (
      <p class="hint" id={`${id}-says`}>
        {hint}
      </p>
    )}
  </div>
)

/** A label, or a label with a sentence below it. */
type ChoiceOf = string | { label: Child; hint?: Child; lang?: string }

type ChoiceProps = Omit<Asked, 'label'> & {
  legend: string
  choices: Record<string, ChoiceOf>
  /** Two short answers side by side: yes and no. */
  inline?: boolean | undefined
  /** Chosen until something else was. */
  value?: string | undefined
  /** How many boxes of the same name stand before these: their ids go on from there. */
  idsAfter?: number | undefined
}

/** One of several. The first one carries the id that the problem summary leads to. */
export const Choice = (props: ChoiceProps) => (
  <Options {...props} type="radio" on={one(props.of, props.name, props.value)} />
)

/** Any number of several. The values arrive as a list. */
export const Ticks = (props: Omit<ChoiceProps, 'value'>) => (
  <Options {...props} type="checkbox" on={chosen(props.of, props.name)} />
)

const one = (of: FormState, name: string, value: string | undefined) =>
  of.values[name] === undefined ? (value === undefined ? [] : [value]) : chosen(of, name)

type OptionsProps = ChoiceProps & { type: 'radio' | 'checkbox'; on: string[] }

function Options({ type, on, of, name, legend, choices, inline, hint, ...asked }: OptionsProps) {
  const { idsAfter = 0 } = asked
  const words = (
    <>
      {legend}
      {asked.optional && <Optional />}
    </>
  )
  return (
    <fieldset
      class="field"
      aria-describedby={idsAfter === 0 ? describedBy({ of, name, hint }) : undefined}
    >
      <legend>
        {asked.asHeading && asked.step && <span class="step">{asked.step}</span>}
        {asked.asHeading ? <h1>{words}</h1> : words}
      </legend>
      <Hint name={name} hint={hint} />
      {idsAfter === 0 && <Problem of={of} name={name} />}
      <div class={inline ? 'choices inline' : 'choices'}>
        {Object.entries(choices).map(([value, choice], at) => (
          <Option
            type={type}
            id={at + idsAfter === 0 ? name : `${name}-${at + idsAfter + 1}`}
            name={name}
            value={value}
            {...(typeof choice === 'string' ? { label: choice } : labelled(choice))}
            on={on.includes(value)}
          />
        ))}
      </div>
    </fieldset>
  )
}

const labelled = ({ label, hint, lang }: Exclude<ChoiceOf, string>) => ({
  label: lang ? (
    <span lang={lang} dir={directionOf(lang)}>
      {label}
    </span>
  ) : (
    label
  ),
  hint,
})
