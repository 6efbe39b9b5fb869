export { embedRoutes } from './embed.routes.tsx'
