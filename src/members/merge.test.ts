import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { act, kithItself } from '#base/db.ts'
import { moveClock, now } from '#base/time.ts'
import { listAllInDirectory } from './directory.queries.ts'
import { mergeLater } from './merge.later.ts'
import { findStand, mergePair, seenAs } from './merge.actions.ts'
import { likelyChoices, type Side } from './merge.rules.ts'
import { undoMerge } from './merge.undo.ts'
import { keepTwinsOf } from './twins.actions.ts'
import { inOrder } from './twins.rules.ts'

type More = { state?: string; people?: string[]; topics?: string; phone?: string; about?: string }

async function member(
  kith: Kith,
  name: string,
  { state = 'admitted', people = [], topics = '{food}', ...more }: More = {},
) {
  const id = crypto.randomUUID()
  const columns = {
    phone: null,
    email: null,
    org_id: null,
    about: 'We meet.',
    website: null,
    place: 'Leeds',
    ...more,
  }
  await kith.owner.query(
    `insert into organisations (id, kind, name, about, topics, website, org_id, place, region, country, latitude,
      longitude, precision, email, email_audience, phone, phone_audience, checked_at, updated_at, example)
     values ($1, 'group', $2, $3, $4, $5, $6, $7, 'England', 'GB', 53.8, -1.55, 'near', $8, 'staff', $9, 'staff', null, $10, false)`,
    [
      id,
      name,
      columns.about,
      topics,
      columns.website,
      columns.org_id,
      columns.place,
      columns.email,
      columns.phone,
      now(),
    ],
  )
  await kith.owner.query(
    `insert into memberships (id, organisation_id, state, channel, lang, answers, talk, asked_at, waiting_since, decided_at)
     values (gen_random_uuid(), $1, $2, 'web', 'en', $3, $4, $5, $5, $6)`,
    [id, state, JSON.stringify({ why: `Why ${name}` }),
      JSON.stringify([{ by: 'office', text: `Hello ${name}`, at: now().toISOString() }]),
      now(), ['asked', 'asked-back'].includes(state) ? null : now()],
  ) // prettier-ignore
  for (const person of people) await speaks(kith, person, id)
  await act(kith.db, kithItself, async (tx) => {
    await listAllInDirectory(tx, [id])
    await keepTwinsOf(tx, id)
  })
  return id
}

const speaks = (kith: Kith, person: string, id: string) =>
  kith.owner.query(
    `insert into representatives (person_id, organisation_id, role, since) values ($1, $2, 'Chair', $3)
     on conflict do nothing`,
    [person, id, now()],
  )

async function pairOf(kith: Kith, one: string, other: string): Promise<string> {
  const { a, b } = inOrder(one, other)
  const id = crypto.randomUUID()
  const { rows } = await kith.owner.query<{ id: string }>(
    `insert into twins (id, a, b, reasons, score, found_at, state) values ($1, $2, $3, '[]', 50, now(), 'open')
     on conflict (a, b) do update set score = twins.score returning id`,
    [id, a, b],
  )
  return rows[0]!.id
}

const rowsOf = async (kith: Kith, table: string) => {
  const { rows } = await kith.owner.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) as row from ${table} as t order by to_jsonb(t)::text`,
  )
  return rows.map(({ row }) => row)
}
const people = async (kith: Kith, id: string) =>
  (await rowsOf(kith, 'representatives')).filter((row) => row['organisation_id'] === id).map((row) => row['person_id']).toSorted() // prettier-ignore

/** Merges by the pages, from the pair to the last button. Out: the address of the list of merges. */
async function merge(kith: Kith, pair: string, choices: Record<string, string> = {}) {
  await kith.page(`/members/twins/${pair}`)
  await kith.page(`/members/twins/${pair}/merge`)
  const asked = new URLSearchParams({ ...choices, step: 'preview' }).toString()
  const html = await kith.page(`/members/twins/${pair}/merge?${asked}`)
  const fields = Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name, value ?? ''],
    ),
  )
  delete fields['csrf']
  return kith.send(`/members/twins/${pair}/merge`, fields as Record<string, string>)
}

const mergeIdIn = (answer: Response) =>
  /done=([\w-]+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? ''

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
  await kith.signIn('secretary')
})
afterEach(() => moveClock(0))

test('two that are one become one: topics, people, answers and talk of both, and the old address leads on', async () => {
  const [femi, mo] = [
    await kith.makePerson({ name: 'Femi Adeyemi' }),
    await kith.makePerson({ name: 'Mo Khan' }),
  ]
  const tea = await member(kith, 'Tea Room', { people: [femi.id, mo.id], topics: '{food}' })
  const room = await member(kith, 'The Tea Room', {
    people: [mo.id], topics: '{arts}', phone: '0113 496 0000', about: 'We meet for tea every Tuesday.',
  }) // prettier-ignore
  const list = await kith.page('/members/twins')
  expect(list).toContain('the same name, in the same place')
  const pair = await pairOf(kith, tea, room)
  const side: Side = inOrder(tea, room).a === tea ? 'a' : 'b'
  const done = await merge(kith, pair, { stays: side, name: side })
  expect(done.status).toBe(303)
  expect(await kith.page(done.headers.get('location')!)).toContain(
    'The Tea Room is part of Tea Room now.',
  )

  const [kept, ...others] = await rowsOf(kith, 'organisations')
  expect(others).toEqual([])
  expect(kept).toMatchObject({
    id: tea, name: 'Tea Room', topics: ['food', 'arts'], phone: '0113 496 0000', about: 'We meet for tea every Tuesday.',
  }) // prettier-ignore
  expect(await people(kith, tea)).toEqual([femi.id, mo.id].toSorted())
  const [membership] = await rowsOf(kith, 'memberships')
  expect(membership!['answers']).toEqual({ why: 'Why Tea Room\n\nWhy The Tea Room' })
  expect(membership!['talk']).toHaveLength(2)

  await kith.signIn(null)
  const old = await kith.visit(`/members/${room}`)
  expect([old.status, old.headers.get('location')]).toEqual([301, `/members/${tea}`])
  expect(await kith.page('/members')).not.toContain('The Tea Room')
  const journal = await rowsOf(kith, 'journal')
  expect(journal.find((entry) => entry['what'] === 'organisation.merged')).toMatchObject({
    about: tea,
    detail: { organisationId: tea, goneId: room },
  })
})

test('an undone merge leaves everything as it was', async () => {
  const [femi, mo] = [await kith.makePerson(), await kith.makePerson()]
  const tea = await member(kith, 'Tea Room', { people: [femi.id, mo.id] })
  const room = await member(kith, 'The Tea Room', { people: [mo.id], phone: '0113 496 0000' })
  const tables = ['organisations', 'memberships', 'representatives', 'twins', 'old_addresses']
  const pair = await pairOf(kith, tea, room)
  const before = await Promise.all(tables.map((table) => rowsOf(kith, table)))
  const mergeId = mergeIdIn(await merge(kith, pair))
  const html = await kith.page(`/members/merges/${mergeId}/undo`)
  expect(html).toContain('is there again, as it was before the merge')
  const undone = await kith.send(`/members/merges/${mergeId}/undo`)
  expect(await kith.page(undone.headers.get('location')!)).toContain('are two again')
  const updated = (rows: Record<string, unknown>[]) =>
    rows.map((row) => ({ ...row, updated_at: null }))
  const after = await Promise.all(tables.map((table) => rowsOf(kith, table)))
  expect(after.map(updated)).toEqual(before.map(updated))
  for (const id of [tea, room]) expect((await kith.visit(`/members/${id}`)).status).toBe(200)
  expect((await kith.send(`/members/merges/${mergeId}/undo`)).status).toBe(409)
})

test('what changed on both sides after a merge is said before it is undone, and stays', async () => {
  const [femi, mo, ana] = [
    await kith.makePerson({ name: 'Femi Adeyemi' }),
    await kith.makePerson({ name: 'Mo Khan' }),
    await kith.makePerson({ name: 'Ana Silva' }),
  ]
  const tea = await member(kith, 'Tea Room', { people: [femi.id] })
  const room = await member(kith, 'The Tea Room', { people: [mo.id], phone: '0113 496 0000' })
  const pair = await pairOf(kith, tea, room)
  const side: Side = inOrder(tea, room).a === tea ? 'a' : 'b'
  const other = side === 'a' ? 'b' : 'a'
  const mergeId = mergeIdIn(await merge(kith, pair, { stays: side, name: other, phone: other }))
  await kith.owner.query(`update organisations set phone = '0113 111 2222' where id = $1`, [tea])
  await speaks(kith, ana.id, tea)
  const html = await kith.page(`/members/merges/${mergeId}/undo`)
  expect(html).toMatch(/Phone of Tea Room: was changed after the merge and stays “0113 111 2222”/)
  expect(html).toMatch(/Name of Tea Room: now “The Tea Room”, goes back to “Tea Room”/)
  expect(html).toContain('Who speaks for The Tea Room again: Mo Khan')
  expect(html).toContain('Who goes on speaking for Tea Room: Femi Adeyemi, Ana Silva')
  await kith.send(`/members/merges/${mergeId}/undo`)
  expect(
    (await rowsOf(kith, 'organisations')).map(({ name, phone }) => [name, phone]).toSorted(),
  ).toEqual([
    ['Tea Room', '0113 111 2222'],
    ['The Tea Room', '0113 496 0000'],
  ])
  expect(await people(kith, tea)).toEqual([femi.id, ana.id].toSorted())
  expect(await people(kith, room)).toEqual([mo.id])
})

test('a chain of merges leads on in one step, the last is undone first, and a ring is refused', async () => {
  const [a, b, c] = [
    await member(kith, 'Alpha'),
    await member(kith, 'Beta'),
    await member(kith, 'Gamma'),
  ]
  const into = (gone: string, kept: string): Side => (inOrder(gone, kept).a === kept ? 'a' : 'b')
  const [ab, bc, ca] = [
    await pairOf(kith, a, b),
    await pairOf(kith, b, c),
    await pairOf(kith, c, a),
  ]
  const first = mergeIdIn(await merge(kith, ab, { stays: into(a, b) }))
  const second = mergeIdIn(await merge(kith, bc, { stays: into(b, c) }))
  for (const old of [a, b])
    expect((await kith.visit(`/members/${old}`)).headers.get('location')).toBe(`/members/${c}`)
  // The third of the ring: C into A, which is part of C by now.
  const ring = await kith.send(`/members/twins/${ca}/merge`, { stays: into(c, a), seen: 'x' })
  expect(ring.status).toBe(404)
  expect(await kith.checked(ring)).toContain('This pair is gone')
  const early = await kith.send(`/members/merges/${first}/undo`)
  expect(early.status).toBe(409)
  const words = await kith.checked(early)
  expect(words).toContain(
    'Undo another merge first, because it came after this one: Beta into Gamma',
  )
  expect(words).toContain(`/members/merges/${second}/undo`)
  expect((await kith.send(`/members/merges/${second}/undo`)).status).toBe(303)
  expect((await kith.visit(`/members/${a}`)).headers.get('location')).toBe(`/members/${b}`)
  expect((await kith.send(`/members/merges/${first}/undo`)).status).toBe(303)
  for (const id of [a, b, c]) expect((await kith.visit(`/members/${id}`)).status).toBe(200)
})

test('after thirty days what was set aside is forgotten, and only the old address is left', async () => {
  const [tea, room] = [
    await member(kith, 'Tea Room', { about: 'Secret words' }),
    await member(kith, 'The Tea Room'),
  ]
  const side: Side = inOrder(tea, room).a === room ? 'a' : 'b'
  const mergeId = mergeIdIn(await merge(kith, await pairOf(kith, tea, room), { stays: side }))
  moveClock(31 * 86_400_000)
  await kith.signIn('secretary')
  expect((await kith.send(`/members/merges/${mergeId}/undo`)).status).toBe(409)
  await mergeLater.jobs!['merges.forget']!(kith.house, {} as never)
  expect(await rowsOf(kith, 'merges')).toEqual([])
  expect((await kith.visit(`/members/merges/${mergeId}/undo`)).status).toBe(404)
  expect((await kith.visit(`/members/${tea}`)).headers.get('location')).toBe(`/members/${room}`)
})

test('an application goes into the member that it is, never the other way, and nobody merges their own', async () => {
  const tea = await member(kith, 'Tea Room')
  const sue = await kith.makePerson({ roles: ['secretary'] })
  const asked = await member(kith, 'The Tea Room', { state: 'asked', people: [sue.id] })
  const pair = await pairOf(kith, tea, asked)
  const html = await kith.page(`/members/twins/${pair}/merge`)
  expect(html).toContain('Tea Room stays, because it is a member already')
  const side: Side = inOrder(tea, asked).a === asked ? 'a' : 'b'
  const stand = await findStand(kith.db, kithItself, inOrder(tea, asked))
  const wrong = await kith.send(`/members/twins/${pair}/merge`, {
    stays: side,
    seen: seenAs(stand!),
  })
  expect(wrong.status).toBe(409)
  expect(await kith.checked(wrong)).toContain('The member has to stay')
  await kith.signIn(sue)
  const own = await merge(kith, pair)
  expect(own.status).toBe(409)
  expect(await own.text()).toContain('ask another secretary')
  await kith.signIn('secretary')
  await kith.owner.query('update memberships set person_id = $1 where organisation_id = $2', [
    sue.id,
    asked,
  ])
  expect((await merge(kith, pair)).status).toBe(303)
  expect(await people(kith, tea)).toEqual([sue.id])
  await kith.runJobs()
  const [letter] = (await kith.outbox()).filter(({ kind }) => kind === 'membership.merged')
  expect(letter!.toAddress).toBe(sue.email)
  expect(letter!.text).toContain('it is with us already, as Tea Room')
  expect(letter!.text).toContain(`/members/${tea}`)
})

test('what changed between the preview and the button is looked at again', async () => {
  const [tea, room] = [await member(kith, 'Tea Room'), await member(kith, 'The Tea Room')]
  const answer = await kith.send(`/members/twins/${await pairOf(kith, tea, room)}/merge`, {
    stays: 'a',
    seen: 'old',
  })
  expect(answer.status).toBe(409)
  expect(await kith.checked(answer)).toContain('has changed since you opened this page')
  expect(await rowsOf(kith, 'organisations')).toHaveLength(2)
})

test('who left after a merge stays away when it is undone, and who was forgotten is not brought back', async () => {
  const [femi, mo] = [await kith.makePerson(), await kith.makePerson({ name: 'Mo Khan' })]
  const tea = await member(kith, 'Tea Room', { people: [femi.id] })
  const room = await member(kith, 'The Tea Room', { people: [mo.id] })
  await kith.owner.query('update memberships set person_id = $1, answers = $2 where organisation_id = $3', [
    mo.id, JSON.stringify({ yourName: 'Mo Khan', why: 'Tea' }), room,
  ]) // prettier-ignore
  const side: Side = inOrder(tea, room).a === tea ? 'a' : 'b'
  const mergeId = mergeIdIn(await merge(kith, await pairOf(kith, tea, room), { stays: side }))
  await kith.owner.query('delete from persons where id = $1', [mo.id])
  const undone = await kith.send(`/members/merges/${mergeId}/undo`)
  expect(undone.status).toBe(303)
  expect(await people(kith, room)).toEqual([])
  const back = (await rowsOf(kith, 'memberships')).find((row) => row['organisation_id'] === room)
  expect(back).toMatchObject({ person_id: null, answers: { why: 'Tea' } })
})

test('whom the office looks for a contact for is the same before a merge and after its undoing', async () => {
  const mo = await kith.makePerson()
  const tea = await member(kith, 'Tea Room')
  const room = await member(kith, 'The Tea Room', { people: [mo.id] })
  const side: Side = inOrder(tea, room).a === tea ? 'a' : 'b'
  const first = mergeIdIn(await merge(kith, await pairOf(kith, tea, room), { stays: side }))
  await kith.send(`/members/merges/${first}/undo`)
  expect(await rowsOf(kith, 'handovers')).toEqual([])

  await kith.owner.query('insert into handovers values ($1, now())', [tea])
  const other: Side = side === 'a' ? 'b' : 'a'
  const second = mergeIdIn(await merge(kith, await pairOf(kith, tea, room), { stays: other }))
  expect(await rowsOf(kith, 'handovers')).toEqual([])
  await kith.send(`/members/merges/${second}/undo`)
  expect(await rowsOf(kith, 'handovers')).toMatchObject([{ organisation_id: tea }])
})

test('a table that is added later is moved and put back too, in each way it may point to a member', async () => {
  const names = ['later_list', 'later_one', 'later_of_membership']
  await kith.owner.query(`
    create table later_list (id uuid primary key default gen_random_uuid(), member uuid references organisations, note text);
    create table later_one (organisation_id uuid primary key references organisations on delete cascade, note text);
    create table later_of_membership (membership uuid primary key references memberships on delete cascade, note text);
    grant all on later_list, later_one, later_of_membership to kith_app`)
  try {
    const [tea, room] = [await member(kith, 'Tea Room'), await member(kith, 'The Tea Room')]
    for (const id of [tea, room]) {
      await kith.owner.query(`insert into later_list (member, note) values ($1, $2)`, [id, id])
      await kith.owner.query(`insert into later_one values ($1, $2)`, [id, id])
    }
    await kith.owner.query(
      `insert into later_of_membership select id, 'of the one that goes' from memberships where organisation_id = $1`,
      [room],
    )
    const before = await Promise.all(names.map((name) => rowsOf(kith, name)))
    const side: Side = inOrder(tea, room).a === tea ? 'a' : 'b'
    const mergeId = mergeIdIn(await merge(kith, await pairOf(kith, tea, room), { stays: side }))
    expect((await rowsOf(kith, 'later_list')).map((row) => row['member'])).toEqual([tea, tea])
    expect(await rowsOf(kith, 'later_one')).toEqual([{ organisation_id: tea, note: tea }])
    expect((await rowsOf(kith, 'later_of_membership'))[0]).toMatchObject({
      note: 'of the one that goes',
    })
    await kith.send(`/members/merges/${mergeId}/undo`)
    expect(await Promise.all(names.map((name) => rowsOf(kith, name)))).toEqual(before)
  } finally {
    await kith.owner.query(`drop table ${names.join(', ')}`)
  }
})

test('every foreign key to a member or a membership is one that a merge can follow', async () => {
  const { rows } = await kith.owner.query<{ name: string; plain: boolean; keyed: boolean }>(`
    select c.conrelid::regclass::text || ' ' || c.conname as name,
      cardinality(c.conkey) = 1 and not c.condeferrable as plain,
      exists (select from pg_index i where i.indrelid = c.conrelid and i.indisprimary) as keyed
    from pg_constraint c where c.contype = 'f'
      and c.confrelid in ('organisations'::regclass, 'memberships'::regclass)`)
  expect(rows.length).toBeGreaterThan(5)
  expect(rows.filter(({ plain, keyed }) => !plain || !keyed)).toEqual([])
})

test('whatever is merged and undone, nobody who speaks for a member is lost and every address leads somewhere', async () => {
  const step = fc.record({
    undo: fc.boolean(), one: fc.nat(4), other: fc.nat(4), keepFirst: fc.boolean(),
  }) // prettier-ignore
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      const them = await openKith()
      const secretary = await them.makePerson({ roles: ['secretary'] })
      const who = { personId: secretary.id, roles: ['secretary'] }
      const all: string[] = []
      const start = new Map<string, string[]>()
      for (let at = 0; at < 5; at++) {
        const some = [await them.makePerson(), await them.makePerson()].map(({ id }) => id)
        const id = await member(them, `Club ${'abcde'[at]}`, { people: some })
        all.push(id)
        start.set(id, some.toSorted())
      }
      const shared = start.get(all[0]!)![0]!
      await speaks(them, shared, all[1]!)
      start.set(all[1]!, [...start.get(all[1]!)!, shared].toSorted())
      const everybody = [...new Set([...start.values()].flat())].toSorted()
      const open: string[] = []
      const check = async () => {
        const speak = await rowsOf(them, 'representatives')
        expect([...new Set(speak.map((row) => String(row['person_id'])))].toSorted()).toEqual(
          everybody,
        )
        const here = new Set((await rowsOf(them, 'organisations')).map((row) => row['id']))
        const old = new Map(
          (await rowsOf(them, 'old_addresses')).map((row) => [row['id'], row['organisation_id']]),
        )
        for (const id of all)
          expect(here.has(id) ? !old.has(id) : here.has(old.get(id)), id).toBe(true)
      }
      for (const { undo, one, other, keepFirst } of steps) {
        if (undo && open.length > 0) {
          const id = open[one % open.length]!
          if ((await undoMerge(them.db, who, id)).ok) open.splice(open.indexOf(id), 1)
        } else {
          const here = (await rowsOf(them, 'organisations')).map((row) => String(row['id']))
          const [x, y] = [here[one % here.length]!, here[other % here.length]!]
          if (x === y) continue
          const stand = await findStand(them.db, who, inOrder(x, y))
          const done = await mergePair(them.db, who, await pairOf(them, x, y), {
            stays: keepFirst ? 'a' : 'b',
            choices: likelyChoices(stand!.both),
            seen: seenAs(stand!),
          })
          expect(done.ok).toBe(true)
          if (done.ok) open.push(done.value.mergeId)
        }
        await check()
      }
      // Undone from the last to the first, everything is as it was in the beginning.
      for (const id of open.toReversed()) expect((await undoMerge(them.db, who, id)).ok).toBe(true)
      for (const id of all) expect(await people(them, id)).toEqual(start.get(id))
      expect(await rowsOf(them, 'old_addresses')).toEqual([])
    }),
    { numRuns: 12 },
  )
}, 120_000)
