import { expect, test } from 'vitest'
import { openKith } from '../kith.ts'

const ours = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }
const words = 'application/x-www-form-urlencoded'
const file = 'multipart/form-data'

const bodies: [what: string, type: string, body: BodyInit][] = [
  ['a form of files without a boundary', file, 'x'],
  ['a form of files with nothing in it', `${file}; boundary=b`, ''],
  [
    'a form of files that ends in the middle',
    `${file}; boundary=b`,
    '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nHal',
  ],
  ['letters in latin-1', words, Buffer.from('title=Caf\xe9&body=na\xefve', 'latin1')],
  ['broken UTF-8', words, Buffer.from([0x74, 0x3d, 0xc3, 0x28, 0xff, 0xfe])],
  ['UTF-16', words, Buffer.from('title=Hello', 'utf16le')],
  ['half an escape', words, 'title=%&body=%E0%A4%A&lang=%00'],
  ['names of the prototype', words, '__proto__=a&__proto__=b&constructor=c&toString=d'],
]

test.each(bodies)(
  'whoever sends %s gets a sentence, never a failure',
  async (_what, type, body) => {
    const kith = await openKith()
    for (const path of ['/stories/new/what', '/stories/new/picture', '/join/name', '/sign-in']) {
      const answer = await kith.app.request(`http://localhost${path}`, {
        method: 'POST',
        body,
        headers: { ...ours, 'content-type': type },
      })
      expect(answer.status, path).toBeLessThan(500)
    }
  },
)

test('no address makes a page fail, whatever is asked in it', async () => {
  const kith = await openKith()
  const odd = ['%00', '%ff%fe', '%', "'%20or%201=1--", '%F0%9F%92%A9', 'a'.repeat(5000), '%2Fnone']
  for (const one of odd)
    for (const path of [
      '/search?q=',
      '/members?q=',
      '/members?near=',
      '/members?page=',
      '/stories?page=',
      '/stories/',
    ])
      expect((await kith.visit(path + one)).status, path + one.slice(0, 20)).toBeLessThan(500)
})

test('whoever sends too much without saying how much is told the limit', async () => {
  const kith = await openKith()
  const type = `${file}; boundary=b`
  const part = new Uint8Array(1024 * 1024).fill(97)
  for (const [content, megabytes] of [
    [words, 3],
    [type, 31],
  ] as const) {
    let left = megabytes
    const body = new ReadableStream({
      start: (to) =>
        content === type &&
        to.enqueue(Buffer.from('--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n')),
      pull: (to) => (left-- > 0 ? to.enqueue(part) : to.close()),
    })
    const answer = await kith.app.request('http://localhost/stories/new/what', {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { ...ours, 'content-type': content },
    } as RequestInit)
    expect(answer.status, content).toBe(413)
  }
})
