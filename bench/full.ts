import sharp from 'sharp'
import { sql } from 'kysely'
import { act, kithItself, openDatabase, openPool } from '#base/db.ts'
import { claimPicture, keepPicture, keepSound } from '#base/files.ts'
import { reachPostgres } from '#base/postgres.ts'
import { now } from '#base/time.ts'
import { publishIfAgreed } from '#stories/consent.publish.ts'
import { findStory } from '#stories/queries.ts'
import { dice } from './members.ts'

/** A photo of 1,600 by 1,200 points that packs as badly as one of a garden: hills and leaves. Out: a JPEG. */
async function photo(seed: number): Promise<Uint8Array> {
  const [width, height] = [400, 300]
  const roll = dice(seed)
  const points = Buffer.alloc(width * height * 3)
  for (let at = 0; at < points.length; at += 1) {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)]
    const hill = 90 + 60 * Math.sin(x / 40 + seed) + 50 * Math.cos(y / 30 + (at % 3))
    points[at] = Math.max(0, Math.min(255, hill + 50 * (roll() - 0.5)))
  }
  const raw = { width, height, channels: 3 as const }
  const larger = sharp(points, { raw }).resize(1600, 1200).jpeg({ quality: 85 })
  return new Uint8Array(await larger.toBuffer())
}

/** Ten seconds of nothing, as a telephone's recorder writes a WAV (8,000 samples a second, one byte each). */
function sound(): Uint8Array {
  const data = 80_000
  const wav = Buffer.alloc(44 + data, 128)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + data, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(8000, 24)
  wav.writeUInt32LE(8000, 28)
  wav.writeUInt16LE(1, 32)
  wav.writeUInt16LE(8, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(data, 40)
  return new Uint8Array(wav)
}

const body = Array.from(
  { length: 12 },
  () =>
    'Every Friday at ten I put the kettle on, and somebody whom I had not known a year ago knocks at my door with bread.',
).join('\n\n')

/** Puts a story with its sound, three pictures and two translations beside a Kith that runs. Out: its path. */
export async function tellFull(dataFolder: string): Promise<string> {
  const urls = await reachPostgres(dataFolder)
  if (!urls) throw new Error('Kith has no database of its own here')
  const pool = openPool(urls.appUrl, 1)
  const db = openDatabase(pool)
  const deps = { db, config: { dataFolder } }
  const id = crypto.randomUUID()
  const pictures: string[] = []
  for (const seed of [1, 2, 3]) {
    const kept = await keepPicture(deps, kithItself, await photo(seed), id)
    if (!kept.ok) throw new Error(kept.error)
    pictures.push(kept.value.id)
  }
  const voice = await keepSound(deps, kithItself, new Blob([Buffer.from(sound())]), id)
  if (!voice.ok) throw new Error(voice.error)
  const at = now()
  await act(db, kithItself, async (tx) => {
    for (const file of [...pictures, voice.value.id]) await claimPicture(tx, file)
    const [first, second, third] = pictures
    await sql`insert into stories (id, name, name_style, lang, title, body, audience, picture_id, picture_words,
        state, key_hash, spoken, told_at, published_at, example)
      values (${id}, 'Ada', 'first', 'en', 'Bread on Fridays', ${body}, 'public', ${first}, 'A garden', 'published',
        ${id}, 'en', ${at}, ${at}, true)`.execute(tx)
    await sql`insert into consents (id, story_id, use, words, version, lang, channel, given_at)
      values (gen_random_uuid(), ${id}, 'site', 'Yes', '2026-11-23', 'en', 'web', ${at})`.execute(
      tx,
    )
    await sql`insert into story_pictures values
      (${id}, 2, ${second}, 'A kettle'), (${id}, 3, ${third}, 'A door')`.execute(tx)
    await sql`insert into story_voices values
      (${id}, ${voice.value.id}, ${voice.value.type}, ${voice.value.bytes}, ${at})`.execute(tx)
    for (const [lang, translator] of [
      ['cy', 'Mair'],
      ['ur', 'Shabana'],
    ])
      await sql`insert into story_translations (id, story_id, lang, title, body, picture_words, translator,
          words_hash, state, edited_at, read_at, read_by_teller, asked_at, answered_at, channel)
        values (gen_random_uuid(), ${id}, ${lang}, 'Bara', ${body}, 'Gardd', ${translator},
          kith_shown_hash(${id}), 'yes', ${at}, ${at}, false, ${at}, ${at}, 'link')`.execute(tx)
    const story = await findStory(tx, id)
    if (!story || !(await publishIfAgreed(tx, story, at))) throw new Error('It does not stand')
  })
  await pool.end()
  return `/stories/${id}`
}
