import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})
afterEach(() => moveClock(0))

const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')
// What is different in every page anyway: the key of a form sent twice.
const steady = (html: string) => html.replace(/name="once" value="[^"]+"/g, '')

describe('nobody learns who has an account', () => {
  test('a known and an unknown address get the same answers, byte for byte', async () => {
    await kith.makePerson({ email: 'known01@example.org' })
    const walk = async (email: string) => {
      kith.cookies.clear()
      const asked = await kith.send('/sign-in', { email })
      const pages = [String(asked.status), asked.headers.get('location'), await asked.text()]
      await kith.runJobs()
      pages.push(await (await kith.visit('/sign-in/code')).text())
      for (let n = 0; n < 7; n += 1) {
        const answer = await kith.send('/sign-in/code', { code: '999999' })
        pages.push(String(answer.status), await answer.text())
      }
      return pages.map((page) => steady(page ?? '').replaceAll(email, 'ADDRESS'))
    }
    const known = await walk('known01@example.org')
    expect(await kith.outbox()).toHaveLength(1)
    expect(await walk('unknown@example.org')).toEqual(known)
    expect(await kith.outbox()).toHaveLength(1)
  })

  test('the fifth letter an hour is the last, for a known and an unknown address', async () => {
    await kith.makePerson({ email: 'known01@example.org' })
    for (const email of ['known01@example.org', 'unknown@example.org']) {
      for (let n = 0; n < 5; n += 1)
        expect(
          (await kith.send('/sign-in', { email: n % 2 ? email : email.toUpperCase() })).status,
        ).toBe(303)
      const answer = await kith.send('/sign-in', { email })
      expect(answer.status).toBe(429)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3000)
      await kith.checked(answer)
    }
    await kith.runJobs()
    expect(await kith.outbox()).toHaveLength(5)
  })

  test('somebody who guesses has twenty-five guesses an hour at one account', async () => {
    await kith.makePerson({ email: 'mona@example.org' })
    let guesses = 0
    for (;;) {
      if ((await kith.send('/sign-in', { email: 'mona@example.org' })).status !== 303) break
      await kith.runJobs()
      const code = /^\d{6}$/m.exec((await kith.outbox()).at(-1)?.text ?? '')?.[0] ?? ''
      for (let n = 0; n < 7; n += 1) await kith.send('/sign-in/code', { code: wrongFor(code) })
      const tried = await act(kith.db, kithItself, (tx) =>
        tx.selectFrom('signIns').select('tries').orderBy('madeAt', 'desc').execute(),
      )
      guesses += tried[0]?.tries ?? 0
    }
    expect(guesses).toBe(25)
  })

  test('one network asks thirty times an hour at most, however it forges its address', async () => {
    const answers: number[] = []
    for (let n = 0; n < 32; n += 1) {
      const headers = { 'x-forwarded-for': `203.0.113.${n}` }
      answers.push((await kith.send('/sign-in', { email: `a${n}@example.org` }, headers)).status)
    }
    expect(answers.filter((status) => status === 303)).toHaveLength(30)
    expect(answers.slice(30)).toEqual([429, 429])
  })
})
