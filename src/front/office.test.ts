import { expect, onTestFinished, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { addDays, moveClock, now } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { ask as asks } from '../../tests/vetting.ts'
import { officeLater } from './office.later.ts'
import { dayOf, plusDays } from './rhythms.rules.ts'

const day = 86_400_000
const inDays = (days: number) => plusDays(dayOf(now()), days)

function laterBy(days: number) {
  moveClock(days * day)
  onTestFinished(() => moveClock(0))
}

/** Somebody else asks to join, while the office is at its desk. */
async function ask(kith: Kith, name?: string) {
  const session = kith.cookies.get('kith')
  await kith.signIn(null)
  const asked = await asks(kith, name)
  if (session) kith.cookies.set('kith', session)
  await kith.visit('/account')
  return asked
}

async function openOffice(): Promise<Kith> {
  const kith = await openKith()
  await kith.signIn({
    id: (await kith.makePerson({ name: 'Sara Khan', roles: ['secretary'] })).id,
  })
  return kith
}

const reply = {
  title: 'Who runs it?',
  occasion: 'ask-back',
  textEn: 'Dear {name}, who runs {organisation}? {coalition}',
  textCy: 'Annwyl {name}, pwy sy’n rhedeg {organisation}?',
}

const idIn = (html: string, path: string) =>
  new RegExp(`href="/${path}/([0-9a-f-]{36})"`).exec(html)?.[1] ?? ''

test('a saved reply is put into the form for an applicant, and nothing that was typed is lost', async () => {
  const kith = await openOffice()
  expect(await kith.page('/replies')).toContain('No saved replies yet')
  await kith.page('/replies/new')
  const once = crypto.randomUUID()
  for (const _ of [1, 2]) expect((await kith.send('/replies', { ...reply, once })).status).toBe(303)
  const list = await kith.page('/replies?saved=yes')
  expect(list.match(/id="reply-/g)).toHaveLength(1)
  expect(list).toContain('Written by Sara Khan')
  const saved = idIn(list, 'replies')

  const { id } = await ask(kith)
  expect(await kith.page(`/memberships/${id}`)).toContain('Use a saved reply')
  const put = await kith.send(`/memberships/${id}/decision`, {
    put: 'yes',
    reply: saved,
    words: 'I was just wondering.',
    once,
  })
  expect(put.status).toBe(200)
  const html = await kith.checked(put)
  expect(html).toContain('I was just wondering.')
  expect(html).toContain('Dear Femi Adeyemi, who runs Neighbours First? Northtown Together')
  expect(html).toContain(`value="${once}"`)
  expect(await kith.page('/replies')).toContain('used once')
  const none = await kith.send(`/memberships/${id}/decision`, { put: 'yes', words: 'Kept <b>' })
  expect(none.status).toBe(422)
  const again = await kith.checked(none)
  expect(again).toContain('Choose a saved reply, then put it in')
  expect(again).toContain('Kept &lt;b&gt;')
  expect(await kith.journal()).not.toContain('membership.asked-back')

  await kith.owner.query(`update memberships set lang = 'cy'`)
  const welsh = await kith.send(`/memberships/${id}/decision`, { put: 'yes', reply: saved })
  expect(await kith.checked(welsh)).toContain('Annwyl Femi Adeyemi')
})

test('a saved reply is changed and removed, and who was slower hears of it', async () => {
  const kith = await openOffice()
  await kith.send('/replies', reply)
  const id = idIn(await kith.page('/replies'), 'replies')
  const page = await kith.page(`/replies/${id}`)
  const seen = /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? ''
  await kith.signIn('secretary')
  const changed = { ...reply, title: 'Who leads it?', seen }
  expect((await kith.send(`/replies/${id}`, changed)).status).toBe(303)
  const slower = await kith.send(`/replies/${id}`, { ...reply, textEn: 'My words', seen })
  expect(slower.status).toBe(409)
  const html = await kith.checked(slower)
  expect(html).toContain('Somebody changed this while you wrote')
  expect(html).toContain('My words')
  const list = await kith.page('/replies')
  expect(list).toContain('Who leads it?')
  expect(list).toContain('changed by Mona Evans')
  await kith.send(`/replies/${id}/removal`)
  expect(await kith.page('/replies')).toContain('No saved replies yet')
  await kith.page(`/replies/${id}`, 404)
  expect((await kith.send(`/replies/${id}`, reply)).status).toBe(404)
  const empty = await kith.send('/replies', { title: '', textEn: ' ' })
  expect(empty.status).toBe(422)
  expect(await kith.checked(empty)).toContain('Give it a title')
})

test('a moderator puts a saved reply into the form for a story', async () => {
  const kith = await openOffice()
  await kith.send('/replies', {
    title: 'Selling',
    occasion: 'story',
    textEn: 'Dear {name}, we sell nothing.',
  })
  const saved = idIn(await kith.page('/replies'), 'replies')
  const id = crypto.randomUUID()
  await kith.owner.query(`insert into stories
    (id, name, name_style, lang, title, body, audience, state, key_hash, spoken, told_at, example)
    values ('${id}', 'Rose', 'none', 'en', 'Tea', 'We met.', 'public', 'told', 'x', 'en', now(), false)`)
  await kith.signIn('moderator')
  expect(await kith.page(`/stories/${id}/decision`)).toContain('Selling (Declining a story)')
  const put = await kith.send(`/stories/${id}/decision`, {
    put: 'yes',
    reply: saved,
    verdict: 'decline',
    reason: 'Sorry.',
  })
  const html = await kith.checked(put)
  expect(html).toContain('Sorry.')
  expect(html).toContain('Dear Rose, we sell nothing.')
  expect(html).toMatch(/value="decline" checked/)
  await kith.page('/replies', 404)
})

test('a rhythm is due on the desk, is done once, and moves on', async () => {
  const kith = await openOffice()
  expect(await kith.page('/rhythms')).toContain('No rhythms are written down yet')
  await kith.page('/rhythms/new')
  const keeper = (await kith.makePerson({ name: 'Wil Evans', roles: ['welcomer'] })).id
  const letter = { what: 'Write to the members', how: 'days', everyDays: '14', keeper }
  await kith.send('/rhythms', { ...letter, nextOn: inDays(0), once: crypto.randomUUID() })
  const desk = await kith.page('/desk')
  expect(desk).toContain('Rhythms that are due')
  expect(desk).toContain('This fortnight')
  expect(desk).toContain('Wil Evans looks after it')
  const list = await kith.page('/rhythms')
  expect(list).toContain('every second week')
  const id = idIn(list, 'rhythms')
  const done = { turn: 'done', due: inDays(0) }
  for (const _ of [1, 2]) await kith.send(`/rhythms/${id}/turn`, done)
  const page = await kith.page(`/rhythms/${id}`)
  expect(page).toContain(`value="${inDays(14)}"`)
  expect(page.match(/Done on/g)).toHaveLength(1)
  expect(await kith.page('/desk')).not.toContain('Rhythms that are due')
  await kith.send(`/rhythms/${id}/turn`, { turn: 'left-out', due: inDays(14) })
  expect(await kith.page(`/rhythms/${id}`)).toContain('Left out on')
  await kith.send(`/rhythms/${id}/end`)
  await kith.page(`/rhythms/${id}`, 404)
  expect((await kith.send(`/rhythms/${id}/turn`, done)).status).toBe(404)
  const happened = await kith.journal()
  for (const what of ['rhythm.added', 'rhythm.done', 'rhythm.left-out', 'rhythm.ended'])
    expect(happened.filter((one) => one === what)).toHaveLength(1)
})

test('a rhythm with something wrong comes back as it was written', async () => {
  const kith = await openOffice()
  const wrong: [Record<string, string>, string][] = [
    [{}, 'Write what is done'],
    [{ what: 'A', how: 'days', everyDays: '0' }, 'from 1 to 1100'],
    [{ what: 'A', how: 'days', everyDays: '1.5' }, 'from 1 to 1100'],
    [{ what: 'A', how: 'month', week: '9', weekday: '1' }, 'such as the first Tuesday'],
    [{ what: 'A', how: 'days', everyDays: '7', nextOn: '31/2/2027' }, 'Write a date such as'],
    [{ what: 'A', how: 'days', everyDays: '7', keeper: "'; drop table" }, ''],
  ]
  for (const [fields, words] of wrong) {
    const answer = await kith.send('/rhythms', fields)
    expect(answer.status).toBe(words ? 422 : 303)
    if (words) expect(await kith.checked(answer)).toContain(words)
  }
  const monthly = { what: 'Meeting', how: 'month', week: '1', weekday: '2', note: 'Bring tea' }
  expect((await kith.send('/rhythms', monthly)).status).toBe(303)
  const list = await kith.page('/rhythms')
  expect(list).toContain('the first Tuesday of each month')
})

test('an office begins with what most offices do, once', async () => {
  const kith = await openOffice()
  for (const _ of [1, 2]) await kith.send('/rhythms/usual')
  const list = await kith.page('/rhythms')
  expect(list.match(/Clear the desk/g)?.length).toBe(3)
  expect(list).toContain('the last Friday of each month')
})

test('what was promised to an applicant is on the desk when it is due, until it is kept', async () => {
  const kith = await openOffice()
  const { id } = await ask(kith)
  const link = `/promises/new?membership=${id}`
  expect(await kith.page(`/memberships/${id}`)).toContain(`href="${link}"`)
  expect(await kith.page(link)).toContain('Neighbours First')
  const wrong = await kith.send('/promises', { membership: id, what: '', byOn: 'soon' })
  expect(wrong.status).toBe(422)
  const html = await kith.checked(wrong)
  expect(html).toContain('Write what was promised')
  expect(html).toContain('Write a date such as')
  expect(html).toContain('Neighbours First')
  const promise = { membership: id, what: 'Ring back about the room', byOn: inDays(2) }
  const once = crypto.randomUUID()
  for (const _ of [1, 2]) await kith.send('/promises', { ...promise, once })
  await kith.send('/promises', { what: 'Send the poster', toWords: 'The baker', byOn: inDays(40) })
  const open = await kith.page('/promises')
  expect(open.match(/Ring back about the room<\/a>/g)).toHaveLength(1)
  expect(open).toContain('The baker')
  const desk = await kith.page('/desk')
  expect(desk).not.toContain('Promises that are due')
  expect(desk).toContain('One promise to keep')

  laterBy(3)
  expect(await kith.page('/desk')).toContain('Promises that are due')
  const promised = idIn(await kith.page('/promises'), 'promises')
  const { rows } = await kith.owner.query(
    `select person_id is not null as person, organisation_id is not null as organisation from promises where id = '${promised}'`,
  )
  expect(rows).toEqual([{ person: true, organisation: true }])
  await kith.page(`/promises/${promised}`)
  await kith.send(`/promises/${promised}`, { ...promise, byOn: inDays(5) })
  expect(await kith.page('/desk')).not.toContain('Promises that are due')
  for (const _ of [1, 2]) await kith.send(`/promises/${promised}/closing`, { how: 'done' })
  expect(await kith.page('/promises')).toContain('Kept or ended lately')
  expect((await kith.journal()).filter((what) => what === 'promise.kept')).toHaveLength(1)
  expect((await kith.send(`/promises/${promised}`, promise)).status).toBe(404)
})

test('the fortnight is told in numbers: who asked, who joined, how quickly they were answered', async () => {
  const kith = await openOffice()
  expect(await kith.page('/desk')).toContain('It was quiet')
  const first = await ask(kith, 'First')
  const second = await ask(kith, 'Second')
  laterBy(3)
  await kith.send(`/memberships/${first.id}/decision`, { verdict: 'admit' })
  await kith.send(`/memberships/${second.id}/decision`, { verdict: 'decline', words: 'Not now' })
  const desk = await kith.page('/desk')
  expect(desk).toContain('<b>2</b> asked to join')
  expect(desk).toContain('<b>1</b> joined')
  expect(desk).toContain('applications answered, half of them within')
  expect(desk).toContain('One new member is to be welcomed within a week')
  laterBy(30)
  expect(await kith.page('/desk')).toContain('It was quiet')
})

test('what waits longest comes first on the desk, but reports come before everything', async () => {
  const kith = await openOffice()
  await ask(kith)
  laterBy(1)
  await kith.send('/reports', { about: '/stories', harm: 'danger', words: 'Somebody is at risk' })
  const both = await kith.makePerson({ roles: ['secretary', 'moderator', 'welcomer'] })
  await kith.signIn(both)
  await kith.send('/promises', { what: 'Call the hall', byOn: inDays(-10) })
  const desk = await kith.page('/desk')
  const order = ['waiting-reports', 'promises-due', 'waiting-memberships']
  const places = order.map((pile) => desk.indexOf(`id="${pile}"`))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(desk).toContain('for 10 days')
})

test('a promise is late for as many days in the morning as in the evening', async () => {
  const kith = await openOffice()
  await kith.send('/promises', { what: 'Call the hall', byOn: inDays(-10) })
  onTestFinished(() => moveClock(0))
  const midnight = new Date(`${inDays(0)}T00:00:00Z`).getTime()
  for (const hour of [1, 11, 13, 22]) {
    moveClock(midnight + hour * 3_600_000 - Date.now())
    expect(await kith.page('/desk'), `${hour} o'clock`).toContain('for 10 days')
  }
})

test('the office is handed over on one page, without a password on it', async () => {
  const kith = await openKith({
    config: {
      smtp: 'smtps://office:sesame@mail.example.org',
      databaseUrl: 'postgres://kith:sesame@db.example.org/kith',
    },
  })
  await kith.signIn({
    id: (await kith.makePerson({ name: 'Sara Khan', roles: ['secretary', 'moderator'] })).id,
  })
  await kith.send('/rhythms/usual')
  await kith.send('/replies', reply)
  await kith.send('/promises', { what: 'Send the poster', toWords: 'The baker', byOn: inDays(4) })
  await ask(kith)
  await kith.page('/handover/tea')
  const tea = await kith.send('/handover/tea', { text: 'Mrs Begum has the key.', seen: '' })
  expect(tea.headers.get('location')).toBe('/handover?saved=yes')
  const html = await kith.page('/handover?saved=yes')
  for (const words of [
    'Mrs Begum has the key.',
    'Clear the desk',
    'Send the poster',
    'Sara Khan',
    'secretary (since',
    'Who runs it?',
    'one waits',
    'Kith 0.1.0',
    'Goes out by mail.example.org',
    'A PostgreSQL of your own, on db.example.org',
    'The database answers',
    'docs/running/when-something-goes-wrong.md',
  ])
    expect(html, words).toContain(words)
  expect(html).not.toContain('sesame')
  await kith.signIn('moderator')
  await kith.page('/handover', 404)
})

test('notes keep their earlier versions, and nobody writes over what they have not read', async () => {
  const kith = await openOffice()
  await kith.send('/handover/tea', { text: 'First words', seen: '' })
  const page = await kith.page('/handover/tea')
  const seen = /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? ''
  await kith.send('/handover/tea', { text: 'Second words', seen })
  const slower = await kith.send('/handover/tea', { text: 'Third words', seen })
  expect(slower.status).toBe(409)
  const html = await kith.checked(slower)
  for (const words of ['Somebody changed this', 'Third words', 'Second words', 'First words'])
    expect(html, words).toContain(words)
  const wil = await kith.makePerson({ name: 'Wil Evans', roles: ['welcomer'] })
  await kith.page(`/handover/knows/${wil.id}`)
  await kith.send(`/handover/knows/${wil.id}`, { text: 'The boiler', seen: '' })
  expect(await kith.page('/handover')).toContain('The boiler')
  const member = await kith.makePerson({ name: 'No Role' })
  await kith.page(`/handover/knows/${member.id}`, 404)
  expect((await kith.send(`/handover/knows/${member.id}`, { text: 'x', seen: '' })).status).toBe(
    404,
  )
})

test('a night takes away what the office keeps no longer, and no note that is in force', async () => {
  const kith = await openOffice()
  await kith.send('/handover/tea', { text: 'First', seen: '' })
  const seen = /name="seen" value="([^"]+)"/.exec(await kith.page('/handover/tea'))?.[1] ?? ''
  await kith.send('/handover/tea', { text: 'Second', seen })
  await kith.send('/promises', { what: 'Open', byOn: inDays(1) })
  await kith.send('/promises', { what: 'Closed', byOn: inDays(1) })
  await kith.owner.query(
    `update promises set state = 'done', closed_at = $1 where what = 'Closed'`,
    [addDays(now(), -1)],
  )
  laterBy(3 * 366)
  const forget = officeLater.jobs?.['office.forget'] as (deps: unknown) => Promise<void>
  await forget(kith.house)
  const left = await act(kith.db, kithItself, async (tx) => ({
    notes: await tx.selectFrom('handoverNotes').select('text').execute(),
    promises: await tx.selectFrom('promises').select('what').execute(),
  }))
  expect(left).toEqual({ notes: [{ text: 'Second' }], promises: [{ what: 'Open' }] })
})

test('taking the example away asks once more', async () => {
  const kith = await openOffice()
  await kith.owner.query('update coalition set example = true')
  await kith.house.coalition.current()
  expect(await kith.page('/before-opening')).toContain('href="/example/removal"')
  expect(await kith.page('/example/removal')).toContain('It cannot be brought back')
  expect((await kith.send('/example/removal')).status).toBe(422)
  expect(await kith.journal()).not.toContain('example.removed')
  expect((await kith.send('/example/removal', { sure: 'yes' })).status).toBe(303)
  expect(await kith.journal()).toContain('example.removed')
})

test('every link on a desk opens for whoever is shown it', async () => {
  const kith = await openKith()
  for (const role of [
    'secretary',
    'moderator',
    'welcomer',
    'safeguarding-lead',
    'panel',
  ] as const) {
    await kith.signIn(role)
    const desk = await kith.page('/desk')
    const links = /aria-labelledby="elsewhere"[^]*?<\/nav>/.exec(desk)?.[0] ?? ''
    for (const [, href = ''] of links.matchAll(/href="([^"]+)"/g)) {
      const { status } = await kith.visit(href)
      // What could harm many asks for a second factor first.
      expect([200, 303], `${role} ${href}`).toContain(status)
    }
  }
})
