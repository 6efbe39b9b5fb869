import { request } from 'node:http'
import { expect, test } from 'vitest'
import { openKith } from '../kith.ts'
import { serveKith } from '../journeys/browser.ts'

const megabyte = Buffer.alloc(1024 * 1024, 'x')

/** Sends a picture of so many megabytes, as a browser does: its length is said before. */
function upload(origin: string, megabytes: number): Promise<{ status: number; text: string }> {
  const head = Buffer.from(
    '--line\r\ncontent-disposition: form-data; name="picture"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n',
  )
  const foot = Buffer.from('\r\n--line--\r\n')
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>()
  const sending = request(`${origin}/stories/new/picture`, {
    method: 'POST',
    headers: {
      origin,
      'content-type': 'multipart/form-data; boundary=line',
      'content-length': head.length + megabytes * megabyte.length + foot.length,
    },
  })
  sending.on('error', reject)
  sending.on('response', async (answer) => {
    let text = ''
    for await (const part of answer) text += String(part)
    resolve({ status: answer.statusCode ?? 0, text })
  })
  sending.write(head)
  let left = megabytes
  const more = () => {
    while (left > 0) {
      left -= 1
      if (!sending.write(megabyte)) return void sending.once('drain', more)
    }
    return sending.end(foot)
  }
  more()
  return promise
}

test('an upload of 200 megabytes is answered with a sentence, and fills no memory', async () => {
  const kith = await openKith({ config: { origin: '' } })
  const { origin, close } = await serveKith(kith)
  try {
    const before = process.memoryUsage().rss
    const { status, text } = await upload(origin, 200)
    expect(status).toBe(413)
    expect(text).toContain('That is too large to send')
    // The sender is in this process too; 200 megabytes kept by either would show.
    expect((process.memoryUsage().rss - before) / megabyte.length).toBeLessThan(150)
    expect((await fetch(`${origin}/stories`)).status).toBe(200)
  } finally {
    await close()
  }
}, 60_000)
