import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql as raw } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { act, kithItself } from './db.ts'
import { record } from './journal.ts'
import { headOf, verifyLog } from './journal.chain.ts'
import { notedHeads, noteHead, readHead, writtenHead } from './journal.heads.ts'
import { addDays, now } from './time.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-heads-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function kithWithLog(n = 12): Promise<Kith> {
  const kith = await openKith()
  for (let at = 1; at <= n; at += 1)
    await act(kith.db, kithItself, (tx) =>
      record(tx, {
        what: `thing.${at}`,
        about: crypto.randomUUID(),
        who: at % 3 ? crypto.randomUUID() : null,
        person: at % 2 ? crypto.randomUUID() : null,
        at: now(),
        detail: { 'n "é"': at, deep: { list: [1, 2.5, null, true], word: 'a\nb' } },
      }),
    )
  return kith
}

/** As who owns the server and can do anything: not even the triggers notice. */
async function tamper({ owner }: Kith, sql: string): Promise<void> {
  await owner.query('set session_replication_role = replica')
  await owner.query(sql)
  await owner.query('set session_replication_role = origin')
}

const headNow = async ({ db }: Kith) => (await act(db, kithItself, headOf))!
const damagesOf = async (kith: Kith, heads: Parameters<typeof verifyLog>[1] = []) =>
  (await verifyLog(kith.db, heads)).damages
const entryAt = async ({ owner }: Kith, seq: number): Promise<string> =>
  (await owner.query<{ entry: string }>('select entry from journal_chain where seq = $1', [seq]))
    .rows[0]!.entry

test('a log that nobody touched is whole, in any kind of words', async () => {
  const kith = await kithWithLog()
  const head = await headNow(kith)
  expect(head.seq).toBe(12)
  expect(await verifyLog(kith.db, [head])).toEqual({ entries: 12, head, damages: [], more: false })
})

test('a log in which nothing has happened is whole as well', async () => {
  const kith = await openKith()
  expect(await verifyLog(kith.db)).toEqual({ entries: 0, head: null, damages: [], more: false })
})

describe('whoever owns the database is found out:', () => {
  test('a flipped byte in one detail', async () => {
    const kith = await kithWithLog()
    const entry = await entryAt(kith, 5)
    await tamper(
      kith,
      `update journal set detail = jsonb_set(detail, '{deep,word}', '"a\\nc"') where id = '${entry}'`,
    )
    expect(await damagesOf(kith)).toEqual([{ kind: 'changed', seq: 5, entry }])
  })

  test('a microsecond', async () => {
    const kith = await kithWithLog()
    const entry = await entryAt(kith, 7)
    await tamper(
      kith,
      `update journal set at = at + interval '1 microsecond' where id = '${entry}'`,
    )
    expect(await damagesOf(kith)).toEqual([{ kind: 'changed', seq: 7, entry }])
  })

  test('a deleted entry', async () => {
    const kith = await kithWithLog()
    await tamper(kith, `delete from journal where id = '${await entryAt(kith, 4)}'`)
    expect(await damagesOf(kith)).toEqual([{ kind: 'missing', from: 4, to: 4 }])
  })

  test('an entry deleted with its link', async () => {
    const kith = await kithWithLog()
    await tamper(
      kith,
      `delete from journal where id = '${await entryAt(kith, 4)}'; delete from journal_chain where seq = 4`,
    )
    const behind = await entryAt(kith, 5)
    expect(await damagesOf(kith)).toEqual([
      { kind: 'missing', from: 4, to: 4 },
      { kind: 'unproven', seq: 5, entry: behind },
    ])
  })

  test.each([
    [
      'by their names',
      `update journal set id = case id when $a then $b else $a end where id in ($a, $b)`,
    ],
    [
      'in the chain',
      `create temporary table s as select * from journal_chain where entry in ($a, $b);
      delete from journal_chain where entry in ($a, $b);
      insert into journal_chain select o.seq, s.entry, s.hash from s join s as o on o.seq <> s.seq; drop table s`,
    ],
    [
      'in the chain, but for their hashes',
      `create temporary table s as select * from journal_chain where entry in ($a, $b);
      delete from journal_chain where entry in ($a, $b);
      insert into journal_chain select o.seq, s.entry, o.hash from s join s as o on o.seq <> s.seq; drop table s`,
    ],
  ])('two swapped %s', async (_, sql) => {
    for (const [one, other] of [
      [3, 9],
      [6, 7],
      [11, 12],
    ] as const) {
      const kith = await kithWithLog()
      const [a, b] = [await entryAt(kith, one), await entryAt(kith, other)]
      // An id is unique: by way of a third.
      const swap = sql.startsWith('update')
        ? `update journal set id = '00000000-0000-4000-8000-000000000000' where id = '${a}';
           update journal set id = '${a}' where id = '${b}';
           update journal set id = '${b}' where id = '00000000-0000-4000-8000-000000000000'`
        : sql.replaceAll('$a', `'${a}'`).replaceAll('$b', `'${b}'`)
      await tamper(kith, swap)
      expect(await damagesOf(kith)).toEqual([{ kind: 'swapped', one, other }])
    }
  })

  test('a cut tail, by the heads that were kept outside', async () => {
    const kith = await kithWithLog()
    const head = await headNow(kith)
    await tamper(
      kith,
      `delete from journal where id in (select entry from journal_chain where seq > 9);
      delete from journal_chain where seq > 9`,
    )
    expect(await damagesOf(kith)).toEqual([])
    expect(await damagesOf(kith, [head])).toEqual([{ kind: 'cut', from: 10, to: 12 }])
  })

  test('a tail cut from the entries only, or from the chain only', async () => {
    const kith = await kithWithLog()
    await tamper(
      kith,
      `delete from journal where id in (select entry from journal_chain where seq > 10)`,
    )
    expect(await damagesOf(kith)).toEqual([
      { kind: 'missing', from: 11, to: 11 },
      { kind: 'missing', from: 12, to: 12 },
    ])
    const other = await kithWithLog()
    const last = await entryAt(other, 12)
    await tamper(other, 'delete from journal_chain where seq = 12')
    expect(await damagesOf(other)).toMatchObject([{ kind: 'unchained', entry: last }])
  })

  test('an entry that was slipped in', async () => {
    const kith = await kithWithLog()
    const id = crypto.randomUUID()
    await tamper(
      kith,
      `insert into journal (id, what, at, detail) values ('${id}', 'role.given', now(), '{}')`,
    )
    expect(await damagesOf(kith)).toMatchObject([{ kind: 'unchained', entry: id }])
  })

  test('a hash', async () => {
    const kith = await kithWithLog()
    const entry = await entryAt(kith, 6)
    await tamper(kith, `update journal_chain set hash = repeat('0', 64) where seq = 6`)
    expect(await damagesOf(kith)).toEqual([{ kind: 'hash', seq: 6, entry }])
  })

  test('everything written anew with hashes that fit, by the heads that were kept outside', async () => {
    const kith = await kithWithLog(4)
    const early = await headNow(kith)
    for (let at = 0; at < 3; at += 1)
      await act(kith.db, kithItself, (tx) =>
        record(tx, { what: 'more.happened', about: null, who: null, at: now() }),
      )
    const late = await headNow(kith)
    const entry = await entryAt(kith, 6)
    await tamper(kith, `update journal set what = 'nothing.happened' where id = '${entry}'`)
    await kith.owner.query(`do $$ declare link record; last text := ''; begin
      for link in select c.seq, j from journal_chain c join journal j on j.id = c.entry order by c.seq loop
        last := encode(sha256(convert_to(last || E'\\n' || kith_entry_text(link.j), 'UTF8')), 'hex');
        update journal_chain set hash = last where seq = link.seq;
      end loop; end $$`)
    expect(await damagesOf(kith)).toEqual([])
    expect(await damagesOf(kith, [early, late])).toEqual([{ kind: 'rewritten', from: 5, to: 7 }])
  })
})

// A small generator with a seed, so that what fails can be done again.
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const tampers: ((seq: number, other: number) => string)[] = [
  (seq) =>
    `update journal set what = what || '.' where id = (select entry from journal_chain where seq = ${seq})`,
  (seq) =>
    `update journal set detail = detail || '{"x": 1}' where id = (select entry from journal_chain where seq = ${seq})`,
  (seq) =>
    `update journal set who = gen_random_uuid() where id = (select entry from journal_chain where seq = ${seq})`,
  (seq) =>
    `update journal set person = gen_random_uuid() where id = (select entry from journal_chain where seq = ${seq})`,
  (seq) =>
    `update journal set about = null where id = (select entry from journal_chain where seq = ${seq})`,
  (seq) =>
    `update journal set id = gen_random_uuid() where id = (select entry from journal_chain where seq = ${seq})`,
  (seq) =>
    `update journal set at = at - interval '1 day' where id = (select entry from journal_chain where seq = ${seq})`,
  (seq) => `delete from journal where id = (select entry from journal_chain where seq = ${seq})`,
  (seq) => `delete from journal_chain where seq = ${seq}`,
  (seq) => `delete from journal_chain where seq >= ${seq}`,
  (seq) => `update journal_chain set hash = reverse(hash) where seq = ${seq}`,
  (seq) => `update journal_chain set seq = seq + 100 where seq >= ${seq}`,
  (seq) => `update journal_chain set entry = gen_random_uuid() where seq = ${seq}`,
  (
    seq,
    other,
  ) => `update journal set detail = (select j.detail from journal j join journal_chain c on c.entry = j.id
     where c.seq = ${other}) where id = (select entry from journal_chain where seq = ${seq})`,
]

test('whatever single thing is changed anywhere, it is found', async () => {
  const kith = await kithWithLog(20)
  const head = await headNow(kith)
  const roll = dice(20_261_123)
  await kith.owner.query(
    'create temporary table j0 as select * from journal; create temporary table c0 as select * from journal_chain',
  )
  for (let round = 0; round < 60; round += 1) {
    const seq = roll(20) + 1
    const other = (seq % 20) + 1
    const sql = tampers[round % tampers.length]!(seq, other)
    await tamper(kith, sql)
    expect((await damagesOf(kith, [head])).length, sql).toBeGreaterThan(0)
    await tamper(
      kith,
      `delete from journal; delete from journal_chain;
      insert into journal select * from j0; insert into journal_chain select * from c0`,
    )
  }
  expect(await damagesOf(kith, [head])).toEqual([])
  await kith.owner.query('drop table j0; drop table c0')
})

test('Kith itself can neither change nor take away what is in the log', async () => {
  const kith = await kithWithLog(2)
  for (const sql of [
    `update journal set what = 'x'`,
    'delete from journal',
    `update journal_chain set hash = 'x'`,
    'delete from journal_chain',
    `insert into journal_chain (seq, entry, hash) values (9, gen_random_uuid(), 'x')`,
    'truncate journal_chain',
  ])
    await expect(
      act(kith.db, kithItself, (tx) => raw.raw(sql).execute(tx)),
      sql,
    ).rejects.toThrow(/permission denied/)
  expect((await verifyLog(kith.db)).damages).toEqual([])
})

test('heads are noted in the data folder, one line each, and read again', async () => {
  const heads = [
    { seq: 1, hash: 'a'.repeat(64) },
    { seq: 1204, hash: '0f'.repeat(32) },
  ]
  expect(await notedHeads(folder)).toEqual([])
  for (const [at, head] of heads.entries()) await noteHead(folder, head, addDays(now(), at))
  expect(await notedHeads(folder)).toEqual(heads)
  expect(readHead(writtenHead(heads[1]!))).toEqual({ ok: true, value: heads[1] })
  for (const wrong of ['', '12', '12:abc', `-1:${'a'.repeat(64)}`, `1:${'g'.repeat(64)}`])
    expect(readHead(wrong)).toEqual({ ok: false, error: 'no-head' })
})
