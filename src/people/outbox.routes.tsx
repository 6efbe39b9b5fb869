import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import { postOf } from '#base/mail.sender.ts'
import type { Result } from '#base/result.ts'
import { absent, type Ctx, type Env, idPath } from '#base/web.ts'
import { doneByHand, type LetterRefusal, sendAgain } from './outbox.actions.ts'
import { letterOf, lettersOn, outboxStates, perPage } from './outbox.queries.ts'
import { LetterPage, OutboxPage } from './outbox.views.tsx'
import { may } from './permissions.ts'

const pageIn = (text: string | undefined): number =>
  /^[1-9]\d{0,5}$/.test(text ?? '') ? Number(text) : 1

/** The letters that this Kith writes: what left, what waits and why, and what a person has to decide. */
export function outboxRoutes(deps: JobDeps) {
  const { db } = deps

  async function decided(c: Ctx, id: string, result: Result<null, LetterRefusal>) {
    if (result.ok) return c.redirect(`/outbox/${id}`, 303)
    const letter = await letterOf(db, c.var.who, id)
    if (!letter) return absent(c)
    return c.html(<LetterPage c={c} letter={letter} refused={result.error} />, 409)
  }

  return new Hono<Env>()
    .get('/outbox', may('outbox', 'read'), async (c) => {
      const state = outboxStates.find((one) => one === c.req.query('state')) ?? null
      const page = pageIn(c.req.query('page'))
      const { letters, counts } = await lettersOn(db, c.var.who, page, state)
      const all = counts
        .filter((count) => state === null || count.state === state)
        .reduce((sum, { n }) => sum + n, 0)
      const pages = Math.ceil(all / perPage)
      const mail = (await postOf(deps)) !== null
      return c.html(<OutboxPage {...{ c, letters, counts, state, page, pages, mail }} />)
    })

    .get(`/outbox/${idPath}`, may('outbox', 'read'), async (c) => {
      const letter = await letterOf(db, c.var.who, c.req.param('id'))
      return letter ? c.html(<LetterPage c={c} letter={letter} />) : absent(c)
    })

    .post(`/outbox/${idPath}/sending`, may('outbox', 'change'), async (c) => {
      const id = c.req.param('id')
      return decided(c, id, await sendAgain(db, c.var.who, id))
    })

    .post(`/outbox/${idPath}/by-hand`, may('outbox', 'change'), async (c) => {
      const id = c.req.param('id')
      return decided(c, id, await doneByHand(db, c.var.who, id))
    })
}
