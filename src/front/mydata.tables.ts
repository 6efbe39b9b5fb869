import { type RawBuilder, sql, type SqlBool } from 'kysely'

/** Somebody, as their rows are found: by id, by what they proved to read (in lower case), by their stories. */
export type Me = { id: string; name: string; emails: string[]; phone: string | null }
type Where = RawBuilder<SqlBool>

/** What becomes of rows when the person leaves. */
export type After = 'deleted' | 'unnamed' | 'kept'

/**
 * How rows of a table belong to a person. `mine`: theirs, shown whole. `acted`: columns that name them as who
 * did it; the rest of such a row is somebody else's and is not shown. `secret`: columns that would let someone
 * in, or that only a machine needs; they are named and not shown. `why`: the words that say why it is kept.
 */
export type Held = {
  table: string
  mine?: (me: Me) => Where
  acted?: readonly string[]
  secret?: readonly string[]
  /** Columns that say once more, for searching, what others say. */
  copies?: readonly string[]
  after: After
}

const isMe = (column: string) => (me: Me) => sql<SqlBool>`${sql.ref(column)} = ${me.id}`
const organisationsOf = (me: Me) => sql`(
  select organisation_id from representatives where person_id = ${me.id}
  union select organisation_id from memberships where person_id = ${me.id})`
const storiesOf = (me: Me) => sql`(
  select s.id from stories s
  where s.teller_id = ${me.id} or lower(s.email) = any(${me.emails}))`
const ofMyOrganisations = (column: string) => (me: Me) =>
  sql<SqlBool>`${sql.ref(column)} in ${organisationsOf(me)}`
const ofMyStories = (column: string) => (me: Me) =>
  sql<SqlBool>`${sql.ref(column)} in ${storiesOf(me)}`

/** Every table in which a person stands, in the order in which it is shown. */
export const held: readonly Held[] = [
  { table: 'persons', mine: isMe('id'), after: 'deleted' },
  { table: 'accounts', mine: isMe('person_id'), after: 'deleted' },
  { table: 'roles', mine: isMe('person_id'), acted: ['given_by'], after: 'deleted' },
  { table: 'representatives', mine: isMe('person_id'), after: 'deleted' },
  { table: 'organisations', mine: ofMyOrganisations('id'), after: 'kept' },
  {
    table: 'memberships',
    // The answers of whoever applied are theirs, not of everyone who speaks for the organisation.
    mine: isMe('person_id'),
    acted: ['entered_by', 'decided_by'],
    secret: ['key_hash'],
    after: 'unnamed',
  },
  {
    table: 'directory',
    mine: ofMyOrganisations('organisation_id'),
    copies: ['spot', 'folded_name', 'name_words', 'words'],
    after: 'kept',
  },
  {
    table: 'stories',
    mine: (me) => sql`(teller_id = ${me.id} or lower(email) = any(${me.emails}))`,
    secret: ['key_hash', 'code_hash'],
    after: 'unnamed',
  },
  {
    table: 'consents',
    mine: ofMyStories('story_id'),
    acted: ['taken_by', 'ended_by'],
    after: 'kept',
  },
  {
    // Who is named or shown in somebody else's story: their answer stays with it.
    table: 'story_people',
    mine: (me) => sql`lower(email) = any(${me.emails})`,
    acted: ['taken_by'],
    secret: ['key_hash', 'code_hash'],
    after: 'kept',
  },
  {
    // Whom a teller named as somebody who may read their story.
    table: 'story_readers',
    mine: (me) => sql`lower(email) = any(${me.emails})`,
    secret: ['key_hash', 'code_hash'],
    after: 'deleted',
  },
  { table: 'story_traces', mine: ofMyStories('story_id'), after: 'kept' },
  {
    table: 'published_stories',
    mine: ofMyStories('id'),
    copies: ['folded', 'words'],
    after: 'unnamed',
  },
  { table: 'decisions', mine: ofMyStories('story_id'), acted: ['decided_by'], after: 'unnamed' },
  {
    // The version of their words that they were asked about.
    table: 'story_edits',
    mine: ofMyStories('story_id'),
    acted: ['edited_by', 'taken_by'],
    after: 'unnamed',
  },
  {
    // What somebody made of their words in another language; who translated is thanked by name while they wish.
    table: 'story_translations',
    mine: ofMyStories('story_id'),
    acted: ['translator_id', 'edited_by', 'read_by', 'taken_by'],
    secret: ['key_hash', 'words_hash'],
    after: 'unnamed',
  },
  {
    table: 'published_translations',
    mine: ofMyStories('story_id'),
    copies: ['words'],
    after: 'unnamed',
  },
  {
    table: 'story_safety',
    mine: ofMyStories('story_id'),
    acted: ['said_by', 'first_by', 'second_by'],
    after: 'kept',
  },
  { table: 'story_voices', mine: ofMyStories('story_id'), after: 'deleted' },
  { table: 'story_pictures', mine: ofMyStories('story_id'), after: 'kept' },
  {
    table: 'story_tellings',
    mine: ofMyStories('story_id'),
    acted: ['taken_by'],
    after: 'deleted',
  },
  { table: 'campaign_stories', mine: ofMyStories('story_id'), after: 'kept' },
  { table: 'appeals', mine: ofMyStories('story_id'), acted: ['decided_by'], after: 'unnamed' },
  { table: 'story_effects', mine: ofMyStories('story_id'), acted: ['noted_by'], after: 'kept' },
  { table: 'story_years', mine: ofMyStories('story_id'), secret: ['letter'], after: 'kept' },
  { table: 'duty_records', acted: ['saved_by'], after: 'unnamed' },
  {
    table: 'files',
    mine: (me) =>
      sql`(id in (select picture_id from stories where picture_id is not null and id in ${storiesOf(me)})
        or id in (select file_id from story_voices where story_id in ${storiesOf(me)})
        or id in (select file_id from story_pictures where story_id in ${storiesOf(me)})
        or id in (select scan_id from story_tellings where scan_id is not null and story_id in ${storiesOf(me)}))`,
    secret: ['owner_key'],
    after: 'deleted',
  },
  {
    table: 'reports',
    mine: (me) => sql`lower(email) = any(${me.emails})`,
    acted: ['decided_by'],
    after: 'unnamed',
  },
  {
    table: 'outbox',
    mine: (me) => sql`(to_person = ${me.id} or lower(to_address) = any(${me.emails}))`,
    secret: ['key', 'html'],
    after: 'deleted',
  },
  { table: 'sessions', mine: isMe('person_id'), secret: ['token_hash'], after: 'deleted' },
  {
    table: 'sign_ins',
    mine: isMe('person_id'),
    secret: ['link_hash', 'code_hash', 'browser_hash'],
    after: 'deleted',
  },
  { table: 'code_sheets', mine: isMe('person_id'), acted: ['issued_by'], after: 'deleted' },
  {
    table: 'paper_codes',
    mine: (me) => sql`sheet_id in (select id from code_sheets where person_id = ${me.id})`,
    secret: ['hash'],
    after: 'deleted',
  },
  {
    table: 'read_out_codes',
    mine: isMe('person_id'),
    acted: ['issued_by'],
    secret: ['code_hash'],
    after: 'deleted',
  },
  {
    table: 'passkeys',
    mine: isMe('person_id'),
    secret: ['credential_id', 'public_key'],
    after: 'deleted',
  },
  {
    table: 'promises',
    mine: isMe('person_id'),
    acted: ['keeper_id', 'made_by', 'closed_by'],
    after: 'deleted',
  },
  { table: 'handover_notes', mine: isMe('person_id'), acted: ['written_by'], after: 'deleted' },
  {
    table: 'welcomes',
    mine: (me) => sql`membership_id in (select id from memberships where person_id = ${me.id})`,
    acted: ['welcomed_by'],
    after: 'unnamed',
  },
  {
    table: 'invitations',
    mine: (me) => sql`(lower(email) = any(${me.emails}) or accepted_by = ${me.id})`,
    acted: ['invited_by', 'accepted_by'],
    secret: ['key_hash'],
    after: 'deleted',
  },
  {
    table: 'claims',
    mine: (me) => sql`lower(email) = any(${me.emails})`,
    acted: ['decided_by'],
    secret: ['key_hash', 'code_hash'],
    after: 'deleted',
  },
  { table: 'saved_replies', acted: ['written_by', 'changed_by'], after: 'unnamed' },
  { table: 'rhythms', acted: ['keeper_id', 'made_by'], after: 'unnamed' },
  { table: 'rhythm_turns', acted: ['done_by'], after: 'unnamed' },
  { table: 'imports', acted: ['done_by'], after: 'unnamed' },
  { table: 'twins', acted: ['decided_by'], after: 'unnamed' },
  { table: 'merges', acted: ['merged_by', 'undone_by'], after: 'kept' },
  {
    table: 'journal',
    mine: (me) => sql`(who = ${me.id} or person = ${me.id} or about = ${me.id})`,
    after: 'kept',
  },
]

type ByKey = { table: string; where(keyHash: string): Where; secret?: readonly string[] }

const asked = (keyHash: string) =>
  sql`select person_id from memberships where key_hash = ${keyHash}`

const ofStoryWith = (keyHash: string) =>
  sql<SqlBool>`story_id in (select id from stories where key_hash = ${keyHash})`

/** What a private link opens, without an account: the one record that it belongs to. */
export const byLink = {
  join: [
    {
      table: 'memberships',
      where: (keyHash) => sql`key_hash = ${keyHash}`,
      secret: ['key_hash'],
    },
    {
      table: 'organisations',
      where: (keyHash) =>
        sql`id in (select organisation_id from memberships where key_hash = ${keyHash})`,
    },
    // Whoever has an account that counts sees this signed in: a link can be passed on.
    { table: 'persons', where: (keyHash) => sql`id in (${asked(keyHash)})` },
    {
      table: 'representatives',
      where: (keyHash) => sql`person_id in (${asked(keyHash)}) and organisation_id in
        (select organisation_id from memberships where key_hash = ${keyHash})`,
    },
  ],
  story: [
    {
      table: 'stories',
      where: (keyHash) => sql`key_hash = ${keyHash}`,
      secret: ['key_hash', 'code_hash'],
    },
    { table: 'consents', where: ofStoryWith },
    { table: 'story_traces', where: ofStoryWith },
    {
      table: 'published_stories',
      where: (keyHash) => sql`id in (select id from stories where key_hash = ${keyHash})`,
    },
    { table: 'decisions', where: ofStoryWith },
    { table: 'story_edits', where: ofStoryWith },
    {
      table: 'story_translations',
      where: ofStoryWith,
      secret: ['key_hash', 'words_hash'],
    },
    { table: 'published_translations', where: ofStoryWith },
    { table: 'story_voices', where: ofStoryWith },
    { table: 'story_pictures', where: ofStoryWith },
    { table: 'story_tellings', where: ofStoryWith },
    { table: 'appeals', where: ofStoryWith },
    { table: 'story_effects', where: ofStoryWith },
    {
      table: 'files',
      where: (keyHash) => sql`id in (select picture_id from stories where key_hash = ${keyHash})`,
      secret: ['owner_key'],
    },
  ],
} as const satisfies Record<string, readonly ByKey[]>
export type LinkKind = keyof typeof byLink

/** Tables with a column that sounds like a person's, which hold none that we could find: each with its reason. */
export const holdNobody: Readonly<Record<string, string>> = {
  coalition: 'the phone and the mail address of the office, which everyone reads',
}

/** What finds the rows of a person in one table, their own and those in which they acted. */
export function whereHeld({ mine, acted = [] }: Held, me: Me): Where {
  const ways = [
    ...(mine ? [mine(me)] : []),
    ...acted.map((column) => sql<SqlBool>`${sql.ref(column)} = ${me.id}`),
  ]
  return sql`(${sql.join(ways, sql` or `)})`
}
