export { listFeedRoutes } from './collections.routes.ts'
export { feedRoutes } from './feeds.routes.ts'
