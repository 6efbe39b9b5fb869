import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { changeReply, removeReply, writeReply } from './replies.actions.ts'
import { replyForm } from './replies.forms.ts'
import { allReplies, findReply, type ListedReply } from './replies.queries.ts'
import { RepliesPage, ReplyPage } from './replies.views.tsx'

const asForm = ({ title, occasion, texts }: ListedReply): FormState =>
  formOf({
    title,
    occasion,
    textEn: texts.en ?? '',
    textCy: texts.cy ?? '',
    textUr: texts.ur ?? '',
  })

const onceIn = async (c: Ctx) => {
  const { once } = await c.req.parseBody()
  return typeof once === 'string' ? once : undefined
}

/** What the office says again and again: written once, used in the forms that write to people. */
export function replyRoutes({ db }: JobDeps) {
  const find = (c: Ctx) => act(db, c.var.who, (tx) => findReply(tx, c.req.param('id') ?? ''))

  return new Hono<Env>()
    .get('/replies', may('reply', 'change'), async (c) => {
      const replies = await act(db, c.var.who, allReplies)
      return c.html(<RepliesPage c={c} replies={replies} saved={c.req.query('saved') === 'yes'} />)
    })

    .get('/replies/new', may('reply', 'change'), (c) =>
      c.html(<ReplyPage c={c} of={blank} reply={null} />),
    )

    .post('/replies', may('reply', 'change'), async (c) => {
      const form = await readForm(c, replyForm)
      if (!form.ok) return c.html(<ReplyPage c={c} of={form.error} reply={null} />, 422)
      await writeReply(db, c.var.who, form.value, await onceIn(c))
      return c.redirect('/replies?saved=yes', 303)
    })

    .get(`/replies/${idPath}`, may('reply', 'change'), async (c) => {
      const reply = await find(c)
      return reply ? c.html(<ReplyPage c={c} of={asForm(reply)} reply={reply} />) : c.notFound()
    })

    .post(`/replies/${idPath}`, may('reply', 'change'), async (c) => {
      const reply = await find(c)
      if (!reply) return c.notFound()
      const form = await readForm(c, replyForm)
      if (!form.ok) return c.html(<ReplyPage c={c} of={form.error} reply={reply} />, 422)
      const changed = await changeReply(db, c.var.who, reply.id, form.value)
      if (changed.ok) return c.redirect('/replies?saved=yes', 303)
      if (changed.error === 'no-such-reply') return c.notFound()
      const typed = asForm({ ...reply, ...form.value })
      const of = withProblem(typed, 'textEn', c.var.t('office.changed-meanwhile'))
      return c.html(<ReplyPage c={c} of={of} reply={reply} />, 409)
    })

    .post(`/replies/${idPath}/removal`, may('reply', 'change'), async (c) => {
      await removeReply(db, c.var.who, c.req.param('id'))
      return c.redirect('/replies?saved=yes', 303)
    })
}
