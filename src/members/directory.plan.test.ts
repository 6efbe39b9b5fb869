import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import type { Place } from '#base/places.ts'
import { openKith, type Kith } from '../../tests/kith.ts'
import { listAllInDirectory } from './directory.queries.ts'
import { everything, type Search } from './directory.rules.ts'
import { matching, nearest, pageByName, queryOf, tokensOf } from './directory.search.queries.ts'

/** Enough members for PostgreSQL to prefer an index where there is one. */
async function manyMembers(kith: Kith): Promise<void> {
  await act(kith.db, kithItself, async (tx) => {
    await sql`insert into organisations (id, kind, name, about, topics, place, region, country, latitude,
        longitude, precision, email_audience, phone_audience, updated_at, example)
      select gen_random_uuid(), (array['charity', 'group', 'company'])[1 + n % 3],
        md5(n::text) || ' club ' || n, 'We meet ' || md5((n * 7)::text), array['topic ' || n % 40],
        'Town ' || n % 200, (array['Wales', 'England', 'Scotland', 'Munster'])[1 + n % 4], 'GB',
        50 + (n % 97) / 12.0, -5 + (n % 89) / 14.0, 'near', 'staff', 'staff', now(), false
      from generate_series(1, 6000) as n`.execute(tx)
    await sql`insert into memberships (id, organisation_id, state, channel, lang, answers, talk, asked_at,
        waiting_since, decided_at)
      select gen_random_uuid(), id, 'admitted', 'import', 'en', '{}', '[]', now(), now(), now()
      from organisations`.execute(tx)
    const all = await tx.selectFrom('organisations').select('id').execute()
    await listAllInDirectory(
      tx,
      all.map(({ id }) => id),
    )
    await sql`update directory set stale = true where name < '6'`.execute(tx)
  })
  await kith.owner.query('vacuum analyze directory, directory_terms')
}

const leeds: Place = {
  name: 'Leeds',
  town: null,
  district: null,
  region: 'England',
  country: 'GB',
  lat: 53.8,
  lon: -1.55,
  precision: 'town',
}

test('every way to find a member uses its index, so that it takes as long with many as with few', async () => {
  const kith = await openKith()
  await manyMembers(kith)
  const plan = async (statement: RawBuilder<unknown>) => {
    const { sql: text, parameters } = statement.compile(kith.db)
    const { rows } = await kith.owner.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [
      ...parameters,
    ])
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  const byName = (search: Partial<Search>) =>
    plan(pageByName({ ...everything, ...search }, null, null))
  const found = async (q: string) => {
    const tokens = await tokensOf(q).execute(kith.db)
    return plan(matching({ ...everything, q }, queryOf(tokens.rows)))
  }
  const plans: [plan: string, index: string][] = [
    [await byName({}), 'directory_name'],
    [await byName({ kind: 'charity' }), 'directory_kind'],
    [await byName({ region: 'Wales' }), 'directory_region'],
    [await byName({ kind: 'charity', region: 'Wales' }), 'directory_kind_region'],
    [await byName({ topic: 'topic 7' }), 'directory_'],
    [
      await plan(
        pageByName(everything, { stale: false, name: 'm', id: crypto.randomUUID() }, null),
      ),
      'directory_name',
    ],
    [await plan(nearest({ ...everything, near: 'Leeds' }, leeds)), 'directory_spot'],
    [await plan(nearest({ ...everything, near: 'Leeds' }, leeds)), 'directory_spot_stale'],
    [await found('c4ca4238'), 'directory_words_stale'],
    [await found('c4ca4238'), 'directory_name_words_stale'],
    [await found('c4ca4238'), 'directory_words '],
    [await found('c4ca4238'), 'directory_name_words '],
    [
      await plan(pageByName(everything, null, { stale: true, name: 'm', id: crypto.randomUUID() })),
      'directory_name',
    ],
    [await plan(tokensOf('clbu meet')), 'directory_terms'],
  ]
  for (const [text, index] of plans) {
    expect(text).toContain(index)
    expect(text).not.toMatch(/Seq Scan on directory/)
  }
}, 120_000)
