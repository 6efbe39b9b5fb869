/**
 * Columns of words that hold nothing private, table by table: one of a few words, a digest or a key, what is
 * public, or facts and ids. Every other column has a marker (canary.records.ts), or the test fails.
 */
export const harmless: Readonly<Record<string, string>> = {
  claims: 'lang way key_hash code_hash state ended_why',
  // What the coalition says of itself; its mail server has a marker.
  coalition: 'name purpose place country languages phone phone_hours email band action rules',
  code_sheets: 'channel',
  consents: 'use version lang channel ended_channel',
  decisions: 'verdict',
  // What everyone may read.
  directory: 'kind name about topics website org_id email phone place region country',
  directory_terms: 'term',
  published_stories: 'lang title body byline town picture_words',
  register_entries: 'org_id register number name postcode place topics website about',
  registers: 'prefix file',
  topics: 'code names source parent merged_into',
  places: 'id kind name town district around region country',
  drafts: 'key_hash kind',
  files: 'kind type owner_key',
  freshness: 'stale_why',
  freshness_rounds: 'key_hash answer',
  invitations: 'lang key_hash',
  // Held against every marker at the end of the test.
  journal: 'what detail',
  journal_chain: 'hash',
  limits: 'key',
  log_checks: 'hash problems',
  memberships: 'state channel lang key_hash',
  // The name of a member that is listed.
  merges: 'kept_name',
  migrations: 'name hash',
  once: 'key location',
  organisations:
    'kind topics website org_id place region country precision email_audience phone_audience',
  outbox: 'key kind lang unsubscribe_url state problem',
  paper_codes: 'hash',
  passkeys: 'transports',
  persons: 'lang',
  promises: 'state',
  read_out_codes: 'code_hash',
  reports: 'about harm spoken state',
  retention_runs: 'rule',
  roles: 'role',
  saved_replies: 'occasion',
  sessions: 'token_hash device proofs',
  setup_links: 'key_hash',
  sign_ins: 'link_hash code_hash browser_hash channel',
  spent_challenges: 'hash',
  stories: 'name_style lang audience state key_hash spoken code_hash channel',
  story_people: 'how lang state channel key_hash code_hash',
  twin_signs: 'sign',
  twins: 'reasons state',
  welcomes: 'letter channel',
}
