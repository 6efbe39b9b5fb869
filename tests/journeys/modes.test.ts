import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setUp } from '../../src/front/setup.actions.ts'
import { addExample } from '../../src/front/example.actions.ts'
import { wholeSetup } from '../../src/front/setup.forms.ts'
import { type Kith, openKith } from '../kith.ts'
import { liftUp } from '../lifting.ts'
import { checkAccess, lookAt, modes, openBrowser, serveKith } from './browser.ts'

let browser: Browser
let kith: Kith
let served: Awaited<ReturnType<typeof serveKith>>
beforeAll(async () => {
  browser = await openBrowser()
  kith = await openKith({ setUp: false, config: { origin: '' } })
  const setup = wholeSetup.parse({
    name: 'Northtown Together',
    purpose: 'Small kindnesses, stitched together',
    place: 'Leeds',
    languages: ['en', 'cy', 'ur'],
    phone: '0808 157 0123',
    person: 'Zadie Cole',
    email: 'zadie@example.org',
    mail: 'later',
    band: 'plum',
    action: 'plum',
    example: 'yes',
  })
  const done = await setUp(kith.house, setup)
  if (!done.ok) throw new Error(done.error)
  await addExample(kith.house, done.value)
  await liftUp(kith)
  served = await serveKith(kith)
})
afterAll(async () => {
  await served.close()
  await browser.close()
})

async function publicPages(): Promise<string[]> {
  const story = await kith.db
    .selectFrom('publishedStories')
    .select('id')
    .where('lang', '=', 'ur')
    .executeTakeFirst()
  const translated = await kith.db
    .selectFrom('publishedTranslations')
    .select('storyId')
    .where('lang', '=', 'cy')
    .executeTakeFirst()
  const member = await kith.db.selectFrom('directory').select('organisationId').executeTakeFirst()
  return [
    '/',
    '/stories',
    `/stories/${story?.id}`,
    `/stories/${translated?.storyId}/cy`,
    `/embed/stories/${story?.id}`,
    '/collections',
    '/collections/doors',
    '/campaigns/winter',
    '/campaigns/winter/tell',
    '/stories/new',
    '/members',
    '/members?q=tea&near=Leeds',
    `/members/${member?.organisationId}`,
    '/join',
    '/join/kind',
    '/search?q=soup',
    '/moderation',
    '/about',
    '/accessibility',
    '/privacy',
    '/terms',
    '/easier-to-read',
    '/sign-in',
    '/sign-in/code-on-paper',
    '/sign-in/read-out',
    '/stories/new/others',
    '/stories/new/audience',
    '/stories/new/voice',
    '/stories/new/later',
    '/stories/go-on',
    '/stories/paper',
    '/stories/code',
    `/reports/new?about=/stories/${story?.id}`,
    '/nothing-is-here',
  ]
}

const staffPages = [
  '/desk',
  '/memberships',
  '/memberships/new',
  '/members/import',
  '/members/imports',
  '/stories/waiting',
  '/stories/phone',
  '/stories/paper/enter',
  '/collections/new',
  '/campaigns/new',
  '/editions',
  '/editions/new',
  '/reports',
  '/outbox',
  '/coalition',
  '/before-opening',
  '/account',
  '/account/codes',
  '/account/passkeys',
  '/account/data',
  '/account/log',
  '/account/delete',
  '/sign-in/again',
  '/people',
  '/members/mine',
  '/members/keep',
  '/members/handovers',
  '/members/welcome',
  '/members/health',
  '/members/calls',
  '/members/twins',
  '/members/merges',
  '/members/export',
  '/members/labels',
  '/claims',
  '/registers',
  '/topics',
  '/replies',
  '/rhythms',
  '/promises',
  '/handover',
  '/log',
  '/kept',
  '/stories/unanswered',
]

/** Everything that can be pressed is large enough, but for links within a text. */
async function checkTargets(page: Page, where: string): Promise<void> {
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'button, input:not([type=hidden]), select, textarea, summary, .button',
      ),
    ]
      .map((element) => ({ box: element.getBoundingClientRect(), element }))
      .filter(({ box, element }) => box.width > 0 && box.height < 44 && !element.closest('.choice'))
      .map(({ element }) => element.outerHTML.slice(0, 100)),
  )
  expect(small, `${where}: everything to press is at least 44 px high`).toEqual([])
}

test.each(modes)(
  'every public page can be used $name',
  async (mode) => {
    for (const path of await publicPages()) {
      const { page, close } = await lookAt(browser, `${served.origin}${path}`, mode)
      const where = `${path} ${mode.name}`
      await checkAccess(page, where)
      await checkTargets(page, where)
      if (mode.lang === 'ur') expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
      await close()
    }
  },
  180_000,
)

test('every page of the office can be used at 320 px and in the dark', async () => {
  await kith.signIn(await kith.makePerson({ roles: ['secretary', 'moderator'] }))
  const cookie = kith.cookies.get('kith')
  for (const mode of modes.filter(({ name }) => ['at 320 px', 'in the dark'].includes(name)))
    for (const path of staffPages) {
      const { page, close } = await lookAt(browser, `${served.origin}${path}`, mode, cookie)
      await checkAccess(page, `${path} ${mode.name}`)
      await close()
    }
}, 300_000)

test('a keyboard reaches everything, sees where it is, and begins with the way to the main content', async () => {
  const { page, close } = await lookAt(browser, `${served.origin}/`, modes[1]!)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    'Skip to main content',
  )
  const stops = new Set<string>()
  for (let press = 0; press < 80; press += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return null
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      const seen = box.bottom > 0 && box.top < innerHeight
      return {
        html: element.outerHTML.slice(0, 120),
        ring: Number.parseFloat(style.outlineWidth),
        seen,
      }
    })
    if (!stop) break
    expect(stop.ring, stop.html).toBeGreaterThanOrEqual(3)
    expect(stop.seen, stop.html).toBe(true)
    stops.add(stop.html)
  }
  expect(stops.size).toBeGreaterThan(20)
  await close()
}, 60_000)
