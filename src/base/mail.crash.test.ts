import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself } from './db.ts'
import { addJob } from './jobs.ts'
import { type Letter, putInOutbox } from './mail.ts'
import { moveClock } from './time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { letter, openCutter, openMailServer } from '../../tests/mail-server.ts'

let kith: Kith
const closing: (() => unknown)[] = []
const cut = async (port: number) => {
  const cutter = await openCutter(port)
  closing.push(cutter.close)
  return cutter
}
let mail: Awaited<ReturnType<typeof openMailServer>>

async function serve() {
  mail = await openMailServer()
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

describe('a line that is cut after the letter was handed over', () => {
  test('gives nobody a second copy: a person decides', async () => {
    await serve()
    const cutter = await cut(mail.port)
    await open(cutter.port)
    await put(letter(1))
    await kith.runJobs()
    for (let n = 1; n < 5; n += 1) {
      moveClock(minutes(n * 60))
      await send()
    }
    expect(cutter.cuts()).toBe(1)
    expect(mail.got).toHaveLength(1)
    expect(await kith.outbox()).toMatchObject([{ state: 'failed' }])
    expect((await kith.outbox())[0]?.problem).toMatch(/^unknown/)
  })

  test('gives a letter to sign in one more chance, under the same Message-ID', async () => {
    await serve()
    const cutter = await cut(mail.port)
    await open(cutter.port)
    await put(letter(1, { kind: 'sign-in', secret: true }))
    await kith.runJobs()
    await send()
    expect(mail.got).toHaveLength(2)
    expect(new Set(mail.got.map((one) => one.mail.messageId)).size).toBe(1)
    expect(await states()).toEqual(['failed'])
  })
})

const crashed = (kind: string) =>
  act(kith.db, kithItself, async (tx) => {
    await putInOutbox(tx, letter(1, { kind, secret: kind === 'sign-in' }))
    await tx.updateTable('outbox').set({ state: 'sending', tries: 1 }).execute()
  })

describe('a crash', () => {
  test('leaves an ordinary letter to a person, and says why', async () => {
    await serve()
    await open()
    await crashed('membership.admitted')
    moveClock(minutes(6))
    await send()
    expect(mail.got).toHaveLength(0)
    expect(await kith.outbox()).toMatchObject([{ state: 'failed', problem: 'unknown' }])
  })

  test('does not keep somebody from signing in', async () => {
    await serve()
    await open()
    await crashed('sign-in')
    moveClock(minutes(6))
    await send()
    expect(mail.got).toHaveLength(1)
    expect(await states()).toEqual(['sent'])
  })

  test('leaves alone what another process is sending at this moment', async () => {
    await serve()
    await open()
    await crashed('membership.admitted')
    await act(kith.db, kithItself, (tx) =>
      tx
        .updateTable('outbox')
        .set({ nextTryAt: new Date(Date.now() + minutes(4)) })
        .execute(),
    )
    await send()
    expect(await states()).toEqual(['sending'])
  })
})
