import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { moveClock } from '#base/time.ts'
import { checkAccess, openBrowser, serveKith } from '../../tests/journeys/browser.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { challengeEnds, newChallenge } from './passkey.challenge.ts'

let browser: Browser
let kith: Kith
let server: Awaited<ReturnType<typeof serveKith>>
let context: BrowserContext
let page: Page
let devices: CDPSession
let device: string

beforeAll(async () => {
  browser = await openBrowser()
}, 180_000)
afterAll(async () => browser.close())

beforeEach(async () => {
  // Its own address, as the browser sees it: a passkey is bound to it.
  kith = await openKith({ config: { origin: '' } })
  server = await serveKith(kith)
  context = await browser.newContext({ viewport: { width: 320, height: 640 } })
  page = await context.newPage()
  devices = await context.newCDPSession(page)
  await devices.send('WebAuthn.enable')
  const added = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  device = added.authenticatorId
})
afterEach(async () => {
  moveClock(0)
  await context.close()
  await server.close()
})

/** The browser takes over the session of the harness. */
const useSession = () =>
  context.addCookies([
    { name: 'kith', value: kith.cookies.get('kith') ?? '', domain: 'localhost', path: '/' },
  ])

async function addPasskey(name: string) {
  await page.goto(`${server.origin}/account/passkeys`)
  await page.getByLabel('What do you call this device?').fill(name)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The passkey is added.').waitFor()
}

const press = () => page.getByRole('button', { name: 'Sign in with a passkey' }).click()

/** Lets the browser answer, and keeps what it sends from arriving. Out: the fields. */
async function answerHeldBack(path: string): Promise<URLSearchParams> {
  const held = new Promise<string>((caught) => {
    void page.route(`**${path}`, async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      caught(route.request().postData() ?? '')
      await route.abort()
    })
  })
  await press()
  const fields = new URLSearchParams(await held)
  await page.unroute(`**${path}`)
  return fields
}

/** Sends fields as a browser on this site would. */
function send(path: string, fields: URLSearchParams, origin = server.origin, cookie = '') {
  const headers = { origin, host: new URL(origin).host, 'sec-fetch-site': 'same-origin', cookie }
  return kith.app.request(`${origin}${path}`, { method: 'POST', body: fields, headers })
}

test('Mona adds a passkey, signs in with it, and removes it', async () => {
  await kith.signIn(await kith.makePerson({ name: 'Mona Evans' }), { strong: false })
  await useSession()
  await page.goto(`${server.origin}/account/passkeys`)
  await checkAccess(page, '/account/passkeys')
  await addPasskey('My phone')
  await checkAccess(page, '/account/passkeys with one')
  await context.clearCookies()

  await page.goto(`${server.origin}/sign-in?to=/stories`)
  await checkAccess(page, '/sign-in')
  await press()
  await page.waitForURL(`${server.origin}/stories`)
  const { rows } = await kith.owner.query('select counter, used_at from passkeys')
  expect(rows[0].counter).toBeGreaterThan(0)
  expect(rows[0].used_at).not.toBeNull()

  await page.goto(`${server.origin}/account/passkeys`)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('The passkey is gone.').waitFor()
  await context.clearCookies()
  await page.goto(`${server.origin}/sign-in`)
  await press()
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
  expect(await kith.journal()).toEqual(['passkey.added', 'session.started', 'passkey.removed'])
}, 60_000)

test('an answer counts once, here, for ten minutes, for what it was asked for', async () => {
  const mona = await kith.makePerson()
  await kith.signIn(mona)
  await useSession()
  await addPasskey('My laptop')
  await context.clearCookies()
  await page.goto(`${server.origin}/sign-in`)
  const fields = await answerHeldBack('/sign-in/passkey')
  const path = '/sign-in/passkey'

  const elsewhere = await send(path, fields, 'http://evil.example')
  expect(elsewhere.status).toBe(422)
  const otherPort = await send(path, fields, 'http://localhost:1')
  expect(otherPort.status).toBe(422)
  moveClock(10 * 60_000)
  expect((await send(path, fields)).status).toBe(422)
  moveClock(0)
  // An answer for signing in shows nothing again, in any session.
  const cookie = `kith=${kith.cookies.get('kith')}`
  const again = new URLSearchParams(fields)
  const html = await (await kith.visit('/account')).text()
  again.set('csrf', /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '')
  expect((await send('/sign-in/again/passkey', again, server.origin, cookie)).status).toBe(422)

  const first = await send(path, fields)
  expect(first.status).toBe(303)
  expect(first.headers.getSetCookie().join()).toMatch(/kith=[\w-]{43}/)
  const replayed = await send(path, fields)
  expect(replayed.status).toBe(422)
  expect(replayed.headers.getSetCookie().join()).not.toMatch(/kith=[\w-]{43}/)
}, 60_000)

test('a copy of a passkey is found out by its counter', async () => {
  await kith.signIn(await kith.makePerson())
  await useSession()
  await addPasskey('My key')
  await context.clearCookies()
  await kith.owner.query('update passkeys set counter = 1000')
  await page.goto(`${server.origin}/sign-in`)
  await press()
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
}, 60_000)

test('a device that asks for no finger and no PIN is turned away', async () => {
  await kith.signIn(await kith.makePerson())
  await useSession()
  await addPasskey('My phone')
  await context.clearCookies()
  await devices.send('WebAuthn.setUserVerified', { authenticatorId: device, isUserVerified: false })
  await page.goto(`${server.origin}/sign-in`)
  await press()
  await page.getByText('That did not work.').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
}, 60_000)

test('a passkey is a second factor by itself, and asked for again after fifteen minutes', async () => {
  const other = await kith.makePerson()
  await kith.signIn(await kith.makePerson({ roles: ['secretary'] }), { strong: false })
  await useSession()
  await addPasskey('The office computer')
  await page.goto(`${server.origin}/people/${other.id}/codes`)
  await page.getByRole('heading', { name: 'Show once more that it is you' }).first().waitFor()
  await checkAccess(page, '/sign-in/again')
  const before = (await context.cookies()).find(({ name }) => name === 'kith')?.value
  await press()
  await page.waitForURL(`${server.origin}/people/${other.id}/codes`)
  expect((await context.cookies()).find(({ name }) => name === 'kith')?.value).not.toBe(before)
  await checkAccess(page, '/people/ID/codes')
  await page.getByRole('button', { name: 'Show the sheet' }).click()
  await page.getByText('Ten codes, each works once').waitFor()
  await checkAccess(page, 'a sheet of codes')
  for (const path of [`/people/${other.id}/read-out`, `/people/${other.id}`, '/people', '/account'])
    await page.goto(`${server.origin}${path}`).then(() => checkAccess(page, path))
  moveClock(15 * 60_000)
  await page.goto(`${server.origin}/people/${other.id}/codes`)
  expect(new URL(page.url()).pathname).toBe('/sign-in/again')
}, 60_000)

test('without JavaScript no button leads nowhere, and the other ways are there', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false })
  const still = await plain.newPage()
  await still.goto(`${server.origin}/sign-in`)
  expect(await still.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0)
  await still.getByRole('link', { name: 'Sign in with a code on paper' }).click()
  await still.getByLabel('Code from your sheet').waitFor()
  await plain.close()
}, 60_000)

test('what is no answer is refused in one sentence', async () => {
  for (const answer of [
    '',
    '{}',
    'null',
    '[]',
    '"x"',
    '{"id":7}',
    '{"id":"x"}',
    'x'.repeat(30_000),
  ])
    expect((await kith.send('/sign-in/passkey', { answer })).status, answer.slice(0, 20)).toBe(422)
  await kith.signIn(await kith.makePerson())
  for (const answer of ['{}', 'null', '{"id":"x","rawId":"x","type":"public-key","response":{}}'])
    expect((await kith.send('/account/passkeys', { name: 'Mine', answer })).status).toBe(422)
})

test('a challenge is ours, for one thing, for ten minutes', () => {
  const at = new Date('2026-11-23T10:00:00Z')
  const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const challenge = text(newChallenge('secret', 'sign-in', at))
  expect(challengeEnds('secret', 'sign-in', challenge, at)).toEqual(later(10))
  expect(challengeEnds('secret', 'sign-in', challenge, later(10))).toBeNull()
  expect(challengeEnds('secret', 'again x', challenge, at)).toBeNull()
  expect(challengeEnds('other', 'sign-in', challenge, at)).toBeNull()
  expect(challengeEnds('secret', 'sign-in', '', at)).toBeNull()
  const bytes = Buffer.from(challenge, 'base64url')
  bytes.writeUIntBE(later(1000).getTime(), 16, 6)
  expect(challengeEnds('secret', 'sign-in', text(bytes), at)).toBeNull()
  expect(text(newChallenge('secret', 'sign-in', at))).not.toBe(challenge)
})
