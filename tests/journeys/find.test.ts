import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kithItself } from '../../src/base/db.ts'
import { loadRegister } from '../../src/members/register.actions.ts'
import { openKith } from '../kith.ts'
import { checkAccess, openBrowser, serveKith } from './browser.ts'

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()), 120_000)
afterAll(() => browser.close())

async function* rows() {
  yield { line: 1, cells: ['org_id', 'name', 'postcode', 'activities'] }
  yield { line: 2, cells: ['GB-CHC-1095833', 'Neighbours First', 'LS1 4DY', 'We ring people.'] }
  yield { line: 3, cells: ['GB-CHC-1000340', 'Neighbourly Help', 'Leeds', ''] }
}

test.each([
  ['with a script', true],
  ['without a script', false],
])('somebody finds their charity by three letters, %s', { timeout: 90_000 }, async (_, script) => {
  const kith = await openKith()
  await loadRegister(kith.db, kithItself, { file: 'r.csv', rows: rows() })
  const { origin, close } = await serveKith(kith)
  const context = await browser.newContext({
    javaScriptEnabled: script,
    viewport: { width: 320, height: 640 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const problems: string[] = []
  page.on('console', (said) => said.type() === 'error' && problems.push(said.text()))
  page.on('pageerror', (problem) => problems.push(problem.message))
  try {
    await page.goto(`${origin}/join/kind`)
    await page.getByText('A charity', { exact: true }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Name or number').fill('nei')
    if (!script) await page.getByRole('button', { name: 'Search', exact: true }).click()
    await page
      .getByText('2 found. Choose yours below')
      .waitFor()
      .catch(async (late: unknown) => {
        throw new Error(`${String(late)}\n${problems.join('\n')}\n${await page.content()}`)
      })
    if (script) {
      await checkAccess(page, 'find')
      // What was found goes again when the letters do.
      await page.getByLabel('Name or number').fill('ne')
      await page.getByRole('radio').first().waitFor({ state: 'hidden' })
      await page.getByLabel('Name or number').fill('neighbours fi')
      await page.getByText('found. Choose').waitFor()
    }
    await page.getByText('Neighbours First', { exact: true }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL('**/join/name')
    expect(await page.getByRole('textbox').first().inputValue()).toBe('Neighbours First')
    expect(problems).toEqual([])
  } finally {
    await context.close()
    await close()
  }
})
