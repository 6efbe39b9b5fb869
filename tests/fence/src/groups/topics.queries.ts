import 'kysely'
import 'hono' // refused
import './topics.views.tsx' // refused
