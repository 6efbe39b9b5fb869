import './consent.schema.ts'
import './schema.ts'

export { storyKey } from './keys.ts'
export { consentLater } from './consent.later.ts'
export { addExampleStories, removeExampleStories } from './example.actions.ts'
export { storiesLater } from './later.ts'
export { storyRules } from './retention.ts'
export {
  countStories,
  isPublicPicture,
  latestStories,
  searchStories,
  waitingStories,
} from './queries.ts'
export { reportLater } from './report.later.ts'
export { waitingReports } from './report.queries.ts'
export { storyRoutes } from './routes.tsx'
export type { PublishedStory } from './schema.ts'
export { StoryWall } from './views.tsx'
