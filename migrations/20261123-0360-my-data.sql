-- Who looked at mine, how the log was found to be, and what a night takes away. New tables: log_checks,
-- retention_runs. The journal gets one index, and is locked against writing while it is built: about a second
-- for a million entries.

-- Everything that somebody did is looked up when they ask what is kept of them, or leave.
create index journal_who on journal (who, at) where who is not null;

-- The whole log is for the secretary and for the safeguarding lead.
create policy journal_read_lead on journal for select using (kith_has('safeguarding-lead'));

-- Who did or read something on the record of the person asking: their name and roles. Whoever may read the whole
-- log learns this of everybody in it; everybody else only of those who were at their own record.
create function kith_names_in_log(ids uuid[]) returns table (id uuid, name text, roles text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text; everybody boolean := kith_system() or kith_has('secretary') or kith_has('safeguarding-lead');
begin
  before := kith_as_itself();
  return query
  select p.id, p.name,
    coalesce((select string_agg(r.role, ',' order by r.role) from roles r where r.person_id = p.id), '')
  from persons p
  where p.id = any(ids) and (everybody or p.id = kith_person() or exists (
    select from journal j where j.person = kith_person() and j.who = p.id));
  perform kith_as_before(before);
end $$;

-- People by their name or mail address, for whoever looks somebody up in the whole log; at most fifty ids.
create function kith_find_for_log(words text) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text;
begin
  if not (kith_system() or kith_has('secretary') or kith_has('safeguarding-lead')) then
    return;
  end if;
  before := kith_as_itself();
  return query
  select p.id from persons p
  where lower(p.email) = lower(trim(words)) or strpos(kith_fold(p.name), kith_fold(trim(words))) > 0
  order by p.known_since, p.id limit 50;
  perform kith_as_before(before);
end $$;

-- How the chained log was found to be. Holds ids of entries and no person. Kept for a year.
create table log_checks (
  at timestamptz primary key,
  seq bigint not null,
  hash text not null,
  -- What is wrong, in the order of the log; empty when it is whole.
  problems jsonb not null
);
alter table log_checks enable row level security;
alter table log_checks force row level security;
create policy log_checks_read on log_checks for select
  using (kith_system() or kith_has('secretary') or kith_has('safeguarding-lead'));
create policy log_checks_write on log_checks for all using (kith_system());

-- What each night took away, or would have taken: a number for each rule. Holds no person. Kept for a year.
create table retention_runs (
  at timestamptz not null,
  rule text not null,
  -- Only counted, nothing taken away.
  dry boolean not null,
  -- Nothing when the rule failed.
  gone integer,
  primary key (at, rule)
);
alter table retention_runs enable row level security;
alter table retention_runs force row level security;
create policy retention_runs_read on retention_runs for select using (kith_system() or kith_has('secretary'));
create policy retention_runs_write on retention_runs for all using (kith_system());
