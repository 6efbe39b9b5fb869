-- Every entry is asked about once in six months, and what nobody confirms sinks to the end of the list and in
-- the end leaves it. New tables: freshness, freshness_rounds, list_health. The directory gets one column, which
-- rewrites nothing, and its indexes are built anew with it in front: that locks the directory against writing,
-- for about ten seconds with 100,000 members.

-- Where an entry stands between two confirmations. No row: it was never asked about.
create table freshness (
  organisation_id uuid primary key references organisations on delete cascade,
  -- How many times the organisation was asked; the key of the letter's link is made from it.
  round integer not null default 0,
  asked_at timestamptz,
  reminded_at timestamptz,
  stale_since timestamptz,
  stale_why text check (stale_why in ('unanswered', 'bounced', 'nobody')),
  off_since timestamptz,
  -- Not before this moment is it to be rung.
  call_at timestamptz,
  tries integer not null default 0,
  check ((stale_since is null) = (stale_why is null)),
  check (off_since is null or stale_since is not null)
);
create index freshness_asked on freshness (asked_at, organisation_id)
  where asked_at is not null and stale_since is null;
create index freshness_call on freshness (call_at, organisation_id) where call_at is not null;

-- One question and its answer. An old letter's key is still known, so that its page can say what became of it.
create table freshness_rounds (
  key_hash text primary key,
  organisation_id uuid not null references organisations on delete cascade,
  asked_at timestamptz not null,
  ended_at timestamptz,
  answer text check (answer in ('right', 'changed', 'closed', 'checked')),
  check ((ended_at is null) = (answer is null))
);
create index freshness_rounds_organisation on freshness_rounds (organisation_id);

alter table freshness enable row level security;
alter table freshness force row level security;
create policy freshness_read on freshness for select
  using (kith_has('secretary') or kith_system() or kith_represents(organisation_id));
create policy freshness_write on freshness for all using (kith_has('secretary') or kith_system());

alter table freshness_rounds enable row level security;
alter table freshness_rounds force row level security;
create policy freshness_rounds_read on freshness_rounds for select
  using (kith_has('secretary') or kith_system() or key_hash = kith_key());
create policy freshness_rounds_write on freshness_rounds for all
  using (kith_has('secretary') or kith_system());

-- Whether the link that is asked with belongs to a question about this organisation that is still open.
create function kith_still_asks(organisation uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from freshness_rounds r
    where r.key_hash = kith_key() and r.organisation_id = organisation and r.ended_at is null);
  perform kith_as_before(before);
  return answer;
end $$;
create policy organisations_still on organisations for select using (
  kith_key() is not null and kith_still_asks(id));

-- Whether a member is not listed at the moment only because nobody has confirmed its entry: all that its page
-- says to everyone.
create function kith_rests(organisation uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from freshness f join memberships m on m.organisation_id = f.organisation_id
    where f.organisation_id = organisation and f.off_since is not null and m.state = 'admitted');
  perform kith_as_before(before);
  return answer;
end $$;

-- Whoever checks an entry, by whatever way, answers the question about it: it is asked again in six months.
-- What the directory shows follows when the entry is listed again.
create function freshness_checked() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text; checked uuid[];
begin
  -- Grouped instead of joined: the plan is kept from a change of one row, and a join of that kind would
  -- compare each row of a large change with each.
  select array_agg(id) into checked from (
    select id from (select id, checked_at as later, null::timestamptz as sooner from changed
      union all select id, null, checked_at from former) as both_sides
    group by id having max(later) > coalesce(max(sooner), '-infinity')) as newly;
  if checked is null then
    return null;
  end if;
  before := kith_as_itself();
  update freshness set asked_at = null, reminded_at = null, stale_since = null, stale_why = null,
      off_since = null, call_at = null, tries = 0
    where organisation_id = any(checked);
  update freshness_rounds r set ended_at = o.checked_at, answer = 'checked'
    from organisations o
    where o.id = r.organisation_id and r.organisation_id = any(checked) and r.ended_at is null;
  perform kith_as_before(before);
  return null;
end $$;
create trigger freshness_checked after update on organisations
  referencing old table as former new table as changed
  for each statement execute function freshness_checked();

-- How the list was each night. Numbers only.
create table list_health (
  day date primary key,
  fresh integer not null,
  asked integer not null,
  stale integer not null,
  off integer not null,
  bounced integer not null,
  unreachable integer not null,
  alone integer not null
);
alter table list_health enable row level security;
alter table list_health force row level security;
create policy list_health_all on list_health for all using (kith_has('secretary') or kith_system());

-- Which letters came back is asked by organisation.
create index outbox_freshness on outbox (about) where kind in ('freshness.asked', 'freshness.reminded');

-- What is not confirmed comes last in every list. By name it stands behind the rest of the same index; for
-- words and places each half has an index of its own, so that few among many are found as quickly.
alter table directory add column stale boolean not null default false;
drop index directory_name, directory_kind, directory_region, directory_kind_region,
  directory_name_words, directory_words, directory_spot;
create index directory_name on directory (stale, folded_name, organisation_id);
create index directory_kind on directory (kind, stale, folded_name, organisation_id);
create index directory_region on directory (region, stale, folded_name, organisation_id);
create index directory_kind_region on directory (kind, region, stale, folded_name, organisation_id);
create index directory_name_words on directory using gin (name_words)
  with (fastupdate = on, gin_pending_list_limit = 256) where not stale;
create index directory_name_words_stale on directory using gin (name_words)
  with (fastupdate = on, gin_pending_list_limit = 256) where stale;
create index directory_words on directory using gin (words)
  with (fastupdate = on, gin_pending_list_limit = 256) where not stale;
create index directory_words_stale on directory using gin (words)
  with (fastupdate = on, gin_pending_list_limit = 256) where stale;
create index directory_spot on directory using gist (spot) where not stale;
create index directory_spot_stale on directory using gist (spot) where stale;

-- Only entries whose words changed teach new ones: a thousand entries that turn stale teach none.
create function directory_learn_changed() returns trigger language plpgsql as $$
begin
  insert into directory_terms (term)
    select distinct term
    from (select organisation_id, words from listed
        except select organisation_id, words from former) as taught,
      unnest(tsvector_to_array(taught.words)) as term
    where length(term) between 3 and 40 and term collate "C" >= 'a'
    order by term
  on conflict do nothing;
  return null;
end $$;
drop trigger directory_learn_changed on directory;
create trigger directory_learn_changed after update on directory
  referencing old table as former new table as listed
  for each statement execute function directory_learn_changed();

create or replace function directory_forget() returns trigger language plpgsql as $$
begin
  delete from directory_terms where term in (
    select distinct term from unlisted, unnest(tsvector_to_array(unlisted.words)) as term
  ) and not exists (
    select from directory d where not d.stale and d.words @@ quote_literal(directory_terms.term)::tsquery
  ) and not exists (
    select from directory d where d.stale and d.words @@ quote_literal(directory_terms.term)::tsquery);
  return null;
end $$;
