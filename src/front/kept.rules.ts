import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { before, type Forgotten, houseRules, type Rule } from '#base/retention.ts'
import { memberRules } from '#members/index.ts'
import { peopleRules } from '#people/index.ts'
import { storyRules } from '#stories/index.ts'
import { officeRules } from './office.retention.ts'

const days = { persons: 183 }

/** Where a person may stand so that they are still needed; the test holds it against the database. */
export const namesThem = [
  ['roles', 'person_id'],
  ['sessions', 'person_id'],
  ['representatives', 'person_id'],
  ['memberships', 'person_id'],
  ['stories', 'teller_id'],
  ['promises', 'person_id'],
  ['handover_notes', 'person_id'],
] as const

/** What only opens their account, and goes with them. */
export const goesWithThem = ['accounts', 'sign_ins', 'code_sheets', 'read_out_codes', 'passkeys']

const isNamed = namesThem.map(
  ([table, column]) =>
    sql`exists (select from ${sql.table(table)} n where n.${sql.ref(column)} = persons.id)`,
)

/** Nobody names them any more, and for six months nothing happened that they did or that was about them. */
const dueOfPersons: Rule['due'] = (at) => {
  const since = before(at, days.persons)
  return sql`not example and known_since < ${since}
    and not (${sql.join(isNamed, sql` or `)})
    and not exists (select from journal j where j.who = persons.id and j.at >= ${since})
    and not exists (select from journal j where j.person = persons.id and j.at >= ${since})
    and not exists (select from journal j where j.about = persons.id and j.at >= ${since})`
}

const mostPersons = 500

async function forgetPersons(tx: Tx, at: Date): Promise<Forgotten> {
  const { rows } = await sql<{ id: string }>`delete from persons where id in (
    select id from persons where ${dueOfPersons(at)} order by known_since limit ${mostPersons})
    returning id`.execute(tx)
  for (const { id } of rows)
    await record(tx, { what: 'person.forgotten', about: id, who: null, at })
  return { rows: rows.length }
}

const persons: Rule = {
  name: 'persons',
  table: 'persons',
  words: 'kept.rule.persons',
  days: days.persons,
  due: dueOfPersons,
  forget: forgetPersons,
}

/** Every rule there is. People come last: by then the records that named them are gone. */
export const allRules: readonly Rule[] = [
  ...memberRules,
  ...storyRules,
  ...houseRules,
  ...officeRules,
  ...peopleRules,
  persons,
]

/** Tables without a rule of their own: what they go with, or why they stay. */
export const withoutRule = {
  accounts: 'person',
  roles: 'person',
  passkeys: 'person',
  paper_codes: 'sheet',
  organisations: 'membership',
  representatives: 'membership',
  directory: 'membership',
  freshness: 'membership',
  freshness_rounds: 'membership',
  twin_signs: 'membership',
  twins: 'membership',
  old_addresses: 'membership',
  handovers: 'membership',
  welcomes: 'membership',
  import_changes: 'import',
  decisions: 'story',
  consents: 'story',
  story_people: 'story',
  story_readers: 'story',
  story_traces: 'story',
  published_stories: 'story',
  story_years: 'story',
  story_pictures: 'story',
  published_pictures: 'story',
  story_voices: 'story',
  story_translations: 'story',
  story_tellings: 'story',
  story_safety: 'story',
  story_effects: 'story',
  story_edits: 'story',
  published_translations: 'story',
  edition_stories: 'story',
  collection_stories: 'story',
  campaign_stories: 'story',
  appeals: 'story',
  draft_codes: 'draft',
  withdrawn_stories: 'nobody',
  directory_terms: 'nobody',
  list_health: 'nobody',
  places: 'nobody',
  registers: 'nobody',
  register_entries: 'nobody',
  topics: 'nobody',
  moderation_counts: 'nobody',
  story_sheets: 'nobody',
  migrations: 'nobody',
  setup_links: 'nobody',
  saved_replies: 'office',
  coalition: 'office',
  print_editions: 'office',
  collections: 'office',
  campaigns: 'office',
  duty_records: 'duty',
  journal: 'log',
  journal_chain: 'log',
} as const
