-- Registers of charities and companies, so that somebody finds their organisation instead of typing it; topics as
-- a list that the office trims; and what an import changed, so that it can be taken back. New tables: registers,
-- register_entries, topics, import_changes. organisations and imports get one column each, which rewrites nothing:
-- they are locked for a moment.

-- Which registers are loaded. Public facts, no person: who loaded one stands in the journal.
create table registers (
  -- The prefix of its identifiers: GB-CHC, GB-SC, GB-COH…
  prefix text primary key,
  file text not null,
  entries integer not null,
  -- How many entries are on it no longer.
  gone integer not null,
  loaded_at timestamptz not null
);

create table register_entries (
  -- GB-CHC-1095833
  org_id text collate "C" primary key,
  register text not null references registers on delete cascade,
  number text collate "C" not null,
  name text not null,
  folded text collate "C" not null generated always as (kith_fold(name)) stored,
  postcode text,
  place text not null,
  topics text[] not null,
  website text,
  about text not null,
  -- On the register no longer, or not in the last file of it.
  removed boolean not null,
  loaded_at timestamptz not null
);
create index register_entries_register on register_entries (register);
create index register_entries_folded on register_entries (folded) where not removed;
create index register_entries_number on register_entries (number) where not removed;
-- New names wait in a short list and are filed together: a national register of 200,000 is loaded many times
-- quicker so, and a search reads 1 MB more at worst.
create index register_entries_like on register_entries using gin (folded gin_trgm_ops)
  with (fastupdate = on, gin_pending_list_limit = 1024);

-- What members work on. Their own words that are none of these stay with them as words.
create table topics (
  -- The word in addresses and exports: older-people.
  code text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  -- Its name in each language that has one. None: Kith's own words for it.
  names jsonb not null,
  -- What the taxonomy that it came from calls it: HE204.
  source text unique,
  parent text references topics on delete set null,
  -- Whether it is offered to choose from.
  offered boolean not null,
  turn integer not null,
  -- The topic that it is part of since both were made one.
  merged_into text references topics on delete set null,
  check (merged_into is null or not offered)
);
insert into topics (code, names, offered, turn)
  select code, '{}', true, turn from unnest(array['loneliness', 'befriending', 'older-people', 'young-people',
    'families', 'carers', 'disability', 'mental-health', 'newcomers', 'faith', 'food', 'arts', 'sport', 'nature',
    'digital', 'research']) with ordinality as seed (code, turn);

-- Everyone reads registers and topics; only the office, Kith itself and their owner write them.
create function registers_guard() returns trigger language plpgsql as $$
begin
  if kith_has('secretary') or kith_system()
    or current_user = (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = tg_relid) then
    return null;
  end if;
  raise exception '% is written by the office', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger registers_guard before insert or update or delete on registers
  for each statement execute function registers_guard();
create trigger register_entries_guard before insert or update or delete on register_entries
  for each statement execute function registers_guard();
create trigger topics_guard before insert or update or delete on topics
  for each statement execute function registers_guard();

-- Loading counts its rows itself (ANALYZE), so that the first search after it is already quick.
do $$
begin
  if exists (select from pg_roles where rolname = 'kith_app') then
    grant maintain on register_entries to kith_app;
  end if;
end $$;

-- When the number of an organisation was last seen on a register that is loaded.
alter table organisations add column number_checked_at timestamptz;

-- Whichever way a number comes (asked, corrected, imported), it is looked up on the register.
create function organisations_number() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.org_id is not distinct from old.org_id then
    return new;
  end if;
  new.number_checked_at := case when new.org_id is not null and exists (
    select from register_entries e where e.org_id = new.org_id and not e.removed)
    then new.updated_at end;
  return new;
end $$;
create trigger organisations_number before insert or update of org_id on organisations
  for each row execute function organisations_number();

-- Whether a member has this number, other than the organisation that is asked about: all that somebody who
-- applies learns of it. Who has only applied is nobody's business.
create function kith_number_listed(id_asked text, other_than uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from organisations o join memberships m on m.organisation_id = o.id
    where o.org_id = id_asked and o.id is distinct from other_than and m.state = 'admitted');
  perform kith_as_before(before);
  return answer;
end $$;

-- When the number of a member in the directory was last seen on its register: public like the number itself.
create function kith_number_checked(organisation uuid) returns timestamptz
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer timestamptz;
begin
  select o.number_checked_at into answer from organisations o
    where o.id = organisation and exists (select from directory d where d.organisation_id = o.id);
  perform kith_as_before(before);
  return answer;
end $$;

-- How many members were changed by an import, and how they were before.
alter table imports add column changed integer not null default 0;
create table import_changes (
  import_id uuid not null references imports on delete cascade,
  organisation_id uuid not null references organisations on delete cascade,
  -- The columns that the import changed, as they were and as it left them.
  before jsonb not null,
  after jsonb not null,
  primary key (import_id, organisation_id)
);
create index import_changes_organisation on import_changes (organisation_id);
alter table import_changes enable row level security;
alter table import_changes force row level security;
create policy import_changes_all on import_changes for all
  using (kith_has('secretary') or kith_system());
