import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { addDays, moveClock, now } from '#base/time.ts'
import { letterTo, makeEntry } from '../../tests/entries.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { claimsPile } from './claim.actions.ts'
import { handOverPile } from './people.actions.ts'
import { invitationState, wayIn } from './people.rules.ts'

const speakers = async (kith: Kith, id: string) =>
  (
    await act(kith.db, kithItself, (tx) =>
      tx
        .selectFrom('representatives')
        .innerJoin('persons', 'persons.id', 'representatives.personId')
        .select(['persons.name', 'role'])
        .where('organisationId', '=', id)
        .orderBy('persons.name')
        .execute(),
    )
  ).map(({ name, role }) => `${name}: ${role}`)

const mail = 'ruth@example.org'

async function invited(kith: Kith, email = mail) {
  const femi = await kith.makePerson({ name: 'Femi Adeyemi' })
  const id = await makeEntry(kith, {}, femi)
  await kith.signIn(femi)
  const sent = await kith.send(`/members/${id}/people/invitations`, { email, role: 'Treasurer' })
  expect(sent.status).toBe(303)
  await kith.runJobs()
  const link = await letterTo(kith, email, '/invitations/')
  expect(link).toMatch(/^\/invitations\/[\w-]{43}$/)
  return { id, femi, link }
}

test('somebody new accepts an invitation with the address that it was sent to', async () => {
  const kith = await openKith()
  const { id, link } = await invited(kith)
  expect(await kith.page(`/members/${id}/people`)).toContain(mail)
  await kith.signIn(null)
  expect(await kith.page(link)).toContain('Speak for Tuesday Walkers?')
  // A mail scanner opens links: nothing has happened.
  expect(await speakers(kith, id)).toEqual(['Femi Adeyemi: Helper'])
  const blankName = await kith.send(link, { name: ' ' })
  expect(blankName.status).toBe(422)
  await kith.checked(blankName)
  const sent = await kith.send(link, { name: 'Ruth Jones' })
  expect(sent.headers.get('location')).toBe(`${link}?done=yes`)
  expect(await kith.page(`${link}?done=yes`)).toContain('You speak for Tuesday Walkers now')
  expect(await speakers(kith, id)).toEqual(['Femi Adeyemi: Helper', 'Ruth Jones: Treasurer'])
  const account = await act(kith.db, kithItself, (tx) =>
    tx.selectFrom('accounts').selectAll().where('email', '=', mail).executeTakeFirstOrThrow(),
  )
  expect(account.confirmedAt).toBeNull()
  const twice = await kith.send(link, { name: 'Somebody Else' })
  expect(twice.status).toBe(409)
  expect(await kith.checked(twice)).toContain('used already')
  expect(await speakers(kith, id)).toHaveLength(2)
  expect(await kith.journal()).toEqual(
    expect.arrayContaining(['invitation.made', 'invitation.accepted']),
  )
})

test('an invitation works for the account with its address, and for no other', async () => {
  const kith = await openKith()
  const ruth = await kith.makePerson({ name: 'Ruth Jones', email: mail })
  const { id, link } = await invited(kith, 'Ruth@Example.org')
  await kith.signIn(null)
  expect(await kith.page(link)).toContain('/sign-in?to=')
  expect((await kith.send(link, { name: 'A Stranger' })).status).toBe(409)
  await kith.signIn('secretary')
  expect(await kith.page(link)).toContain('another address')
  expect((await kith.send(link)).status).toBe(409)
  expect(await speakers(kith, id)).toHaveLength(1)
  await kith.signIn(ruth)
  await kith.page(link)
  expect((await kith.send(link)).headers.get('location')).toBe(`/members/${id}/people?done=joined`)
  expect(await speakers(kith, id)).toEqual(['Femi Adeyemi: Helper', 'Ruth Jones: Treasurer'])
  // The same person works for another organisation too.
  const other = await makeEntry(kith, { name: 'Chess Club' }, ruth)
  const mine = await kith.page('/members/mine')
  expect(mine).toContain(`/members/${id}/change`)
  expect(mine).toContain(`/members/${other}/change`)
  await kith.page(`/members/${other}/change`)
})

test('an invitation that was taken back or is too old says so, and adds nobody', async () => {
  const kith = await openKith()
  const { id, link, femi } = await invited(kith)
  const form = /\/people\/invitations\/[0-9a-f-]{36}\/revocation/.exec(
    await kith.page(`/members/${id}/people`),
  )
  const stranger = await kith.makePerson()
  await kith.signIn(stranger)
  expect((await kith.send(`/members/${id}${form?.[0]}`)).status).toBe(404)
  await kith.signIn(femi)
  expect((await kith.send(`/members/${id}${form?.[0]}`)).status).toBe(303)
  await kith.signIn(null)
  expect(await kith.page(link)).toContain('taken back')
  expect((await kith.send(link, { name: 'Ruth Jones' })).status).toBe(409)
  await kith.signIn(femi)
  await kith.send(`/members/${id}/people/invitations`, { email: mail, role: '' })
  await kith.runJobs()
  const second = await letterTo(kith, mail, '/invitations/')
  expect(second).not.toBe(link)
  await kith.signIn(null)
  moveClock(15 * 86_400_000)
  try {
    expect(await kith.page(second)).toContain('too old')
    expect((await kith.send(second, { name: 'Ruth Jones' })).status).toBe(409)
  } finally {
    moveClock(0)
  }
  expect(await speakers(kith, id)).toEqual(['Femi Adeyemi: Helper'])
  await kith.page(`/invitations/${'k'.repeat(43)}`, 404)
})

test('nobody is invited twice, and nobody invites for an organisation that is not theirs', async () => {
  const kith = await openKith()
  const { id, femi } = await invited(kith)
  const again = await kith.send(`/members/${id}/people/invitations`, { email: 'RUTH@example.org' })
  expect(again.status).toBe(409)
  expect(await kith.checked(again)).toContain('invited already')
  const self = await kith.send(`/members/${id}/people/invitations`, { email: femi.email })
  expect(self.status).toBe(409)
  const wrong = await kith.send(`/members/${id}/people/invitations`, { email: 'nobody' })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain('value="nobody"')
  await kith.signIn(await kith.makePerson())
  const theirs = await kith.send(`/members/${id}/people/invitations`, { email: 'me@example.org' })
  expect(theirs.status).toBe(404)
  await kith.page(`/members/${id}/people`, 404)
})

test('when the last contact leaves, the desk says "hand over" until there is a new one', async () => {
  const kith = await openKith()
  const femi = await kith.makePerson({ name: 'Femi Adeyemi' })
  const id = await makeEntry(kith, {}, femi)
  await kith.signIn(femi)
  expect(await kith.page(`/members/${id}/people/leaving`)).toContain('the only one')
  const left = await kith.send(`/members/${id}/people/leaving`)
  expect(left.headers.get('location')).toBe('/members/mine?done=left')
  await kith.page('/members/mine?done=left')
  await kith.page(`/members/${id}/change`, 404)
  const office = await kith.makePerson({ roles: ['secretary'] })
  const who = { personId: office.id, roles: ['secretary'] }
  expect(await handOverPile(kith.db, who, 5)).toMatchObject({
    total: 1,
    items: [{ href: `/members/${id}/contact`, title: 'Tuesday Walkers' }],
  })
  expect((await handOverPile(kith.db, { personId: femi.id, roles: [] }, 5)).total).toBe(0)
  await kith.signIn(office)
  expect(await kith.page('/members/handovers')).toContain('Tuesday Walkers')
  await kith.page(`/members/${id}/contact`)
  const nothing = await kith.send(`/members/${id}/contact`, { name: 'Ruth Jones' })
  expect(nothing.status).toBe(422)
  expect(await kith.checked(nothing)).toContain('value="Ruth Jones"')
  const contact = { name: 'Ruth Jones', role: 'Treasurer', email: '', phone: '0113 496 0000' }
  expect((await kith.send(`/members/${id}/contact`, contact)).status).toBe(303)
  expect(await speakers(kith, id)).toEqual(['Ruth Jones: Treasurer'])
  expect((await handOverPile(kith.db, who, 5)).total).toBe(0)
  expect((await claimsPile(kith.db, who, 5)).total).toBe(0)
})

test('a deleted account is a contact that left; of two, one may go', async () => {
  const kith = await openKith()
  const [femi, ruth] = [await kith.makePerson(), await kith.makePerson()]
  await makeEntry(kith, {}, femi, ruth)
  const who = { personId: null, roles: ['secretary'] }
  const forget = (id: string) =>
    act(kith.db, kithItself, (tx) => tx.deleteFrom('persons').where('id', '=', id).execute())
  await forget(femi.id)
  expect((await handOverPile(kith.db, who, 5)).total).toBe(0)
  await forget(ruth.id)
  expect((await handOverPile(kith.db, who, 5)).total).toBe(1)
})

test('the office takes somebody out with a reason, which they read', async () => {
  const kith = await openKith()
  const [femi, ruth] = [
    await kith.makePerson({ name: 'Femi' }),
    await kith.makePerson({ name: 'Ruth' }),
  ]
  const id = await makeEntry(kith, {}, femi, ruth)
  const base = `/members/${id}/people/${femi.id}`
  await kith.signIn(ruth)
  await kith.page(`${base}/removal`, 404)
  expect((await kith.send(`${base}/removal`, { reason: 'I want to' })).status).toBe(404)
  await kith.page(base)
  expect((await kith.send(base, { role: 'Chair' })).status).toBe(303)
  expect(await speakers(kith, id)).toEqual(['Femi: Chair', 'Ruth: Helper'])
  await kith.signIn('secretary')
  await kith.page(`${base}/removal`)
  const empty = await kith.send(`${base}/removal`, { reason: '' })
  expect(empty.status).toBe(422)
  await kith.checked(empty)
  expect((await kith.send(`${base}/removal`, { reason: 'Has moved away' })).status).toBe(303)
  expect(await speakers(kith, id)).toEqual(['Ruth: Helper'])
  await kith.runJobs()
  const letter = (await kith.outbox()).find((one) => one.toAddress === femi.email)
  expect(letter?.text).toContain('Has moved away')
  const entry = await act(kith.db, kithItself, (tx) =>
    tx.selectFrom('journal').selectAll().where('what', '=', 'representative.removed').execute(),
  )
  expect(entry).toMatchObject([{ about: id, person: femi.id, detail: { last: false } }])
})

test('an invitation is open until it is used, taken back or too old', () => {
  const at = now()
  const one = { endsAt: addDays(at, 1), acceptedAt: null, revokedAt: null }
  expect(invitationState(one, at)).toBe('open')
  expect(invitationState({ ...one, endsAt: at }, at)).toBe('ended')
  expect(invitationState({ ...one, revokedAt: at }, at)).toBe('revoked')
  expect(invitationState({ ...one, acceptedAt: at, endsAt: at }, at)).toBe('accepted')
  expect(wayIn({ signedIn: true, theirs: false })).toBe('wrong-account')
  expect(wayIn({ signedIn: false, known: true })).toBe('sign-in')
})
