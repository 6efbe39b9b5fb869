import { sql } from 'kysely'
import { forgetPicture } from '#base/files.ts'
import { before, type Rule } from '#base/retention.ts'
import { daysOfDeclined, forgetDeclined } from './forget.ts'
import { daysOfReports } from './report.queries.ts'

/** How long stories that nobody reads any more, and reports, are kept. */
export const storyRules: readonly Rule[] = [
  {
    name: 'stories.declined',
    table: 'stories',
    words: 'kept.rule.stories.declined',
    days: daysOfDeclined,
    due: (at) => sql`state = 'declined' and not exists (select from decisions d
      where d.story_id = stories.id and d.decided_at >= ${before(at, daysOfDeclined)})`,
    forget: async (tx, at) => {
      const { rows, files } = await forgetDeclined(tx, at)
      return {
        rows,
        afterwards: async ({ config }) => {
          for (const picture of files) await forgetPicture(config, picture)
        },
      }
    },
  },
  {
    name: 'reports',
    table: 'reports',
    words: 'kept.rule.reports',
    days: daysOfReports,
    due: (at) => sql`decided_at < ${before(at, daysOfReports)}`,
  },
]
