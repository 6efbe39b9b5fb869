import { Hono } from 'hono'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { claimRoutes } from './claim.routes.tsx'
import { directoryRoutes } from './directory.routes.tsx'
import { entryLater } from './entry.later.ts'
import { entryRoutes } from './entry.routes.tsx'
import { freshnessLater } from './freshness.later.ts'
import { freshnessRoutes } from './freshness.routes.tsx'
import { healthRoutes } from './health.routes.tsx'
import { importRoutes } from './import.routes.tsx'
import { joinLinkRoutes } from './join.link.routes.tsx'
import { joinRoutes } from './join.routes.tsx'
import { keptRoutes } from './kept.routes.tsx'
import { peopleOfMembersRoutes } from './people.routes.tsx'
import { membershipLater } from './later.ts'
import { mergeRoutes } from './merge.routes.tsx'
import { twinRoutes } from './twins.routes.tsx'
import { exportRoutes } from './export.routes.tsx'
import { registerRoutes } from './register.routes.tsx'
import { printRoutes } from './print.routes.tsx'
import { replyRoutes } from './replies.routes.tsx'
import { topicRoutes } from './topics.routes.tsx'
import { vettingRoutes } from './vetting.routes.tsx'
import './schema.ts'
import './entry.schema.ts'
import './register.schema.ts'
import './twins.schema.ts'
import './freshness.schema.ts'
import './replies.schema.ts'
import './welcome.schema.ts'

export { waitingMemberships } from './actions.ts'
export { countListed, searchMembers } from './directory.search.queries.ts'
export { twinsPile } from './twins.actions.ts'
export { twinsLater } from './twins.later.ts'
export { mergeLater } from './merge.later.ts'
export { importFile } from './import.file.ts'
export { loadRegisterFile } from './register.file.ts'
export { importTopicsFile } from './topics.file.ts'
export { memberRules } from './retention.ts'
export { listInDirectory } from './directory.queries.ts'
export { byteOrderMark, csvLines } from './spreadsheet.ts'
export { download } from './directory.routes.tsx'
export { callPile } from './freshness.desk.ts'
export { claimsPile } from './claim.actions.ts'
export { handOverPile } from './people.actions.ts'
export { membershipsPile, ringPile } from './desk.ts'
export {
  allReplies,
  type ListedReply,
  type Offered,
  offeredReplies,
  takeReply,
} from './replies.queries.ts'
export { askedForReply, replyIn } from './replies.put.ts'
export { ReplyPicker } from './replies.views.tsx'
export { welcomeLater } from './welcome.later.ts'
export { welcomePile } from './welcome.queries.ts'
export { type FindThings, welcomeRoutes } from './welcome.routes.tsx'
export { addExampleMembers, findExamplePlaces } from './example.actions.ts'

/** Joining, vetting, the directory and its imports. */
export const memberRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', registerRoutes(deps))
    .route('/', joinRoutes(deps))
    .route('/', joinLinkRoutes(deps))
    .route('/', vettingRoutes(deps))
    .route('/', directoryRoutes(deps))
    .route('/', entryRoutes(deps))
    .route('/', peopleOfMembersRoutes(deps))
    .route('/', keptRoutes(deps))
    .route('/', claimRoutes(deps))
    .route('/', freshnessRoutes(deps))
    .route('/', healthRoutes(deps))
    .route('/', importRoutes(deps))
    .route('/', replyRoutes(deps))
    .route('/', exportRoutes(deps))
    .route('/', printRoutes(deps))
    .route('/', topicRoutes(deps))
    .route('/', twinRoutes(deps))
    .route('/', mergeRoutes(deps))

export const membersLater: Later = {
  on: { ...membershipLater.on, ...freshnessLater.on, ...entryLater.on },
  jobs: { ...membershipLater.jobs, ...freshnessLater.jobs, ...entryLater.jobs },
  cron: [
    ...(membershipLater.cron ?? []),
    ...(freshnessLater.cron ?? []),
    ...(entryLater.cron ?? []),
  ],
}
