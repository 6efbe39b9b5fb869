import { act, type Db, kithItself } from '#base/db.ts'
import { meansOf } from './persons.queries.ts'

/** What a person can show who they are with, and where their letters go. */
export const waysOf = (db: Db, personId: string) =>
  act(db, kithItself, async (tx) => {
    const account = await tx
      .selectFrom('accounts')
      .select('email')
      .where('personId', '=', personId)
      .executeTakeFirst()
    return { means: await meansOf(tx, personId), email: account?.email ?? null }
  })
