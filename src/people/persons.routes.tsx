import { Hono } from 'hono'
import { act, type Who } from '#base/db.ts'
import { blank, type FormState, readForm } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { recordReading } from '#base/journal.ts'
import { absent, type Ctx, type Env, idPath } from '#base/web.ts'
import { unkept } from './entering.routes.tsx'
import { giveForm, takeForm } from './forms.ts'
import { makeSheetFor } from './paper.actions.ts'
import { SheetPage } from './paper.views.tsx'
import { may } from './permissions.ts'
import { listPeople, perPage, recordOf, rolesOf, standingOf } from './persons.queries.ts'
import { type Done, PeoplePage, PersonPage } from './persons.views.tsx'
import { makeReadOutCode } from './read-out.actions.ts'
import { mayMakeCodes } from './read-out.rules.ts'
import { CannotPage, ReadOutForPage, ReadOutShownPage, SheetForPage } from './read-out.views.tsx'
import { giveRoleTo, takeRoleFrom } from './roles.actions.ts'
import type { RoleRefusal } from './roles.rules.ts'
import { coalitionRoles, type Role } from './schema.ts'

type Staff = Who & { personId: string }
/** The cells of these routes let nobody in who is not signed in. */
const staff = (c: Ctx): Staff => ({ ...c.var.who, personId: c.var.who.personId ?? '' })

const isRole = (text: string | undefined): text is Role =>
  coalitionRoles.some((role) => role === text)

const pageIn = (c: Ctx): number => {
  const page = Number(c.req.query('page') ?? '1')
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1
}

const listRoutes = ({ db }: JobDeps) =>
  new Hono<Env>().get('/people', may('people', 'read'), async (c) => {
    const q = (c.req.query('q') ?? '').replaceAll('\0', '').toWellFormed().trim().slice(0, 254)
    const asked = c.req.query('role')
    const role = isRole(asked) ? asked : null
    const page = pageIn(c)
    const { total, rows } = await act(db, c.var.who, (tx) => listPeople(tx, { q, role, page }))
    const pages = Math.max(1, Math.ceil(total / perPage))
    return c.html(<PeoplePage {...{ c, people: rows, total, page, pages, q, role }} />)
  })

type Shown = {
  id: string
  form?: FormState
  done?: Done | null
  refused?: RoleRefusal | null
  status?: 200 | 409 | 422
}

/** A person's record. Whoever opens it is written down, with what was there to be read. */
async function personPage(c: Ctx, { db }: JobDeps, shown: Shown) {
  const { id, form = blank, done = null, refused = null, status = 200 } = shown
  const record = await act(db, c.var.who, async (tx) => {
    const found = await recordOf(tx, id)
    if (!found) return null
    const { person, account } = found
    const fields = [
      ...(person.email || account ? ['email'] : []),
      ...(person.phone ? ['phone'] : []),
    ]
    await recordReading(tx, c.var.who.personId, {
      what: 'person.read',
      about: id,
      person: id,
      fields,
    })
    return found
  })
  if (!record) return absent(c)
  const { sessions, means } = await standingOf(db, id)
  const isOwn = c.var.who.personId === id
  const said = refused && c.var.t(`people.office.refused.${refused}`)
  return c.html(
    <PersonPage {...{ c, record, sessions, means, isOwn, done, form }} refused={said} />,
    status,
  )
}

const doneIn = (c: Ctx): Done | null => {
  const done = c.req.query('done')
  return done === 'given' || done === 'taken' ? done : null
}

const personRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/people/${idPath}`, may('people', 'read'), (c) =>
      personPage(c, deps, { id: c.req.param('id'), done: doneIn(c) }),
    )

    .post(`/people/${idPath}/roles`, may('role', 'give'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, giveForm)
      if (!form.ok) return personPage(c, deps, { id, form: form.error, status: 422 })
      const given = await giveRoleTo(deps.db, staff(c), { personId: id, ...form.value })
      if (given.ok) return c.redirect(`/people/${id}?done=given`, 303)
      return personPage(c, deps, { id, refused: given.error, status: 409 })
    })

    .post(`/people/${idPath}/roles/end`, may('role', 'take'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, takeForm)
      if (!form.ok) return personPage(c, deps, { id, form: form.error, status: 422 })
      const { taken: role, why: reason } = form.value
      const taken = await takeRoleFrom(deps.db, staff(c), { personId: id, role, reason })
      if (taken.ok) return c.redirect(`/people/${id}?done=taken`, 303)
      return personPage(c, deps, { id, refused: taken.error, status: 409 })
    })

/** The person codes are to be made for, and whether they may be made. */
const personFor = (c: Ctx, { db }: JobDeps, id: string) =>
  act(db, c.var.who, async (tx) => {
    const person = await rolesOf(tx, id)
    const row = await tx
      .selectFrom('persons')
      .select('name')
      .where('id', '=', id)
      .executeTakeFirst()
    if (!person || !row) return null
    return { id, name: row.name, why: mayMakeCodes(c.var.who.personId ?? '', person) }
  })

const cannot = (c: Ctx, { id, name, why }: NonNullable<Awaited<ReturnType<typeof personFor>>>) =>
  c.html(<CannotPage {...{ c, id, name }} why={why ?? 'no-such-person'} />, 409)

const codeRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/people/${idPath}/codes`, may('people', 'codes'), async (c) => {
      const person = await personFor(c, deps, c.req.param('id'))
      if (!person) return absent(c)
      return person.why ? cannot(c, person) : c.html(<SheetForPage c={c} {...person} />)
    })

    .post(`/people/${idPath}/codes`, may('people', 'codes'), async (c) => {
      unkept(c)
      const person = await personFor(c, deps, c.req.param('id'))
      if (!person) return absent(c)
      const made = await makeSheetFor(deps, staff(c), person.id)
      if (!made.ok) return cannot(c, { ...person, why: made.error })
      const issuer = c.var.person?.name ?? ''
      const next = { href: `/people/${person.id}`, label: c.var.t('people.office.back') }
      return c.html(<SheetPage {...{ c, issuer, next }} sheet={made.value} person={person.name} />)
    })

    .get(`/people/${idPath}/read-out`, may('people', 'codes'), async (c) => {
      const person = await personFor(c, deps, c.req.param('id'))
      if (!person) return absent(c)
      return person.why ? cannot(c, person) : c.html(<ReadOutForPage c={c} {...person} />)
    })

    .post(`/people/${idPath}/read-out`, may('people', 'codes'), async (c) => {
      unkept(c)
      const person = await personFor(c, deps, c.req.param('id'))
      if (!person) return absent(c)
      const made = await makeReadOutCode(deps, staff(c), person.id)
      if (!made.ok) return cannot(c, { ...person, why: made.error })
      const issuer = c.var.person?.name ?? ''
      return c.html(<ReadOutShownPage {...{ c, issuer }} {...person} {...made.value} />)
    })

/** The people of the coalition, for the secretary: their record, their roles, codes for them. */
export const personsRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', listRoutes(deps))
    .route('/', personRoutes(deps))
    .route('/', codeRoutes(deps))
