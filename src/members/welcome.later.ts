import { act, kithItself } from '#base/db.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { coalitionOf, findApplicant, findApplication } from './queries.ts'
import { welcomeLetter } from './welcome.letters.tsx'
import { langOf } from './welcome.words.ts'

/** Writes what a welcomer chose. What was chosen is then in the outbox and nowhere else. */
const writeWelcome = ({ db, config }: JobDeps, entry: Entry): Promise<void> =>
  act(db, kithItself, async (tx) => {
    const id = entry.about ?? ''
    const application = await findApplication(tx, id)
    const welcome = await tx
      .selectFrom('welcomes')
      .leftJoin('persons', 'persons.id', 'welcomes.welcomedBy')
      .select(['letter', 'persons.name as welcomer'])
      .where('membershipId', '=', id)
      .executeTakeFirst()
    const coalition = await coalitionOf(tx)
    if (!application?.personId || !welcome?.letter || !coalition) return
    const reader = await findApplicant(tx, application.personId)
    await tx.updateTable('welcomes').set({ letter: null }).where('membershipId', '=', id).execute()
    if (!reader?.email) return
    const { welcomer, letter } = welcome
    const lang = langOf(application.lang)
    const origin = letterOrigin(config, entry.detail['origin'], entry.who !== null)
    const words = { ...letter, lang, coalition, person: reader.name, welcomer, origin }
    await putInOutbox(tx, {
      key: `membership.welcomed:${id}`,
      kind: 'membership.welcomed',
      toPerson: reader.id,
      toAddress: reader.email,
      lang,
      about: id,
      ...welcomeLetter(words),
    })
  })

/** The letter that follows a welcome. */
export const welcomeLater: Later = { on: { 'membership.welcomed': writeWelcome } }
