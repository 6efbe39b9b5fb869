import type { PropsWithChildren } from 'hono/jsx'
import { type FormState, valueOf as written } from '#base/forms.ts'
import { directionOf } from '#base/i18n.ts'
import type { Ctx } from '#base/web.ts'
import { type Asked, describedBy, Hint, Label, Problem } from './ask.tsx'
import { useVoice } from './voice.tsx'

type FormProps = PropsWithChildren<{
  c: Ctx
  action: string
  /** Its problems are summed up by `<Page of>`; here it only keeps the key of a form sent twice. */
  of?: FormState | undefined
  enctype?: 'multipart/form-data' | undefined
  id?: string | undefined
  /** Buttons in a line instead of questions one below the other. */
  inline?: boolean | undefined
}>

/**
 * A form that works without a script: POST, a token against forged sends, a key that makes sending
 * it twice harmless. `novalidate`: the browser's own bubbles vanish, cannot be styled and are not
 * read by every screen reader; our words stay on the page.
 */
export function Form({ c, action, of, enctype, id, inline, children }: FormProps) {
  return (
    <form
      class={inline ? 'row' : 'stack-lg'}
      method="post"
      action={action}
      enctype={enctype}
      id={id}
      novalidate
    >
      <input type="hidden" name="csrf" value={c.var.csrf} />
      <input type="hidden" name="once" value={(of && written(of, 'once')) || crypto.randomUUID()} />
      {children}
    </form>
  )
}

/**
 * Search and filters of a list: a GET, so that the address of what was found can be kept and passed on.
 * `label` names the landmark.
 */
export const Filters = ({
  action,
  label,
  children,
}: PropsWithChildren<{ action: string; label: string }>) => (
  <form class="filters stack" method="get" action={action} role="search" aria-label={label}>
    {children}
  </form>
)

type FieldProps = Asked & {
  long?: boolean | undefined
  type?: 'text' | 'email' | 'tel' | 'url' | 'number' | 'file' | 'search' | 'date' | undefined
  autocomplete?: string | undefined
  inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel' | 'url' | 'search' | undefined
  spellcheck?: boolean | undefined
  /** Language of what is written here, when it is not the reader's. */
  lang?: string | undefined
  /** A long answer says how many characters are left. The limit itself is kept by the form's schema. */
  max?: number | undefined
  rows?: number | undefined
  accept?: string | undefined
  multiple?: boolean | undefined
  /** As wide as what goes in: a postcode, a code, a year. */
  width?: 'short' | 'middle' | undefined
  /** Shown until something else was written. */
  value?: string | undefined
  /** A draft of this answer stays on this device until it is sent (see enhance.ts). */
  draft?: boolean | undefined
  /** Only to be read and copied: a piece of code, an address. */
  readonly?: boolean | undefined
}

/** A label, a hint, what is wrong, and the box, tied together for those who cannot see them. */
export function Field(props: FieldProps) {
  const { of, name, max } = props
  return (
    <div class="field">
      <Label {...props} />
      <Hint {...props} />
      <Problem of={of} name={name} />
      {props.long ? <LongBox {...props} /> : <ShortBox {...props} />}
      {max !== undefined && <Count name={name} max={max} />}
      {props.draft && <Draft name={name} />}
    </div>
  )
}

const valueIn = ({ of, name, value }: FieldProps) =>
  of.values[name] === undefined ? value : written(of, name)

const boxOf = (props: FieldProps) => ({
  id: props.name,
  name: props.name,
  lang: props.lang,
  dir: props.lang ? directionOf(props.lang) : undefined,
  autocomplete: props.autocomplete,
  spellcheck: props.spellcheck,
  readonly: props.readonly,
  'aria-invalid': props.of.problems[props.name] ? ('true' as const) : undefined,
  'aria-describedby': describedBy(props, props.max ? `${props.name}-count` : undefined),
  'data-max': props.max,
  'data-draft': props.draft ? 'yes' : undefined,
})

const LongBox = (props: FieldProps) => (
  <textarea class="input" rows={props.rows ?? 8} {...boxOf(props)}>
    {/* A browser drops the first line break in a textarea: one more keeps what was typed. */}
    {`\n${valueIn(props) ?? ''}`}
  </textarea>
)

const ShortBox = (props: FieldProps) => (
  <input
    class={props.width ? `input ${props.width}` : 'input'}
    type={props.type ?? 'text'}
    inputmode={props.inputmode}
    accept={props.accept}
    multiple={props.multiple}
    value={props.type === 'file' ? undefined : valueIn(props)}
    {...boxOf(props)}
  />
)

/** Says the limit without a script; with one, its words (in the reader's language) say what is left. */
function Count({ name, max }: { name: string; max: number }) {
  const { t } = useVoice()
  return (
    <p
      class="hint count small"
      id={`${name}-count`}
      data-left={t('ui.count-left', { n: '#' })}
      data-over={t('ui.count-over', { n: '#' })}
    >
      {t('ui.count-max', { n: max })}
    </p>
  )
}

/** Where the script says that a draft is kept on this device. Without one, nothing is kept and nothing is said. */
function Draft({ name }: { name: string }) {
  const { t } = useVoice()
  return (
    <p
      class="hint small"
      id={`${name}-draft`}
      role="status"
      data-kept={t('ui.draft-kept')}
      data-found={t('ui.draft-found')}
    ></p>
  )
}

type SelectProps = Asked & {
  choices: Record<string, string>
  /** The first line, chosen by nobody: "Choose a column". */
  none?: string | undefined
  /** In a table or a filter the label is the column's; it is still read out. */
  hideLabel?: boolean | undefined
  value?: string | undefined
}

/** One of many, where radios would fill the screen: a column, a country. */
export function Select(props: SelectProps) {
  const { of, name, label, choices, none, hideLabel } = props
  const now = of.values[name] === undefined ? (props.value ?? '') : written(of, name)
  return (
    <div class="field">
      {hideLabel ? (
        <label class="vh" for={name}>
          {label}
        </label>
      ) : (
        <Label {...props} />
      )}
      <Hint {...props} />
      <Problem of={of} name={name} />
      <select
        class="input"
        id={name}
        name={name}
        aria-invalid={of.problems[name] ? 'true' : undefined}
        aria-describedby={describedBy(props)}
      >
        {none !== undefined && <option value="">{none}</option>}
        {Object.entries(choices).map(([value, words]) => (
          <option value={value} selected={value === now}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}

type ButtonProps = PropsWithChildren<{
  name?: string | undefined
  value?: string | undefined
  /** `quiet`: the other way. `link`: the way out. `warn`: what cannot be taken back. */
  tone?: 'quiet' | 'link' | 'warn' | undefined
  /** What the act is about, for those who hear the button alone: " Mrs Begum and Tahmina". */
  about?: string | undefined
}>

/** The button that sends the form. Its words name the act: "Send my story". */
export const Button = ({ name, value, tone, about, children }: ButtonProps) => (
  <button
    class={tone === 'link' ? 'linkish' : tone ? `button ${tone}` : 'button'}
    type="submit"
    name={name}
    value={value}
  >
    {children}
    {about && <span class="vh"> {about}</span>}
  </button>
)

/** Buttons and links side by side, the likely one first. */
export const Actions = ({ children }: PropsWithChildren) => <div class="row">{children}</div>

export { Choice, Tick, Ticks } from './choice.tsx'
export { CheckAnswers } from './lists.tsx'
