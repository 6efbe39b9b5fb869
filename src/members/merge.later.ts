import { act, kithItself, type Tx } from '#base/db.ts'
import { isLang, type Lang } from '#base/i18n.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { forgetMerges } from './merge.actions.ts'
import { mergedLetter } from './merge.letters.tsx'
import { findMerge } from './merge.queries.ts'
import { coalitionOf, findApplicant } from './queries.ts'

/** Where the member is shown; null when it is not listed. */
async function pageOf(tx: Tx, deps: JobDeps, entry: Entry, id: string): Promise<string | null> {
  const origin = letterOrigin(deps.config, entry.detail['origin'], entry.who !== null)
  const listed = await tx
    .selectFrom('directory')
    .select('organisationId')
    .where('organisationId', '=', id)
    .executeTakeFirst()
  return origin && listed ? `${origin}/members/${id}` : null
}

/** Who waits for an answer hears that what they applied for is a member already. */
const tellWhoApplied = (deps: JobDeps, entry: Entry): Promise<void> =>
  act(deps.db, kithItself, async (tx) => {
    const { applied, mergeId } = entry.detail
    if (applied !== true || typeof mergeId !== 'string' || !entry.person) return
    const merge = await findMerge(tx, mergeId)
    const to = await findApplicant(tx, entry.person)
    const coalition = await coalitionOf(tx)
    if (!merge || merge.undoneAt || !to?.email || !coalition) return
    const lang: Lang = isLang(to.lang) ? to.lang : 'en'
    const link = await pageOf(tx, deps, entry, merge.keptId)
    const names = { person: to.name, asked: merge.goneName, name: merge.keptName }
    const kind = 'membership.merged'
    await putInOutbox(tx, {
      key: `${kind}:${entry.id}`,
      kind,
      toPerson: to.id,
      toAddress: to.email,
      lang,
      about: merge.keptId,
      ...mergedLetter({ lang, coalition, ...names, link }),
    })
  })

/**
 * Who applied for what is a member already is told so; and every night merges that can be undone no longer
 * are forgotten, with all that was set aside.
 */
export const mergeLater: Later = {
  on: { 'organisation.merged': tellWhoApplied },
  jobs: {
    'merges.forget': async ({ db }) => {
      await forgetMerges(db)
    },
  },
  cron: [{ match: '5 3 * * *', job: 'merges.forget' }],
}
