import { Hono } from 'hono'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { limit, networkKey } from '#base/limits.ts'
import { type Ctx, type Env, idPath, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import * as claims from './claim.actions.ts'
import { answerForm, callForm, claimForm, codeForm } from './claim.forms.ts'
import { claimDone, ClaimsPage, OpenClaimPage, PrintPage } from './claim.office.views.tsx'
import { claimLimits } from './claim.rules.ts'
import { ClaimPage, CodePage, isSentWay, LetterPage, SentPage } from './claim.views.tsx'
import type { ClaimWay } from './entry.schema.ts'
import { forOneOnly } from './join.routes.tsx'

const idIn = (c: Ctx) => c.req.param('id') ?? ''
const keyIn = (c: Ctx) => c.req.param('key') ?? ''

type Show = (entry: claims.OpenClaimable) => Response | Promise<Response>

/** Shows a page about an entry that can be claimed; nothing where there is none. */
async function claimable(c: Ctx, { db }: JobDeps, show: Show): Promise<Response> {
  forOneOnly(c)
  const entry = await claims.openClaimable(db, idIn(c))
  return entry ? show(entry) : c.notFound()
}

const counted = async (
  { db }: JobDeps,
  name: string,
  key: string,
  { points, seconds }: { points: number; seconds: number },
) => (await limit(db, name, key, points, seconds)).ok

/** Two thousand claims in an hour: from one network, about one entry, and over all, no more than a few are taken. */
async function isWithin(c: Ctx, deps: JobDeps, way: ClaimWay, email: string | null) {
  const network = networkKey(c.var.network)
  const { all, network: perNetwork, entry, letters } = claimLimits
  if (!(await counted(deps, 'claims from a network', network, perNetwork))) return false
  if (!(await counted(deps, 'claims of an entry', idIn(c), entry))) return false
  // Counted last, so that who is over their own limit uses up nobody else's.
  if (!(await counted(deps, 'claims', 'all', all))) return false
  // A letter that will not be written cannot be waited for.
  if (way !== 'mail' || !email) return true
  return counted(deps, 'claim letters', email.toLowerCase(), letters)
}

async function claim(c: Ctx, deps: JobDeps, entry: claims.OpenClaimable) {
  const form = await readForm(c, claimForm(entry.ways))
  if (!form.ok) return c.html(<ClaimPage c={c} entry={entry} form={form.error} />, 422)
  const written = form.value
  if (!(await isWithin(c, deps, written.way, entry.email))) {
    const again = withProblem(formOf(written), 'way', c.var.t('claim.too-many'))
    return c.html(<ClaimPage c={c} entry={entry} form={again} />, 429)
  }
  const once = [(await c.req.parseBody({ all: true }))['once']].flat()[0]
  const { who, lang, origin } = c.var
  await claims.claimEntry(deps, who, {
    ...written,
    id: entry.id,
    lang,
    origin,
    once: typeof once === 'string' ? once : undefined,
  })
  return c.redirect(`/members/${entry.id}/claim/sent?way=${written.way}`, 303)
}

const codePage = (
  c: Ctx,
  entry: claims.OpenClaimable,
  form: FormState,
  status: 200 | 422 | 429 = 200,
) => c.html(<CodePage c={c} entry={entry} form={form} />, status)

async function typeCode(c: Ctx, deps: JobDeps, entry: claims.OpenClaimable) {
  const form = await readForm(c, codeForm)
  if (!form.ok) return codePage(c, entry, form.error, 422)
  const again = (key: 'claim.code.wrong' | 'claim.code.too-many') =>
    withProblem(formOf(form.value), 'code', c.var.t(key))
  const network = networkKey(c.var.network)
  const { codes, codesOfEntry } = claimLimits
  const within =
    (await counted(deps, 'claim codes from a network', network, codes)) &&
    (await counted(deps, 'claim codes of an entry', entry.id, codesOfEntry))
  if (!within) return codePage(c, entry, again('claim.code.too-many'), 429)
  const { who, origin } = c.var
  const answered = await claims.answerByCode(deps, who, entry.id, form.value.code, origin)
  if (!answered.ok) return codePage(c, entry, again('claim.code.wrong'), 422)
  return c.redirect(`/members/${entry.id}/claim/sent?way=yours`, 303)
}

/** "Is this yours?": for everyone. None of these pages is made ready, because they hold forms. */
const claimantRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/members/${idPath}/claim`, may('claim', 'create'), (c) =>
      claimable(c, deps, (entry) => c.html(<ClaimPage c={c} entry={entry} form={blank} />)),
    )
    .post(`/members/${idPath}/claim`, may('claim', 'create'), (c) =>
      claimable(c, deps, (entry) => claim(c, deps, entry)),
    )
    .get(`/members/${idPath}/claim/sent`, may('claim', 'create'), (c) => {
      const way = c.req.query('way') ?? ''
      forOneOnly(c)
      return isSentWay(way)
        ? c.html(<SentPage c={c} way={way} href={`/members/${idIn(c)}`} />)
        : c.notFound()
    })
    .get(`/members/${idPath}/claim/code`, may('claim', 'create'), (c) =>
      claimable(c, deps, (entry) => codePage(c, entry, blank)),
    )
    .post(`/members/${idPath}/claim/code`, may('claim', 'create'), (c) =>
      claimable(c, deps, (entry) => typeCode(c, deps, entry)),
    )

async function byLetter(c: Ctx, { db }: JobDeps) {
  forOneOnly(c)
  const letter = await claims.openByLetter(db, keyIn(c))
  if (!letter) return c.notFound()
  const said = (['yes', 'no'] as const).find((one) => one === c.req.query('said')) ?? null
  return c.html(<LetterPage c={c} letter={letter} address={`/claims/${keyIn(c)}`} said={said} />)
}

/** The link in the letter to the entry's own address: opening it changes nothing. */
const letterRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/claims/${keyPath}`, may('claim', 'answer'), (c) => byLetter(c, deps))
    .post(`/claims/${keyPath}`, may('claim', 'answer'), async (c) => {
      const form = await readForm(c, answerForm)
      if (!form.ok) return byLetter(c, deps)
      const { answer } = form.value
      const { origin } = c.var
      const answered = await claims.answerByLetter(deps.db, keyIn(c), answer === 'yes', origin)
      if (!answered.ok && answered.error === 'no-such-claim') return c.notFound()
      const address = `/claims/${keyIn(c)}`
      return c.redirect(answered.ok ? `${address}?said=${answer}` : address, 303)
    })

async function claimPage(c: Ctx, { db }: JobDeps) {
  forOneOnly(c)
  const open = await claims.openClaim(db, c.var.who, idIn(c))
  return open ? c.html(<OpenClaimPage c={c} open={open} />) : c.notFound()
}

/** The office checks claims: it rings, or prints a letter. */
const officeRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/claims', may('claim', 'decide'), async (c) => {
      const due = await claims.findClaims(deps.db, c.var.who, 200)
      const done = claimDone.find((one) => one === c.req.query('done')) ?? null
      return c.html(<ClaimsPage c={c} {...due} done={done} />)
    })
    .get(`/claims/${idPath}`, may('claim', 'decide'), (c) => claimPage(c, deps))
    .post(`/claims/${idPath}/call`, may('claim', 'decide'), async (c) => {
      const form = await readForm(c, callForm)
      if (!form.ok) return claimPage(c, deps)
      const { outcome } = form.value
      const { who, origin } = c.var
      const logged = await claims.logClaimCall(deps.db, who, idIn(c), outcome, origin)
      if (logged.ok) return c.redirect(`/claims?done=${outcome}`, 303)
      return logged.error === 'over' ? c.redirect(`/claims/${idIn(c)}`, 303) : c.notFound()
    })
    .get(`/claims/${idPath}/letter`, may('claim', 'decide'), async (c) => {
      forOneOnly(c)
      const printed = await claims.printClaim(deps, c.var.who, idIn(c))
      return printed ? c.html(<PrintPage c={c} printed={printed} />) : c.notFound()
    })
    .post(`/claims/${idPath}/post`, may('claim', 'decide'), async (c) => {
      const posted = await claims.notePosted(deps.db, c.var.who, idIn(c))
      return posted ? c.redirect('/claims?done=posted', 303) : c.notFound()
    })

export const claimRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', claimantRoutes(deps))
    .route('/', letterRoutes(deps))
    .route('/', officeRoutes(deps))
