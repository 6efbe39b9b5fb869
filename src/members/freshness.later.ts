import { act, kithItself } from '#base/db.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { isLang } from '#base/i18n.ts'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { closedLetter } from './freshness.letters.tsx'
import { keepListTrue, keepListTrueOnceADay } from './freshness.night.ts'

/** Somebody said by the link of a letter that they have closed: the office hears of it. */
const tellOffice = (deps: JobDeps, entry: Entry): Promise<void> =>
  act(deps.db, kithItself, async (tx) => {
    const { organisationId, by } = entry.detail
    if (by !== 'letter' || typeof organisationId !== 'string') return
    const coalition = await tx
      .selectFrom('coalition')
      .select(['name', 'phone', 'phoneHours', 'email', 'languages'])
      .executeTakeFirst()
    const organisation = await tx
      .selectFrom('organisations')
      .select('name')
      .where('id', '=', organisationId)
      .executeTakeFirst()
    if (!coalition?.email || !organisation) return
    const lang = coalition.languages.find(isLang) ?? 'en'
    const origin = letterOrigin(deps.config, undefined)
    const link = origin && `${origin}/memberships/${entry.about ?? ''}`
    const { name } = organisation
    await putInOutbox(tx, {
      key: `membership.ended:${entry.id}`,
      kind: 'membership.ended',
      toPerson: null,
      toAddress: coalition.email,
      lang,
      about: entry.about ?? organisationId,
      ...closedLetter({ lang, coalition, name, link }),
    })
  })

/** The nightly round that keeps the list true, and what follows when somebody says that they have closed. */
export const freshnessLater: Later = {
  on: { 'membership.ended': tellOffice },
  jobs: { 'freshness.night': keepListTrue, 'freshness.due': keepListTrueOnceADay },
  // Asked often and done once a day, soon after midnight or when the machine is on.
  cron: [{ match: '*/10 * * * *', job: 'freshness.due' }],
}
