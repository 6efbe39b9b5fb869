import { expect, onTestFinished, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { moveClock } from '#base/time.ts'
import { openKith } from '../../tests/joining.ts'
import type { Kith } from '../../tests/kith.ts'
import { ask } from '../../tests/vetting.ts'

const day = 86_400_000

type Listed = {
  name: string
  kind?: string
  topics?: string[]
  email?: string | null
  lat?: number
}

/** A member who is on the list already. Out: its id. */
async function listed(
  kith: Kith,
  { name, kind = 'charity', topics = [], email, lat = 53.8 }: Listed,
) {
  const id = crypto.randomUUID()
  await act(kith.db, kithItself, async (tx) => {
    const at = new Date()
    await tx
      .insertInto('organisations')
      .values({
        id,
        kind: kind as 'charity',
        name,
        about: '',
        topics,
        place: 'Leeds',
        latitude: lat,
        longitude: -1.55,
        precision: 'near',
        email: email === undefined ? 'hello@example.org' : email,
        emailAudience: 'public',
        phone: '0113 496 0999',
        phoneAudience: 'staff',
        updatedAt: at,
        example: false,
      } as never)
      .execute()
    await tx
      .insertInto('directory')
      .values({
        organisationId: id,
        kind: kind as 'charity',
        name,
        about: '',
        topics,
        website: null,
        orgId: null,
        email: email === undefined ? 'hello@example.org' : email,
        phone: null,
        place: 'Leeds',
        region: null,
        country: 'GB',
        latitude: lat,
        longitude: -1.55,
        spot: null,
        checkedAt: at,
        listedAt: at,
        example: false,
      })
      .execute()
    await tx
      .updateTable('directory')
      .set((e) => ({ spot: e.fn<string>('kith_spot', ['latitude', 'longitude']) }))
      .where('organisationId', '=', id)
      .execute()
  })
  return id
}

/** Somebody asks to join and is let in. Out: the id of the membership. */
async function joined(kith: Kith, name = 'Neighbours First'): Promise<string> {
  await kith.signIn(null)
  const { id } = await ask(kith, name)
  await kith.signIn('secretary')
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  return id
}

const chosen = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`name="${name}" value="([^"]+)" checked`, 'g'))].map(([, id]) => id!)

test('a welcomer chooses whom a new member meets, sees the letter, changes it and sends it once', async () => {
  const kith = await openKith()
  const bakery = await listed(kith, { name: 'Corner Bakery', kind: 'company' })
  const carers = await listed(kith, { name: 'Carers’ Table', topics: ['befriending'], lat: 51.5 })
  await listed(kith, { name: 'Nobody Reaches Us', email: null })
  const id = await joined(kith)
  await kith.runJobs()
  await kith.signIn({ id: (await kith.makePerson({ name: 'Wil Evans', roles: ['welcomer'] })).id })
  expect(await kith.page('/desk')).toContain('Who joined and was not welcomed yet')
  const list = await kith.page('/members/welcome')
  expect(list).toContain('Neighbours First')
  expect(list).toContain('7 days left')

  const page = await kith.page(`/members/welcome/${id}`)
  expect(page).toContain('works on the same as you: Friendly calls and visits')
  expect(page).toContain('comes from another corner: a company')
  expect(page).not.toContain('Nobody Reaches Us')
  expect(page).not.toContain('femi@example.org')
  expect(page).not.toContain('0113 496 0999')
  expect(chosen(page, 'people').toSorted()).toEqual([bakery, carers].toSorted())
  expect(chosen(page, 'things')).toContain('tell')

  const choice = { people: [bakery], things: ['tell', 'near'], words: 'Come to tea on Friday.' }
  const seen = await kith.send(`/members/welcome/${id}`, { ...choice, what: 'see' })
  expect(seen.status).toBe(200)
  const preview = await kith.checked(seen)
  expect(preview).toContain('Nothing is sent yet')
  expect(preview).toContain('Come to tea on Friday.')
  expect(chosen(preview, 'people')).toEqual([bakery])
  await kith.runJobs()
  expect((await kith.outbox()).map((letter) => letter.kind)).not.toContain('membership.welcomed')

  const sent = await kith.send(`/members/welcome/${id}`, { ...choice, what: 'send' })
  expect(sent.headers.get('location')).toBe('/members/welcome?done=yes')
  expect(await kith.page('/members/welcome?done=yes')).toContain('Everyone has been welcomed')
  expect((await kith.send(`/members/welcome/${id}`, { ...choice, what: 'send' })).status).toBe(404)
  await kith.runJobs()
  const letters = (await kith.outbox()).filter((letter) => letter.kind === 'membership.welcomed')
  expect(letters).toHaveLength(1)
  expect(letters[0]).toMatchObject({ toAddress: 'femi@example.org', lang: 'en' })
  const { text } = letters[0]!
  expect(text).toContain('Hello Femi Adeyemi')
  expect(text).toContain('Come to tea on Friday.')
  expect(text).toContain(`http://localhost/members/${bakery}`)
  expect(text).not.toContain(carers)
  expect(text).toContain('http://localhost/stories/new')
  expect(text).toContain('Wil Evans, for Northtown Together')
  expect(await kith.journal()).toContain('membership.welcomed')
  const { rows } = await kith.owner.query(
    `select person is not null as person, detail ->> 'channel' as channel from journal
     where what = 'membership.welcomed'`,
  )
  expect(rows).toEqual([{ person: true, channel: 'mail' }])
})

test('the letter is in the language of the new member', async () => {
  const kith = await openKith()
  await listed(kith, { name: 'Caffi', kind: 'company' })
  const id = await joined(kith)
  await kith.owner.query(`update memberships set lang = 'cy'`)
  const page = await kith.page(`/members/welcome/${id}`)
  expect(page).toContain('yn dod o faes arall: cwmni')
  const choice = { people: chosen(page, 'people'), things: chosen(page, 'things'), words: 'Croeso' }
  await kith.send(`/members/welcome/${id}`, { ...choice, what: 'send' })
  await kith.runJobs()
  const letter = (await kith.outbox()).find((one) => one.kind === 'membership.welcomed')
  expect(letter).toMatchObject({ lang: 'cy', subject: 'Croeso i Northtown Together' })
})

test('who has no mail address is rung, in vain at first, and then they have talked', async () => {
  const kith = await openKith()
  const id = await joined(kith)
  await kith.owner.query(`update persons set email = null, phone = '0113 496 0001'
    where name = 'Femi Adeyemi'`)
  await kith.signIn('welcomer')
  expect(await kith.page('/members/welcome')).not.toContain('0113 496 0001')
  const page = await kith.page(`/members/welcome/${id}`)
  expect(page).toContain('tel:01134960001')
  const readings = await kith.owner.query(`select detail from journal where what = 'person.read'
    and about = '${id}' and detail -> 'fields' = '["phone"]'`)
  expect(readings.rows).toHaveLength(1)
  const letter = { words: 'Hello', what: 'send' }
  expect((await kith.send(`/members/welcome/${id}`, letter)).status).toBe(409)

  const tried = await kith.send(`/members/welcome/${id}/call`, { came: 'no-answer' })
  expect(tried.headers.get('location')).toBe('/members/welcome')
  expect(await kith.page('/members/welcome')).toContain('rung once in vain')
  await kith.send(`/members/welcome/${id}/call`, { came: 'talked' })
  expect(await kith.page('/members/welcome')).toContain('Everyone has been welcomed')
  expect((await kith.send(`/members/welcome/${id}/call`, { came: 'talked' })).status).toBe(404)
  await kith.runJobs()
  expect((await kith.outbox()).map((one) => one.kind)).not.toContain('membership.welcomed')
})

test('a member whom everybody knows needs no welcome', async () => {
  const kith = await openKith()
  const id = await joined(kith)
  await kith.send(`/members/welcome/${id}/call`, { came: 'known' })
  await kith.page(`/members/welcome/${id}`, 404)
})

test('a letter with something wrong comes back with all that was chosen', async () => {
  const kith = await openKith()
  const bakery = await listed(kith, { name: 'Corner Bakery', kind: 'company' })
  const id = await joined(kith)
  const nothing = await kith.send(`/members/welcome/${id}`, { people: bakery, what: 'send' })
  expect(nothing.status).toBe(422)
  const html = await kith.checked(nothing)
  expect(html).toContain('Write a few words')
  expect(chosen(html, 'people')).toEqual([bakery])

  const people = [crypto.randomUUID(), bakery]
  const gone = await kith.send(`/members/welcome/${id}`, { people, words: 'Hello', what: 'send' })
  expect(gone.status).toBe(409)
  expect(await kith.checked(gone)).toContain('no longer there')
  const many = Array.from({ length: 7 }, () => crypto.randomUUID())
  const tooMany = await kith.send(`/members/welcome/${id}`, {
    people: many,
    words: 'Hi',
    what: 'see',
  })
  expect(tooMany.status).toBe(422)
  expect((await kith.send(`/members/welcome/${id}/call`, { came: 'away' })).status).toBe(422)
  expect((await kith.send(`/members/welcome/${id}`, {})).status).toBe(422)
})

test('two welcomers at once write one letter', async () => {
  const kith = await openKith()
  const id = await joined(kith)
  const send = () => kith.send(`/members/welcome/${id}`, { words: 'Hello', what: 'send' })
  const answers = await Promise.all([send(), send(), send()])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 404, 404])
  await kith.runJobs()
  const letters = (await kith.outbox()).filter((one) => one.kind === 'membership.welcomed')
  expect(letters).toHaveLength(1)
})

test('a moderator sees nobody to welcome, and the desk says when it is late', async () => {
  const kith = await openKith()
  const id = await joined(kith)
  moveClock(9 * day)
  onTestFinished(() => moveClock(0))
  expect(await kith.page('/desk')).toContain('for 9 days')
  expect(await kith.page('/members/welcome')).toContain('2 days late')
  await kith.signIn('moderator')
  await kith.page('/members/welcome', 404)
  await kith.page(`/members/welcome/${id}`, 404)
})

test('who takes over an entry that the office kept is welcomed as well, from then on', async () => {
  const kith = await openKith()
  const organisation = await listed(kith, { name: 'Tuesday Table' })
  const membership = crypto.randomUUID()
  await kith.owner
    .query(`insert into memberships (id, organisation_id, state, channel, lang, answers, talk,
      asked_at, waiting_since, decided_at)
    values ('${membership}', '${organisation}', 'admitted', 'phone', 'en', '{}', '[]',
      now() - interval '2 years', now() - interval '2 years', now() - interval '2 years')`)
  await kith.signIn('welcomer')
  expect(await kith.page('/members/welcome')).toContain('Everyone has been welcomed')
  const olive = await kith.makePerson({ name: 'Olive Brown' })
  await kith.owner.query(`update memberships set person_id = '${olive.id}'`)
  const list = await kith.page('/members/welcome')
  expect(list).toContain('Tuesday Table')
  expect(list).toContain('7 days left')
})
