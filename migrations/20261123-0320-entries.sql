-- Who speaks for an organisation and how others come to; entries that the office keeps, and how their owners claim
-- them; and a place "near by" that is shown at one stable spot. New tables: invitations, claims, handovers.
-- organisations gets a column with a random default, which writes the table anew: locked for about a second with
-- 100,000 rows. Public spots of places "near by" move once.

-- A random number that is never shown: from it comes the spot at which a place "near by" is shown.
alter table organisations add column seed uuid not null default gen_random_uuid();

-- The spot at which a place "near by" is shown: 250 to 950 metres away, in a direction and at a distance that only
-- the seed and the real place decide. However often it is written, exported or asked for, it is the same spot, so
-- no average leads back; another real place gives a spot that says nothing about the one before.
-- Out: latitude and longitude in degrees.
create function kith_near(seed uuid, lat double precision, lon double precision) returns double precision[]
  language plpgsql immutable strict parallel safe as $$
declare
  digest bytea := sha256(uuid_send(seed) || float8send(lat) || float8send(lon));
  -- Two numbers from 0 up to 1.
  far float8 := (((get_byte(digest, 0) * 256 + get_byte(digest, 1)) * 256 + get_byte(digest, 2)))::float8 / 16777216;
  way float8 := (((get_byte(digest, 3) * 256 + get_byte(digest, 4)) * 256 + get_byte(digest, 5)))::float8 / 16777216;
  -- As likely on each square metre between the two rings. A degree of latitude is 111,195 metres.
  degrees float8 := sqrt(62500 + (902500 - 62500) * far) / 111195;
  bearing float8 := 2 * pi() * way;
begin
  return array[
    round(greatest(-90, least(90, lat + degrees * cos(bearing))) * 100000) / 100000,
    round((lon + degrees * sin(bearing) / greatest(0.05, cos(radians(lat)))) * 100000) / 100000];
end $$;

do $$
declare before text := kith_as_itself();
begin
  update directory d set latitude = seen.spot[1], longitude = seen.spot[2],
      spot = kith_spot(seen.spot[1], seen.spot[2])
    from organisations o,
      lateral (select kith_near(o.seed, o.latitude, o.longitude) as spot offset 0) as seen
    where o.id = d.organisation_id and o.precision = 'near' and seen.spot is not null;
  perform kith_as_before(before);
end $$;

-- Entries that the office keeps for those who never sign in.
alter table memberships drop constraint memberships_channel_check;
alter table memberships add constraint memberships_channel_check
  check (channel in ('web', 'phone', 'import', 'kept')) not valid;
alter table memberships validate constraint memberships_channel_check;

-- Whether the person asking speaks for a member: who has only applied speaks for none yet.
create function kith_speaks_for(organisation uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from representatives r
    join memberships m on m.organisation_id = r.organisation_id
    where r.organisation_id = organisation and r.person_id = kith_person() and m.state = 'admitted');
  perform kith_as_before(before);
  return answer;
end $$;

-- Whether the person asking is a member, or speaks for one, or has a part in the coalition.
create or replace function kith_is_member() returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text; answer boolean;
begin
  if kith_person() is null then
    return false;
  end if;
  before := kith_as_itself();
  answer := exists (select from representatives r
      join memberships m on m.organisation_id = r.organisation_id
      where r.person_id = kith_person() and m.state = 'admitted')
    or exists (select from memberships m join organisations o on o.id = m.organisation_id
      where m.person_id = kith_person() and m.state = 'admitted' and o.kind = 'individual')
    or exists (select from roles r where r.person_id = kith_person());
  perform kith_as_before(before);
  return answer;
end $$;

-- How members reach a member of the directory, where it is for members: nothing for visitors, nothing that is for
-- the office.
create function kith_contact_for_members(organisation uuid) returns table (email text, phone text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text;
begin
  if not kith_is_member() then
    return;
  end if;
  before := kith_as_itself();
  return query
  select case o.email_audience when 'members' then o.email end,
    case o.phone_audience when 'members' then o.phone end
  from organisations o join directory d on d.organisation_id = o.id
  where o.id = organisation;
  perform kith_as_before(before);
end $$;

-- What everybody may know of how a listed entry is kept: whether by the office, and whether somebody speaks for it.
create function kith_keeping(organisation uuid) returns table (kept boolean, spoken_for boolean)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  return query
  select m.channel = 'kept',
    exists (select from representatives r where r.organisation_id = organisation)
  from memberships m join directory d on d.organisation_id = m.organisation_id
  where m.organisation_id = organisation;
  perform kith_as_before(before);
end $$;

-- Who speaks for an organisation, by name: for those who speak for it themselves, and for the office.
create function kith_people_of(organisation uuid)
  returns table (person_id uuid, name text, role text, since timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text; allowed boolean := kith_system() or kith_has('secretary') or kith_speaks_for(organisation);
begin
  if not allowed then
    return;
  end if;
  before := kith_as_itself();
  return query
  select r.person_id, p.name, r.role, r.since
  from representatives r join persons p on p.id = r.person_id
  where r.organisation_id = organisation order by r.since, p.name, r.person_id;
  perform kith_as_before(before);
end $$;

-- What a person speaks for, with the state of its membership: their own.
create function kith_my_organisations()
  returns table (id uuid, name text, kind text, role text, state text, listed boolean)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  return query
  select o.id, o.name, o.kind, r.role, m.state,
    exists (select from directory d where d.organisation_id = o.id)
  from representatives r join organisations o on o.id = r.organisation_id
  join memberships m on m.organisation_id = o.id
  where r.person_id = kith_person() order by kith_fold(o.name), o.id;
  perform kith_as_before(before);
end $$;

-- An invitation to speak for an organisation: to one address, once, for a while.
create table invitations (
  id uuid primary key,
  organisation_id uuid not null references organisations on delete cascade,
  email text not null,
  role text not null,
  lang text not null,
  -- The key of the letter's link.
  key_hash text not null unique,
  invited_by uuid references persons on delete set null,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references persons on delete set null,
  revoked_at timestamptz,
  check (accepted_at is null or revoked_at is null)
);
create index invitations_organisation on invitations (organisation_id, made_at);
create index invitations_ends on invitations (ends_at);
alter table invitations enable row level security;
alter table invitations force row level security;
create policy invitations_read on invitations for select using (
  kith_has('secretary') or kith_system() or key_hash = kith_key() or kith_speaks_for(organisation_id));
create policy invitations_make on invitations for insert with check (
  invited_by = kith_person() and accepted_at is null and revoked_at is null
  and (kith_has('secretary') or kith_speaks_for(organisation_id)));
-- Who may invite may take it back; only Kith itself lets somebody accept.
create policy invitations_revoke on invitations for update
  using (kith_has('secretary') or kith_speaks_for(organisation_id))
  with check (accepted_at is null);
create policy invitations_all on invitations for all using (kith_system());

-- Somebody says that an entry is theirs.
create table claims (
  id uuid primary key,
  organisation_id uuid not null references organisations on delete cascade,
  name text not null,
  email text,
  phone text,
  role text not null,
  lang text not null,
  -- How it is checked: by the mail or postal address of the entry, or by its phone.
  way text not null check (way in ('mail', 'post', 'phone')),
  -- The key of the link in the letter to the entry's own mail address.
  key_hash text not null unique,
  -- Of the code in a letter by post, keyed.
  code_hash text not null,
  state text not null check (state in ('open', 'granted', 'ended')),
  ended_why text check (ended_why in ('not-theirs', 'expired', 'other-granted', 'office')),
  tries integer not null,
  printed_at timestamptz,
  asked_at timestamptz not null,
  ends_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid references persons on delete set null,
  check (email is not null or phone is not null),
  check ((state = 'open') = (decided_at is null)),
  check ((state = 'ended') = (ended_why is not null))
);
create index claims_open on claims (asked_at, id) where state = 'open';
create index claims_organisation on claims (organisation_id);
create index claims_decided on claims (decided_at) where decided_at is not null;
alter table claims enable row level security;
alter table claims force row level security;
create policy claims_read on claims for select using (key_hash = kith_key());
create policy claims_office on claims for all using (kith_has('secretary') or kith_system());

-- Members whose last contact left; the office looks for a new one.
create table handovers (
  organisation_id uuid primary key references organisations on delete cascade,
  since timestamptz not null
);
create index handovers_since on handovers (since);
alter table handovers enable row level security;
alter table handovers force row level security;
create policy handovers_all on handovers for all using (kith_has('secretary') or kith_system());

-- By whatever way a contact comes or goes (they leave, are removed, delete their account), this stays true.
create function representatives_handover() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  if tg_op <> 'DELETE' then
    delete from handovers where organisation_id = new.organisation_id;
  end if;
  if tg_op <> 'INSERT' and not exists (select from representatives r
      where r.organisation_id = old.organisation_id) then
    insert into handovers (organisation_id, since)
      select m.organisation_id, now() from memberships m
      where m.organisation_id = old.organisation_id and m.state = 'admitted'
    on conflict do nothing;
  end if;
  perform kith_as_before(before);
  return null;
end $$;
create trigger representatives_handover after insert or delete or update of organisation_id on representatives
  for each row execute function representatives_handover();
