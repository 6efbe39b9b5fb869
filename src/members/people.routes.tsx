import { Hono } from 'hono'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { limit } from '#base/limits.ts'
import { ok, type Result } from '#base/result.ts'
import { type Ctx, type Env, idPath, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { forOneOnly } from './join.routes.tsx'
import * as people from './people.actions.ts'
import { contactForm, inviteForm, nameForm, removalForm, roleForm } from './people.forms.ts'
import type { Speaker } from './people.queries.ts'
import { AcceptedPage, InvitationPage } from './people.invitation.views.tsx'
import {
  ContactPage,
  HandoversPage,
  LeavingPage,
  RemovalPage,
  RolePage,
} from './people.one.views.tsx'
import { type PeopleDone, peopleDone, PeoplePage } from './people.views.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
/** A second id in a path: of the person or the invitation. */
const onePath = `:one{${uuid}}`
const idIn = (c: Ctx) => c.req.param('id') ?? ''
const oneIn = (c: Ctx) => c.req.param('one') ?? ''
const baseOf = (c: Ctx) => `/members/${idIn(c)}/people`
const done = (c: Ctx, what: PeopleDone) => c.redirect(`${baseOf(c)}?done=${what}`, 303)
const isDone = (word: string): word is PeopleDone => Object.hasOwn(peopleDone, word)

type Show = (open: people.OpenPeople) => Response | Promise<Response>

/** Shows a page about who speaks for a member; nothing to who may not know. */
async function opening(c: Ctx, { db }: JobDeps, show: Show): Promise<Response> {
  forOneOnly(c)
  const open = await people.openPeople(db, c.var.who, idIn(c))
  return open ? show(open) : c.notFound()
}

const aboutOne = (
  c: Ctx,
  deps: JobDeps,
  show: (open: people.OpenPeople, one: Speaker) => Response | Promise<Response>,
) =>
  opening(c, deps, (open) => {
    const one = open.people.find((speaker) => speaker.personId === oneIn(c))
    return one ? show(open, one) : c.notFound()
  })

const peoplePage = (c: Ctx, deps: JobDeps, form: FormState, status: 200 | 409 | 422 | 429 = 200) =>
  opening(c, deps, (open) => {
    const word = c.req.query('done') ?? ''
    const said = status === 200 && isDone(word) ? word : null
    return c.html(<PeoplePage c={c} open={open} form={form} done={said} />, status)
  })

const refusals = {
  'already-there': 'entry.invite.already-there',
  'already-invited': 'entry.invite.already-invited',
  'too-many': 'entry.invite.too-many',
} as const

async function invite(c: Ctx, deps: JobDeps) {
  const form = await readForm(c, inviteForm)
  if (!form.ok) return peoplePage(c, deps, form.error, 422)
  const again = (key: (typeof refusals)[keyof typeof refusals], status: 409 | 429) =>
    peoplePage(c, deps, withProblem(formOf(form.value), 'email', c.var.t(key)), status)
  // Letters to strangers, written by whoever speaks for some member: a few a day. Counted for each person, so
  // that who may not invite here uses up nobody's.
  const asking = `${idIn(c)} ${c.var.who.personId ?? ''}`
  const within = await limit(deps.db, 'invitations of a member', asking, 20, 86_400)
  if (!within.ok) return again('entry.invite.too-many', 429)
  const { who, lang, origin } = c.var
  const invited = await people.invite(deps, who, { id: idIn(c), lang, origin, ...form.value })
  if (invited.ok) return done(c, 'invited')
  return invited.error === 'no-such-entry' ? c.notFound() : again(refusals[invited.error], 409)
}

/** Who speaks for a member: the list, invitations, roles, leaving. */
const representativeRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/members/${idPath}/people`, may('representative', 'read'), (c) =>
      peoplePage(c, deps, blank),
    )
    .post(`/members/${idPath}/people/invitations`, may('representative', 'invite'), (c) =>
      invite(c, deps),
    )
    .post(
      `/members/${idPath}/people/invitations/${onePath}/revocation`,
      may('representative', 'invite'),
      async (c) => {
        const revoked = await people.revokeInvitation(deps.db, c.var.who, idIn(c), oneIn(c))
        return revoked ? done(c, 'revoked') : c.notFound()
      },
    )
    .get(`/members/${idPath}/people/leaving`, may('representative', 'leave'), (c) =>
      opening(c, deps, (open) =>
        open.isTheirs ? c.html(<LeavingPage c={c} open={open} />) : c.notFound(),
      ),
    )
    .post(`/members/${idPath}/people/leaving`, may('representative', 'leave'), async (c) => {
      const { who } = c.var
      const { personId } = who
      const left = personId && (await people.leave(deps.db, { ...who, personId }, idIn(c)))
      return left ? c.redirect('/members/mine?done=left', 303) : c.notFound()
    })
    .get(`/members/${idPath}/people/${onePath}`, may('representative', 'change'), (c) =>
      aboutOne(c, deps, (open, one) => c.html(<RolePage {...{ c, open, one, form: blank }} />)),
    )
    .post(`/members/${idPath}/people/${onePath}`, may('representative', 'change'), async (c) => {
      const form = await readForm(c, roleForm)
      if (!form.ok)
        return aboutOne(c, deps, (open, one) =>
          c.html(<RolePage {...{ c, open, one, form: form.error }} />, 422),
        )
      const named = { id: idIn(c), personId: oneIn(c) }
      const changed = await people.changeRole(deps.db, c.var.who, named, form.value.role)
      return changed ? done(c, 'role') : c.notFound()
    })

/** What the office does about who speaks for a member. */
const officeRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/members/${idPath}/people/${onePath}/removal`, may('representative', 'remove'), (c) =>
      aboutOne(c, deps, (open, one) => c.html(<RemovalPage {...{ c, open, one, form: blank }} />)),
    )
    .post(
      `/members/${idPath}/people/${onePath}/removal`,
      may('representative', 'remove'),
      async (c) => {
        const form = await readForm(c, removalForm)
        if (!form.ok)
          return aboutOne(c, deps, (open, one) =>
            c.html(<RemovalPage {...{ c, open, one, form: form.error }} />, 422),
          )
        const named = { id: idIn(c), personId: oneIn(c) }
        const removed = await people.removeSpeaker(deps.db, c.var.who, named, form.value.reason)
        return removed ? done(c, 'removed') : c.notFound()
      },
    )
    .get('/members/handovers', may('representative', 'enter'), async (c) =>
      c.html(<HandoversPage c={c} {...await people.findHandovers(deps.db, c.var.who, 200)} />),
    )
    .get(`/members/${idPath}/contact`, may('representative', 'enter'), (c) =>
      opening(c, deps, (open) => c.html(<ContactPage c={c} open={open} form={blank} />)),
    )
    .post(`/members/${idPath}/contact`, may('representative', 'enter'), async (c) => {
      const form = await readForm(c, contactForm)
      if (!form.ok)
        return opening(c, deps, (open) =>
          c.html(<ContactPage c={c} open={open} form={form.error} />, 422),
        )
      const { who, lang, origin } = c.var
      const entering = { id: idIn(c), contact: form.value, lang, origin }
      const entered = await people.enterContact(deps.db, who, entering)
      return entered ? done(c, 'entered') : c.notFound()
    })

const addressOf = (c: Ctx) => `/invitations/${c.req.param('key') ?? ''}`

async function invitationPage(c: Ctx, deps: JobDeps, form: FormState, status: 200 | 409 | 422) {
  forOneOnly(c)
  const opened = await people.openInvitation(deps.db, c.var.who, c.req.param('key') ?? '')
  if (!opened) return c.notFound()
  if (opened.state === 'accepted' && c.req.query('done') === 'yes')
    return c.html(<AcceptedPage c={c} name={opened.invitation.name} />)
  const address = addressOf(c)
  return c.html(<InvitationPage {...{ c, opened, address, form }} />, status)
}

/** The name of somebody new; null where none is asked for. */
async function nameFor(c: Ctx, opened: people.Opened): Promise<Result<string | null, FormState>> {
  if (opened.state !== 'open' || opened.way !== 'say-name') return ok(null)
  const form = await readForm(c, nameForm)
  return form.ok ? ok(form.value.name) : form
}

/** Uses an invitation up. Somebody new says their name first; a second press finds that it is used. */
async function accept(c: Ctx, deps: JobDeps) {
  const key = c.req.param('key') ?? ''
  const opened = await people.openInvitation(deps.db, c.var.who, key)
  if (!opened) return c.notFound()
  const name = await nameFor(c, opened)
  if (!name.ok) return invitationPage(c, deps, name.error, 422)
  const accepted = await people.acceptInvitation(deps.db, c.var.who, key, name.value)
  if (!accepted.ok) return invitationPage(c, deps, blank, 409)
  const { isNew, organisationId } = accepted.value
  const next = isNew ? `${addressOf(c)}?done=yes` : `/members/${organisationId}/people?done=joined`
  return c.redirect(next, 303)
}

/** The link of an invitation: opening it changes nothing. */
const invitationRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/invitations/${keyPath}`, may('invitation', 'answer'), (c) =>
      invitationPage(c, deps, blank, 200),
    )
    .post(`/invitations/${keyPath}`, may('invitation', 'answer'), (c) => accept(c, deps))

export const peopleOfMembersRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', representativeRoutes(deps))
    .route('/', officeRoutes(deps))
    .route('/', invitationRoutes(deps))
