import './topics.rules.ts'
import './topics.queries.ts' // refused
import 'kysely' // refused
