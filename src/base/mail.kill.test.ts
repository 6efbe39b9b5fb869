import { spawn } from 'node:child_process'
import { afterEach, expect, inject, test } from 'vitest'
import { act, kithItself } from './db.ts'
import { addJob } from './jobs.ts'
import { putInOutbox } from './mail.ts'
import { moveClock } from './time.ts'
import { openKith } from '../../tests/kith.ts'
import { letter, openMailServer } from '../../tests/mail-server.ts'

const total = 400
const kills = 12
afterEach(() => moveClock(0))

/** Runs the sender until it ends or, after so many milliseconds, is killed. Out: whether it ended itself. */
const sender = (url: string, smtp: string, ms: number) =>
  new Promise<boolean>((done) => {
    const child = spawn(
      process.execPath,
      ['--import', './start/tsx.mjs', 'tests/faults/mail-sender.ts', url, smtp],
      {
        stdio: 'ignore',
      },
    )
    const timer = setTimeout(() => child.kill('SIGKILL'), ms)
    child.on('exit', (_code, signal) => {
      clearTimeout(timer)
      done(signal === null)
    })
  })

test('whoever is killed while sending, no letter is lost and nobody gets one twice', async () => {
  const mail = await openMailServer()
  const smtp = `smtp://127.0.0.1:${mail.port}`
  const kith = await openKith({ config: { smtp, mailFrom: 'office@northtown.example' } })
  await act(kith.db, kithItself, async (tx) => {
    for (let n = 0; n < total; n += 1) await putInOutbox(tx, letter(n))
  })
  const name = /\/(kith_\d+)\?/.exec(kith.ownerUrl)?.[1] ?? ''
  const url = inject('appUrl').replace('/kith?', `/${name}?`)
  let killed = 0
  while (killed < kills && mail.got.length < total) {
    const before = mail.got.length
    // From its start on the process is killed at a moment that nobody chose.
    const whole = await sender(url, smtp, 700 + Math.random() * 500)
    if (whole) break
    killed += 1
    expect(mail.got.length).toBeGreaterThanOrEqual(before)
  }
  moveClock(10 * 60_000)
  await act(kith.db, kithItself, (tx) => addJob(tx, 'outbox.send', {}))
  await kith.runJobs()
  await mail.close()

  const ids = mail.got.map((one) => one.mail.messageId)
  expect(new Set(ids).size).toBe(ids.length)
  const readers = new Set(mail.got.map((one) => one.to[0]))
  const letters = await kith.outbox()
  expect(letters).toHaveLength(total)
  const lost = letters.filter((one) => one.state === 'sent' && !readers.has(one.toAddress))
  expect(lost).toEqual([])
  // What nobody knows is left to a person; all else has left.
  const open = letters.filter((one) => one.state !== 'sent')
  expect(open.every((one) => one.state === 'failed' && one.problem === 'unknown')).toBe(true)
  expect(open.length).toBeLessThanOrEqual(killed)
})
