import { beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { isLastSecretary } from './roles.actions.ts'
import { mayEnd, mayGive } from './roles.rules.ts'

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})

const entries = async () =>
  (
    await kith.owner.query(
      "select what, about, who, person, detail from journal where what <> 'session.started' order by at, id",
    )
  ).rows

describe('the people of the coalition', () => {
  test('a secretary finds them by a part of the name and by the whole address', async () => {
    await kith.makePerson({ name: 'Siân Ó Briain', email: 'sian@example.org', roles: ['panel'] })
    await kith.makePerson({ name: 'Mona Evans', email: 'mona@example.org' })
    await kith.signIn(await kith.makePerson({ name: 'Zadie Cole', roles: ['secretary'] }))
    const all = await kith.page('/people')
    expect(all).toContain('3 people')
    expect(all).toContain('Panel')
    // No address stands in the list, so that reading it is no reading of one.
    expect(all).not.toContain('mona@')
    const one = async (q: string) => {
      const page = await kith.page(`/people?q=${encodeURIComponent(q)}`)
      return page.match(/\/people\/[0-9a-f-]{36}/g)?.length ?? 0
    }
    expect(await one('sian o b')).toBe(1)
    expect(await one('MONA@example.org')).toBe(1)
    expect(await one('mona@')).toBe(0)
    expect(await one('%')).toBe(0)
    expect(await kith.page('/people?role=panel')).toContain('1 person')
    expect(await kith.page('/people?role=nothing&page=x')).toContain('3 people')
    expect(await kith.page('/people?q=Nobody')).toContain('Nobody of this name')
  })

  test('fifty stand on a page', async () => {
    await Promise.all(Array.from({ length: 60 }, () => kith.makePerson()))
    await kith.signIn(await kith.makePerson({ roles: ['secretary'] }))
    const first = await kith.page('/people?q=Mona')
    expect(first).toContain('Page 1 of 2')
    expect(await kith.page('/people?q=Mona&page=2')).toContain('Page 2 of 2')
  })

  test('whoever opens a record is written down, with what was there to be read', async () => {
    const mona = await kith.makePerson({ email: 'mona@example.org' })
    const zadie = await kith.makePerson({ roles: ['secretary'] })
    await kith.owner.query(
      `insert into organisations (id, kind, name, about, topics, place, precision, email_audience,
        phone_audience, updated_at, example)
      values ($1, 'group', 'Knit and Natter', 'Wool', '{}', 'Leeds', 'area', 'staff', 'staff', now(), false)`,
      [zadie.id],
    )
    await kith.owner.query(
      "insert into representatives (person_id, organisation_id, role, since) values ($1, $2, 'Chair', now())",
      [mona.id, zadie.id],
    )
    await kith.signIn(zadie)
    const page = await kith.page(`/people/${mona.id}`)
    for (const words of ['mona@example.org', 'Knit and Natter', 'Chair', 'nowhere'])
      expect(page).toContain(words)
    expect(await entries()).toEqual([
      {
        what: 'person.read',
        about: mona.id,
        who: zadie.id,
        person: mona.id,
        detail: { fields: ['email'] },
      },
    ])
    await kith.page(`/people/${zadie.id}`)
    expect(await entries()).toHaveLength(1)
    expect((await kith.visit(`/people/${crypto.randomUUID()}`)).status).toBe(404)
  })
})

describe('roles', () => {
  test('one is given with a reason, and the person hears of it', async () => {
    const mona = await kith.makePerson({ email: 'mona@example.org' })
    const zadie = await kith.makePerson({ name: 'Zadie Cole', roles: ['secretary'] })
    await kith.signIn(mona)
    const monas = new Map(kith.cookies)
    await kith.signIn(zadie)
    const fields = { role: 'moderator', reason: 'She knows every story' }
    const given = await kith.send(`/people/${mona.id}/roles`, fields)
    expect(given.headers.get('location')).toBe(`/people/${mona.id}?done=given`)
    const page = await kith.page(`/people/${mona.id}?done=given`)
    expect(page).toContain('She knows every story')
    expect(page).toContain('Zadie Cole')
    expect((await entries())[0]).toMatchObject({
      what: 'role.given',
      who: zadie.id,
      person: mona.id,
    })
    await kith.runJobs()
    const [letter] = await kith.outbox()
    expect(letter).toMatchObject({ toAddress: 'mona@example.org', kind: 'role.given' })
    expect(letter?.text).toContain('Moderator')
    // Whoever sat in her account before does not come into the role with it.
    for (const [name, value] of monas) kith.cookies.set(name, value)
    expect((await kith.visit('/account')).status).toBe(303)
  })

  test('one is taken with a reason, and the person hears of it', async () => {
    const mona = await kith.makePerson({ email: 'mona@example.org', roles: ['moderator'] })
    await kith.signIn('secretary')
    const path = `/people/${mona.id}/roles/end`
    const missing = await kith.send(path, { taken: 'moderator', why: '' })
    expect(missing.status).toBe(422)
    expect(await kith.checked(missing)).toContain('Write why')
    const taken = await kith.send(path, { taken: 'moderator', why: 'She asked for a rest' })
    expect(taken.headers.get('location')).toBe(`/people/${mona.id}?done=taken`)
    expect(await kith.page(`/people/${mona.id}`)).toContain('No role in the coalition')
    const [, , entry] = await entries()
    expect((await entries()).find(({ what }) => what === 'role.taken')).toMatchObject({
      person: mona.id,
      detail: { role: 'moderator', reason: 'She asked for a rest' },
    })
    expect(entry).toBeDefined()
    await kith.runJobs()
    expect((await kith.outbox())[0]).toMatchObject({ kind: 'role.taken' })
    const twice = await kith.send(path, { taken: 'moderator', why: 'Again' })
    expect(twice.status).toBe(409)
    expect(await kith.checked(twice)).toContain('does not have this role any more')
  })

  test('nobody gives themselves one or takes their own from the list', async () => {
    const zadie = await kith.makePerson({ roles: ['secretary'] })
    await kith.makePerson({ roles: ['secretary'] })
    await kith.signIn(zadie)
    const fields = {
      role: 'safeguarding-lead',
      reason: 'I like to know',
      taken: 'secretary',
      why: 'x',
    }
    for (const path of ['roles', 'roles/end']) {
      const answer = await kith.send(`/people/${zadie.id}/${path}`, fields)
      expect(answer.status).toBe(409)
      expect(await kith.checked(answer)).toContain('Nobody gives themselves a role')
    }
    const { rows } = await kith.owner.query('select role from roles where person_id = $1', [
      zadie.id,
    ])
    expect(rows).toEqual([{ role: 'secretary' }])
  })

  test('the last secretary stays until somebody else is one', async () => {
    const zadie = await kith.makePerson({ roles: ['secretary', 'moderator'] })
    await kith.signIn(zadie)
    const kept = await kith.send('/account/roles/secretary')
    expect(kept.status).toBe(409)
    expect(await kith.checked(kept)).toContain('You are the only secretary')
    expect(await act(kith.db, kithItself, (tx) => isLastSecretary(tx, zadie.id))).toBe(true)
    expect((await kith.send('/account/roles/moderator')).status).toBe(303)
    expect((await kith.send('/account/roles/moderator')).status).toBe(409)
    expect((await kith.send('/account/roles/king')).status).toBe(404)

    await kith.makePerson({ roles: ['secretary'] })
    expect((await kith.send('/account/roles/secretary')).status).toBe(303)
    expect((await kith.visit('/people')).status).toBe(404)
    expect((await entries()).at(-1)).toMatchObject({
      what: 'role.taken',
      detail: { role: 'secretary', left: true },
    })
  })

  test('two secretaries who leave at the same moment do not leave the house empty', async () => {
    const people = await Promise.all([1, 2].map(() => kith.makePerson({ roles: ['secretary'] })))
    const { leaveRole } = await import('./roles.actions.ts')
    const left = await Promise.all(
      people.map(({ id }) =>
        leaveRole(kith.db, { personId: id, roles: ['secretary'] }, 'secretary'),
      ),
    )
    expect(left.filter(({ ok }) => ok)).toHaveLength(1)
    expect(left.find(({ ok }) => !ok)).toEqual({ ok: false, error: 'last-secretary' })
  })

  test('the rules', () => {
    expect(mayGive('a', null)).toBe('no-such-person')
    const person = { id: 'b', example: false, mail: true }
    expect(mayGive('b', person)).toBe('own-role')
    expect(mayGive('a', { ...person, example: true })).toBe('example')
    expect(mayGive('a', { ...person, mail: false })).toBe('no-mail')
    expect(mayGive('a', person)).toBeNull()
    expect(mayEnd('secretary', null, [])).toBe('no-such-person')
    expect(mayEnd('panel', { id: 'a', roles: ['secretary'] }, [])).toBe('no-such-role')
    expect(mayEnd('secretary', { id: 'a', roles: ['secretary'] }, ['a'])).toBe('last-secretary')
    expect(mayEnd('secretary', { id: 'a', roles: ['secretary'] }, ['a', 'b'])).toBeNull()
    // The secretary of the example is made up, and never the last one.
    expect(mayEnd('secretary', { id: 'x', roles: ['secretary'] }, ['a'])).toBeNull()
  })
})
