import { sql } from 'kysely'
import { act, type Db, kithItself } from '#base/db.ts'
import { listAllInDirectory } from '#members/directory.queries.ts'

/** Numbers that look random and are the same in every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const firsts =
  'Green Old New Saint Riverside Harbour Hillside Valley Bridge Meadow Oak Willow Elm Silver Golden Open Bright Warm Good Little'.split(
    ' ',
  )
const middles =
  'Community Friendship Befriending Neighbours Elders Carers Family Youth Food Garden Choir Walking Library Wellbeing Advice Housing Arts Faith Women Men'.split(
    ' ',
  )
const lasts =
  'Trust Association Society Club Centre Project Network Foundation Group Circle Hub Kitchen Partnership Service League'.split(
    ' ',
  )
const doing =
  'we bring people together so that nobody is left alone with tea talks lunches visits phone calls letters music crafts gardening lifts shopping repairs lessons advice support for older younger disabled deaf people families refugees carers veterans students in our town every week all year round'.split(
    ' ',
  )
const topics =
  'befriending food arts faith sport housing advice transport health carers youth digital nature music reading lgbt disability bereavement migration work'.split(
    ' ',
  )
const kinds = ['organisation', 'charity', 'charity', 'charity', 'company', 'group'] as const
const beginnings =
  'ba be bri ca co da do el fa ga ha hel jo ka la lo ma mi na nor o pa pe ra ro sa shel ta tre u wa wen'.split(
    ' ',
  )
const endings =
  'lan mere don wick ford by ton ley gate combe worth field dale hurst stead more'.split(' ')

type Town = { name: string; region: string; country: string; lat: number; lon: number }

/** Makes members as there could be: invented names of words that people use, spread over real towns. */
export async function makeMembers(db: Db, count: number, seed = 7): Promise<void> {
  const roll = dice(seed)
  const one = <V>(list: readonly V[]): V => list[Math.floor(roll() * list.length)]! // never past the end
  const { rows: towns } = await sql<Town>`
    select name, region, country, lat, lon from places
    where kind = 'town' and not alias and country in ('GB', 'IE') order by population desc limit 1500`.execute(
    db,
  )
  const at = new Date().toISOString()
  for (let made = 0; made < count; made += 5000) {
    const organisations = Array.from({ length: Math.min(5000, count - made) }, () => {
      const town = one(towns)
      const invented = one(beginnings) + one(beginnings) + one(endings)
      const name = [roll() < 0.5 ? town.name : invented, roll() < 0.4 ? one(firsts) : '', one(middles), one(lasts)]
      return {
        id: crypto.randomUUID(), kind: one(kinds), name: name.filter(Boolean).join(' '),
        about: Array.from({ length: 20 + Math.floor(roll() * 40) }, () => one(doing)).join(' '),
        topics: [...new Set([one(topics), one(topics)])], place: town.name, region: town.region,
        country: town.country, latitude: town.lat + (roll() - 0.5) / 20, longitude: town.lon + (roll() - 0.5) / 20,
        precision: 'near', email_audience: 'staff', phone_audience: 'staff', updated_at: at, example: false,
        seed: crypto.randomUUID(),
      }
    }) // prettier-ignore
    await act(db, kithItself, async (tx) => {
      await sql`select set_config('statement_timeout', '10min', true)`.execute(tx)
      await sql`insert into organisations
        select * from json_populate_recordset(null::organisations, ${JSON.stringify(organisations)})`.execute(
        tx,
      )
      await sql`insert into memberships (id, organisation_id, state, channel, lang, answers, talk,
          asked_at, waiting_since, decided_at)
        select gen_random_uuid(), id, 'admitted', 'import', 'en', '{}', '[]', ${at}, ${at}, ${at}
        from json_populate_recordset(null::organisations, ${JSON.stringify(organisations)})`.execute(
        tx,
      )
      await listAllInDirectory(
        tx,
        organisations.map(({ id }) => id),
      )
    })
  }
}
