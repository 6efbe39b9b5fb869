import sharp from 'sharp'
import { expect, test } from 'vitest'
import { forgetBy, houseRules } from '#base/retention.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext, telling, tellStory } from '../../tests/telling.ts'
import { codeHashOf } from './keys.ts'

const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)])
const mp3 = Buffer.concat(Array.from({ length: 10 }, () => frame))
const recording = (bytes: Buffer = mp3, name = 'me.mp3') =>
  new File([new Uint8Array(bytes)], name, { type: 'audio/mpeg' })

/** Begins a story and sends a recording. Out: the answer. */
async function speak(kith: Kith, sound = recording()) {
  await kith.signIn(null)
  await kith.send('/stories/new/who', telling.who)
  return kith.send('/stories/new/voice', { sound })
}

async function tellByVoice(kith: Kith, body: string, email = '') {
  expect((await speak(kith)).status).toBe(303)
  return tellStory(kith, {
    who: { ...telling.who, email },
    what: { lang: 'en', title: 'The quibblesnap', body },
  })
}
const fileOf = async (kith: Kith) => {
  const { rows } = await kith.owner.query<{ id: string; file: string }>(
    'select s.id, v.file_id as file from stories s join story_voices v on v.story_id = s.id',
  )
  return rows[0] ?? { id: '', file: '' }
}

test('a story is told by voice with its words, heard by everyone, and gone when it is taken back', async () => {
  const kith = await openKith()
  const mine = await tellByVoice(kith, 'Quibblesnap, I said.')
  const { id, file } = await fileOf(kith)
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(404)
  await publishNext(kith)
  const html = await kith.page(`/stories/${id}`)
  expect(html).toContain(`/files/${file}-sound`)
  expect(html).toContain('preload="none"')
  const whole = await kith.visit(`/files/${file}-sound`)
  expect(whole.status).toBe(200)
  expect(whole.headers.get('content-type')).toBe('audio/mpeg')
  expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
  expect(whole.headers.get('content-disposition')).toContain('inline')
  expect(Buffer.from(await whole.arrayBuffer()).equals(mp3)).toBe(true)
  const part = await kith.visit(`/files/${file}-sound`, { range: 'bytes=417-833' })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe('bytes 417-833/4170')
  expect((await part.arrayBuffer()).byteLength).toBe(417)
  expect((await kith.visit(`/files/${file}-sound`, { range: 'bytes=9999-' })).status).toBe(416)
  await kith.send(`${mine}/withdrawal`)
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(404)
  expect((await kith.visit(`/stories/${id}`)).status).toBe(410)
  await kith.signIn('moderator')
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(404)
  const { rows } = await kith.owner.query('select from files')
  expect(rows).toHaveLength(0)
})

test('a story whose consent to the site ends is not heard any more', async () => {
  const kith = await openKith()
  const mine = await tellByVoice(kith, 'Quibblesnap, I said.')
  const { file } = await fileOf(kith)
  await publishNext(kith)
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(200)
  await kith.send(`${mine}/use`, { use: 'site' })
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(404)
})

test('a story without words waits until they are written down and its teller agreed', async () => {
  const kith = await openKith()
  await tellByVoice(kith, '', 'kofi@example.org')
  const { id } = await fileOf(kith)
  await kith.signIn('moderator')
  expect((await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })).status).toBe(409)
  expect(await kith.page(`/stories/${id}/transcript`)).toContain('<audio')
  expect((await kith.send(`/stories/${id}/transcript`, { body: '' })).status).toBe(422)
  const kept = await kith.send(`/stories/${id}/transcript`, { body: 'Quibblesnap, he says.' })
  expect(kept.status).toBe(303)
  expect((await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })).status).toBe(409)
  await kith.owner.query(`select set_config('kith.system', 'on', false)`)
  await kith.owner.query(
    `update story_edits set state = 'yes', answered_at = now(), channel = 'letter'`,
  )
  await publishNext(kith)
  expect(await kith.page(`/stories/${id}`)).toContain('Quibblesnap, he says.')
})

test.each([
  [
    'a page that is called .mp3',
    Buffer.from('<html>'.repeat(200)),
    'no recording that we can play',
  ],
  ['an empty recording', Buffer.alloc(0), 'empty'],
  [
    'one that is cut off',
    Buffer.from('RIFF\xff\xff\0\0WAVEdata\xff\xff\0\0'.padEnd(900), 'latin1'),
    'damaged',
  ],
  ['41 MB', Buffer.concat([mp3, Buffer.alloc(40 * 1024 * 1024)]), '40 MB'],
])('%s is refused with a sentence', async (_, bytes, sentence) => {
  const kith = await openKith()
  const sent = await speak(kith, recording(bytes))
  expect(sent.status).toBe(422)
  expect(await kith.checked(sent)).toContain(sentence)
})

test('who tells a story for somebody names them, and they are asked before it is shown', async () => {
  const kith = await openKith()
  const who = { ...telling.who, tellsFor: 'other', forName: 'Ada Obi', forHow: '', forReach: '' }
  const missing = await kith.send('/stories/new/who', who)
  expect(await kith.checked(missing)).toContain('Write how they agreed')
  await tellStory(kith, { who: { ...who, forHow: 'She asked me to', forReach: 'ada@example.org' } })
  await kith.runJobs()
  expect((await kith.outbox()).map((one) => one.toAddress)).toContain('ada@example.org')
  const { rows } = await kith.owner.query<{ id: string }>('select id from stories')
  await kith.signIn('moderator')
  const refused = await kith.send(`/stories/${rows[0]?.id}/decision`, { verdict: 'publish' })
  expect(refused.status).toBe(409)
})

test('a story that was begun goes on elsewhere, by a mail or a code on paper', async () => {
  const kith = await openKith()
  await speak(kith)
  const html = await kith.checked(
    await kith.send('/stories/new/later', { email: 'kofi@example.org' }),
  )
  expect(html).toContain('Your story is kept')
  const code = /[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(html)?.[0] ?? ''
  const letter = (await kith.outbox()).at(-1)
  expect(letter?.text).toContain(`/stories/go-on?code=${code}`)
  kith.cookies.clear()
  expect(await kith.page(`/stories/go-on?code=${code}`)).toContain(code)
  expect((await kith.send('/stories/go-on', { code: 'AAAA-AAAA-AAAA' })).status).toBe(422)
  expect((await kith.send('/stories/go-on', { code: code.toLowerCase() })).status).toBe(303)
  expect(await kith.page('/stories/new/who')).toContain('Kofi Mensah')
  expect(await kith.page('/stories/new/voice')).toContain('Your recording is here')
})

const entered = {
  name: 'Kofi Mensah',
  nameStyle: 'first',
  address: '4 Lamp Street\nLeeds',
  spoken: 'en',
  lang: 'en',
  title: 'The quibblesnap',
  body: 'Every Friday I rang 07700 900123.',
  audience: 'public',
  uses: ['site', 'newsletter'],
  until: 'always',
}

test('Kofi tells on paper, Zadie types it in, and it runs on the site but not on the fediverse', async () => {
  const kith = await openKith()
  await kith.page('/stories/paper')
  const pdf = await kith.send('/stories/paper', { size: '18', tongue: 'en' })
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-')
  const code = 'ACDE-FGHJ-KMNP'
  await kith.owner.query(`select set_config('kith.system', 'on', false)`)
  await kith.owner.query(
    `update story_sheets set code_hash = $1, version = '2026-01-01',
      words = jsonb_set(words, '{newsletter}', '"As it was printed then"')`,
    [codeHashOf(kith.secret, code)],
  )
  expect((await kith.visit('/stories/paper/enter')).status).toBe(404)

  await kith.signIn('moderator')
  await kith.page('/stories/paper/enter')
  const wrong = await kith.send('/stories/paper/enter', { ...entered, code: 'AAAA-AAAA-AAAA' })
  expect(wrong.status).toBe(409)
  const scan = new File(['%PDF-1.7 a scan'], 'scan.pdf')
  const scanned = await kith.send('/stories/paper/enter', { ...entered, code, scan })
  expect(await kith.checked(scanned)).toContain('Photograph the sheet')
  const photo = { create: { width: 60, height: 80, channels: 3 as const, background: 'white' } }
  const picture = new Uint8Array(await sharp(photo).jpeg().toBuffer())
  const sheet = new File([picture], 'sheet.jpg', { type: 'image/jpeg' })
  const sent = await kith.send('/stories/paper/enter', { ...entered, code, scan: sheet })
  expect(sent.status).toBe(303)
  const letter = await kith.page(sent.headers.get('location') ?? '')
  const attached = /\/files\/[0-9a-f-]{36}-\d+\.webp/.exec(letter)?.[0] ?? ''
  expect((await kith.visit(attached)).status).toBe(200)
  expect(letter).toMatch(/4 Lamp Street<br\/?>Leeds/)
  expect(letter).toMatch(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/)
  const again = await kith.send('/stories/paper/enter', { ...entered, code })
  expect(again.status).toBe(409)
  expect(await kith.checked(again)).toContain('from this sheet already')
  const { rows } = await kith.owner.query<{ words: string }>(
    'select use, channel, taken_by is not null as taken, version, words from consents order by use',
  )
  // What is written down is what stands on the sheet, whenever it was printed.
  const onPaper = { channel: 'paper', taken: true, version: '2026-01-01' }
  expect(rows).toMatchObject([
    { use: 'newsletter', ...onPaper, words: 'As it was printed then' },
    { use: 'site', ...onPaper },
  ])
  const id = /[0-9a-f-]{36}/.exec(sent.headers.get('location') ?? '')?.[0] ?? ''
  // Whoever is no moderator does not see the sheet.
  await kith.signIn('secretary')
  expect((await kith.visit(attached)).status).toBe(404)
  await kith.signIn('moderator')
  // The number goes; Kofi says yes to that by post.
  const body = 'Every Friday I rang.'
  const edit = { title: 'The quibblesnap', body, byline: 'Kofi', pictureWords: '' }
  expect((await kith.send(`/stories/${id}/edit`, edit)).status).toBe(303)
  const { rows: edits } = await kith.owner.query<{ at: Date }>(
    'select edited_at as at from story_edits',
  )
  const said = {
    answer: 'yes',
    channel: 'letter',
    wish: '',
    version: String(edits[0]?.at.getTime()),
  }
  await kith.send(`/stories/${id}/edit/answer`, said)
  expect(await publishNext(kith)).toBe(id)
  const page = await kith.page(`/stories/${id}`)
  expect(page).toContain('Every Friday I rang.')
  expect(page).not.toContain('07700')
})

test('a recording of a story that is finished later is kept as long as what was written', async () => {
  const kith = await openKith()
  await speak(kith)
  // Another one, which was replaced, goes after two days as ever.
  await kith.send('/stories/new/voice', { sound: recording() })
  const count = async () => (await kith.owner.query('select from files')).rows.length
  expect(await count()).toBe(2)
  try {
    moveClock(5 * 86_400_000)
    await forgetBy(kith.house, houseRules)
    expect(await count()).toBe(1)
    await tellStory(kith, { what: { lang: 'en', title: 'The quibblesnap', body: '' } })
    expect((await fileOf(kith)).file).not.toBe('')
  } finally {
    moveClock(0)
  }
})

test('a code to go on with is tried a few times only, and ends with its draft', async () => {
  const kith = await openKith()
  await speak(kith)
  const html = await kith.checked(await kith.send('/stories/new/later', { email: '' }))
  const code = /[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(html)?.[0] ?? ''
  kith.cookies.clear()
  await kith.owner.query(`select set_config('kith.system', 'on', false)`)
  await kith.owner.query(`update drafts set kept_until = now() - interval '1 minute'`)
  const late = await kith.send('/stories/go-on', { code })
  expect(late.status).toBe(422)
  expect(await kith.checked(late)).toContain('30 days')
  await kith.owner.query(`update drafts set kept_until = now() + interval '1 day'`)
  for (let tries = 0; tries < 19; tries += 1)
    await kith.send('/stories/go-on', { code: 'AAAA-AAAA-AAAA' })
  // The right one does not open either, once somebody has guessed this often.
  const blocked = await kith.send('/stories/go-on', { code })
  expect(blocked.status).toBe(429)
  expect(await kith.checked(blocked)).toContain('Wait')
})

test('a story is shown without its sound, and its teller is told so', async () => {
  const kith = await openKith()
  const mine = await tellByVoice(kith, 'Quibblesnap, I said.')
  const { id, file } = await fileOf(kith)
  await publishNext(kith)
  expect(await kith.page(`/stories/${id}`)).toContain(`/files/${file}-sound`)
  const put = (shown: string) => kith.send(`/stories/${id}/sound`, { shown })
  expect((await put('no')).status).toBe(404)
  await kith.signIn('moderator')
  expect(await kith.page(`/stories/${id}/decision`)).toContain('still heard in the sound')
  expect((await put('no')).status).toBe(303)
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(200)
  await kith.signIn(null)
  const html = await kith.page(`/stories/${id}`)
  expect(html).toContain('Quibblesnap, I said.')
  expect(html).not.toContain(`/files/${file}-sound`)
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(404)
  expect(await kith.page(mine)).toContain('shown without the sound')
  await kith.signIn('moderator')
  await put('yes')
  await kith.signIn(null)
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(200)
  expect(await kith.page(`/stories/${id}`)).toContain(`/files/${file}-sound`)
})

test('another recording is read and agreed to anew, by everyone', async () => {
  const kith = await openKith()
  expect((await speak(kith)).status).toBe(303)
  const others = { othersIn: 'some', otherName: 'Ada', otherHow: 'named', otherReach: 'ada@example.org' } // prettier-ignore
  const mine = await tellStory(kith, { what: { lang: 'en', title: 'The quibblesnap', body: '' }, others }) // prettier-ignore
  const { id, file } = await fileOf(kith)
  await kith.runJobs()
  const letter = (await kith.outbox()).find((one) => one.kind === 'story.person')
  const yes = /http:\/\/localhost(\/stories\/yes\/\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
  // Who is in it hears it before they answer.
  expect(await kith.page(yes)).toContain(`/files/${file}-sound?key=`)
  await kith.send(yes, { answer: 'yes' })
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/transcript`, { body: 'Quibblesnap, he says.' })
  const version = /name="version" value="(\d+)"/.exec(await kith.page(`/stories/${id}/edit`))?.[1]
  const said = { version: version ?? '', answer: 'yes', channel: 'phone' }
  await kith.send(`/stories/${id}/edit/answer`, said)
  await publishNext(kith)
  expect(await kith.page(`/stories/${id}`)).toContain('Quibblesnap, he says.')
  await kith.send(`${mine}/change`)
  await kith.send('/stories/new/voice', { sound: recording(Buffer.concat([mp3, frame])) })
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  expect((await fileOf(kith)).file).not.toBe(file)
  await kith.owner.query(`select set_config('kith.system', 'on', false)`)
  const { rows } = await kith.owner.query('select state from story_people')
  expect(rows).toEqual([{ state: 'asked' }])
  expect((await kith.owner.query('select from story_edits')).rows).toEqual([])
})

test('what was spoken and not written down waits on the desk, and is heard where it is decided', async () => {
  const kith = await openKith()
  await tellByVoice(kith, '')
  const { id, file } = await fileOf(kith)
  await kith.signIn('moderator')
  expect(await kith.page('/desk')).toContain(`/stories/${id}/transcript`)
  const html = await kith.page(`/stories/${id}/decision`)
  expect(html).toContain(`/files/${file}-sound`)
  expect(html).toContain(`/stories/${id}/transcript`)
  expect((await kith.visit(`/files/${file}-sound`)).status).toBe(200)
  const ways = await kith.page('/stories/waiting')
  for (const way of ['/stories/phone', '/stories/paper/enter', '/stories/paper'])
    expect(ways).toContain(`href="${way}"`)
  const sheet = await kith.visit('/stories/phone/sheet')
  expect(Buffer.from(await sheet.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-')
  await kith.send(`/stories/${id}/transcript`, { body: 'Quibblesnap, he says.' })
  expect(await kith.page('/desk')).not.toContain(`/stories/${id}/transcript`)
})

test('a story is taken down on the telephone, with who heard it', async () => {
  const kith = await openKith()
  await kith.signIn('moderator')
  await kith.page('/stories/phone')
  expect((await kith.send('/stories/phone', { ...entered, uses: [] })).status).toBe(422)
  const nameless = await kith.send('/stories/phone', { ...entered, otherReach3: '0113 496 0000' })
  expect(nameless.status).toBe(422)
  const others = { otherName: 'Mona', otherName2: 'Sam', otherChild2: 'yes', otherGuardian2: 'Jo' }
  const call = { ...entered, ...others, rang: 'Ada', witness: 'Zadie' }
  const sent = await kith.send('/stories/phone', call)
  expect(sent.status).toBe(303)
  const { rows: people } = await kith.owner.query<{ name: string; guardian: string | null }>(
    'select name, guardian from story_people order by name',
  )
  expect(people.map(({ name }) => name)).toEqual(['Mona', 'Sam'])
  const { rows } = await kith.owner.query<{ channel: string; witness: string }>(
    'select s.channel, c.witness from stories s join consents c on c.story_id = s.id limit 1',
  )
  expect(rows).toEqual([{ channel: 'phone', witness: 'Zadie' }])
})
