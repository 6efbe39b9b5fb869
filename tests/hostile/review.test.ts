import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { act, kithItself, nobody, type Tx, type Who, withKey } from '../../src/base/db.ts'
import { addJob } from '../../src/base/jobs.ts'
import { hashKey, newKey } from '../../src/base/secrets.ts'
import { moveClock, now } from '../../src/base/time.ts'
import { answerReady } from '../../src/base/web.ready.ts'
import { ownPath } from '../../src/front/easier.ts'
import { setUp } from '../../src/front/setup.actions.ts'
import { join, openKith, ways } from '../joining.ts'
import type { Kith } from '../kith.ts'
import { openKith as open } from '../kith.ts'
import { makeMember, publishNext, tellStory } from '../telling.ts'

/** What somebody tries as this person who asks. Out: what it came to, or why it was refused. */
async function attempt<T>(
  kith: Kith,
  who: Who,
  work: (tx: Tx) => Promise<T>,
): Promise<T | 'refused'> {
  try {
    return await act(kith.db, who, work)
  } catch (problem) {
    const { code } = problem as { code?: string }
    if (code !== '42501') throw problem
    return 'refused'
  }
}

const organisation = (id: string) => ({
  id,
  kind: 'group' as const,
  name: 'Not what it seems',
  about: '',
  topics: [],
  website: null,
  orgId: null,
  address: null,
  postcode: null,
  place: 'Leeds',
  region: null,
  country: null,
  latitude: null,
  longitude: null,
  precision: 'area' as const,
  email: null,
  emailAudience: 'staff' as const,
  phone: null,
  phoneAudience: 'staff' as const,
  checkedAt: null,
  updatedAt: now(),
  example: false,
  importId: null,
})

const asking = (keyHash: string, organisationId: string, personId: string) => ({
  id: crypto.randomUUID(),
  organisationId,
  personId,
  state: 'asked' as const,
  channel: 'web' as const,
  lang: 'en',
  answers: '{}',
  talk: '[]',
  keyHash,
  enteredBy: null,
  askedAt: now(),
  waitingSince: now(),
  decidedAt: null,
  decidedBy: null,
  reason: null,
  ringSince: null,
})

describe('a page that is ready for everyone', () => {
  test('is never made from the session of a cookie written in an odd way', async () => {
    const kith = await open()
    await tellStory(kith, { audience: { audience: 'members', uses: 'site', until: 'always' } })
    const id = await publishNext(kith)
    await kith.signIn(await makeMember(kith))
    const token = kith.cookies.get('kith') ?? ''
    await kith.signIn(null)
    for (const path of ['/stories', `/stories/${id}`]) {
      const own = await kith.visit(path, { cookie: `kith =${token}` })
      expect(await own.text()).toContain('The quibblesnap')
      kith.cookies.clear()
      const strangers = await kith.visit(path)
      expect(await strangers.text()).not.toContain('The quibblesnap')
    }
  })

  test('keeps its language whatever another visitor writes into a cookie', async () => {
    const kith = await open()
    await (await kith.visit('/', { cookie: 'lang=%75r' })).text()
    const page = await (await kith.visit('/', { cookie: '' })).text()
    expect(page).toContain('<html lang="en"')
  })
})

describe('row-level security', () => {
  test('lets nobody apply in the name of someone else, and so read who they are', async () => {
    const kith = await open()
    const victim = await kith.makePerson({ email: 'victim@example.org' })
    const who = withKey(nobody, hashKey(newKey()))
    const id = crypto.randomUUID()
    const seen = await attempt(kith, who, async (tx) => {
      await tx.insertInto('organisations').values(organisation(id)).execute()
      await tx
        .insertInto('memberships')
        .values(asking(who.keyHash ?? '', id, victim.id))
        .execute()
      return tx.selectFrom('persons').select('email').execute()
    })
    expect(seen).toBe('refused')
  })

  test('lets nobody open an account of their own for someone who has none', async () => {
    const kith = await open()
    const personId = crypto.randomUUID()
    const at = now()
    await act(kith.db, kithItself, (tx) =>
      tx
        .insertInto('persons')
        .values({
          id: personId,
          name: 'By Phone',
          email: null,
          phone: '1',
          lang: 'en',
          example: false,
          knownSince: at,
        })
        .execute(),
    )
    const taken = await attempt(kith, nobody, (tx) =>
      tx
        .insertInto('accounts')
        .values({ personId, email: 'evil@example.org', confirmedAt: null, madeAt: at })
        .execute(),
    )
    expect(taken).toBe('refused')
  })

  test('lets only its teller and the office take a story off the pages', async () => {
    const kith = await open()
    await tellStory(kith)
    await publishNext(kith)
    const gone = await attempt(kith, nobody, (tx) => tx.deleteFrom('publishedStories').execute())
    expect(gone).toBe('refused')
  })

  test('lets only a secretary change the coalition', async () => {
    const kith = await open()
    for (const roles of [[], ['moderator']])
      expect(
        await attempt(kith, { personId: null, roles }, (tx) =>
          tx.updateTable('coalition').set({ smtp: 'smtp://evil.example' }).execute(),
        ),
      ).toBe('refused')
  })

  test('closes the link of an application once it was decided', async () => {
    const kith = await openKith()
    const link = await join(kith, ways['group']!)
    const who = withKey(nobody, hashKey(link.split('/')[2] ?? ''))
    const rename = () =>
      act(kith.db, who, (tx) =>
        tx.updateTable('organisations').set({ name: 'Renamed' }).executeTakeFirst(),
      )
    expect((await rename()).numUpdatedRows).toBe(1n)
    await act(kith.db, kithItself, (tx) =>
      tx.updateTable('memberships').set({ state: 'admitted', decidedAt: now() }).execute(),
    )
    expect((await rename()).numUpdatedRows).toBe(0n)
  })

  test('lets who has only applied put nothing into the directory', async () => {
    const kith = await openKith()
    const person = await kith.makePerson()
    const id = crypto.randomUUID()
    await act(kith.db, kithItself, async (tx) => {
      await tx.insertInto('organisations').values(organisation(id)).execute()
      await tx
        .insertInto('memberships')
        .values(asking('k', id, person.id))
        .execute()
      await tx
        .insertInto('representatives')
        .values({ personId: person.id, organisationId: id, role: '', since: now() })
        .execute()
    })
    const listed = await attempt(kith, { personId: person.id, roles: [] }, (tx) =>
      sql`insert into directory (organisation_id, kind, name, about, topics, place, listed_at, example)
        values (${id}, 'group', 'Me', '', '{}', 'Leeds', now(), false)`.execute(tx),
    )
    expect(listed).toBe('refused')
  })
})

const accountOf = (kith: Kith, email: string) =>
  act(kith.db, kithItself, (tx) =>
    tx.selectFrom('accounts').select('personId').where('email', '=', email).executeTakeFirst(),
  )

describe('the first secretary', () => {
  const setup = {
    name: 'Northtown', purpose: 'Together', place: 'Leeds', languages: ['en'], phone: '', phoneHours: '',
    person: 'Zadie Cole', email: 'zadie@example.org', mail: 'later', smtp: '', mailFrom: '',
    band: 'plum', action: 'plum', example: 'no',
  } as const // prettier-ignore

  async function begun() {
    const kith = await open({ setUp: false })
    const done = await setUp(kith.house, { ...setup, languages: ['en'] })
    if (!done.ok) throw new Error(done.error)
    return { kith, id: done.value }
  }
  test('keeps the desk after their own organisation joins under the same address', async () => {
    const { kith, id } = await begun()
    const pages = ways['individual']!.map(
      ([page, fields]): [string, Record<string, string | string[]>] =>
        page === 'you' ? [page, { ...fields, yourEmail: setup.email }] : [page, fields],
    )
    const link = (await join(kith, pages)).replace(/\/sent$/, '')
    await kith.runJobs()
    const letter = (await kith.outbox()).find((one) => one.kind === 'membership.asked')
    const code = /address=([\w-]{43})/.exec(letter?.text ?? '')?.[1] ?? ''
    expect((await kith.send(`${link}/address`, { code })).status).toBe(303)
    expect(await accountOf(kith, setup.email)).toEqual({ personId: id })
  })

  test('does not lose their account to who holds the link of their application', async () => {
    const { kith, id } = await begun()
    await kith.signIn({ id })
    const pages = ways['individual']!.map(
      ([page, fields]): [string, Record<string, string | string[]>] =>
        page === 'you' ? [page, { yourPhone: '' }] : [page, fields],
    )
    const link = (await join(kith, pages)).replace(/\/sent$/, '')
    await kith.signIn(null)
    const you = { yourName: 'Eve', yourEmail: 'eve@example.org', yourRole: '', yourPhone: '' }
    await kith.send(`${link}/you`, you)
    expect(await accountOf(kith, 'eve@example.org')).toBe(undefined)
    expect(await accountOf(kith, setup.email)).toEqual({ personId: id })
  })
})

describe('letters', () => {
  test('are not sent on to hundreds of strangers by correcting one application', async () => {
    const kith = await openKith()
    const link = (await join(kith, ways['individual']!)).replace(/\/sent$/, '')
    let refused = 0
    for (let n = 0; n < 40; n += 1) {
      const you = { yourName: 'Win a prize', yourEmail: `n${n}@example.org`, yourPhone: '' }
      if ((await kith.send(`${link}/you`, you)).status === 429) refused += 1
    }
    expect(refused).toBeGreaterThan(5)
  })

  test('about stories do not fill the letterbox of somebody who told none', async () => {
    const kith = await open()
    const who = { name: 'Eve', nameStyle: 'none', town: '', email: 'victim@example.org' }
    for (let n = 0; n < 8; n += 1) {
      const mine = await tellStory(kith, { who })
      await kith.send(`${mine}/withdrawal`)
    }
    await kith.runJobs()
    expect((await kith.outbox()).length).toBeLessThanOrEqual(5)
  })
})

test('one household with many addresses sends no more reports than another', async () => {
  const kith = await open({ config: { proxies: 1 } })
  const statuses = []
  for (let n = 1; n <= 21; n += 1) {
    const fields = { about: '/', harm: 'other', words: 'Hm', email: '' }
    statuses.push(
      (await kith.send('/reports', fields, { 'x-forwarded-for': `2001:db8::${n}` })).status,
    )
  }
  expect(statuses.at(-1)).toBe(429)
})

test('who applied and never answered is forgotten with the application', async () => {
  const kith = await openKith()
  await join(kith, ways['individual']!)
  await act(kith.db, kithItself, (tx) =>
    tx.updateTable('memberships').set({ state: 'asked-back' }).execute(),
  )
  moveClock(190 * 86_400_000)
  await act(kith.db, kithItself, (tx) => addJob(tx, 'memberships.forget', {}))
  await kith.runJobs()
  moveClock(0)
  const left = await act(kith.db, kithItself, (tx) =>
    tx.selectFrom('persons').select('name').execute(),
  )
  expect(left).toEqual([])
})

test('a ready page is as well guarded as one that is made for its visitor', async () => {
  const kith = await open()
  const made = await kith.visit('/', { host: 'localhost', cookie: '' })
  await made.text()
  const headers: Record<string, unknown> = {}
  const answer = {
    writeHead: (_status: number, all: Record<string, unknown>) =>
      Object.assign(headers, all) && answer,
    end: () => answer,
  }
  const request = { method: 'GET', url: '/', headers: { host: 'localhost' } }
  await kith.house.coalition.current()
  const done = answerReady(request as never, answer as never, kith.house.coalition, 'kith')
  expect(done).toBe(true)
  for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy'])
    expect(headers[name], name).toBe(made.headers.get(name))
})

test('no address of this site leads to another', async () => {
  expect(ownPath('http://localhost//evil.example/', 'http://localhost')).toBe(null)
  expect(ownPath('/.//evil.example/', 'http://localhost')).toBe(null)
  const kith = await open()
  const page = await (await kith.visit('http://localhost//evil.example/x', { cookie: '' })).text()
  expect(page).not.toMatch(/(href|action)="\/\/evil/)
})
