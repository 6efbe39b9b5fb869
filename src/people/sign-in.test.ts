import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { newSignInLink } from './index.ts'

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})
afterEach(() => moveClock(0))

const minutes = (n: number) => n * 60_000

/** Asks for a letter. Out: the code in it and the path of its link. */
async function ask(email: string, more: Record<string, string> = {}) {
  const answer = await kith.send('/sign-in', { email, ...more })
  expect(answer.status).toBe(303)
  await kith.runJobs()
  const letter = (await kith.outbox()).at(-1)
  const code = /^\d{6}$/m.exec(letter?.text ?? '')?.[0] ?? ''
  const path = /http:\/\/localhost(\/sign-in\/[\w-]{43})/.exec(letter?.text ?? '')?.[1] ?? ''
  return { code, path, letter: letter! }
}

const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')
const sessionCount = async () =>
  (await act(kith.db, kithItself, (tx) => tx.selectFrom('sessions').selectAll().execute())).length

describe('signing in with the code', () => {
  test('Mona gets a letter, types the code and reaches her account', async () => {
    const mona = await kith.makePerson({ email: 'mona@example.org' })
    await kith.page('/sign-in')
    const { code, letter } = await ask(' Mona@Example.org ')
    expect(letter).toMatchObject({ toAddress: 'mona@example.org', toPerson: mona.id, secret: true })
    expect(letter.subject).not.toContain(code)
    expect(await kith.page('/sign-in/code')).toContain('Mona@Example.org')

    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
    const answer = await kith.send('/sign-in/code', { code: spaced })
    expect(answer.headers.get('location')).toBe('/account')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const account = await kith.page('/account')
    expect(account).toContain('Mona Evans')
    expect(account).toContain('Shared computer')
    expect(await kith.journal()).toEqual(['session.started'])
  })

  test('a code typed in Urdu digits is the same code', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    const { code } = await ask('mona@example.org')
    const urdu = code.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? '')
    expect((await kith.send('/sign-in/code', { code: urdu })).status).toBe(303)
  })

  test('staff come to the desk, and whoever was on the way somewhere comes there', async () => {
    await kith.makePerson({ email: 'sec@example.org', roles: ['secretary'] })
    const first = await ask('sec@example.org')
    const desk = await kith.send('/sign-in/code', { code: first.code })
    expect(desk.headers.get('location')).toBe('/desk')
    await kith.signIn(null)
    const second = await ask('sec@example.org', { to: '/outbox?state=failed' })
    const back = await kith.send('/sign-in/code', { code: second.code })
    expect(back.headers.get('location')).toBe('/outbox?state=failed')
    await kith.signIn(null)
    const third = await ask('sec@example.org', { to: '//evil.example' })
    const home = await kith.send('/sign-in/code', { code: third.code })
    expect(home.headers.get('location')).toBe('/desk')
  })

  test('a code works only in the browser that asked for it', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    const { code } = await ask('mona@example.org')
    kith.cookies.clear()
    expect((await kith.send('/sign-in/code', { code })).status).toBe(410)
    await kith.send('/sign-in', { email: 'nobody@example.org' })
    expect((await kith.send('/sign-in/code', { code })).status).toBe(422)
    expect(await sessionCount()).toBe(0)
  })

  test('after five wrong codes the right one is refused as well', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    const { code } = await ask('mona@example.org')
    for (let n = 0; n < 5; n += 1)
      expect((await kith.send('/sign-in/code', { code: wrongFor(code) })).status).toBe(422)
    const refused = await kith.send('/sign-in/code', { code })
    expect(refused.status).toBe(422)
    expect(await kith.checked(refused)).toContain('typed wrongly five times')
    expect(await sessionCount()).toBe(0)
  })

  test('after ten minutes the code is too old', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    const { code } = await ask('mona@example.org')
    moveClock(minutes(10))
    expect((await kith.send('/sign-in/code', { code })).status).toBe(422)
  })

  test('a new code ends the one before', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    const first = await ask('mona@example.org')
    const cookies = new Map(kith.cookies)
    const second = await ask('mona@example.org')
    expect(second.code).not.toBe('')
    for (const [name, value] of cookies) kith.cookies.set(name, value)
    expect((await kith.send('/sign-in/code', { code: first.code })).status).toBe(422)
    expect((await kith.visit(first.path)).status).toBe(410)
  })

  test('a code that is none says so and keeps what was typed', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    await ask('mona@example.org')
    const answer = await kith.send('/sign-in/code', { code: '12 34' })
    expect(answer.status).toBe(422)
    const html = await kith.checked(answer)
    expect(html).toContain('The code has six digits')
    expect(html).toContain('value="12 34"')
  })

  test('an address with a mistake in it comes back with what is wrong', async () => {
    const answer = await kith.send('/sign-in', {
      email: 'mona at example',
      own: 'yes',
      to: '/desk',
    })
    expect(answer.status).toBe(422)
    const html = await kith.checked(answer)
    expect(html).toContain('value="mona at example"')
    expect(html).toContain('value="/desk"')
  })
})

describe('signing in with the link', () => {
  test('a scanner that opens it and presses every button uses nothing up and gets nothing', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    const { path } = await ask('mona@example.org')
    const mine = new Map(kith.cookies)
    kith.cookies.clear()
    const scanner = async () => {
      const head = await kith.app.request(`http://localhost${path}`, { method: 'HEAD' })
      expect(head.headers.getSetCookie()).toEqual([])
      for (let n = 0; n < 3; n += 1) {
        const answer = await kith.visit(path)
        expect(answer.status).toBe(200)
        expect(answer.headers.getSetCookie()).toEqual([])
      }
      for (let n = 0; n < 7; n += 1) {
        const answer = await kith.send(path, { own: 'yes' })
        expect(answer.status).toBe(422)
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    }
    await scanner()
    expect(await sessionCount()).toBe(0)

    for (const [name, value] of mine) kith.cookies.set(name, value)
    const page = await kith.page(path)
    expect(page).toContain('M…a')
    expect(page).not.toContain('name="code"')
    expect((await kith.send(path)).headers.get('location')).toBe('/account')
    expect(await kith.page('/account')).toContain('Mona Evans')
  })

  test('on another device the code opens it as well', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    const { path, code } = await ask('mona@example.org')
    kith.cookies.clear()
    expect(await kith.page(path)).toContain('somewhere else')
    const wrong = await kith.send(path, { code: wrongFor(code), own: 'yes' })
    expect(wrong.status).toBe(422)
    expect(await kith.checked(wrong)).toContain('not right')
    const answer = await kith.send(path, { code, own: 'yes' })
    expect(answer.status).toBe(303)
    expect(answer.headers.getSetCookie().join()).toMatch(/kith=[\w-]{43}; Max-Age=\d+/)
    expect(await kith.page('/account')).toContain('Your own device')
  })

  test('it works once, and says so afterwards', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    const { path } = await ask('mona@example.org')
    const mine = new Map(kith.cookies)
    await kith.send(path)
    for (const [name, value] of mine) kith.cookies.set(name, value)
    await kith.signIn(null)
    const again = await kith.send(path)
    expect(again.status).toBe(410)
    expect(await kith.checked(again)).toContain('used before')
    expect(await kith.page(path, 410)).toContain('used before')
  })

  test('one that nobody made is unknown, and one that is cut short is no page', async () => {
    expect(await kith.page(`/sign-in/${'a'.repeat(43)}`, 410)).toContain('do not know')
    expect((await kith.visit('/sign-in/abc')).status).toBe(404)
  })

  test('the office hands one over: pressing the button is enough, once', async () => {
    const person = await kith.makePerson({ name: 'Idris Shah' })
    const key = await act(kith.db, kithItself, (tx) => newSignInLink(tx, person.id, 'office', 30))
    expect(await kith.page(`/sign-in/${key}`)).toContain('I…s')
    expect((await kith.send(`/sign-in/${key}`)).status).toBe(303)
    await kith.signIn(null)
    expect((await kith.send(`/sign-in/${key}`)).status).toBe(410)
  })

  test('two people who press at once share one session at most', async () => {
    const person = await kith.makePerson()
    const key = await act(kith.db, kithItself, (tx) => newSignInLink(tx, person.id, 'office', 30))
    const answers = await Promise.all([1, 2, 3].map(() => kith.send(`/sign-in/${key}`)))
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([303, 410, 410])
  })

  test('without an address of our own a letter carries the code alone, whatever the request says', async () => {
    kith = await openKith({ config: { origin: '' } })
    await kith.makePerson({ email: 'mona@example.org' })
    const body = new URLSearchParams({ email: 'mona@example.org' })
    const headers = { host: 'evil.example', origin: 'http://evil.example' }
    await kith.app.request('http://evil.example/sign-in', { method: 'POST', body, headers })
    await kith.runJobs()
    const [letter] = await kith.outbox()
    expect(letter?.text).toMatch(/^\d{6}$/m)
    expect(letter?.text + letter!.html).not.toContain('evil.example')
  })
})

test.each(['en', 'cy', 'ur'])('the pages to sign in speak %s', async (lang) => {
  await kith.makePerson({ email: 'mona@example.org' })
  await kith.visit(`/sign-in?lang=${lang}`)
  const { letter, path } = await ask('mona@example.org')
  expect(letter.lang).toBe(lang)
  expect(letter.html).toContain(`dir="${lang === 'ur' ? 'rtl' : 'ltr'}"`)
  const pages = [
    await kith.page('/sign-in'),
    await kith.page('/sign-in/code'),
    await kith.page(path),
  ]
  for (const page of [...pages, letter.text])
    expect(page).not.toMatch(/\b(people|letters)\.[a-z-]+/)
})
