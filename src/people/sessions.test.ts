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

const sessionCount = async () =>
  (await act(kith.db, kithItself, (tx) => tx.selectFrom('sessions').selectAll().execute())).length

describe('sessions', () => {
  test('on a shared computer one is signed out after half an hour, and brought back after signing in', async () => {
    await kith.signIn('secretary')
    await act(kith.db, kithItself, (tx) =>
      tx.updateTable('sessions').set({ shared: true }).execute(),
    )
    moveClock(minutes(29))
    expect((await kith.visit('/account')).status).toBe(200)
    moveClock(minutes(58))
    expect((await kith.visit('/account')).status).toBe(200)
    moveClock(minutes(89))
    const answer = await kith.visit('/outbox?page=2')
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/sign-in?to=%2Foutbox%3Fpage%3D2')
    expect(kith.cookies.has('kith')).toBe(false)
    expect(await kith.page('/sign-in?to=%2Foutbox%3Fpage%3D2')).toContain('value="/outbox?page=2"')
  })

  test('a form sent after the session ended changes nothing, and gives back what was written', async () => {
    kith.cookies.set('kith', 'x'.repeat(43))
    const referer = 'http://localhost/outbox?page=2'
    const path = `/outbox/${crypto.randomUUID()}/by-hand`
    const answer = await kith.send(path, { reason: 'A long <b>reason' }, { referer })
    expect(answer.status).toBe(403)
    const html = await kith.checked(answer)
    expect(html).toContain('A long &lt;b&gt;reason')
    expect(html).toContain('/sign-in?to=%2Foutbox%3Fpage%3D2')
  })

  test('a stranger sees nothing of what is behind the door', async () => {
    for (const path of ['/account', '/outbox', `/outbox/${crypto.randomUUID()}`])
      expect((await kith.visit(path)).status).toBe(404)
    kith.cookies.set('kith', 'x'.repeat(43))
    expect((await kith.visit('/account')).status).toBe(303)
  })

  test('signing in gives a new session and ends the one this browser had', async () => {
    const mona = await kith.makePerson()
    await kith.signIn(mona)
    const before = kith.cookies.get('kith')
    const key = await act(kith.db, kithItself, (tx) => newSignInLink(tx, mona.id, 'office', 30))
    await kith.send(`/sign-in/${key}`)
    expect(kith.cookies.get('kith')).not.toBe(before)
    expect(await sessionCount()).toBe(1)
  })

  test('a session is kept as a digest only', async () => {
    await kith.signIn('moderator')
    const { rows } = await kith.owner.query('select sessions::text as row from sessions')
    expect(JSON.stringify(rows)).not.toContain(kith.cookies.get('kith'))
  })

  test('signing out leaves nothing behind: no session, no page in the cache', async () => {
    await kith.signIn('moderator')
    const page = await kith.visit('/account')
    expect(page.headers.get('cache-control')).toBe('no-store')
    const token = kith.cookies.get('kith')!
    const answer = await kith.send('/sign-out')
    expect(answer.headers.get('location')).toBe('/signed-out')
    expect(answer.headers.get('clear-site-data')).toContain('"cache"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    await kith.page('/signed-out')
    kith.cookies.set('kith', token)
    expect((await kith.visit('/account')).status).toBe(303)
    // Pressed twice, it is as done as before.
    expect((await kith.send('/sign-out')).status).toBe(303)
  })

  test('somebody sees their sessions, ends one, and then all', async () => {
    const mona = await kith.makePerson({ name: 'Mona' })
    await kith.signIn(mona)
    const lost = kith.cookies.get('kith')!
    await kith.signIn(mona)
    const here = kith.cookies.get('kith')!
    const html = await kith.page('/account')
    const [, path = ''] = /action="(\/account\/sessions\/[^"]+)"/.exec(html) ?? []
    expect((await kith.send(path)).status).toBe(303)
    await kith.page('/account?ended=yes')
    kith.cookies.set('kith', lost)
    expect((await kith.visit('/account')).status).toBe(303)
    await kith.signIn(mona)
    expect(await sessionCount()).toBe(2)
    await kith.send('/sign-out', { everywhere: 'yes' })
    expect(await sessionCount()).toBe(0)
    expect(here).not.toBe(lost)
  })

  test('nobody ends the session of somebody else', async () => {
    await kith.signIn('secretary')
    const [theirs] = await act(kith.db, kithItself, (tx) =>
      tx.selectFrom('sessions').select('id').execute(),
    )
    await kith.signIn('secretary')
    expect((await kith.send(`/account/sessions/${theirs?.id}`)).status).toBe(404)
    expect(await sessionCount()).toBe(2)
  })

  test('over https the cookie belongs to this site alone', async () => {
    kith = await openKith({ config: { origin: 'https://kith.example.org' } })
    const person = await kith.makePerson()
    const key = await act(kith.db, kithItself, (tx) => newSignInLink(tx, person.id, 'setup', 30))
    const answer = await kith.send(`/sign-in/${key}`)
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-kith='))
    expect(cookie).toMatch(/Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })
})
