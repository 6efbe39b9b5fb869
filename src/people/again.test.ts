import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { guards } from '#base/web.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith, type Role } from '../../tests/kith.ts'
import { hostileWords } from '../../tests/hostile/words.ts'
import { needsSecondFactor, permissions } from './permissions.ts'
import { newSignInLink } from './sign-in.actions.ts'

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})
afterEach(() => moveClock(0))

const minutes = (n: number) => n * 60_000
const weak = { strong: false }

const codeFrom = async () => {
  await kith.runJobs()
  const letters = (await kith.outbox()).filter((letter) => letter.kind === 'sign-in')
  return /^\d{6}$/m.exec(letters.at(-1)?.text ?? '')?.[0] ?? ''
}
const codesIn = (html: string) =>
  [...html.matchAll(/>(\d{4}-\d{4})</g)].map(([, code = '']) => code)

type Way = { method: string; path: string; allowed: readonly string[]; cell: string }

/** Every address whose cell needs a second factor. */
function sensitive(): Way[] {
  const table: Record<string, Record<string, readonly string[]>> = permissions
  return kith.app.routes.flatMap(({ method, path, handler }) => {
    const cell = guards.get(handler) ?? ''
    const [object = '', action = ''] = cell.split('.')
    return needsSecondFactor.has(cell) && method !== 'ALL'
      ? [{ method, path, cell, allowed: table[object]?.[action] ?? [] }]
      : []
  })
}

const addressOf = (path: string, id: string) =>
  path
    .replace(/:key\{[^/]*\}/g, 'k'.repeat(43))
    .replace(/:id\{(?:[^{}]|\{\d+\})*\}/g, id)
    .replace(/:role\b/g, 'secretary')
    .replace(/:\w+\{(?:[^{}]|\{\d+\})*\}/g, 'nothing')
    .replace(/:\w+/g, 'nothing')

const counts = async () => {
  const { rows } = await kith.owner.query<{ name: string; n: string }>(`
    select relname as name, (xpath('/row/n/text()', query_to_xml(
      format('select count(*) as n from %I where true', relname), false, true, '')))[1]::text as n
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`)
  return JSON.stringify(rows)
}

test('every cell that needs a second factor is one of the table', () => {
  const cells = Object.entries(permissions).flatMap(([object, actions]) =>
    Object.keys(actions).map((action) => `${object}.${action}`),
  )
  expect([...needsSecondFactor].filter((cell) => !cells.includes(cell))).toEqual([])
})

test('a session with one factor does nothing that could harm many, on every address there is', async () => {
  const ways = sensitive()
  expect(new Set(ways.map(({ cell }) => cell))).toEqual(new Set(needsSecondFactor))
  const other = await kith.makePerson()
  const staff = await kith.makePerson({ roles: ['secretary', 'moderator', 'safeguarding-lead'] })
  await kith.signIn(staff, weak)
  const before = await counts()
  for (const { method, path, cell } of ways) {
    const address = addressOf(path, other.id)
    const where = `${method} ${address} (${cell})`
    if (method === 'GET') {
      const answer = await kith.visit(address)
      expect(answer.status, where).toBe(303)
      expect(answer.headers.get('location'), where).toBe(
        `/sign-in/again?to=${encodeURIComponent(address)}`,
      )
    } else {
      const fields = { reason: 'Words that took an hour to find', role: 'panel' }
      const answer = await kith.send(address, fields, { referer: 'http://localhost/people' })
      expect(answer.status, where).toBe(403)
      const html = await kith.checked(answer)
      expect(html, where).toContain('Words that took an hour to find')
      expect(html, where).toContain('/sign-in/again?to=%2Fpeople')
    }
  }
  expect(await counts()).toBe(before)

  // The same addresses answer a session that has shown two.
  await kith.signIn(staff)
  for (const { method, path } of ways.filter((way) => way.method === 'GET')) {
    const answer = await kith.visit(addressOf(path, other.id))
    expect(answer.headers.get('location') ?? '', `${method} ${path}`).not.toContain('again')
  }
})

test.each([
  ['mail just now', { mail: 1 }],
  ['paper just now', { paper: 1 }],
  ['a passkey sixteen minutes ago', { passkey: 16 }],
  ['the office and mail', { office: 1, mail: 1 }],
  ['nothing at all, as sessions from before', {}],
])('a session that has shown %s gives nobody a role', async (_, shown) => {
  const other = await kith.makePerson()
  await kith.signIn('secretary', weak)
  const proofs = Object.fromEntries(
    Object.entries(shown).map(([kind, ago]) => [
      kind,
      new Date(Date.now() - minutes(ago)).toISOString(),
    ]),
  )
  await kith.owner.query('update sessions set proofs = $1', [JSON.stringify(proofs)])
  const fields = { role: 'secretary', reason: 'Because' }
  expect((await kith.send(`/people/${other.id}/roles`, fields)).status).toBe(403)
})

test('who may not do it at all hears nothing of a second factor', async () => {
  const other = await kith.makePerson()
  for (const role of ['moderator', 'welcomer'] satisfies Role[]) {
    await kith.signIn(role, weak)
    expect((await kith.visit(`/people/${other.id}/codes`)).status).toBe(404)
  }
})

describe('a secretary who has no second factor yet', () => {
  test('is led to a sheet of codes right after a code by mail, and then goes on', async () => {
    const other = await kith.makePerson()
    const zadie = await kith.makePerson({ email: 'zadie@example.org', roles: ['secretary'] })
    await kith.signIn(zadie, weak)
    moveClock(minutes(60))
    const target = `/people/${other.id}/codes`
    const led = (await kith.visit(target)).headers.get('location') ?? ''
    const first = await kith.page(led)
    expect(first).toContain('You have no second way to sign in yet')
    expect(first).toContain('First type a code that we send by email')
    expect((await kith.send('/account/codes')).status).toBe(403)

    const asked = await kith.send('/sign-in/again/mail', { to: target })
    const sent = asked.headers.get('location') ?? ''
    expect(await kith.page(sent)).toContain('A code is on its way')
    const before = kith.cookies.get('kith')
    const back = await kith.send('/sign-in/again/code', { code: await codeFrom(), to: target })
    expect(back.headers.get('location')).toBe(target)
    expect(kith.cookies.get('kith')).not.toBe(before)

    const second = await kith.page((await kith.visit(target)).headers.get('location') ?? '')
    expect(second).toContain('Make a sheet of codes')
    const sheet = await kith.checked(await kith.send('/account/codes'))
    const [code = ''] = codesIn(sheet)
    const ready = await kith.page(`/sign-in/again?to=${encodeURIComponent(target)}`)
    expect(ready).toContain('With a code on paper')
    const done = await kith.send('/sign-in/again/paper', { paper: code, to: target })
    expect(done.headers.get('location')).toBe(target)
    expect((await kith.visit(target)).status).toBe(200)
  })

  test('has one from then on: the mailbox alone makes no new sheet', async () => {
    await kith.signIn('secretary', weak)
    expect((await kith.send('/account/codes')).status).toBe(200)
    expect((await kith.send('/account/codes')).status).toBe(403)
    expect(await kith.page('/account/codes')).toContain('First show once more that it is you')
  })
})

test('who has lost sheet and passkey gets back in by the command line and mail together', async () => {
  const zadie = await kith.makePerson({ email: 'zadie@example.org', roles: ['secretary'] })
  await kith.signIn(zadie, weak)
  await kith.send('/account/codes')
  moveClock(minutes(60))
  const key = await act(kith.db, kithItself, (tx) => newSignInLink(tx, zadie.id, 'setup', 30))
  await kith.send(`/sign-in/${key}`)
  expect((await kith.send('/account/codes')).status).toBe(403)
  await kith.send('/sign-in/again/mail', { to: '/account/codes' })
  await kith.send('/sign-in/again/code', { code: await codeFrom() })
  expect((await kith.send('/account/codes')).status).toBe(200)
})

test('whatever is typed into these forms, it is words', async () => {
  for (const words of hostileWords) {
    const typed = { name: words, code: words, paper: words, answer: words, to: words }
    for (const path of ['code-on-paper', 'read-out', 'passkey'])
      expect((await kith.send(`/sign-in/${path}`, typed)).status, words).toBeLessThan(500)
  }
  const other = await kith.makePerson()
  await kith.signIn('secretary')
  for (const words of hostileWords) {
    const q = encodeURIComponent(words.toWellFormed())
    expect((await kith.visit(`/people?q=${q}&role=${q}&page=${q}`)).status, words).toBe(200)
    expect((await kith.visit(`/sign-in/again?to=${q}`)).status, words).toBe(200)
    const given = { role: 'panel', reason: words, taken: 'panel', why: words }
    for (const path of ['roles', 'roles/end'])
      expect((await kith.send(`/people/${other.id}/${path}`, given)).status, words).toBeLessThan(
        500,
      )
    const html = await (await kith.visit(`/people/${other.id}`)).text()
    expect(html, words).not.toMatch(/<script>alert|<img src=x/i)
  }
})

describe('showing once more', () => {
  async function withSheet() {
    const zadie = await kith.makePerson({ email: 'zadie@example.org', roles: ['secretary'] })
    await kith.signIn(zadie, weak)
    return { zadie, codes: codesIn(await (await kith.send('/account/codes')).text()) }
  }

  test('changes the token: the old one is nobody’s, and the session’s age stays', async () => {
    const { codes } = await withSheet()
    const before = kith.cookies.get('kith')!
    const made = (await kith.owner.query('select made_at from sessions')).rows
    expect((await kith.send('/sign-in/again/paper', { paper: codes[0]! })).status).toBe(303)
    const after = kith.cookies.get('kith')!
    expect(after).not.toBe(before)
    const sessions = (await kith.owner.query('select made_at, proofs from sessions')).rows
    expect(sessions).toHaveLength(1)
    expect(sessions[0].made_at).toEqual(made[0].made_at)
    expect(Object.keys(sessions[0].proofs).toSorted()).toEqual(['mail', 'paper'])
    kith.cookies.set('kith', before)
    expect((await kith.visit('/people')).headers.get('location')).toMatch(/^\/sign-in\?to=/)
  })

  test('lasts fifteen minutes', async () => {
    const { codes } = await withSheet()
    const other = await kith.makePerson()
    await kith.send('/sign-in/again/paper', { paper: codes[0]! })
    moveClock(minutes(14))
    expect((await kith.visit(`/people/${other.id}/codes`)).status).toBe(200)
    moveClock(minutes(15))
    expect((await kith.visit(`/people/${other.id}/codes`)).status).toBe(303)
  })

  test('a wrong or a used code does not count, and five wrong ones are the last for an hour', async () => {
    const { codes } = await withSheet()
    await kith.send('/sign-in/again/paper', { paper: codes[0]! })
    const again = await kith.send('/sign-in/again/paper', { paper: codes[0]! })
    expect(again.status).toBe(422)
    expect(await kith.checked(again)).toContain('This does not fit')
    for (let n = 0; n < 4; n += 1)
      expect((await kith.send('/sign-in/again/paper', { paper: '00000000' })).status).toBe(422)
    expect((await kith.send('/sign-in/again/paper', { paper: codes[1]! })).status).toBe(422)
    moveClock(minutes(61))
    expect((await kith.send('/sign-in/again/paper', { paper: codes[1]! })).status).toBe(303)
  })

  test('somebody else’s code does not make this session stronger, nor is it used up', async () => {
    const { codes } = await withSheet()
    const eve = await kith.makePerson({
      name: 'Eve Hill',
      email: 'eve@example.org',
      roles: ['moderator'],
    })
    await kith.signIn(eve, weak)
    expect((await kith.send('/sign-in/again/paper', { paper: codes[0]! })).status).toBe(422)
    const { rows } = await kith.owner.query('select 1 from paper_codes where spent_at is not null')
    expect(rows).toEqual([])
    // A code that was asked for in this browser, for another address.
    await kith.send('/sign-in', { email: 'zadie@example.org' })
    const code = await codeFrom()
    expect((await kith.send('/sign-in/again/code', { code })).status).toBe(422)
    expect(await kith.page('/account')).toContain('Eve Hill')
  })

  test('leads to no other site', async () => {
    const { codes } = await withSheet()
    const done = await kith.send('/sign-in/again/paper', { paper: codes[0]!, to: '//evil.example' })
    expect(done.headers.get('location')).toBe('/account')
    const page = await kith.page('/sign-in/again?to=https://evil.example')
    expect(page).toContain('<a class="button" href="/account">')
  })

  test('somebody without a role shows it in the one way they have', async () => {
    await kith.signIn(await kith.makePerson({ email: 'mona@example.org' }), weak)
    moveClock(minutes(20))
    expect(await kith.page('/sign-in/again')).toContain('With a code by email')
    await kith.send('/sign-in/again/mail', {})
    const code = await codeFrom()
    expect((await kith.send('/sign-in/again/code', { code })).status).toBe(303)
    expect(await kith.page('/sign-in/again')).toContain('we know that it is you')
  })
})

test.each(['en', 'cy', 'ur'])('the pages of these ways speak %s', async (lang) => {
  await kith.visit(`/?lang=${lang}`)
  const pages = [await kith.page('/sign-in/code-on-paper'), await kith.page('/sign-in/read-out')]
  await kith.signIn('secretary', weak)
  for (const path of ['/sign-in/again', '/account', '/account/codes', '/account/passkeys'])
    pages.push(await kith.page(path))
  pages.push(await kith.checked(await kith.send('/account/codes')))
  for (const page of pages) expect(page).not.toMatch(/\b(people|letters|keys)\.[a-z-]+/)
})
