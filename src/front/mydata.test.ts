import { describe, expect, test } from 'vitest'
import { join as askToJoin, openKith, ways } from '../../tests/joining.ts'
import { makeMember, publishNext, tellStory, telling } from '../../tests/telling.ts'
import type { Kith } from '../../tests/kith.ts'
import { memberships } from '../../tests/vetting.ts'
import { act, kithItself } from '../base/db.ts'
import { putInOutbox } from '../base/mail.ts'
import { dataOf } from './mydata.queries.ts'
import { withoutTraces } from './mydata.leave.rules.ts'
import { held, holdNobody } from './mydata.tables.ts'
import { inLines } from './mydata.words.ts'

type Column = { table: string; column: string }

const columns = async ({ owner }: Kith): Promise<Column[]> =>
  (
    await owner.query<Column>(`
      select c.table_name as table, c.column_name as column from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, c.ordinal_position`)
  ).rows

// Columns that are called as people are: whoever adds such a table says how its rows belong to somebody.
const sounds =
  /(^|_)(person|people|teller|applicant|representative|keeper|host|author|sender|recipient)(_id)?$|_by$|^(who|by)$|email|phone|to_address|owner_key/

test('no table that names people is forgotten', async () => {
  const kith = await openKith()
  const { rows } = await kith.owner.query<{ table: string }>(`
    select distinct conrelid::regclass::text as table from pg_constraint
    where contype = 'f' and confrelid = 'persons'::regclass`)
  const named = (await columns(kith)).filter(({ column }) => sounds.test(column))
  const tables = new Set([...rows, ...named].map(({ table }) => table))
  const known = new Set([...held.map(({ table }) => table), ...Object.keys(holdNobody)])
  expect([...tables].filter((table) => !known.has(table)).toSorted()).toEqual([])
})

test('each column that refers to a person is one by which rows are found', async () => {
  const { owner } = await openKith()
  const { rows } = await owner.query<Column>(`
    select conrelid::regclass::text as table, a.attname as column from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and confrelid = 'persons'::regclass`)
  const own = new Set(['person_id', 'teller_id'])
  const open = rows.filter(({ table, column }) => {
    const one = held.find((row) => row.table === table)
    return !one?.acted?.includes(column) && !(own.has(column) && one?.mine)
  })
  expect(open).toEqual([])
})

test('what is registered is there: every table, every column that is treated apart', async () => {
  const kith = await openKith()
  const there = await columns(kith)
  for (const { table, acted = [], secret = [] } of held)
    for (const column of [...acted, ...secret])
      expect(there, `${table}.${column}`).toContainEqual({ table, column })
})

const marker = 'Quibbleworth'
const email = 'perpetua@example.org'
const phone = '07700 900123'

/** Somebody in as many tables as pages can bring them to. */
async function someone(kith: Kith) {
  const person = await makeMember(kith)
  await kith.owner.query(
    `update persons set name = 'Perpetua ${marker}', email = '${email}', phone = '${phone}' where id = '${person.id}';
     update accounts set email = '${email}' where person_id = '${person.id}';`,
  )
  const answers = JSON.stringify({
    yourName: `Perpetua ${marker}`,
    yourEmail: email,
    yourPhone: phone,
    why: `Because ${email} said so`,
    topics: ['arts'],
  })
  const talk = JSON.stringify([
    { by: 'office', text: `Dear Perpetua ${marker}, why?`, at: '2026-01-01' },
  ])
  await kith.owner.query('update memberships set answers = $1, talk = $2 where person_id = $3', [
    answers,
    talk,
    person.id,
  ])
  await kith.owner.query(
    `update organisations set email = '${email}', email_audience = 'public', phone = '${phone}';
     insert into reports (id, about, harm, words, email, spoken, state, sent_at)
       values (gen_random_uuid(), '/stories', 'other', 'Not so', 'Perpetua@example.org', 'en', 'sent', now());
     insert into invitations (id, organisation_id, email, role, lang, key_hash, made_at, ends_at)
       select gen_random_uuid(), id, '${email}', 'Chair', 'en', 'i', now(), now() from organisations;
     insert into claims (id, organisation_id, name, email, phone, role, lang, way, key_hash, code_hash, state,
         tries, asked_at, ends_at)
       select gen_random_uuid(), o.id, 'Perpetua ${marker}', e.mail, '${phone}', 'Chair', 'en', 'post', e.key,
         'c', 'open', 0, now(), now()
       from organisations o, (values ('${email}', 'k1'), (null, 'k2')) e (mail, key);
     insert into drafts values ('somewhere', 'story', '{"email": "${email}"}', now() + interval '9 days')`,
  )
  await act(kith.db, kithItself, (tx) =>
    putInOutbox(tx, {
      key: 'one', kind: 'test', toPerson: person.id, toAddress: email, lang: 'en',
      subject: `For Perpetua ${marker}`, html: `<p>${marker}</p>`, text: marker,
    }),
  ) // prettier-ignore
  for (const title of ['Kept', 'Other'])
    await tellStory(kith, {
      who: { ...telling.who, name: `Perpetua ${marker}`, nameStyle: 'full', email },
      what: { ...telling.what, title },
    })
  await publishNext(kith)
  await kith.runJobs()
  await kith.signIn(person)
  return person
}

describe('what is held on somebody', () => {
  test('is there to read and to take away: every column of every row', async () => {
    const kith = await openKith()
    const person = await someone(kith)
    const html = await kith.page('/account/data')
    for (const words of [marker, email, phone, 'Lamp Street', 'We light lamps', 'Kept', 'Not so'])
      expect(html).toContain(words)
    const file = await kith.visit('/account/my-data.html')
    expect(file.headers.get('content-disposition')).toContain('my-data.html')
    expect(await file.text()).toContain(phone)

    const json = await kith.visit('/account/my-data.json')
    expect(json.headers.get('content-type')).toContain('application/json')
    type Data = {
      person: string
      tables: Record<string, { why: string; rows: Record<string, unknown>[] }>
    }
    const data = (await json.json()) as Data
    expect(data.person).toBe(person.id)
    const there = await columns(kith)
    for (const [table, { why, rows }] of Object.entries(data.tables)) {
      const all = there.filter((one) => one.table === table).map(({ column }) => column)
      expect(why).not.toBe('')
      for (const row of rows) expect(Object.keys(row), table).toEqual(all)
    }
    expect(Object.keys(data.tables)).toEqual(
      expect.arrayContaining(['persons', 'accounts', 'sessions', 'memberships', 'organisations',
        'representatives', 'stories', 'published_stories', 'decisions', 'reports', 'outbox']),
    ) // prettier-ignore
    const { rows } = await kith.owner.query(
      'select token_hash from sessions union select key_hash from stories',
    )
    const text = JSON.stringify(data)
    for (const secret of rows) expect(text).not.toContain(String(Object.values(secret)[0]))
    expect(text).toContain('a secret, not shown')
  })

  test('in Welsh and in Urdu too', async () => {
    const kith = await openKith()
    await someone(kith)
    for (const lang of ['cy', 'ur'])
      for (const path of ['/account/data', '/account/delete'])
        await kith.page(`${path}?lang=${lang}`)
  })

  test('is nothing of anybody else', async () => {
    const kith = await openKith()
    await someone(kith)
    // Staff who decided and entered much: that they did it is theirs, what it is about is not.
    const zadie = await kith.makePerson({ name: 'Zadie Cole', roles: ['secretary', 'moderator'] })
    await kith.owner
      .query(`update memberships set entered_by = '${zadie.id}', decided_by = '${zadie.id}';
      update decisions set decided_by = '${zadie.id}', reason = 'Secretly ${marker}'`)
    await kith.signIn(zadie)
    for (const path of ['/account/data', '/account/my-data.html', '/account/my-data.json']) {
      const text = await (await kith.visit(path)).text()
      expect(text, path).toContain('about somebody else, not shown')
      for (const words of [marker, email, phone, 'said so']) expect(text, path).not.toContain(words)
    }
  })

  test('under an address that nobody has shown to be theirs is nobody’s', async () => {
    const kith = await openKith()
    await someone(kith)
    const other = await kith.makePerson({ email: 'other@example.org' })
    await kith.owner.query(`update persons set email = '${email}' where id = '${other.id}';
      update accounts set confirmed_at = null where person_id = '${other.id}'`)
    const data = await dataOf(kith.db, other.id, 10)
    expect(data!.parts.find(({ table }) => table === 'stories')!.n).toBe(0)
    expect(data!.parts.find(({ table }) => table === 'outbox')!.n).toBe(0)
  })
})

describe('who has no account', () => {
  test('reads what is held by the private link of an application, and nothing more', async () => {
    const kith = await openKith()
    const link = await askToJoin(kith, ways['charity']!)
    const other = await askToJoin(kith, ways['individual']!)
    const html = await kith.page(`${link}/my-data`)
    for (const words of ['Neighbours First', 'femi@example.org', 'hello@example.org', 'Manager'])
      expect(html).toContain(words)
    expect(html).not.toContain('I live alone')
    expect(await (await kith.visit(`${other}/my-data.json`)).text()).toContain('I live alone')
    expect(await kith.page(link)).toContain(`${link}/my-data`)
    await kith.page(`/join/${'k'.repeat(43)}/my-data`, 404)
  })

  test('reads what is held by the private link of a story', async () => {
    const kith = await openKith()
    const link = await tellStory(kith, { who: { ...telling.who, email } })
    await publishNext(kith)
    expect(await kith.page(`${link}/my-data`)).toContain(email)
    const json = await kith.visit(`${link}/my-data.json`)
    const data = (await json.json()) as { tables: Record<string, { rows: object[] }> }
    expect(Object.keys(data.tables)).toEqual([
      'stories',
      'consents',
      'story_traces',
      'published_stories',
      'decisions',
    ])
    expect(await kith.page(link)).toContain(`${link}/my-data`)
    // The other kind of key opens nothing here.
    await kith.page(`/join/${link.split('/').at(-1)}/my-data`, 404)
  })
})

/** Where these words stand anywhere in the database, in any column that can hold words. */
async function findEverywhere(kith: Kith, words: string[]): Promise<string[]> {
  const { rows } = await kith.owner.query<{ schema: string; table: string; column: string }>(`
    select table_schema as schema, table_name as table, column_name as column
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')
      and table_name not in ('places', 'migrations', 'register_entries')
      and (data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY') or udt_name = 'tsvector')`)
  const found: string[] = []
  for (const { schema, table, column } of rows)
    for (const word of words) {
      const { rowCount } = await kith.owner.query(
        `select from "${schema}"."${table}" where strpos(lower("${column}"::text), lower($1)) > 0 limit 1`,
        [word],
      )
      if (rowCount) found.push(`${table}.${column}: ${word}`)
    }
  return found
}

describe('who leaves', () => {
  test('reads first what happens, row by row', async () => {
    const kith = await openKith()
    await someone(kith)
    const html = await kith.page('/account/delete')
    for (const words of [
      'Nothing has happened yet',
      'You told 2 stories',
      'Lamp Street',
      'Nobody else speaks for these',
    ])
      expect(html).toContain(words)
    expect((await memberships(kith)).length).toBe(1)
    expect(
      (await kith.checked(await kith.send('/account/delete'))).replaceAll('&#39;', "'"),
    ).toContain('Choose what becomes of your stories')
    expect((await kith.send('/account/delete', { stories: 'sell' })).status).toBe(422)
    expect((await kith.visit('/account')).status).toBe(200)
  })

  test.each(['stay', 'withdraw'] as const)('leaves no trace; stories %s', async (stories) => {
    const kith = await openKith()
    const person = await someone(kith)
    const words = [marker, email, phone]
    expect((await findEverywhere(kith, words)).length).toBeGreaterThan(10)
    const gone = await kith.send('/account/delete', { stories })
    expect(gone.headers.get('location')).toBe('/goodbye')
    expect(gone.headers.get('clear-site-data')).toContain('cookies')
    await kith.page('/goodbye')
    await kith.runJobs()
    expect(await findEverywhere(kith, words)).toEqual([])
    expect((await kith.visit('/account')).status).not.toBe(200)

    const told = await act(kith.db, kithItself, (tx) =>
      tx.selectFrom('stories').selectAll().execute(),
    )
    expect(told.map(({ title }) => title).toSorted()).toEqual(
      stories === 'stay' ? ['Kept', 'Other'] : ['', ''],
    )
    const shown = await kith.db
      .selectFrom('publishedStories')
      .select(['title', 'byline', 'town'])
      .execute()
    expect(shown).toEqual(stories === 'stay' ? [{ title: 'Kept', byline: '', town: null }] : [])
    // The organisation stays, and the office hears that nobody speaks for it.
    const [membership] = await memberships(kith)
    expect(membership).toMatchObject({
      state: 'admitted',
      personId: null,
      answers: { topics: ['arts'] },
    })
    const entries = await act(kith.db, kithItself, (tx) =>
      tx.selectFrom('journal').select(['what', 'who']).where('who', '=', person.id).execute(),
    )
    expect(entries.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['account.deleted', 'representative.left']),
    )
  })

  test('takes along what is nobody’s but theirs: an application, a membership of their own', async () => {
    const kith = await openKith()
    for (const way of ['individual', 'charity'] as const) {
      await kith.signIn(null)
      await askToJoin(kith, ways[way]!)
    }
    const [one, other] = await memberships(kith)
    await kith.owner
      .query(`update memberships set state = 'admitted', decided_at = now() where id = '${one!.id}';
      update memberships set person_id = '${one!.personId}' where id = '${other!.id}';
      update representatives set person_id = '${one!.personId}'`)
    await kith.signIn({ id: one!.personId! })
    const html = await kith.page('/account/delete')
    expect(html).toContain('This goes with you')
    await kith.send('/account/delete')
    expect(await memberships(kith)).toEqual([])
  })

  test('does not leave the coalition without a secretary', async () => {
    const kith = await openKith()
    const zadie = await kith.makePerson({ name: 'Zadie Cole', roles: ['secretary'] })
    await kith.signIn(zadie)
    expect(await kith.page('/account/delete')).toContain('You are the last secretary')
    const refused = await kith.send('/account/delete')
    expect(refused.status).toBe(409)
    expect(await kith.checked(refused)).toContain('make somebody else a secretary first')
    // One that is made up is no help; of two who leave at the same moment one stays.
    const idris = await kith.makePerson({ roles: ['secretary'] })
    await kith.owner.query(`update persons set example = true where id = '${idris.id}'`)
    expect((await kith.send('/account/delete')).status).toBe(409)
    await kith.owner.query('update persons set example = false')
    const { leave } = await import('./mydata.leave.ts')
    const both = await Promise.all([zadie, idris].map(({ id }) => leave(kith.house, id, 'stay')))
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true])
  })
})

test('answers are read as lines', () => {
  const talk = [
    { by: 'office', text: 'Why?' },
    { by: 'you', text: '' },
  ]
  expect(inLines({ yourName: 'Ann', topics: ['arts', 'food'], talk, on: true })).toEqual([
    'Your name: Ann',
    'Topics: arts, food',
    'Talk:',
    'By: office',
    'Text: Why?',
    '',
    'By: you',
    'Text: ',
    'On: true',
  ])
  expect(inLines(null)).toEqual([''])
})

test('a name is taken out of words of any depth, in any case of its letters', () => {
  const words = {
    why: 'I am ANN LEE (ann@example.org)',
    yourName: 'Ann Lee',
    list: ['ann lee', 3, null],
    on: true,
  }
  expect(withoutTraces(words, ['Ann Lee', 'ann@example.org'])).toEqual({
    why: 'I am … (…)',
    list: ['…', 3, null],
    on: true,
  })
  expect(withoutTraces('a.b', ['a?b', ''])).toBe('a.b')
})
