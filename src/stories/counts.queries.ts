import type { Db } from '#base/db.ts'
import './appeal.schema.ts'
import type { Count } from './counts.rules.ts'

/** Every count there is. A few dozen a quarter: nothing is left out. */
export const allCounts = (db: Db): Promise<Count[]> =>
  db.selectFrom('moderationCounts').selectAll().execute()
