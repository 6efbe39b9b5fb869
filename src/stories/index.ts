import './collections.schema.ts'
import './consent.schema.ts'
import './edit.schema.ts'
import './safety.schema.ts'
import './schema.ts'
import './voice.schema.ts'

export { noteEmbed, wasPublic } from './after.queries.ts'
export { appealsPile } from './appeal.queries.ts'
export { campaignsLater } from './campaigns.later.ts'
export { findCampaign, storiesInCampaign } from './campaigns.queries.ts'
export { stateOf as campaignState } from './campaigns.rules.ts'
export { findCollection, storiesInCollection } from './collections.queries.ts'
export { consentLater } from './consent.later.ts'
export { editLater } from './edit.later.ts'
export { addExampleStories, removeExampleStories } from './example.actions.ts'
export { isTellingLanguage, languageName } from './languages.ts'
export { storiesLater } from './later.ts'
export {
  countStories,
  findPublished,
  isPublicPicture,
  isWithdrawn,
  latestStories,
  searchStories,
  storiesFrom,
  waitingStories,
  wallPage,
} from './queries.ts'
export { reportLater } from './report.later.ts'
export { waitingReports } from './report.queries.ts'
export { storyRoutes } from './routes.tsx'
export type { PublishedStory } from './schema.ts'
export { roomierForms } from './voice.routes.tsx'
export { StoryWall } from './views.tsx'
