-- Organisations, their memberships and representatives, and the public directory. All tables are new.

create table imports (
  id uuid primary key,
  name text not null,
  rows integer not null,
  done_by uuid references persons on delete set null,
  done_at timestamptz not null,
  undone_at timestamptz
);
alter table imports enable row level security;
alter table imports force row level security;
create policy imports_all on imports for all using (kith_has('secretary') or kith_system());

create table organisations (
  id uuid primary key,
  kind text not null check (kind in ('organisation', 'charity', 'company', 'group', 'individual')),
  name text not null,
  about text not null,
  topics text[] not null,
  website text,
  -- An org-id identifier such as GB-CHC-1095833.
  org_id text,
  address text,
  postcode text,
  place text not null,
  region text,
  country text,
  latitude double precision,
  longitude double precision,
  -- How exactly the place may be shown.
  precision text not null check (precision in ('exact', 'near', 'area')),
  email text,
  email_audience text not null check (email_audience in ('public', 'members', 'staff')),
  phone text,
  phone_audience text not null check (phone_audience in ('public', 'members', 'staff')),
  -- When a person last said that this is still right: apart from when it was last changed.
  checked_at timestamptz,
  updated_at timestamptz not null,
  example boolean not null,
  import_id uuid references imports on delete set null
);
create index organisations_org_id on organisations (org_id) where org_id is not null;
create index organisations_folded on organisations using gin (kith_fold(name) gin_trgm_ops);
create index organisations_import on organisations (import_id) where import_id is not null;

create table representatives (
  person_id uuid not null references persons on delete cascade,
  organisation_id uuid not null references organisations on delete cascade,
  role text not null,
  since timestamptz not null,
  primary key (person_id, organisation_id)
);
create index representatives_organisation on representatives (organisation_id);
alter table representatives enable row level security;
alter table representatives force row level security;
create policy representatives_read on representatives for select
  using (person_id = kith_person() or kith_has('secretary') or kith_system());
create policy representatives_write on representatives for all
  using (kith_has('secretary') or kith_system());

-- Whether the person asking speaks for this organisation. As its owner sees it, so that the policies of
-- organisations do not have to read a table that itself asks for them.
create function kith_represents(organisation uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from representatives r
    where r.organisation_id = organisation and r.person_id = kith_person()) $$;

create table memberships (
  id uuid primary key,
  organisation_id uuid not null unique references organisations on delete cascade,
  -- Who asked. Nobody, when the organisation came by a spreadsheet.
  person_id uuid references persons on delete set null,
  state text not null check (state in ('asked', 'asked-back', 'admitted', 'declined', 'ended')),
  channel text not null check (channel in ('web', 'phone', 'import')),
  lang text not null,
  answers jsonb not null,
  -- What the office asked back, and what was answered, in order.
  talk jsonb not null,
  -- The key of the private link in the applicant's letters.
  key_hash text unique,
  entered_by uuid references persons on delete set null,
  asked_at timestamptz not null,
  -- Since when it waits for the office or, when asked back, for the applicant.
  waiting_since timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references persons on delete set null,
  reason text,
  check ((state in ('admitted', 'declined', 'ended')) = (decided_at is not null))
);
create index memberships_waiting on memberships (waiting_since) where state in ('asked', 'asked-back');
create index memberships_person on memberships (person_id);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy memberships_ask on memberships for insert with check (state = 'asked');
create policy memberships_read on memberships for select using (
  kith_has('secretary') or kith_system() or person_id = kith_person() or key_hash = kith_key());
create policy memberships_answer on memberships for update using (key_hash = kith_key());
create policy memberships_office on memberships for all using (kith_has('secretary') or kith_system());

-- An organisation is open to the office, to those who speak for it, and to who holds the link of its
-- application; everyone else sees its entry in the directory.
create function kith_applies(organisation uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from memberships m
    where m.organisation_id = organisation
      and (m.key_hash = kith_key() or m.person_id = kith_person())) $$;

alter table organisations enable row level security;
alter table organisations force row level security;
create policy organisations_ask on organisations for insert with check (not example);
create policy organisations_read on organisations for select using (
  kith_has('secretary') or kith_system() or kith_represents(id) or kith_applies(id));
create policy organisations_change on organisations for update using (
  kith_represents(id) or kith_applies(id));
create policy organisations_office on organisations for all
  using (kith_has('secretary') or kith_system());

-- The directory: only what is public anyway, so it needs no row-level security, and its searches can
-- use their indexes (under RLS a text search cannot: 2.4 ms becomes 275 ms at 100,000 rows).
create table directory (
  organisation_id uuid primary key references organisations on delete cascade,
  kind text not null,
  name text not null,
  about text not null,
  topics text[] not null,
  website text,
  org_id text,
  email text,
  phone text,
  place text not null,
  region text,
  country text,
  latitude double precision,
  longitude double precision,
  spot cube,
  checked_at timestamptz,
  listed_at timestamptz not null,
  example boolean not null,
  folded_name text not null generated always as (kith_fold(name)) stored,
  folded text not null generated always as (kith_fold(name || ' ' || place)) stored,
  words tsvector not null generated always as (
    setweight(to_tsvector('simple', kith_fold(name)), 'A') ||
    setweight(to_tsvector('simple', kith_fold(place)), 'B') ||
    setweight(to_tsvector('simple', kith_fold(about)), 'D')) stored
);
create index directory_name on directory (folded_name, organisation_id);
create index directory_kind on directory (kind, folded_name, organisation_id);
create index directory_region on directory (region, folded_name, organisation_id);
create index directory_topics on directory using gin (topics);
create index directory_words on directory using gin (words);
create index directory_folded on directory using gin (folded gin_trgm_ops);
create index directory_spot on directory using gist (spot);

-- Nothing enters the directory but by the office, by Kith itself, or by those it is about.
create function directory_guard() returns trigger language plpgsql as $$
begin
  if kith_has('secretary') or kith_system()
    or kith_represents(coalesce(new.organisation_id, old.organisation_id)) then
    return coalesce(new, old);
  end if;
  raise exception 'the directory is written by the office' using errcode = 'insufficient_privilege';
end $$;
create trigger directory_guard before insert or update or delete on directory
  for each row execute function directory_guard();
