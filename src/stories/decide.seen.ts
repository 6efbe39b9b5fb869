import type { Tx } from '#base/db.ts'
import { hashKey } from '#base/secrets.ts'
import { findEdit } from './edit.queries.ts'
import { workingWords } from './edit.rules.ts'
import { morePictures } from './pictures.queries.ts'
import type { Story } from './schema.ts'
import { findVoice } from './voice.queries.ts'

/**
 * What a moderator has before them, as a form carries it: its words, name, pictures and sound, and for whom it is.
 * Another one when any of it has changed since, so that a yes is said to what was read.
 */
export async function seenOf(tx: Tx, story: Story): Promise<string> {
  const { id, lang, audience, pictureId, town, nameStyle } = story
  const words = workingWords(story, await findEdit(tx, id))
  const voice = await findVoice(tx, id)
  const more = (await morePictures(tx, id)).map(({ fileId, words: said }) => [fileId, said])
  const seen = [
    lang,
    audience,
    pictureId,
    town,
    nameStyle,
    words,
    voice?.fileId,
    voice?.shown,
    more,
  ]
  return hashKey(JSON.stringify(seen)).slice(0, 32)
}
