import { type RawBuilder, sql } from 'kysely'
import { act, type Db, kithItself, type Tx } from '#base/db.ts'
import { dice } from './members.ts'

const titles =
  'The A My Our First Last Quiet Long Warm Green Saturday Winter Bread Garden Choir Lamp Letter Bench Bus Kitchen Allotment Window Tea Bridge Neighbour Piano Walk Shelf Snow'.split(
    ' ',
  )
const said =
  'we met on the bench by the bus stop and she asked me whether I lived nearby then every friday there was tea soup music cards a walk a lift a call from somebody who knew my name it rained nobody minded I had not spoken to anyone for weeks now I bring the bread'.split(
    ' ',
  )
const rare = 'lan mere don wick ford by ton ley gate combe worth field dale hurst stead more'.split(
  ' ',
)
const towns = ['Leeds', 'Cardiff', 'Bristol', 'Glasgow', 'Bangor', 'Derby', 'Hull', 'Truro']
const langs = ['en', 'en', 'en', 'en', 'en', 'en', 'cy', 'ur', 'pa', 'pl']

/** Every fifth story is there in Welsh as well, in words of its own. */
async function translateSome(tx: Tx, from: RawBuilder<unknown>): Promise<void> {
  await sql`insert into story_translations (id, story_id, lang, title, body, translator, words_hash, state,
      edited_at, read_at, read_by_teller, asked_at, answered_at, channel)
    select gen_random_uuid(), id, 'cy', 'Stori: ' || title, 'Cyfieithiad. ' || body, 'Mair',
      kith_words_hash(lang, title, body, null, null), 'yes', at, at, false, at, at, 'link'
    ${from} where lang <> 'cy' and hashtext(id::text) % 5 = 0`.execute(tx)
  await sql`insert into published_translations
      (id, story_id, lang, title, body, translator, published_at)
    select t.id, t.story_id, t.lang, t.title, t.body, t.translator, t.edited_at
      ${from} join story_translations t on t.story_id = r.id`.execute(tx)
}

/** Makes stories that are published, as there could be, a fifth of them in Welsh too, and a collection of sixty. */
export async function makeStories(db: Db, count: number, seed = 11): Promise<void> {
  const roll = dice(seed)
  const one = <V>(list: readonly V[]): V => list[Math.floor(roll() * list.length)]! // never past the end
  const begun = Date.now()
  const list = crypto.randomUUID()
  await act(db, kithItself, (tx) =>
    sql`insert into collections (id, slug, name, words, lang, colour, place, made_at)
      values (${list}, 'lamps', 'Lamps', 'Of lamps', 'en', 'plum', 1, now())`.execute(tx),
  )
  for (let made = 0; made < count; made += 5000) {
    const rows = Array.from({ length: Math.min(5000, count - made) }, (_, at) => {
      const odd = one(rare) + one(rare) + one(rare)
      return {
        id: crypto.randomUUID(),
        lang: one(langs),
        title: `${one(titles)} ${one(titles).toLowerCase()} of ${odd}`,
        body: Array.from({ length: 60 + Math.floor(roll() * 120) }, () => one(said)).join(' '),
        byline: `${one(['Ada', 'Kofi', 'Mona', 'Idris', 'Shabana', 'Zadie'])}, ${one(towns)}`,
        town: one(towns),
        at: new Date(begun - (made + at) * 60_000).toISOString(),
      }
    })
    const given = JSON.stringify(rows)
    const from = sql`from json_to_recordset(${given}) as r
      (id uuid, lang text, title text, body text, byline text, town text, at timestamptz)`
    await act(db, kithItself, async (tx) => {
      await sql`select set_config('statement_timeout', '10min', true)`.execute(tx)
      await sql`insert into stories (id, name, name_style, town, lang, title, body, audience, state,
          key_hash, spoken, told_at, published_at, example)
        select id, byline, 'full', town, lang, title, body, 'public', 'published',
          id::text, 'en', at, at, false ${from}`.execute(tx)
      await sql`insert into consents (id, story_id, use, words, version, lang, channel, given_at)
        select gen_random_uuid(), id, 'site', 'Yes', '2026-11-23', 'en', 'web', at ${from}`.execute(
        tx,
      )
      await sql`insert into published_stories
          (id, lang, title, body, byline, town, published_at, example)
        select id, lang, title, body, byline, town, at, false ${from}`.execute(tx)
      await translateSome(tx, from)
      if (made === 0)
        await sql`insert into collection_stories (list_id, story_id, place, chosen_at)
          select ${list}, id, row_number() over (), now() ${from} limit 60`.execute(tx)
    })
  }
}
