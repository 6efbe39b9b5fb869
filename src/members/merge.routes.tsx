import { Hono } from 'hono'
import { act, type Db } from '#base/db.ts'
import { blank, type FormState, readForm, withProblem } from '#base/forms.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { findStand, mergePair, seenAs, type Stand, stateOf, type Wanted } from './merge.actions.ts'
import { findMerge, latestMerges, type MergeLine } from './merge.queries.ts'
import { likelyChoices, mayStay, newerSide, type UndoRefusal, united } from './merge.rules.ts'
import { planUndo, undoMerge } from './merge.undo.ts'
import { MergePage, MergePreviewPage, MergesPage, RefusedPage } from './merge.views.tsx'
import { UndoPage } from './merge.undo.views.tsx'
import { type Chosen, mergeForm } from './twins.forms.ts'
import { findPair } from './twins.queries.ts'
import { noteReading, pageOf } from './twins.routes.tsx'

type Deps = { db: Db }

const idIn = (c: Ctx) => c.req.param('id') ?? ''

/** What was chosen, and what we guess where nothing was. */
function wantedOf(stand: Stand, chosen: Chosen): Wanted & { mayChoose: boolean } {
  const { memberships, both } = stand
  const side = mayStay(stateOf(memberships.a), stateOf(memberships.b))
  return {
    stays: side === 'either' ? (chosen.stays ?? newerSide(both)) : side,
    choices: { ...likelyChoices(both), ...chosen.choices },
    seen: chosen.seen,
    mayChoose: side === 'either',
  }
}

/** Everybody who speaks for one of the two, once. */
const allSpeak = ({ speak }: Stand): string[] => [
  ...new Map([...speak.a, ...speak.b].map(({ personId, name }) => [personId, name])).values(),
]

type Showing = { chosen: Chosen; step: 'choose' | 'preview'; form?: FormState; status?: 200 | 409 }

async function showMerge(
  c: Ctx,
  { db }: Deps,
  { chosen, step, form = blank, status = 200 }: Showing,
) {
  const pair = await act(db, c.var.who, (tx) => findPair(tx, idIn(c)))
  const stand = pair && (await findStand(db, c.var.who, pair))
  if (!pair || !stand) return gone(c)
  const { mayChoose, ...wanted } = wantedOf(stand, chosen)
  const props = { c, pairId: pair.id, shown: stand, ...wanted, mayChoose, form }
  await noteReading(db, c, stand)
  if (step === 'choose') return c.html(<MergePage {...props} />, status)
  const result = united(stand.both, wanted.stays, wanted.choices, now())
  const people = allSpeak(stand)
  return c.html(
    <MergePreviewPage {...props} result={result} people={people} seen={seenAs(stand)} />,
    status,
  )
}

/** One of the two was merged meanwhile, perhaps into a third that was merged into it. */
const gone = (c: Ctx) =>
  c.html(
    <RefusedPage
      c={c}
      title={c.var.t('twins.title')}
      words={c.var.t('merge.refused.no-such-pair')}
    />,
    404,
  )

async function merge(c: Ctx, deps: Deps) {
  const form = await readForm(c, mergeForm)
  if (!form.ok) return c.notFound()
  const chosen = form.value
  const pair = await act(deps.db, c.var.who, (tx) => findPair(tx, idIn(c)))
  const stand = pair && (await findStand(deps.db, c.var.who, pair))
  if (!pair || !stand) return gone(c)
  const { choices, stays } = wantedOf(stand, chosen)
  // What was sent is what is judged, not what we would have guessed.
  const { origin } = c.var
  const wanted = { choices, stays: chosen.stays ?? stays, seen: chosen.seen, origin }
  const merged = await mergePair(deps.db, c.var.who, pair.id, wanted)
  if (merged.ok) return c.redirect(`/members/merges?done=${merged.value.mergeId}`, 303)
  if (merged.error === 'no-such-pair' || merged.error === 'merged-already') return gone(c)
  const refused = withProblem(blank, 'stays', c.var.t(`merge.refused.${merged.error}`))
  return showMerge(c, deps, { chosen, step: 'choose', form: refused, status: 409 })
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What was done a moment ago, said on the page that follows. */
async function justDone(c: Ctx, { db }: Deps): Promise<string[]> {
  const { t, who } = c.var
  for (const way of ['done', 'undone'] as const) {
    const id = c.req.query(way) ?? ''
    const line = uuid.test(id) ? await act(db, who, (tx) => findMerge(tx, id)) : undefined
    if (!line) continue
    const lost = Number(c.req.query('lost')) || 0
    const names = { gone: line.goneName, kept: line.keptName }
    return [
      t(`merges.${way}`, names),
      ...(lost > 0 && lost < 1000 ? [t('merges.lost', { n: lost })] : []),
    ]
  }
  return []
}

async function showMerges(c: Ctx, deps: Deps) {
  const page = pageOf(c)
  const found = await act(deps.db, c.var.who, (tx) => latestMerges(tx, page))
  if (found.lines.length === 0 && page > 1) return c.redirect('/members/merges', 303)
  const said = await justDone(c, deps)
  return c.html(<MergesPage c={c} {...found} page={page} said={said} at={now()} />)
}

function refuseUndo(c: Ctx, { why, first }: { why: UndoRefusal; first?: MergeLine }) {
  const { t } = c.var
  if (why === 'no-such-merge') return c.notFound()
  const words =
    why === 'undo-first' && first
      ? t('merges.refused.undo-first', { gone: first.goneName, kept: first.keptName })
      : t(why === 'undo-first' ? 'merges.refused.undone-already' : `merges.refused.${why}`)
  const lead = first && { href: `/members/merges/${first.id}/undo`, label: t('merges.refused.go') }
  return c.html(<RefusedPage c={c} title={t('merges.undo')} words={words} lead={lead} />, 409)
}

async function showUndo(c: Ctx, { db }: Deps) {
  const plan = await planUndo(db, c.var.who, idIn(c))
  return plan.ok ? c.html(<UndoPage c={c} plan={plan.value} />) : refuseUndo(c, plan.error)
}

async function undo(c: Ctx, { db }: Deps) {
  const undone = await undoMerge(db, c.var.who, idIn(c))
  if (!undone.ok) return refuseUndo(c, undone.error)
  const lost = undone.value.lost.length
  return c.redirect(`/members/merges?undone=${idIn(c)}${lost > 0 ? `&lost=${lost}` : ''}`, 303)
}

/** Merging a pair: what is kept, the preview, the merge; the merges of the last 30 days, and undoing one. */
export const mergeRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get(`/members/twins/${idPath}/merge`, may('merge', 'create'), (c) => {
      const read = mergeForm.safeParse(c.req.query())
      const chosen = read.success ? read.data : { stays: undefined, seen: '', choices: {} }
      const step = c.req.query('step') === 'preview' ? 'preview' : 'choose'
      return showMerge(c, deps, { chosen, step })
    })
    .post(`/members/twins/${idPath}/merge`, may('merge', 'create'), (c) => merge(c, deps))
    .get('/members/merges', may('merge', 'read'), (c) => showMerges(c, deps))
    .get(`/members/merges/${idPath}/undo`, may('merge', 'undo'), (c) => showUndo(c, deps))
    .post(`/members/merges/${idPath}/undo`, may('merge', 'undo'), (c) => undo(c, deps))
