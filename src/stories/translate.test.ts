import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'

const kofi = { name: 'Kofi Mensah', nameStyle: 'first', town: '', email: 'kofi@example.org' }
const told = { lang: 'en', title: 'A card a week', body: 'The quibblesnap came on Friday.' }
const welsh = {
  title: 'Cerdyn bob wythnos',
  body: 'Daeth y cwiblsnap ddydd Gwener.\n\nDiolch.',
  pictureWords: '',
  translator: 'Mair',
}
const urdu = {
  title: 'ہر ہفتے ایک کارڈ',
  body: 'کوئبل جمعہ کو آیا۔',
  pictureWords: '',
  translator: '',
}

const fieldIn = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
const textAt = async (kith: Kith, path: string) => {
  await kith.signIn(null)
  const page = await kith.visit(path)
  return page.status === 200 ? page.text() : String(page.status)
}

const publicStory = (kith: Kith) => publicStoryAgain(kith, 0)

async function publicStoryAgain(kith: Kith, round: number) {
  const mine = await tellStory(kith, { who: kofi, what: told })
  const id = await publishNext(kith)
  const mona = await kith.makePerson({ email: `mona${round}@example.org`, roles: ['moderator'] })
  const moss = await kith.makePerson({ email: `moss${round}@example.org`, roles: ['moderator'] })
  return { mine, id, mona, moss }
}
type Told = Awaited<ReturnType<typeof publicStory>>

/** Mona writes it. */
async function write(kith: Kith, { id, mona }: Told, lang: string, words: Record<string, string>) {
  await kith.signIn(mona)
  const here = `/stories/${id}/translations/${lang}`
  const from = fieldIn(await kith.page(here), 'from')
  return kith.send(here, { ...words, from })
}

/** Moss reads it. */
async function read(kith: Kith, { id, moss }: Told, lang: string) {
  await kith.signIn(moss)
  const here = `/stories/${id}/translations/${lang}`
  const version = fieldIn(await kith.page(here), 'version')
  return kith.send(`${here}/reading`, { read: 'yes', version })
}

/** The teller answers by their link. */
async function answer(kith: Kith, { mine }: Told, lang: string, said: Record<string, string>) {
  await kith.signIn(null)
  const here = `${mine}/translations/${lang}`
  return kith.send(here, { version: fieldIn(await kith.page(here), 'version'), ...said })
}

/** A story that can be read in English and Welsh. */
async function inWelsh(kith: Kith) {
  const story = await publicStory(kith)
  expect((await write(kith, story, 'cy', welsh)).status).toBe(303)
  await read(kith, story, 'cy')
  await kith.send(`/stories/${story.id}/translations/cy/question`)
  expect((await answer(kith, story, 'cy', { answer: 'yes' })).status).toBe(303)
  return story
}

const jsonLd = (html: string): Record<string, unknown> =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '{}')

test('a translation is written, read by somebody else, agreed to by its teller, and read beside the original', async () => {
  const kith = await openKith()
  const story = await publicStory(kith)
  const { id, mine } = story
  await kith.signIn(story.mona)
  expect(await kith.page(`/stories/${id}/decision`)).toContain(`/stories/${id}/translations`)
  const began = await kith.send(`/stories/${id}/translations`, { to: 'cy' })
  expect(began.headers.get('location')).toBe(`/stories/${id}/translations/cy`)
  expect(await kith.page(`/stories/${id}/translations/cy`)).toMatch(/lang="cy" dir="ltr"/)
  await write(kith, story, 'cy', welsh)
  expect(await textAt(kith, `/stories/${id}/cy`)).toBe('404')

  await kith.signIn(story.mona)
  const here = `/stories/${id}/translations/cy`
  const version = fieldIn(await kith.page(here), 'version')
  const own = await kith.send(`${here}/reading`, { read: 'yes', version })
  expect(own.status).toBe(409)
  expect(await kith.checked(own)).toContain('ask somebody else to read it')
  expect((await kith.send(`${here}/reading`, { version })).status).toBe(422)
  expect((await read(kith, story, 'cy')).status).toBe(303)
  expect(await textAt(kith, `/stories/${id}/cy`)).toBe('404')

  await kith.signIn(null)
  expect(await kith.page(`${mine}/translations/cy`)).toContain('nothing to answer')
  await kith.signIn(story.moss)
  await kith.send(`${here}/question`)
  await kith.send(`${here}/question`)
  await kith.runJobs()
  const asked = (await kith.outbox()).filter(({ kind }) => kind === 'translation.asked')
  expect(asked).toHaveLength(1)
  expect(asked[0]?.text).toContain(`${mine}/translations/cy`)
  await kith.signIn(null)
  expect(await kith.page(mine)).toContain(`${mine}/translations/cy`)
  const html = await kith.page(`${mine}/translations/cy`)
  expect(html).toContain('Daeth y cwiblsnap')
  expect(html).toContain('The quibblesnap came')
  expect((await answer(kith, story, 'cy', {})).status).toBe(422)
  const said = await answer(kith, story, 'cy', { answer: 'yes' })
  expect(await kith.page(said.headers.get('location') ?? '')).toContain('You said yes')

  const page = await kith.page(`/stories/${id}/cy`)
  expect(page).toContain('<span lang="cy" dir="ltr">Cerdyn bob wythnos</span>')
  expect(page).toMatch(/\(translated by <bdi>Mair<\/bdi>, thank you\)/)
  expect(page).toContain(`<a href="/stories/${id}" hreflang="en">Read the original</a>`)
  expect(page).toContain(
    `<link rel="alternate" hreflang="cy" href="http://localhost/stories/${id}/cy"`,
  )
  expect(jsonLd(page)).toMatchObject({
    inLanguage: 'cy',
    url: `http://localhost/stories/${id}/cy`,
    translator: { '@type': 'Person', name: 'Mair' },
    translationOfWork: { '@id': `http://localhost/stories/${id}`, inLanguage: 'en' },
  })
  const original = await kith.page(`/stories/${id}`)
  expect(original).toContain(`<a href="/stories/${id}/cy" hreflang="cy">`)
  expect(original).toContain(
    `<link rel="alternate" hreflang="en" href="http://localhost/stories/${id}"`,
  )
  expect(jsonLd(original)).toMatchObject({
    workTranslation: [{ inLanguage: 'cy', translator: { name: 'Mair' } }],
  })
  await kith.runJobs()
  const last = (await kith.outbox()).filter(({ kind }) => kind === 'translation.published')
  expect(last).toHaveLength(1)
  expect(await kith.journal()).toContain('translation.published')
})

test('a reader finds a translation on the wall, by its words, and in the feeds of its language', async () => {
  const kith = await openKith()
  const { id } = await inWelsh(kith)
  expect(await kith.page('/stories')).not.toContain('Cerdyn')
  const wall = await kith.page('/stories?told=cy')
  expect(wall).toContain(`<a href="/stories/${id}/cy">Cerdyn bob wythnos</a>`)
  expect(wall).toContain('Translated from English')
  expect(await kith.page('/search?q=cwiblsn')).toContain(`/stories/${id}/cy`)
  expect(await kith.page('/search?q=quibblesnap')).not.toContain(`/stories/${id}/cy`)
  const atom = await (await kith.visit('/feeds/stories/cy.atom')).text()
  expect(atom).toContain('<entry xml:lang="cy">')
  expect(atom).toContain('<contributor><name>Mair</name></contributor>')
  expect(
    parseAtomFeed(atom).entries?.[0]?.links?.map(({ href, hreflang }) => [href, hreflang]),
  ).toEqual([
    [`http://localhost/stories/${id}/cy`, 'cy'],
    [`http://localhost/stories/${id}`, 'en'],
  ])
  expect(parseAtomFeed(atom).entries?.[0]?.content?.value).toContain(
    'Cyfieithwyd o’r iaith: Saesneg',
  )
  const rss = parseRssFeed(await (await kith.visit('/feeds/stories/cy.rss')).text())
  expect(rss.items?.[0]?.dc).toMatchObject({ languages: ['cy'], contributors: ['Mair'] })
  const json = await (await kith.visit('/feeds/stories/cy.json')).text()
  expect(parseJsonFeed(json).items?.[0]).toMatchObject({ language: 'cy', title: welsh.title })
  expect(json).toContain(`"of":"http://localhost/stories/${id}"`)
  expect(await (await kith.visit('/feeds/stories.atom')).text()).not.toContain('Cerdyn')
})

test('a reader is offered their own language first, and is never switched', async () => {
  const kith = await openKith()
  const { id } = await inWelsh(kith)
  const openIn = async (language: string) => {
    const page = await kith.visit(`/stories/${id}`, { 'accept-language': language })
    const html = await page.text()
    return {
      html,
      first: /<nav aria-labelledby="read-in">.*?<li>(.*?)<\/li>/s.exec(html)?.[1] ?? '',
    }
  }
  const cy = await openIn('cy')
  expect(cy.first).toContain('Cymraeg')
  expect(cy.html).toContain('The quibblesnap')
  expect((await openIn('en')).first).toContain('English')
  const own = await kith.visit(`/stories/${id}/en`)
  expect([own.status, own.headers.get('location')]).toEqual([302, `/stories/${id}`])
})

test('a teller who says no, at any time, ends a translation', async () => {
  const kith = await openKith()
  const story = await inWelsh(kith)
  expect(await textAt(kith, `/stories/${story.id}/cy`)).toContain('cwiblsnap')
  await answer(kith, story, 'cy', { answer: 'no', wish: 'Not in my name' })
  expect(await textAt(kith, `/stories/${story.id}/cy`)).toBe('404')
  for (const path of [
    `/stories/${story.id}`,
    '/stories?told=cy',
    '/search?q=cwiblsnap',
    '/feeds/stories/cy.atom',
  ])
    expect(await textAt(kith, path), path).not.toContain('Cerdyn')
  await kith.signIn(story.mona)
  expect(await kith.page(`/stories/${story.id}/translations/cy`)).toContain('Not in my name')
})

test('a moderator sees what must not come back in a translation', async () => {
  const kith = await openKith()
  const story = await publicStory(kith)
  await write(kith, story, 'cy', { ...welsh, body: 'Ffoniwch fi ar 07700 900123.' })
  await kith.signIn(story.moss)
  const html = await kith.page(`/stories/${story.id}/translations/cy`)
  expect(html).toMatch(/<bdi lang="cy">07700 900123<\/bdi> \(phone number\)/)
})

test('a translation while its story is taken back: nothing of it stays', async () => {
  const kith = await openKith()
  for (let round = 0; round < 4; round += 1) {
    await kith.owner.query('truncate stories cascade')
    const story = await publicStoryAgain(kith, round)
    const here = `/stories/${story.id}/translations/cy`
    await write(kith, story, 'cy', welsh)
    const version = fieldIn(await kith.page(here), 'version')
    const said = { answer: 'yes', hasRead: 'yes', channel: 'phone', version }
    await Promise.all([
      kith.send(`${here}/answer`, said),
      kith.send(here, { ...welsh, body: 'Eto.', from: '' }),
      kith.send(`${story.mine}/withdrawal`),
    ])
    expect(await textAt(kith, `/stories/${story.id}/cy`)).toBe('410')
    await kith.owner.query("select set_config('kith.system', 'on', false)")
    const { rows } = await kith.owner.query('select id from story_translations')
    await kith.owner.query("select set_config('kith.system', '', false)")
    expect(rows).toEqual([])
  }
})

test('a yes by telephone from a teller who has read it needs no second reader', async () => {
  const kith = await openKith()
  const story = await publicStory(kith)
  await write(kith, story, 'cy', welsh)
  const here = `/stories/${story.id}/translations/cy`
  const version = fieldIn(await kith.page(here), 'version')
  const said = { answer: 'yes', hasRead: 'yes', channel: 'phone' }
  expect((await kith.send(`${here}/answer`, { ...said, version: '1' })).status).toBe(409)
  expect((await kith.send(`${here}/answer`, { ...said, version, channel: '' })).status).toBe(422)
  expect((await kith.send(`${here}/answer`, { ...said, version })).status).toBe(303)
  expect(await textAt(kith, `/stories/${story.id}/cy`)).toContain('cwiblsnap')
})

test('what is written anew leaves the pages until it is read and agreed to again', async () => {
  const kith = await openKith()
  const story = await inWelsh(kith)
  await write(kith, story, 'cy', { ...welsh, mine: '' })
  expect(await textAt(kith, `/stories/${story.id}/cy`)).toContain('cwiblsnap')
  await write(kith, story, 'cy', { ...welsh, body: 'Geiriau eraill.' })
  expect(await textAt(kith, `/stories/${story.id}/cy`)).toBe('404')
})

test('a story that is edited takes its translations off, and they wait', async () => {
  const kith = await openKith()
  const story = await inWelsh(kith)
  const { id, mine } = story
  await kith.signIn(story.moss)
  const edited = { title: told.title, body: 'The quibblesnap came on Monday.', byline: 'Kofi' }
  await kith.send(`/stories/${id}/edit`, edited)
  expect(await textAt(kith, `/stories/${id}/cy`)).toBe('404')
  const version = fieldIn(
    await (await kith.signIn(story.moss), kith.page(`/stories/${id}/edit`)),
    'version',
  )
  await kith.send(`/stories/${id}/edit/answer`, { answer: 'yes', channel: 'phone', version })
  expect(await textAt(kith, `/stories/${id}`)).toContain('Monday')
  expect(await textAt(kith, `/stories/${id}`)).not.toContain('read-in')
  expect(await textAt(kith, `/stories/${id}/cy`)).toBe('404')
  await kith.signIn(story.mona)
  expect(await kith.page(`/stories/${id}/translations/cy`)).toContain('The story was changed')
  expect(await kith.page('/desk')).toContain('Translations to look at')
  await kith.signIn(null)
  expect(await kith.page(`${mine}/translations/cy`)).toContain('nothing to answer')
  await kith.signIn(story.mona)
  // Asking about words that were made from others is not possible; kept again as they are, they count anew.
  await kith.send(`/stories/${id}/translations/cy/question`)
  await write(kith, story, 'cy', { ...welsh, mine: '' })
  await read(kith, story, 'cy')
  await kith.send(`/stories/${id}/translations/cy/question`)
  await answer(kith, story, 'cy', { answer: 'yes' })
  expect(await textAt(kith, `/stories/${id}/cy`)).toContain('cwiblsnap')
})

test('a story that its teller changes takes its translations off', async () => {
  const kith = await openKith()
  const story = await inWelsh(kith)
  await kith.signIn(null)
  await kith.send(`${story.mine}/change`)
  await kith.send('/stories/new/what?check=yes', { ...told, body: 'Other words.' })
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  expect(await publishNext(kith)).toBe(story.id)
  expect(await textAt(kith, `/stories/${story.id}`)).toContain('Other words.')
  expect(await textAt(kith, `/stories/${story.id}/cy`)).toBe('404')
})

test('a story that is taken back is gone in every language, and nothing of it stays', async () => {
  const kith = await openKith()
  const story = await inWelsh(kith)
  await write(kith, story, 'ur', urdu)
  await kith.signIn(null)
  await kith.send(`${story.mine}/withdrawal`)
  for (const lang of ['cy', 'ur', 'en', 'xx'])
    expect(await textAt(kith, `/stories/${story.id}/${lang}`)).toBe('410')
  for (const path of [
    '/stories?told=cy',
    '/search?q=cwiblsnap',
    '/feeds/stories/cy.json',
    '/feeds/stories/cy.rss',
  ])
    expect(await textAt(kith, path), path).not.toContain('Cerdyn')
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  const rows = await kith.owner.query('select id from story_translations')
  const back = kith.owner.query(
    `insert into story_translations (id, story_id, lang, title, body, words_hash, state, edited_at, read_by_teller)
     values (gen_random_uuid(), $1, 'cy', 'x', 'x', 'x', 'draft', now(), false)`,
    [story.id],
  )
  await expect(back).rejects.toThrow('taken back')
  await kith.owner.query("select set_config('kith.system', '', false)")
  expect(rows.rows).toEqual([])
  await kith.signIn(story.mona)
  expect((await kith.visit(`/stories/${story.id}/translations/cy`)).status).toBe(404)
})

test('the database refuses a translation that was not agreed to', async () => {
  const kith = await openKith()
  const story = await publicStory(kith)
  await write(kith, story, 'cy', welsh)
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  const insert = kith.owner.query(
    `insert into published_translations (id, story_id, lang, title, body, translator, published_at)
     select id, story_id, lang, title, body, coalesce(translator, ''), now() from story_translations`,
  )
  await expect(insert).rejects.toThrow('not agreed to')
  await kith.owner.query("select set_config('kith.system', '', false)")
})

test('somebody who is asked to translate writes by their private link, until it is closed', async () => {
  const kith = await openKith()
  const story = await publicStory(kith)
  const here = `/stories/${story.id}/translations/ur`
  await kith.signIn(story.mona)
  await kith.send(`${here}/link`, { open: 'yes' })
  const link =
    /http:\/\/localhost(\/stories\/translation\/[\w-]{43})/.exec(await kith.page(here))?.[1] ?? ''
  await kith.signIn(null)
  const html = await kith.page(link)
  expect(html).toContain('The quibblesnap')
  expect(html).toContain('lang="ur" dir="rtl"')
  const from = fieldIn(html, 'from')
  expect((await kith.send(link, { ...urdu, from, body: ' ' })).status).toBe(422)
  const rtl = { ...urdu, from, title: '\u202e\u2066ہر ہفتے\u2069', translator: 'Sh\u202eabana' }
  expect((await kith.send(link, rtl)).status).toBe(303)
  // Whoever opened the link did not write it, and may be the second reader.
  await kith.signIn(story.mona)
  const page = await kith.page(here)
  expect(page).toContain('value="Shabana"')
  expect(page).not.toMatch(/[\u202e\u2066\u2069]/)
  const version = fieldIn(page, 'version')
  expect((await kith.send(`${here}/reading`, { read: 'yes', version })).status).toBe(303)
  await kith.send(`${here}/question`)
  await answer(kith, story, 'ur', { answer: 'yes' })
  const shown = await textAt(kith, `/stories/${story.id}/ur`)
  expect(shown).toContain('<div class="prose stack" lang="ur" dir="rtl">')
  expect(shown).toContain('<bdi>Shabana</bdi>')
  expect((await kith.visit(link)).status).toBe(404)
  expect((await kith.send(link, { ...urdu, from })).status).toBe(404)
})

test('what cannot be translated is refused with a sentence', async () => {
  const kith = await openKith()
  const story = await publicStory(kith)
  const all = `/stories/${story.id}/translations`
  await kith.signIn(story.mona)
  const same = await kith.send(all, { to: 'en' })
  expect(same.status).toBe(409)
  expect(await kith.checked(same)).toContain('told in this language already')
  expect((await kith.send(all, { to: 'klingon' })).status).toBe(422)
  expect((await kith.send(`${all}/en`, { ...welsh, from: '' })).status).toBe(409)
  for (const lang of ['xx', 'en'])
    expect((await kith.visit(`${all}/${lang}`)).status, lang).toBe(404)
  expect((await kith.send(`${all}/xx`, { ...welsh, from: '' })).status).toBe(404)
  expect((await kith.visit(`${all}/CY`)).status).toBe(404)
  const empty = await kith.send(`${all}/cy`, { title: '', body: '', from: '' })
  expect(empty.status).toBe(422)
  expect(await kith.checked(empty)).toContain('The translation needs a title')
  const asked = await kith.send(`${all}/cy/question`)
  expect(asked.headers.get('location')).toBe(`${all}/cy`)
  await kith.signIn('secretary')
  expect((await kith.visit(all)).status).toBe(404)
  await kith.signIn(null)
  const waiting = await tellStory(kith, { who: kofi, what: told })
  expect(waiting).not.toBe('')
  await kith.signIn(story.mona)
  const next = /\/stories\/([0-9a-f-]{36})\/decision/.exec(await kith.page('/stories/waiting'))?.[1]
  const early = await kith.send(`/stories/${next}/translations`, { to: 'cy' })
  expect(early.status).toBe(409)
})

test('a translation of 30,000 words is kept and read', async () => {
  const kith = await openKith()
  const story = await publicStory(kith)
  const body = Array.from({ length: 30_000 }, (_, n) => (n % 60 === 59 ? 'te.\n\n' : 'gair')).join(
    ' ',
  )
  expect((await write(kith, story, 'cy', { ...welsh, body })).status).toBe(303)
  await read(kith, story, 'cy')
  await kith.send(`/stories/${story.id}/translations/cy/question`)
  await answer(kith, story, 'cy', { answer: 'yes' })
  expect((await textAt(kith, `/stories/${story.id}/cy`)).length).toBeGreaterThan(150_000)
  expect((await textAt(kith, `/stories/${story.id}`)).length).toBeLessThan(40_000)
})

test('a translator who leaves takes their name with them; the words stay', async () => {
  const kith = await openKith()
  const story = await publicStory(kith)
  await write(kith, story, 'cy', { ...welsh, mine: 'yes' })
  await read(kith, story, 'cy')
  await kith.send(`/stories/${story.id}/translations/cy/question`)
  await answer(kith, story, 'cy', { answer: 'yes' })
  expect(await textAt(kith, `/stories/${story.id}/cy`)).toContain('Mair')
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  await kith.owner.query('update story_translations set translator_id = null')
  const { rows } = await kith.owner.query('select translator, body from published_translations')
  await kith.owner.query("select set_config('kith.system', '', false)")
  expect(rows).toEqual([{ translator: '', body: welsh.body }])
})
