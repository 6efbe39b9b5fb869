import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})
afterEach(() => moveClock(0))

const wrongFor = (code: string) => (code === '000000' ? '000001' : '000000')
const type = (name: string, code: string) => kith.send('/sign-in/read-out', { name, code })

async function readOut(id: string): Promise<string> {
  await kith.signIn(await kith.makePerson({ name: 'Zadie Cole', roles: ['secretary'] }))
  await kith.page(`/people/${id}/read-out`)
  const html = await kith.checked(await kith.send(`/people/${id}/read-out`))
  expect(html).toContain('We never ring you to ask for a code')
  expect(html).toContain('I am')
  await kith.signIn(null)
  const [, first = '', second = ''] = />(\d{3}) (\d{3})</.exec(html) ?? []
  return first + second
}

async function dilys() {
  const person = await kith.makePerson({ name: 'Dilys Jones', email: 'dilys@example.org' })
  await kith.owner.query('update persons set phone = $1 where id = $2', [
    '0113 496 0000',
    person.id,
  ])
  return person
}

describe('a code that the office reads out', () => {
  test('Dilys types it with her phone number, and sees who made it', async () => {
    const { id } = await dilys()
    const code = await readOut(id)
    const page = await kith.page('/sign-in/read-out')
    expect(page).toContain('We never ring you to ask for a code')
    const answer = await type(
      '+44 (0)113 496 0000'.replace('(0)', ''),
      `${code.slice(0, 3)} ${code.slice(3)}`,
    )
    expect(answer.headers.get('location')).toBe('/account')
    const account = await kith.page('/account')
    expect(account).toContain('Zadie Cole')
    expect(account).toContain('You did not talk to us?')
    const { rows } = await kith.owner.query(
      "select person, detail from journal where what = 'codes.read-out'",
    )
    expect(rows).toEqual([{ person: id, detail: { minutes: 15 } }])
    await kith.runJobs()
    const letters = await kith.outbox()
    expect(letters.map((letter) => letter.kind)).toEqual(['codes.read-out'])
    expect(letters[0]?.text).not.toContain(code)
  })

  test('it works once, for fifteen minutes, for five tries, for her alone', async () => {
    const { id, email } = await dilys()
    await kith.makePerson({ email: 'mona@example.org' })
    const used = await readOut(id)
    expect((await type('mona@example.org', used)).status).toBe(422)
    expect((await type(email, used)).status).toBe(303)
    await kith.signIn(null)
    expect((await type(email, used)).status).toBe(422)

    const late = await readOut(id)
    moveClock(15 * 60_000)
    expect((await type(email, late)).status).toBe(422)
    moveClock(0)

    const guessed = await readOut(id)
    for (let n = 0; n < 5; n += 1) expect((await type(email, wrongFor(guessed))).status).toBe(422)
    expect((await type(email, guessed)).status).toBe(422)
  })

  test('a second one ends the first', async () => {
    const { id, email } = await dilys()
    const first = await readOut(id)
    const second = await readOut(id)
    if (first !== second) expect((await type(email, first)).status).toBe(422)
    expect((await type(email, second)).status).toBe(303)
  })

  test('known or not, the answer is the same, and so is the limit', async () => {
    const { id } = await dilys()
    await readOut(id)
    const walk = async (email: string) => {
      const said: string[] = []
      for (let n = 0; n < 17; n += 1) {
        const answer = await type(email, '12')
        said.push(String(answer.status))
        const tried = await type(email, '999999')
        const html = await tried.text()
        said.push(
          `${tried.status} ${html.replaceAll(email, 'WHO').replace(/name="once" value="[^"]+"/g, '')}`,
        )
      }
      return said
    }
    const known = await walk('dilys@example.org')
    expect(known.at(-1)).toMatch(/^429/)
    expect(await walk('nobody@example.org')).toEqual(known)
  })

  test('it makes no second factor and no sheet of one’s own', async () => {
    const { id, email } = await dilys()
    await type(email, await readOut(id))
    expect((await kith.send('/account/codes')).status).toBe(403)
    expect(await kith.page('/account/codes')).toContain('First show once more that it is you')
  })
})
