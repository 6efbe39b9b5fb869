import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { checkAccess } from './browser.ts'

export type Fields = Record<string, string | string[]>

/** Fills a field as a person does: types, chooses, or presses the line of a radio or a box. */
async function fill(page: Page, name: string, value: string): Promise<void> {
  const field = page.locator(`main [name="${name}"]`).first()
  const kind = await field.evaluate((element) => (element as HTMLInputElement).type)
  if (kind === 'radio' || kind === 'checkbox') {
    const id = await page
      .locator(`main [name="${name}"][value="${value}"]`)
      .first()
      .getAttribute('id')
    const box = page.locator(`main [id="${id}"]`)
    if (!(await box.isChecked())) await page.locator(`main label[for="${id}"]`).click()
  } else if (kind === 'select-one') await field.selectOption(value)
  else if (kind === 'file') await field.setInputFiles(value)
  else await field.fill(value)
}

/** Someone walking about in a browser; each page they see is checked. */
export function walker(page: Page, { axe = true } = {}) {
  async function look(where: string): Promise<void> {
    if (axe) await checkAccess(page, where)
    expect(await page.locator('h1').count(), `${where} has one h1`).toBe(1)
  }
  return {
    page,
    /** Opens an address and looks at the page. */
    async open(address: string): Promise<void> {
      const answer = await page.goto(address)
      expect(answer?.status(), address).toBeLessThan(500)
      await look(address)
    },
    /**
     * Fills what is asked and presses the button with these words or this value; without one, the first
     * button of the form that was filled.
     */
    async send(fields: Fields = {}, button?: string): Promise<void> {
      for (const [name, values] of Object.entries(fields))
        for (const value of [values].flat()) await fill(page, name, value)
      const [first] = Object.keys(fields)
      const form = first
        ? page.locator(`main form:has([name="${first}"])`)
        : page.locator('main form')
      const buttons = form.locator('button')
      const byValue = page.locator(`main form button[value="${button}"]`)
      const named =
        (await byValue.count()) > 0 ? byValue : buttons.filter({ hasText: button ?? '' })
      await (button ? named : buttons).first().click()
      await page.waitForLoadState()
      await look(`${page.url()} after ${button ?? 'the button'}`)
    },
    /** Follows a link by its words. */
    async follow(words: string | RegExp): Promise<void> {
      await page.locator('main a').filter({ hasText: words }).first().click()
      await page.waitForLoadState()
      await look(page.url())
    },
    text: () => page.locator('main').innerText(),
    heading: () => page.locator('h1').innerText(),
    path: () => new URL(page.url()).pathname,
  }
}
export type Walker = ReturnType<typeof walker>
