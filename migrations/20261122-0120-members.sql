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
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from representatives r
    where r.organisation_id = organisation and r.person_id = kith_person());
  perform kith_as_before(before);
  return answer;
end $$;

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
  -- Since when someone without a mail address waits to be rung about it.
  ring_since timestamptz,
  check ((state in ('admitted', 'declined', 'ended')) = (decided_at is not null))
);
create index memberships_waiting on memberships (waiting_since) where state in ('asked', 'asked-back');
create index memberships_decided on memberships (decided_at desc, id) where decided_at is not null;
create index memberships_ring on memberships (ring_since) where ring_since is not null;
create index memberships_person on memberships (person_id);
alter table memberships enable row level security;
alter table memberships force row level security;
-- Anyone may ask, but only ask: for themselves, with the key of the link that they will be sent.
create policy memberships_ask on memberships for insert with check (
  state = 'asked' and decided_at is null and entered_by is null and key_hash = kith_key()
  and (person_id = kith_person() or kith_just_came(person_id)));
create policy memberships_read on memberships for select using (
  kith_has('secretary') or kith_system() or person_id = kith_person() or key_hash = kith_key());
-- Who holds the link may answer, correct and withdraw while nobody has decided. Letting in is not theirs.
create policy memberships_answer on memberships for update
  using (key_hash = kith_key() and state in ('asked', 'asked-back'))
  with check (key_hash = kith_key() and state in ('asked', 'asked-back', 'ended'));
create policy memberships_office on memberships for all using (kith_has('secretary') or kith_system());

-- Whether the link that is asked with belongs to an application, not yet decided, that names this person.
-- Who has a part in the coalition is never changed by a link that may be passed on.
create function kith_names_applicant(person uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from memberships m
    where m.person_id = person and m.key_hash = kith_key() and m.state in ('asked', 'asked-back'))
    and not exists (select from roles r where r.person_id = person);
  perform kith_as_before(before);
  return answer;
end $$;

create policy representatives_apply on representatives for all using (
  exists (select from memberships m
    where m.organisation_id = representatives.organisation_id
      and m.person_id = representatives.person_id
      and m.key_hash = kith_key() and m.state in ('asked', 'asked-back')));
-- The application is the account, which counts once its address is confirmed. Until then a slip in the
-- address can be put right.
create policy accounts_leave on accounts for delete
  using (confirmed_at is null and kith_names_applicant(person_id));
create policy accounts_applied on accounts for select using (kith_names_applicant(person_id));
create policy accounts_readdressed on accounts for insert
  with check (confirmed_at is null and kith_names_applicant(person_id));
-- Who holds the link may correct the person it names, unless that person has a confirmed account: then
-- they change themselves, signed in.
create policy persons_applied on persons for select using (kith_names_applicant(id));
create policy persons_correct on persons for update using (
  kith_names_applicant(id) and not exists (
    select from accounts a where a.person_id = persons.id and a.confirmed_at is not null));

-- Organisations that may be the same one: the same register number, or a name much like it. As its
-- owner, because under row-level security a likeness cannot use its index; it gives ids only, and the
-- rows are read under the rights of whoever asks.
create function kith_like_organisation(organisation uuid) returns table (id uuid, likeness real)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  return query
  select o.id, similarity(kith_fold(o.name), kith_fold(mine.name))
  from organisations mine join organisations o on o.id <> mine.id
    and (o.org_id = mine.org_id or kith_fold(o.name) % kith_fold(mine.name))
  where mine.id = organisation
    and (o.org_id = mine.org_id or similarity(kith_fold(o.name), kith_fold(mine.name)) > 0.45)
  order by (o.org_id = mine.org_id) is true desc, 2 desc, o.id limit 6;
  perform kith_as_before(before);
end $$;

-- An organisation is open to the office, to those who speak for it, and to who holds the link of its
-- application; everyone else sees its entry in the directory.
create function kith_applies(organisation uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from memberships m
    where m.organisation_id = organisation
      and (m.key_hash = kith_key() or m.person_id = kith_person()));
  perform kith_as_before(before);
  return answer;
end $$;

-- Whether the link that is asked with belongs to the application of this one, while nobody has decided.
create function kith_asks_for(organisation uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from memberships m
    where m.organisation_id = organisation
      and m.key_hash = kith_key() and m.state in ('asked', 'asked-back'));
  perform kith_as_before(before);
  return answer;
end $$;

alter table organisations enable row level security;
alter table organisations force row level security;
create policy organisations_ask on organisations for insert with check (not example);
create policy organisations_read on organisations for select using (
  kith_has('secretary') or kith_system() or kith_represents(id) or kith_applies(id));
create policy organisations_change on organisations for update using (
  kith_represents(id) or kith_asks_for(id));
create policy organisations_office on organisations for all
  using (kith_has('secretary') or kith_system());

-- Words as people look for them: no accents, no case ("Ynys Môn" is ynys mon). The signs that would make
-- an address or a compound of several words become spaces; other punctuation parts words by itself.
create function kith_words(words text) returns tsvector language sql immutable strict parallel safe
  return to_tsvector('pg_catalog.simple'::regconfig,
    translate(kith_fold(words), $$-_./@+:&~%#=?'$$, $$              $$));

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
  -- The order of the list; the collation is named so that it is the same in every database.
  folded_name text collate "C" not null generated always as (kith_fold(name)) stored,
  name_words tsvector not null generated always as
    (kith_words(name || ' ' || place || ' ' || coalesce(region, ''))) stored,
  words tsvector not null generated always as
    (kith_words(name || ' ' || place || ' ' || coalesce(region, '') || ' ' || left(about, 3000))) stored
);
create index directory_name on directory (folded_name, organisation_id);
create index directory_kind on directory (kind, folded_name, organisation_id);
create index directory_region on directory (region, folded_name, organisation_id);
create index directory_kind_region on directory (kind, region, folded_name, organisation_id);
create index directory_topics on directory using gin (topics) with (fastupdate = off);
-- New words wait in a short list and are filed together: an import is four times quicker so, and a search
-- reads 256 kB more at worst.
create index directory_name_words on directory using gin (name_words)
  with (fastupdate = on, gin_pending_list_limit = 256);
create index directory_words on directory using gin (words)
  with (fastupdate = on, gin_pending_list_limit = 256);
create index directory_like on directory using gin (folded_name gin_trgm_ops)
  with (fastupdate = on, gin_pending_list_limit = 256);
create index directory_spot on directory using gist (spot);

-- Every word of the directory once, so that a slip of the pen is mended word by word: to compare it with
-- every name would take longer the more members there are.
create table directory_terms (term text collate "C" primary key);
create index directory_terms_like on directory_terms using gin (term gin_trgm_ops);

create function directory_learn() returns trigger language plpgsql as $$
begin
  -- In order, so that two who list members at once wait for each other instead of blocking each other.
  insert into directory_terms (term)
    select distinct term from listed, unnest(tsvector_to_array(listed.words)) as term
    -- Digits stand before letters: numbers are not words.
    where length(term) between 3 and 40 and term collate "C" >= 'a'
    order by term
  on conflict do nothing;
  return null;
end $$;
create trigger directory_learn_new after insert on directory
  referencing new table as listed for each statement execute function directory_learn();
create trigger directory_learn_changed after update on directory
  referencing new table as listed for each statement execute function directory_learn();

-- What leaves the directory leaves its words as well, unless somebody else uses them.
create function directory_forget() returns trigger language plpgsql as $$
begin
  delete from directory_terms where term in (
    select distinct term from unlisted, unnest(tsvector_to_array(unlisted.words)) as term
  ) and not exists (
    select from directory d where d.words @@ quote_literal(directory_terms.term)::tsquery);
  return null;
end $$;
create trigger directory_forget after delete on directory
  referencing old table as unlisted for each statement execute function directory_forget();

-- Nothing enters the directory but by the office or by Kith itself: who represents an organisation may
-- only have applied for it.
create function directory_guard() returns trigger language plpgsql as $$
begin
  if kith_has('secretary') or kith_system() then
    return coalesce(new, old);
  end if;
  raise exception 'the directory is written by the office' using errcode = 'insufficient_privilege';
end $$;
create trigger directory_guard before insert or update or delete on directory
  for each row execute function directory_guard();
