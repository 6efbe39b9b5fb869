import { HtmlValidate } from 'html-validate/node'
import { expect } from 'vitest'

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    // Ours is hono/jsx: it writes void elements with a slash, attributes without quotes where it may.
    'void-style': 'off',
    'doctype-style': ['error', { style: 'lowercase' }],
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'long-title': 'off',
    'no-inline-style': 'error',
    'tel-non-breaking': 'off',
    // A list without bullets loses its role in Safari; saying it again is on purpose.
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
    'require-sri': 'off',
    // Boxes that are ticked for one question share its name.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit', 'reset'] }],
    'wcag/h63': 'off',
  },
})

/** What holds for every page of Kith: valid, one h1, a title, a main, labels, no script or style inline. */
export async function checkPage(html: string, where: string): Promise<void> {
  const report = await validator.validateString(html)
  const wrong = report.results.flatMap((result) =>
    result.messages.map(({ line, ruleId, message }) => {
      const text = html.split('\n')[line - 1] ?? ''
      return `${ruleId}: ${message} (${text.slice(0, 120)})`
    }),
  )
  expect(wrong, `${where} is valid HTML`).toEqual([])
  expect(html.match(/<h1[\s>]/g)?.length, `${where} has one h1`).toBe(1)
  expect(html.match(/<main[\s>]/g)?.length, `${where} has one main`).toBe(1)
  expect(html, `${where} has a title`).toMatch(/<title>[^<]+<\/title>/)
  expect(html, `${where} says its language`).toMatch(/<html[^>]* lang="[a-z]/)
  const scripts = html.match(/<script(?![^>]*(\bsrc=|application\/ld\+json))[^>]*>/g) ?? []
  expect(scripts, `${where} has no inline script`).toEqual([])
  expect(html, `${where} has no inline handler`).not.toMatch(/<[^>]+\son[a-z]+=["']/)
}
