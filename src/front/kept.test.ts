import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { act, kithItself } from '../base/db.ts'
import { putInOutbox } from '../base/mail.ts'
import { addDays, moveClock, now } from '../base/time.ts'
import { keptLater } from './kept.later.ts'
import { allRules, goesWithThem, namesThem, withoutRule } from './kept.rules.ts'

const day = 86_400_000
const night = (kith: Kith) => keptLater.jobs!['retention.night']!(kith.house, {} as never)
const ids = async ({ owner }: Kith, table: string): Promise<string[]> =>
  (await owner.query<{ id: string }>(`select id from ${table} order by id`)).rows.map(
    ({ id }) => id,
  )

async function later<T>(days: number, work: () => Promise<T>): Promise<T> {
  moveClock(days * day)
  try {
    return await work()
  } finally {
    moveClock(0)
  }
}

test('every table has a rule, or a reason why it has none', async () => {
  const { owner } = await openKith()
  const { rows } = await owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const ruled = new Set(allRules.map(({ table }) => table))
  const known = new Set([...ruled, ...Object.keys(withoutRule)])
  const names = rows.map(({ name }) => name)
  expect(names.filter((name) => !known.has(name)).toSorted()).toEqual([])
  expect([...known].filter((name) => !names.includes(name)).toSorted()).toEqual([])
  expect(Object.keys(withoutRule).filter((table) => ruled.has(table))).toEqual([])
  expect(new Set(allRules.map(({ name }) => name)).size).toBe(allRules.length)
})

test('whatever names a person as theirs keeps them; the rest goes with them, or loses its name', async () => {
  const { owner } = await openKith()
  const { rows } = await owner.query<{ table: string; column: string; deletes: string }>(`
    select conrelid::regclass::text as table, a.attname as column, c.confdeltype as deletes
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and confrelid = 'persons'::regclass`)
  const named = new Set(namesThem.map(([table, column]) => `${table}.${column}`))
  const open = rows.filter(
    ({ table, column, deletes }) =>
      deletes !== 'n' && !named.has(`${table}.${column}`) && !goesWithThem.includes(table),
  )
  expect(open).toEqual([])
})

async function withOldThings(kith: Kith) {
  const letter = (key: string) => ({
    key, kind: 'test', toPerson: null, toAddress: 'a@example.org', lang: 'en', subject: key, html: '', text: '',
  }) // prettier-ignore
  await act(kith.db, kithItself, async (tx) => {
    for (const key of ['sent', 'failed', 'waiting', 'young']) await putInOutbox(tx, letter(key))
    await tx.insertInto('imports').values({ id: crypto.randomUUID(), name: 'old.csv', rows: 1, doneBy: null,
      doneAt: now(), undoneAt: null }).execute() // prettier-ignore
    await tx.insertInto('once').values({ key: 'k', location: null, at: now() }).execute()
  })
  await kith.owner
    .query(`update outbox set state = key, sent_at = written_at where key in ('sent', 'failed');
    update outbox set written_at = written_at + interval '1000 days' where key = 'young'`)
}

test('the first night after an upgrade only counts; the next one takes away, and says what went', async () => {
  const kith = await openKith()
  await withOldThings(kith)
  await later(740, async () => {
    await night(kith)
    expect((await ids(kith, 'outbox')).length).toBe(4)
    await kith.signIn('secretary')
    const html = await kith.page('/kept')
    expect(html).toContain('Only counted, nothing taken away, on')
    expect(html).toContain('5 rows would go tonight')
    expect(html).toContain('Who imported which spreadsheet')
  })
  await later(741, async () => {
    await night(kith)
    const { rows } = await kith.owner.query<{ key: string }>('select key from outbox')
    expect(rows).toEqual([{ key: 'young' }])
    expect(await ids(kith, 'imports')).toEqual([])
    await kith.signIn('secretary')
    const html = await kith.page('/kept')
    expect(html).toContain('Taken away on')
    expect(html).toContain('Who imported which spreadsheet: 1')
    expect(html).toContain('Nothing would go tonight')
  })
})

test('a secretary may look what would go, and nothing goes', async () => {
  const kith = await openKith()
  await withOldThings(kith)
  await kith.signIn('secretary')
  expect(await kith.page('/kept')).toContain('No night has been yet')
  await later(100, async () => {
    await kith.signIn('secretary')
    expect((await kith.send('/kept/trial')).headers.get('location')).toBe('/kept#last')
    expect(await kith.page('/kept')).toContain('Letters that were sent: 1')
    expect((await ids(kith, 'outbox')).length).toBe(4)
  })
})

test('a person goes six months after the last record that named them, and not before', async () => {
  const kith = await openKith()
  const idle = await kith.makePerson()
  const staff = await kith.makePerson({ roles: ['panel'] })
  const teller = await kith.makePerson()
  await kith.owner.query(`insert into stories (id, teller_id, name_style, lang, title, body,
    audience, state, key_hash, spoken, told_at, example) values (gen_random_uuid(), '${teller.id}', 'none',
    'en', 'T', 'B', 'public', 'told', 'k', 'en', now(), false)`)
  const active = await kith.makePerson()
  const at = addDays(now(), 150)
  await kith.owner.query(
    `insert into journal (id, what, about, who, at, detail) values (gen_random_uuid(), 'session.started', $1, $1, $2, '{}')`,
    [active.id, at],
  )
  const left = async () => new Set(await ids(kith, 'persons'))
  await later(1, () => night(kith))
  await later(182, async () => {
    await night(kith)
    expect((await left()).size).toBe(4)
  })
  await later(184, async () => {
    await night(kith)
    expect(await left()).toEqual(new Set([staff.id, teller.id, active.id]))
  })
  await later(335, async () => {
    await night(kith)
    expect(await left()).toEqual(new Set([staff.id, teller.id]))
  })
  expect((await kith.journal()).filter((what) => what === 'person.forgotten').length).toBe(2)
  expect(idle.id).not.toBe('')
})

test('one rule that fails does not keep the others from their work', async () => {
  const kith = await openKith()
  await withOldThings(kith)
  await later(740, () => night(kith))
  await kith.owner.query(`create function kith_test_fails() returns trigger language plpgsql as
    $$ begin raise exception 'no'; end $$;
    create trigger fails before delete on imports for each row execute function kith_test_fails()`)
  try {
    await later(741, async () => {
      await night(kith)
      expect((await ids(kith, 'imports')).length).toBe(1)
      expect((await ids(kith, 'outbox')).length).toBe(1)
      await kith.signIn('secretary')
      expect(await kith.page('/kept')).toContain('Who imported which spreadsheet: failed')
    })
  } finally {
    await kith.owner.query('drop trigger fails on imports; drop function kith_test_fails()')
  }
})
