import { beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself, nobody, type Who } from '#base/db.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { confirmAccount, findAccount, findOrMakePerson, giveRole, personOf } from './index.ts'

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})

const joan = { name: 'Joan Price', email: 'Joan@example.org', phone: null, lang: 'cy' }
const persons = () =>
  act(kith.db, kithItself, (tx) => tx.selectFrom('persons').selectAll().execute())
const accounts = () =>
  act(kith.db, kithItself, (tx) => tx.selectFrom('accounts').selectAll().execute())
const make = (who: Who, given = joan) => act(kith.db, who, (tx) => findOrMakePerson(tx, given))

describe('a stranger who writes to us', () => {
  test('becomes a person with an account that nobody has opened yet', async () => {
    const id = await make(nobody)
    expect(await persons()).toMatchObject([{ id, name: 'Joan Price', lang: 'cy', example: false }])
    expect(await accounts()).toMatchObject([
      { personId: id, email: 'Joan@example.org', confirmedAt: null },
    ])
  })

  test('is the same person the next time, whatever they call themselves then', async () => {
    const id = await make(nobody)
    const again = await make(nobody, { ...joan, name: 'Somebody else', email: 'joan@EXAMPLE.org' })
    expect(again).toBe(id)
    expect(await persons()).toMatchObject([{ name: 'Joan Price' }])
  })

  test('is one person when two forms arrive at the same moment', async () => {
    const ids = await Promise.all([make(nobody), make(nobody), make(nobody)])
    expect(new Set(ids).size).toBe(1)
    expect(await persons()).toHaveLength(1)
  })

  test('without an address is a person without an account', async () => {
    await act(kith.db, nobody, (tx) =>
      findOrMakePerson(tx, { ...joan, email: null, phone: '01632 960001' }),
    )
    expect(await persons()).toHaveLength(1)
    expect(await accounts()).toHaveLength(0)
  })

  test('reads nothing about anybody, and confirms no account', async () => {
    const id = await make(nobody)
    expect(await act(kith.db, nobody, (tx) => personOf(tx, id))).toBeUndefined()
    await act(kith.db, nobody, (tx) => confirmAccount(tx, id))
    expect(await accounts()).toMatchObject([{ confirmedAt: null }])
    await expect(
      make(nobody, { ...joan, email: 'x@example.org', confirmed: true } as never),
    ).rejects.toThrow('row-level security')
  })
})

test('Kith finds an account in any case of its letters, and confirms it', async () => {
  const id = await make(kithItself)
  expect(await act(kith.db, kithItself, (tx) => findAccount(tx, ' JOAN@example.org '))).toBe(id)
  expect(await act(kith.db, kithItself, (tx) => findAccount(tx, 'nobody@example.org'))).toBe(null)
  await act(kith.db, kithItself, (tx) => confirmAccount(tx, id))
  expect((await accounts())[0]?.confirmedAt).toBeInstanceOf(Date)
})

describe('roles', () => {
  const given = { role: 'moderator', reason: 'She asked for it' } as const

  test('are given by a secretary, once', async () => {
    const sec = await kith.makePerson({ roles: ['secretary'] })
    const who = { personId: sec.id, roles: sec.roles }
    const personId = await make(kithItself)
    for (const _ of [1, 2])
      await act(kith.db, who, (tx) => giveRole(tx, { ...given, personId, givenBy: sec.id }))
    expect(await kith.journal()).toEqual(['role.given'])
  })

  test('nobody gives themselves one, not even by a detour', async () => {
    const sec = await kith.makePerson({ roles: ['secretary'] })
    const who = { personId: sec.id, roles: sec.roles }
    const own = { ...given, personId: sec.id }
    const refused = await act(kith.db, who, (tx) => giveRole(tx, { ...own, givenBy: sec.id }))
    expect(refused).toEqual({ ok: false, error: 'own-role' })
    await expect(
      act(kith.db, who, (tx) => giveRole(tx, { ...own, givenBy: null })),
    ).rejects.toThrow('row-level security')
  })

  test('a moderator gives none', async () => {
    const mona = await kith.makePerson({ roles: ['moderator'] })
    const who = { personId: mona.id, roles: mona.roles }
    const personId = await make(kithItself)
    await expect(
      act(kith.db, who, (tx) => giveRole(tx, { ...given, personId, givenBy: mona.id })),
    ).rejects.toThrow('row-level security')
  })
})

test('what has ended is forgotten in time', async () => {
  const { addJob } = await import('#base/jobs.ts')
  const { moveClock } = await import('#base/time.ts')
  await kith.signIn('moderator')
  await kith.makePerson({ email: 'mona@example.org' })
  await kith.send('/sign-in', { email: 'mona@example.org' })
  await kith.runJobs()
  moveClock(31 * 86_400_000)
  await act(kith.db, kithItself, (tx) => addJob(tx, 'people.tidy', {}))
  await kith.runJobs()
  moveClock(0)
  const left = await act(kith.db, kithItself, async (tx) => [
    await tx.selectFrom('sessions').selectAll().execute(),
    await tx.selectFrom('signIns').selectAll().execute(),
  ])
  expect(left).toEqual([[], []])
})
