import { act, kithItself, type Who } from '#base/db.ts'
import type { JobDeps } from '#base/jobs.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { now } from '#base/time.ts'
import { addExampleMembers, findExamplePlaces } from '#members/index.ts'
import { addExamplePeople, removeExamplePeople } from '#people/index.ts'
import { addExampleStories, removeExampleStories } from '#stories/index.ts'

/**
 * Shows an invented coalition: organisations, people in each role, and stories. All of it is marked as
 * example, and one button takes it away.
 */
export async function addExample({ db }: JobDeps, secretaryId: string): Promise<void> {
  const places = await findExamplePlaces(db)
  const at = now()
  await act(db, kithItself, async (tx) => {
    const applicantId = await addExamplePeople(tx, at)
    await addExampleMembers(tx, places, applicantId, at)
    await addExampleStories(tx, at)
    await tx.updateTable('coalition').set({ example: true }).execute()
    await record(tx, { what: 'example.added', about: null, who: secretaryId, at })
    await dropPages(tx, ['*'])
  })
}

/** Takes everything away that is example, at once; what people have added stays. */
export async function removeExample({ db }: JobDeps, who: Who): Promise<void> {
  await act(db, kithItself, async (tx) => {
    await removeExampleStories(tx)
    await tx.deleteFrom('organisations').where('example', '=', true).execute()
    await removeExamplePeople(tx)
    await tx.updateTable('coalition').set({ example: false }).execute()
    await record(tx, { what: 'example.removed', about: null, who: who.personId, at: now() })
    await dropPages(tx, ['*'])
  })
}
