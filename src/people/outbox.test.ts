import { beforeEach, describe, expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { type Letter, putInOutbox } from '#base/mail.ts'
import { type Kith, openKith } from '../../tests/kith.ts'

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})

async function put(
  more: Partial<Letter> = {},
  state: 'waiting' | 'failed' | 'sent' = 'waiting',
  problem: string | null = null,
) {
  const key = more.key ?? crypto.randomUUID()
  await act(kith.db, kithItself, async (tx) => {
    await putInOutbox(tx, {
      kind: 'membership.asked',
      toPerson: null,
      toAddress: 'joan@example.org',
      lang: 'en',
      subject: 'We have your application',
      html: '<p>x</p>',
      text: 'Dear Joan <b>Price</b>\n\nThank you.',
      ...more,
      key,
    })
    await tx.updateTable('outbox').set({ state, problem }).where('key', '=', key).execute()
  })
  return (await kith.outbox()).find((letter) => letter.key === key)!.id
}
const one = async () => (await kith.outbox())[0]!

describe('the outbox', () => {
  test('is empty at first, and says what will be here', async () => {
    await kith.signIn('secretary')
    const html = await kith.page('/outbox')
    expect(html).toContain('No letters here')
    expect(html).toContain('Letters are not being sent')
  })

  test('shows letters newest first, page by page, and what each waits for', async () => {
    for (let n = 0; n < 30; n += 1) await put({ subject: `Letter number ${n}.` })
    await put({ subject: 'The odd one' }, 'failed', 'refused 550 No such box')
    await kith.signIn('secretary')
    const first = await kith.page('/outbox')
    expect(first).toContain('Letter number 29.')
    expect(first).not.toContain('Letter number 0.')
    expect(first).toContain('The mail server refused this letter')
    expect(await kith.page('/outbox?page=2')).toContain('Letter number 0.')
    const failed = await kith.page('/outbox?state=failed')
    expect(failed).toContain('The odd one')
    expect(failed).not.toContain('Letter number')
    await kith.page('/outbox?page=999')
    await kith.page("/outbox?page=-1&state='")
  })

  test.each(['moderator', 'welcomer', 'safeguarding-lead', 'panel'] as const)(
    'is no business of a %s',
    async (role) => {
      const id = await put()
      await kith.signIn(role)
      for (const path of ['/outbox', `/outbox/${id}`])
        expect((await kith.visit(path)).status).toBe(404)
      for (const path of [`/outbox/${id}/sending`, `/outbox/${id}/by-hand`])
        expect((await kith.send(path)).status).toBe(404)
      expect((await one()).state).toBe('waiting')
    },
  )
})

describe('one letter', () => {
  test('is read as it was written', async () => {
    const id = await put()
    await kith.signIn('secretary')
    expect(await kith.page(`/outbox/${id}`)).toContain('Dear Joan &lt;b&gt;Price&lt;/b&gt;')
    expect((await kith.visit(`/outbox/${crypto.randomUUID()}`)).status).toBe(404)
  })

  test('that lets somebody sign in is not read by others, and the page says why', async () => {
    const id = await put({
      kind: 'sign-in',
      secret: true,
      text: 'Your code is 314159',
      subject: 'Your code',
    })
    await kith.signIn('secretary')
    const html = await kith.page(`/outbox/${id}`)
    expect(html).not.toContain('314159')
    expect(html).toContain('It lets the person it is written to sign in')
    expect(await kith.page('/outbox')).not.toContain('314159')
  })

  test('that failed is sent again', async () => {
    const id = await put({}, 'failed', 'unknown')
    await kith.signIn('secretary')
    expect(await kith.page(`/outbox/${id}`)).toContain('We do not know whether it arrived')
    expect((await kith.send(`/outbox/${id}/sending`)).status).toBe(303)
    expect(await one()).toMatchObject({ state: 'waiting', tries: 0, problem: null })
    expect(await kith.journal()).toEqual(['letter.read', 'letter.sent-again'])
  })

  test('that was read out on the phone does not go by mail any more', async () => {
    const id = await put()
    await kith.signIn('secretary')
    await kith.send(`/outbox/${id}/by-hand`)
    expect(await one()).toMatchObject({ state: 'sent', problem: 'by-hand' })
    expect(await kith.page(`/outbox/${id}`)).toContain('Somebody posted it or read it out')
    const again = await kith.send(`/outbox/${id}/sending`)
    expect(again.status).toBe(409)
    expect(await kith.checked(again)).toContain('This letter was sent already')
  })

  test('whose code has ended is not sent again', async () => {
    const id = await put({ kind: 'sign-in', secret: true }, 'failed', 'too-late')
    await act(kith.db, kithItself, (tx) =>
      tx
        .updateTable('outbox')
        .set({ writtenAt: new Date(Date.now() - 3_600_000) })
        .execute(),
    )
    await kith.signIn('secretary')
    expect((await kith.send(`/outbox/${id}/sending`)).status).toBe(409)
    expect((await one()).state).toBe('failed')
  })
})
