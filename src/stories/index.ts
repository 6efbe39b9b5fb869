import './audience.schema.ts'
import './collections.schema.ts'
import './consent.schema.ts'
import './edit.schema.ts'
import './safety.schema.ts'
import './schema.ts'
import './translate.schema.ts'
import './voice.schema.ts'

export { audienceLater } from './audience.later.ts'
export { noteEmbed, wasPublic } from './after.queries.ts'
export { appealsPile } from './appeal.queries.ts'
export { campaignsLater } from './campaigns.later.ts'
export { findCampaign, storiesInCampaign } from './campaigns.queries.ts'
export { stateOf as campaignState } from './campaigns.rules.ts'
export { findCollection, storiesInCollection } from './collections.queries.ts'
export { consentLater } from './consent.later.ts'
export { editLater } from './edit.later.ts'
export { addExampleStories, removeExampleStories } from './example.actions.ts'
export { storyKey } from './keys.ts'
export { isTellingLanguage, languageIn, languageName } from './languages.ts'
export { storiesLater } from './later.ts'
export { storyRules } from './retention.ts'
export {
  countStories,
  findPublished,
  isPublicPicture,
  isWithdrawn,
  latestStories,
  storiesFrom,
  waitingStories,
} from './queries.ts'
export { keepTakenBack } from './withdrawn.actions.ts'
export { withdrawnLater } from './withdrawn.later.ts'
export { reportLater } from './report.later.ts'
export { waitingReports } from './report.queries.ts'
export { storyRoutes } from './routes.tsx'
export { embedCode, escaped } from './share.rules.ts'
export type { PublishedStory } from './schema.ts'
export { translateLater } from './translate.later.ts'
export { searchAllWords, wallIn } from './translate.public.queries.ts'
export { translationsPile } from './translate.queries.ts'
export { pathOf } from './translate.rules.ts'
export type { TranslatedStory } from './translate.schema.ts'
export { roomierForms } from './voice.routes.tsx'
export { StoryWall } from './views.tsx'
export { filesBeside, wordsPile } from './voice.queries.ts'
export { yearLater } from './year.later.ts'
export { yearPile } from './year.queries.ts'
