-- What every room stands on: who is asking, the journal, jobs, letters, files, the coalition itself.
-- All tables are new and empty; nothing is locked.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists cube;

-- Who is asking, as base/db.ts sets it for one transaction. Outside a transaction: nobody.
create function kith_person() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('kith.person', true), '')::uuid $$;
create function kith_has(role text) returns boolean language sql stable parallel safe as
  $$ select role = any (string_to_array(coalesce(current_setting('kith.roles', true), ''), ',')) $$;
create function kith_system() returns boolean language sql stable parallel safe as
  $$ select coalesce(current_setting('kith.system', true), '') = 'on' $$;
-- For the length of a function that looks as its owner does: row-level security is forced on the owner
-- too, who on a PostgreSQL of one's own is no superuser and may not name the setting in the function.
create function kith_as_itself() returns text language plpgsql as $$
declare before text := coalesce(current_setting('kith.system', true), '');
begin
  perform set_config('kith.system', 'on', true);
  return before;
end $$;
create function kith_as_before(before text) returns void language plpgsql as $$
begin
  perform set_config('kith.system', before, true);
end $$;
create function kith_key() returns text language sql stable parallel safe as
  $$ select nullif(current_setting('kith.key', true), '') $$;

-- Letters without accents and case, for forgiving search. unaccent() is only stable because its
-- dictionary could change; ours does not.
create function kith_fold(words text) returns text language sql immutable strict parallel safe
  set search_path = public, pg_catalog as $$ select lower(unaccent('unaccent', words)) $$;

create table coalition (
  one boolean primary key default true check (one),
  name text not null,
  purpose text not null,
  place text not null,
  country text not null,
  latitude double precision,
  longitude double precision,
  languages text[] not null,
  phone text,
  phone_hours text,
  email text,
  band text not null,
  action text not null,
  rules jsonb not null,
  smtp text,
  mail_from text,
  open boolean not null,
  example boolean not null,
  set_up_at timestamptz not null
);

-- Everyone reads what the coalition says of itself; only the office and Kith itself write it, and its owner.
create function coalition_guard() returns trigger language plpgsql as $$
begin
  if kith_has('secretary') or kith_system()
    or current_user = (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = tg_relid) then
    return coalesce(new, old);
  end if;
  raise exception 'the coalition is changed by the office' using errcode = 'insufficient_privilege';
end $$;
create trigger coalition_guard before insert or update or delete on coalition
  for each row execute function coalition_guard();

create table journal (
  id uuid primary key,
  what text not null,
  about uuid,
  who uuid,
  at timestamptz not null,
  detail jsonb not null
);
create index journal_about on journal (about, at);
create index journal_at on journal (at);
alter table journal enable row level security;
alter table journal force row level security;
create policy journal_write on journal for insert with check (true);
create policy journal_read on journal for select
  using (kith_system() or kith_has('secretary') or kith_has('moderator') or who = kith_person());

create table outbox (
  id uuid primary key,
  key text not null unique,
  kind text not null,
  to_person uuid,
  to_address text not null,
  lang text not null,
  subject text not null,
  html text not null,
  text text not null,
  about uuid,
  unsubscribe_url text,
  -- A letter that lets someone sign in is not for the eyes of staff.
  secret boolean not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
  tries integer not null,
  problem text,
  written_at timestamptz not null,
  next_try_at timestamptz not null,
  sent_at timestamptz
);
create index outbox_waiting on outbox (next_try_at) where state = 'waiting';
create index outbox_written on outbox (written_at);
alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_write on outbox for insert with check (state = 'waiting' and tries = 0);
create policy outbox_send on outbox for all using (kith_system());
create policy outbox_read on outbox for select using (kith_has('secretary'));
create policy outbox_retry on outbox for update using (kith_has('secretary'));

-- A form sent twice is done once: the second answer leads where the first one led. Holds no person.
create table once (
  key text primary key,
  location text,
  at timestamptz not null
);

-- A form filled in over several pages, before it is sent. Only who holds its key can read it.
create table drafts (
  key_hash text primary key,
  kind text not null,
  answers jsonb not null,
  kept_until timestamptz not null
);
alter table drafts enable row level security;
alter table drafts force row level security;
create policy drafts_own on drafts for all using (key_hash = kith_key() or kith_system());

-- Pictures and other files: what they are; their bytes lie in the data folder under the same id.
create table files (
  id uuid primary key,
  kind text not null check (kind in ('picture', 'sheet')),
  type text not null,
  bytes integer not null,
  width integer,
  height integer,
  owner_key text,
  kept_at timestamptz not null,
  -- A file that no record refers to by then was left behind by a form that was never sent.
  claimed boolean not null
);
alter table files enable row level security;
alter table files force row level security;
create policy files_all on files for all
  using (kith_system() or owner_key = kith_key() or kith_has('moderator') or kith_has('secretary'))
  with check (true);

-- Adds a job in the transaction that needs it. The owner of the queue does it, so that the role Kith
-- works under needs no right to read anybody's jobs.
create function kith_add_job(task text, payload json, run_at timestamptz, job_key text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(task, payload, run_at => run_at, job_key => job_key);
end $$;

-- Since when the oldest job that is due has been waiting.
create function kith_oldest_job() returns timestamptz
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select min(run_at) from graphile_worker.jobs where run_at <= now() and locked_at is null $$;

-- The role that Kith works under owns nothing. Where it does not exist (a PostgreSQL of your own whose
-- owner may not make roles), row-level security still holds, because it is forced on the owner too.
do $$
begin
  if exists (select from pg_roles where rolname = 'kith_app') then
    grant usage on schema public to kith_app;
    grant select, insert, update, delete on all tables in schema public to kith_app;
    revoke update, delete on journal from kith_app;
    alter default privileges in schema public
      grant select, insert, update, delete on tables to kith_app;
    alter default privileges in schema public grant usage, select on sequences to kith_app;
    revoke all on migrations from kith_app;
    grant select on migrations to kith_app;
  end if;
end $$;
