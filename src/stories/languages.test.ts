import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { directionOf } from '#base/i18n.ts'
import { openKith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'

const shelf = '../shared/data/stories'
const isThere = existsSync(shelf)
if (!isThere) console.warn(`No stories lie in ${shelf}: the test that tells real ones is left out.`)

/** The first real story in each language: its title and its paragraphs. */
async function realStories() {
  const stories: { lang: string; title: string; body: string }[] = []
  for (const lang of await readdir(shelf)) {
    const [first = ''] = (await readdir(join(shelf, lang))).toSorted()
    // Composed, as every form is read.
    const text = (await readFile(join(shelf, lang, first), 'utf8')).normalize('NFC')
    const [, title = ''] = /^#\s+(.+)$/m.exec(text) ?? []
    const parts = text.split(/\n\s*\n/).map((part) => part.replace(/^##?\s*$/gm, '').trim())
    const body = parts.filter((part) => part !== '' && !/^[#*]/.test(part)).join('\n\n')
    stories.push({ lang, title, body })
  }
  return stories
}

test.runIf(isThere)(
  'real stories in five languages keep their words, their language and their direction',
  async () => {
    const kith = await openKith()
    const stories = await realStories()
    expect(stories.map((story) => story.lang)).toEqual(['ar', 'en', 'pa', 'pl', 'ur'])
    for (const what of stories) {
      await tellStory(kith, { what })
      const html = await kith.page(`/stories/${await publishNext(kith)}`)
      expect(html).toContain(`lang="${what.lang}" dir="${directionOf(what.lang)}"`)
      expect(html).toContain(what.title)
      const paragraph = what.body.split('\n\n')[1] ?? ''
      expect(paragraph.length).toBeGreaterThan(3)
      for (const row of paragraph.split('\n'))
        expect(html).toContain(row.replaceAll('"', '&quot;').replaceAll("'", '&#39;'))
      const feed = await (await kith.visit('/feeds/stories.json')).text()
      expect(JSON.parse(feed).items[0].content_text).toContain(paragraph)
    }
    expect(await kith.page('/stories?told=ur')).not.toContain(stories[1]!.title)
  },
)
