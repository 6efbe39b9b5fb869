import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { searchQuery, searchStories } from './search.queries.ts'

/** Public stories, written straight into the tables: searching is what is tried here. */
async function fill(
  kith: Kith,
  rows: [title: string, byline: string, body: string, lang?: string][],
) {
  for (const [title, byline, body, lang = 'en'] of rows) {
    const id = crypto.randomUUID()
    await kith.owner.query(
      `insert into stories (id, name_style, lang, title, body, audience, state, key_hash,
         spoken, told_at, published_at, example)
       values ($1, 'full', $2, $3, $4, 'public', 'published', $5, 'en', now(), now(), false)`,
      [id, lang, title, body, `key ${id}`],
    )
    await publishDirectly(kith, id, byline)
  }
}

const agreeToAll = ({ owner }: Kith) =>
  owner.query(`insert into consents (id, story_id, use, words, version, lang, channel, given_at)
    select gen_random_uuid(), id, 'site', 'A test', 'test', 'en', 'web', now() from stories
    on conflict do nothing`)

/** Past the guard, as Kith itself. */
async function publishDirectly(kith: Kith, id: string, byline: string) {
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  await agreeToAll(kith)
  await kith.owner.query(
    `insert into published_stories (id, lang, title, body, byline, published_at, example)
     select id, lang, title, body, $2, published_at, false from stories where id = $1`,
    [id, byline],
  )
  await kith.owner.query("select set_config('kith.system', '', false)")
}

test('a story is found by its words, its teller, a begun word, and past a slip of the pen', async () => {
  const kith = await openKith()
  await fill(kith, [
    ['Twelve steps to the gate', 'Arthur, Whitby', 'The whole street came out to count.'],
    ['Y ffôn am ddeg', 'Eirlys', 'Bob bore mae’r ffôn yn canu.', 'cy'],
    ['چائے کی دو پیالیاں', 'شبانہ', 'پڑوسن نے دروازہ کھٹکھٹایا۔', 'ur'],
    ['الجار الطيب', 'سلمى', 'طرق الخباز بابي ومعه رغيف ساخن', 'ar'],
  ])
  const found = async (q: string) =>
    (await searchStories(kith.db, q, 10)).map((story) => story.title)
  expect(await found('street count')).toEqual(['Twelve steps to the gate'])
  expect(await found('whitb')).toEqual(['Twelve steps to the gate'])
  expect(await found('twelv stepps')).toEqual(['Twelve steps to the gate'])
  expect(await found('FFON')).toEqual(['Y ffôn am ddeg'])
  expect(await found('پیالیاں')).toEqual(['چائے کی دو پیالیاں'])
  expect(await found('رغيف')).toEqual(['الجار الطيب'])
  for (const nothing of ['', ' ', "'", ':*', '& | !', '\\', '%', '"a'])
    expect(Array.isArray(await found(nothing))).toBe(true)
})

test('a search reads its indexes and never every story', async () => {
  const kith = await openKith()
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  await kith.owner.query(`
    insert into stories (id, name_style, lang, title, body, audience, state, key_hash,
        spoken, told_at, published_at, example)
      select gen_random_uuid(), 'full', 'en', 'The walk number ' || n, 'We went to place' || n || ' and back.',
        'public', 'published', 'key' || n, 'en', now(), now(), false
      from generate_series(1, 5000) n`)
  await agreeToAll(kith)
  await kith.owner.query(`
    insert into published_stories (id, lang, title, body, byline, published_at, example)
    select id, lang, title, body, '', published_at, false from stories`)
  await kith.owner.query("select set_config('kith.system', '', false)")
  await kith.owner.query('vacuum analyze published_stories')
  const { rows } = await sql<{ plan: string }>`explain ${searchQuery('place4711', 10)}`.execute(
    kith.db,
  )
  const plan = rows.map((row) => Object.values(row)[0]).join('\n')
  expect(plan).toContain('published_stories_words')
  expect(plan).toContain('published_stories_folded')
  expect(plan).not.toContain('Seq Scan on published_stories')
  expect((await searchStories(kith.db, 'place4711', 10))[0]?.title).toBe('The walk number 4711')
})
