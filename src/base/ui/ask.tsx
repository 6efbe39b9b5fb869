import type { Child } from 'hono/jsx'
import type { FormState } from '#base/forms.ts'
import { useVoice } from './voice.tsx'

export type Asked = {
  of: FormState
  name: string
  label: string
  /** One sentence, no link, no full stop: screen readers read it in one breath with the label. */
  hint?: Child
  optional?: boolean | undefined
  /** The label is the h1 of the page: one question on its own. Give the page `heading={false}`. */
  asHeading?: boolean | undefined
  /** "Step 2 of 5", above the h1. */
  step?: string | undefined
}

export const describedBy = (
  { of, name, hint }: Pick<Asked, 'of' | 'name' | 'hint'>,
  more?: string,
) =>
  [hint && `${name}-hint`, of.problems[name] && `${name}-error`, more].filter(Boolean).join(' ') ||
  undefined

/** The label of a box; with `asHeading` it is the h1. */
export function Label({ name, label, optional, asHeading, step }: Asked) {
  const words = (
    <label for={name}>
      {label}
      {optional && <Optional />}
    </label>
  )
  if (!asHeading) return words
  return (
    <>
      {step && <p class="step">{step}</p>}
      <h1>{words}</h1>
    </>
  )
}

export const Optional = () => <span class="optional"> {useVoice().t('ui.optional')}</span>

export const Hint = ({ name, hint }: { name: string; hint?: Child }) =>
  hint ? (
    <p class="hint" id={`${name}-hint`}>
      {hint}
    </p>
  ) : null

export const Problem = ({ of, name }: { of: FormState; name: string }) =>
  of.problems[name] ? (
    <p class="wrong" id={`${name}-error`}>
      <span>
        <span class="vh">{useVoice().t('ui.error-title')} </span>
        {of.problems[name]}
      </span>
    </p>
  ) : null
