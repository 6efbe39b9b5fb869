-- The journal becomes a chain: each entry's hash holds the one before it, so that a change, a loss or a swap
-- can be named afterwards. It also says whose record an entry is about, so that everyone can read who looked
-- at theirs. Chains what is there already; locks the journal while it does.

alter table journal add column person uuid;
create index journal_person on journal (person, at) where person is not null;

-- Insert-only, in the order in which transactions committed. Beside the journal, because an entry never changes.
create table journal_chain (
  seq bigint primary key,
  entry uuid not null unique,
  hash text not null
);
alter table journal_chain enable row level security;
alter table journal_chain force row level security;
create policy journal_chain_read on journal_chain for select
  using (kith_system() or kith_has('secretary') or kith_has('safeguarding-lead'));
create policy journal_chain_write on journal_chain for insert with check (kith_system());

-- What of an entry is hashed: every column, written in one way only. src/base/journal.chain.ts writes the same.
create function kith_entry_text(entry journal) returns text language sql stable
  return concat_ws(E'\n', entry.id::text, entry.what, coalesce(entry.about::text, '-'),
    coalesce(entry.who::text, '-'), coalesce(entry.person::text, '-'),
    to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.detail::text);

-- At the end of the transaction, when it waits for nothing else: one at a time, so that the chain never forks.
create function kith_chain_entry() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text; last record;
begin
  perform pg_advisory_xact_lock(hashtextextended('kith journal', 0));
  before := kith_as_itself();
  select seq, hash into last from journal_chain order by seq desc limit 1;
  insert into journal_chain (seq, entry, hash) values (
    coalesce(last.seq, 0) + 1, new.id,
    encode(sha256(convert_to(coalesce(last.hash, '') || E'\n' || kith_entry_text(new), 'UTF8')), 'hex'));
  perform kith_as_before(before);
  return null;
end $$;

do $$
declare entry journal; last text := ''; n bigint := 0; before text := kith_as_itself();
begin
  for entry in select * from journal order by at, id loop
    n := n + 1;
    last := encode(sha256(convert_to(last || E'\n' || kith_entry_text(entry), 'UTF8')), 'hex');
    insert into journal_chain (seq, entry, hash) values (n, entry.id, last);
  end loop;
  perform kith_as_before(before);
end $$;

create constraint trigger journal_chain after insert on journal
  deferrable initially deferred for each row execute function kith_chain_entry();

-- Whose record it is about may be read by that person as well.
drop policy journal_read on journal;
create policy journal_read on journal for select using (
  kith_system() or kith_has('secretary') or kith_has('moderator')
  or who = kith_person() or person = kith_person());

do $$
begin
  if exists (select from pg_roles where rolname = 'kith_app') then
    revoke update, delete, insert on journal_chain from kith_app;
  end if;
end $$;
