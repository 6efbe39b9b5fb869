import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself, nobody } from './db.ts'
import { addJob } from './jobs.ts'
import { type Letter, putInOutbox } from './mail.ts'
import { openLine } from './mail.smtp.ts'
import { moveClock } from './time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { type Got, letter, openMailServer } from '../../tests/mail-server.ts'

let kith: Kith
const closing: (() => unknown)[] = []
let mail: Awaited<ReturnType<typeof openMailServer>>

async function serve(options: SMTPServerOptions = {}, port = 0) {
  mail = await openMailServer(port, options)
  closing.push(mail.close)
  return mail
}
const open = async (port = mail.port) => {
  kith = await openKith({
    config: { smtp: `smtp://127.0.0.1:${port}`, mailFrom: 'office@northtown.example' },
  })
}

beforeEach(() => moveClock(0))
afterEach(async () => {
  moveClock(0)
  for (const close of closing.splice(0)) await close()
})

const put = (...letters: Letter[]) =>
  act(kith.db, kithItself, async (tx) => {
    for (const one of letters) await putInOutbox(tx, one)
  })
const send = async () => {
  await act(kith.db, kithItself, (tx) => addJob(tx, 'outbox.send', {}))
  await kith.runJobs()
}
const states = async () => (await kith.outbox()).map((one) => one.state)
const minutes = (n: number) => n * 60_000

describe('a letter', () => {
  test('arrives once, in both forms, with the headers that it needs and no others', async () => {
    await serve()
    await open()
    const subject = 'Croeso, Siân! آپ کا خط'
    const unsubscribeUrl = 'https://northtown.example/stop/abc'
    await put(letter(1, { subject, unsubscribeUrl }), letter(1))
    await kith.runJobs()
    await send()
    expect(mail.got).toHaveLength(1)
    const [{ to, mail: read }] = mail.got as [Got]
    expect(to).toEqual(['person1@example.org'])
    expect(read.subject).toBe(subject)
    expect(read.from).toEqual({ name: 'Northtown Together', address: 'office@northtown.example' })
    expect(read.text?.trim()).toBe('Hello 1')
    expect(read.html?.trim()).toBe('<p>Hello 1</p>')
    expect(read.messageId).toMatch(/^<[0-9a-f]{40}@northtown\.example>$/)
    const headers = Object.fromEntries(read.headers.map(({ key, value }) => [key, value]))
    expect(headers['list-unsubscribe']).toBe(`<${unsubscribeUrl}>`)
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    expect(Object.keys(headers).toSorted()).toEqual([
      'auto-submitted',
      'content-language',
      'content-type',
      'date',
      'from',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ])
    expect(await states()).toEqual(['sent'])
  })

  test('can be written by a stranger, and a second one with its key is not written', async () => {
    await serve()
    await open()
    await act(kith.db, nobody, (tx) => putInOutbox(tx, letter(1)))
    await act(kith.db, nobody, (tx) => putInOutbox(tx, letter(1)))
    expect(await kith.outbox()).toHaveLength(1)
  })

  test('to sign in goes before all others', async () => {
    await serve()
    await open()
    await put(letter(1), letter(2), letter(3, { kind: 'sign-in', secret: true }))
    await kith.runJobs()
    expect(mail.got.map((one) => one.mail.subject)).toEqual(['Letter 3', 'Letter 1', 'Letter 2'])
  })

  test('cannot be given another header or another reader by a name, a subject or an address', async () => {
    await serve()
    await open()
    const nasty = [
      'x\r\nBcc: evil@example.org',
      'x\nX-Evil: 1',
      '=?utf-8?q?=0ABcc:evil?=',
      'a\u0000b',
    ]
    const addresses = [
      'a@example.org\r\nBcc: evil@example.org',
      'a@example.org, evil@example.org',
      'a@example.org> RCPT TO:<evil@example.org',
      '"evil@example.org a"@example.org',
      'evil@example.org\u0001@example.org',
      'a@exämple.org',
      'a＠example.org',
    ]
    for (const [n, subject] of nasty.entries()) await put(letter(n, { subject }))
    for (const [n, toAddress] of addresses.entries()) await put(letter(100 + n, { toAddress }))
    await act(kith.db, kithItself, (tx) =>
      tx
        .updateTable('coalition')
        .set({ name: 'North\r\nBcc: evil@example.org <evil@example.org>, "x"' })
        .execute(),
    )
    await kith.runJobs()
    expect(mail.got).toHaveLength(nasty.length)
    for (const { to, mail: read } of mail.got) {
      expect(to).toHaveLength(1)
      expect(to[0]).toMatch(/^person\d@example\.org$/)
      expect(read.headers.map((header) => header.key)).not.toContain('bcc')
      expect(read.headers.map((header) => header.key)).not.toContain('x-evil')
      expect(read.from?.address).toBe('office@northtown.example')
    }
    const failed = (await kith.outbox()).filter((one) => one.state === 'failed')
    expect(failed).toHaveLength(addresses.length)
  })
})

describe('a mail server', () => {
  test('that nobody named keeps no letter from being written: it waits', async () => {
    kith = await openKith()
    await put(letter(1))
    await kith.runJobs()
    expect(await states()).toEqual(['waiting'])
  })

  test('that is away gets every letter once when it is back', async () => {
    await serve()
    const { port } = mail
    await mail.close()
    await open(port)
    await put(letter(1), letter(2))
    await kith.runJobs()
    moveClock(minutes(2))
    await send()
    expect(await kith.outbox()).toMatchObject([
      { state: 'waiting', tries: 0, problem: expect.stringContaining('unreachable') },
      { state: 'waiting', tries: 0 },
    ])
    await serve({}, port)
    moveClock(minutes(24 * 60))
    await send()
    await send()
    expect(mail.got.map((one) => one.to[0]).toSorted()).toEqual([
      'person1@example.org',
      'person2@example.org',
    ])
    expect(await states()).toEqual(['sent', 'sent'])
  })

  test('that asks to come back later is asked again, and one that refuses is not', async () => {
    let calls = 0
    await serve({
      onRcptTo({ address }, _session, done) {
        calls += 1
        const code = address.startsWith('person1') ? 550 : calls < 3 ? 451 : 0
        done(code ? Object.assign(new Error('No'), { responseCode: code }) : null)
      },
    })
    await open()
    await put(letter(1), letter(2), letter(3))
    await kith.runJobs()
    expect(await kith.outbox()).toMatchObject([
      { state: 'failed', problem: 'refused 550 No' },
      { state: 'waiting', problem: 'later 451 No', tries: 1 },
      { state: 'sent' },
    ])
    await send()
    expect(await states()).toEqual(['failed', 'waiting', 'sent'])
    moveClock(minutes(3))
    await send()
    expect(await states()).toEqual(['failed', 'sent', 'sent'])
    expect(mail.got).toHaveLength(2)
  })

  test('that refuses our own address loses no letter', async () => {
    await serve({
      onMailFrom(_address, _session, done) {
        done(Object.assign(new Error('Not yours'), { responseCode: 553 }))
      },
    })
    await open()
    await put(letter(1))
    await kith.runJobs()
    expect(await kith.outbox()).toMatchObject([
      { state: 'waiting', problem: 'unreachable 553 Not yours' },
    ])
  })

  test('that wants a name and a password gets them; with a wrong one letters wait', async () => {
    await serve({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        const right = username === 'kith' && password === 'a b@c'
        done(right ? null : new Error('Wrong'), right ? { user: 1 } : undefined)
      },
    })
    const at = (password: string) => ({
      smtp: `smtp://kith:${encodeURIComponent(password)}@127.0.0.1:${mail.port}`,
      mailFrom: 'office@northtown.example',
    })
    kith = await openKith({ config: at('wrong') })
    await put(letter(1))
    await kith.runJobs()
    expect(await kith.outbox()).toMatchObject([
      { state: 'waiting', problem: expect.stringContaining('unreachable') },
    ])
    kith = await openKith({ config: at('a b@c') })
    await put(letter(1))
    await kith.runJobs()
    expect(mail.got).toHaveLength(1)
  })

  test('that hangs up between two letters gets the second on a new line', async () => {
    await serve()
    await open()
    await put(letter(1))
    await kith.runJobs()
    await put(letter(2))
    await kith.runJobs()
    expect(mail.got).toHaveLength(2)
  })
})

test('a letter to sign in that could not leave within ten minutes does not leave later', async () => {
  await serve()
  const { port } = mail
  await mail.close()
  await open(port)
  await put(letter(1, { kind: 'sign-in', secret: true }))
  await kith.runJobs()
  await serve({}, port)
  moveClock(minutes(11))
  await send()
  expect(mail.got).toHaveLength(0)
  expect(await kith.outbox()).toMatchObject([{ state: 'failed', problem: 'too-late' }])
})

test('several processes that send at once send each letter once', async () => {
  await serve()
  await open()
  await put(...Array.from({ length: 60 }, (_, n) => letter(n)))
  await act(kith.db, kithItself, async (tx) => {
    for (let n = 0; n < 4; n += 1) await addJob(tx, 'outbox.send', { n })
  })
  await Promise.all([kith.runJobs(), kith.runJobs(), kith.runJobs()])
  expect(mail.got).toHaveLength(60)
  expect(new Set(mail.got.map((one) => one.mail.messageId)).size).toBe(60)
})

test('letters are thrown away ninety days after they left', async () => {
  await serve()
  await open()
  await put(letter(1))
  await kith.runJobs()
  moveClock(minutes(91 * 24 * 60))
  await put(letter(2))
  await act(kith.db, kithItself, (tx) => addJob(tx, 'outbox.tidy', {}))
  await kith.runJobs()
  expect((await kith.outbox()).map((one) => one.key)).toEqual(['letter 2'])
})

test('a mail server that does not answer is named, and nothing hangs', async () => {
  const line = await openLine({
    smtp: 'smtp://127.0.0.1:1',
    fromName: 'x',
    fromAddress: 'x@example.org',
  })
  expect(line).toMatchObject({ ok: false, error: expect.stringContaining('ECONNREFUSED') })
})
