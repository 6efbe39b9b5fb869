import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})
afterEach(() => moveClock(0))

const hours = (n: number) => n * 3_600_000

/** What stands on a sheet. */
function readSheet(html: string) {
  const codes = [...html.matchAll(/>(\d{4}-\d{4})</g)].map(([, code = '']) => code)
  return { codes, name: /<strong><bdi[^>]*>(\w+ \d{4})</.exec(html)?.[1] ?? '' }
}

async function ownSheet() {
  const answer = await kith.send('/account/codes')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return readSheet(await kith.checked(answer))
}

const type = (name: string, code: string, more: Record<string, string> = {}) =>
  kith.send('/sign-in/code-on-paper', { name, code, ...more })

/** Somebody who is written down without a mail address. */
async function dilys() {
  const id = crypto.randomUUID()
  await act(kith.db, kithItself, (tx) =>
    tx
      .insertInto('persons')
      .values({
        id,
        name: 'Dilys Jones',
        email: null,
        phone: '0113 496 0000',
        lang: 'cy',
        example: false,
        knownSince: new Date(),
      })
      .execute(),
  )
  return id
}

describe('a sheet of codes on paper', () => {
  test('Mona makes one, and signs in with it, one code a time', async () => {
    const mona = await kith.makePerson({ email: 'mona@example.org' })
    await kith.signIn(mona)
    expect(await kith.page('/account/codes')).toContain('Make a sheet of codes')
    const { name, codes } = await ownSheet()
    expect(codes).toHaveLength(10)
    expect(await kith.page('/account/codes')).toContain('10 codes')

    await kith.signIn(null)
    await kith.page('/sign-in/code-on-paper')
    const first = await type('Mona@example.org', codes[3]!.replace('-', ' '), { own: 'yes' })
    expect(first.headers.get('location')).toBe('/account')
    expect(await kith.page('/account/codes')).toContain('9 codes')
    await kith.signIn(null)
    const second = await type(name, codes[4]!, { to: '/stories' })
    expect(second.headers.get('location')).toBe('/stories')
    const { rows } = await kith.owner.query(
      "select about, person from journal where what = 'codes.made'",
    )
    expect(rows).toEqual([{ about: mona.id, person: mona.id }])
    await kith.runJobs()
    const letters = await kith.outbox()
    expect(letters.map((letter) => letter.kind)).toEqual(['codes.made'])
    expect(letters[0]?.text).not.toContain(codes[0])
  })

  test('a code that was used, a wrong one and an unknown name get the same answer', async () => {
    await kith.signIn(await kith.makePerson({ email: 'mona@example.org' }))
    const { name, codes } = await ownSheet()
    await kith.signIn(null)
    await type(name, codes[0]!)
    await kith.signIn(null)
    const said: string[] = []
    for (const [who, code] of [
      [name, codes[0]!],
      ['mona@example.org', '00000000'],
      ['nobody@example.org', codes[1]!],
      ['Robin 0000', codes[1]!],
    ] as const) {
      const answer = await type(who, code)
      expect(answer.status).toBe(422)
      const html = await kith.checked(answer)
      expect(html).toContain('This does not fit')
      said.push(
        html
          .replaceAll(who, 'WHO')
          .replaceAll(code, 'CODE')
          .replace(/name="once" value="[^"]+"/g, ''),
      )
    }
    // What was typed comes back as digits.
    const steady = said.map((html) => html.replace(/value="(\d{8}|CODE)"/g, 'value="CODE"'))
    expect(new Set(steady.map((html) => html.replaceAll(name, 'WHO'))).size).toBe(1)
  })

  test('a code in digits of another script, or with a long dash, is the same code', async () => {
    await kith.signIn(await kith.makePerson())
    const { name, codes } = await ownSheet()
    await kith.signIn(null)
    const urdu = codes[0]!.replace(/\d/g, (digit) => String.fromCodePoint(0x6f0 + Number(digit)))
    expect((await type(name, urdu.replace('-', ' – '))).status).toBe(303)
  })

  test('what is no code says so and keeps what was typed', async () => {
    const answer = await type('', '48 21')
    expect(answer.status).toBe(422)
    const html = await kith.checked(answer)
    expect(html).toContain('A code on paper has eight digits')
    expect(html).toContain('Write your email address or the name of your sheet')
    expect(html).toContain('value="48 21"')
  })

  test('a new sheet ends the old one', async () => {
    const mona = await kith.makePerson()
    await kith.signIn(mona)
    const old = await ownSheet()
    const fresh = await ownSheet()
    await kith.signIn(null)
    expect((await type(old.name, old.codes[0]!)).status).toBe(422)
    expect((await type(mona.email, old.codes[0]!)).status).toBe(422)
    expect((await type(fresh.name, fresh.codes[0]!)).status).toBe(303)
  })

  test('a sheet that is two years old opens nothing, and is thrown away', async () => {
    await kith.signIn(await kith.makePerson())
    const { name, codes } = await ownSheet()
    await kith.signIn(null)
    moveClock(hours(24 * 730))
    expect((await type(name, codes[0]!)).status).toBe(422)
    const { forgetSheets } = await import('./paper.actions.ts')
    await forgetSheets(kith.db)
    expect((await kith.owner.query('select 1 from paper_codes')).rowCount).toBe(0)
  })

  test('five tries an hour, known or not; the person’s own session goes on', async () => {
    const mona = await kith.makePerson({ email: 'mona@example.org' })
    await kith.signIn(mona)
    const { codes } = await ownSheet()
    const mine = new Map(kith.cookies)
    for (const email of ['mona@example.org', 'nobody@example.org']) {
      await kith.signIn(null)
      for (let n = 0; n < 5; n += 1) expect((await type(email, `0000000${n}`)).status).toBe(422)
      const answer = await type(email.toUpperCase(), codes[0]!)
      expect(answer.status).toBe(429)
      expect(await kith.checked(answer)).toContain('Only a few codes can be tried')
    }
    for (const [name, value] of mine) kith.cookies.set(name, value)
    expect((await kith.visit('/account')).status).toBe(200)
  })

  test('the codes of a sheet stand nowhere in the database', async () => {
    await kith.signIn(await kith.makePerson())
    const { codes } = await ownSheet()
    const { rows } = await kith.owner.query('select * from code_sheets, paper_codes, journal')
    for (const code of codes) {
      expect(JSON.stringify(rows)).not.toContain(code)
      expect(JSON.stringify(rows)).not.toContain(code.replace('-', ''))
    }
  })
})

describe('a sheet from the office', () => {
  test('Dilys, who has no mail address, gets one by post and signs in', async () => {
    const id = await dilys()
    const zadie = await kith.makePerson({ name: 'Zadie Cole', roles: ['secretary'] })
    await kith.signIn(zadie)
    await kith.page(`/people/${id}/codes`)
    const html = await kith.checked(await kith.send(`/people/${id}/codes`))
    expect(html).toContain('Zadie Cole')
    expect(html).toContain('Dilys Jones')
    const { name, codes } = readSheet(html)
    await kith.signIn(null)
    expect((await type(name, codes[9]!, { own: 'yes' })).headers.get('location')).toBe('/account')
    expect(await kith.page('/account')).toContain('Dilys Jones')
    // She can look at it, but what the office printed does not make a sheet of her own.
    expect(await kith.page('/account/codes')).toContain('The office, for you')
    expect((await kith.send('/account/codes')).status).toBe(403)
    const { rows } = await kith.owner.query(
      "select who, person, detail from journal where what = 'codes.made'",
    )
    expect(rows).toEqual([{ who: zadie.id, person: id, detail: { channel: 'office' } }])
  })

  test('nobody makes one for who has a role, or from the office for themselves', async () => {
    const mona = await kith.makePerson({ roles: ['moderator'] })
    const zadie = await kith.makePerson({ roles: ['secretary'] })
    await kith.signIn(zadie)
    for (const { id } of [mona, zadie])
      for (const path of ['codes', 'read-out']) {
        expect(await kith.page(`/people/${id}/${path}`, 409)).toContain('No codes for this person')
        expect((await kith.send(`/people/${id}/${path}`)).status).toBe(409)
      }
    const { rows } = await kith.owner.query(
      'select 1 from code_sheets union all select 1 from read_out_codes',
    )
    expect(rows).toEqual([])
  })

  test('the database refuses it as well', async () => {
    const mona = await kith.makePerson({ roles: ['moderator'] })
    const zadie = await kith.makePerson({ roles: ['secretary'] })
    const who = { personId: zadie.id, roles: ['secretary'] }
    const at = new Date()
    const sheet = {
      id: crypto.randomUUID(),
      personId: mona.id,
      name: 'robin-0001',
      channel: 'office' as const,
      issuedBy: zadie.id,
      wrongTries: 0,
      hourTries: 0,
      hourBegan: null,
      madeAt: at,
      endsAt: at,
    }
    await expect(
      act(kith.db, who, (tx) => tx.insertInto('codeSheets').values(sheet).execute()),
    ).rejects.toThrow('row-level security')
  })

  test('nobody else reads what is kept of it, not even that it is there', async () => {
    const id = await dilys()
    const mona = await kith.makePerson({ roles: ['moderator'] })
    await kith.signIn(await kith.makePerson({ roles: ['secretary'] }))
    await kith.send(`/people/${id}/codes`)
    await kith.send(`/people/${id}/read-out`)
    for (const who of [
      { personId: mona.id, roles: ['moderator'] },
      { personId: null, roles: [] },
    ])
      for (const table of ['codeSheets', 'paperCodes', 'readOutCodes', 'passkeys'] as const)
        expect(
          await act(kith.db, who, (tx) => tx.selectFrom(table).selectAll().execute()),
          table,
        ).toEqual([])
  })

  test('it ends when its owner gets a role: a secretary may have kept a copy', async () => {
    const id = await dilys()
    await kith.signIn(await kith.makePerson({ roles: ['secretary'] }))
    const { name, codes } = readSheet(await (await kith.send(`/people/${id}/codes`)).text())
    const early = await kith.send(`/people/${id}/roles`, { role: 'panel', reason: 'She knows us' })
    expect(early.status).toBe(409)
    expect(await kith.checked(early)).toContain('no email address to sign in with')
    await kith.owner.query(
      "insert into accounts (person_id, email, made_at) values ($1, 'dilys@example.org', now())",
      [id],
    )
    const given = await kith.send(`/people/${id}/roles`, { role: 'panel', reason: 'She knows us' })
    expect(given.status).toBe(303)
    await kith.signIn(null)
    expect((await type(name, codes[0]!)).status).toBe(422)
  })
})
