-- People, the means by which they sign in, and their roles in the coalition. All tables are new.

create table persons (
  id uuid primary key,
  name text not null,
  email text,
  phone text,
  lang text not null,
  example boolean not null,
  known_since timestamptz not null
);
create index persons_email on persons (lower(email));
alter table persons enable row level security;
alter table persons force row level security;
create policy persons_read on persons for select
  using (id = kith_person() or kith_has('secretary') or kith_system());
create policy persons_write on persons for all
  using (id = kith_person() or kith_has('secretary') or kith_system());
-- A stranger who applies or tells a story is written down as the person they say they are.
create policy persons_come on persons for insert with check (not example);

create table accounts (
  person_id uuid primary key references persons on delete cascade,
  email text not null,
  confirmed_at timestamptz,
  made_at timestamptz not null
);
create unique index accounts_email on accounts (lower(email));
alter table accounts enable row level security;
alter table accounts force row level security;
create policy accounts_all on accounts for all
  using (person_id = kith_person() or kith_system());
create policy accounts_read on accounts for select using (kith_has('secretary'));
-- Whether this person was written down in the transaction that asks: a stranger writes of nobody else.
create function kith_just_came(person uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from persons p
    where p.id = person and p.xmin = pg_current_xact_id()::xid);
  perform kith_as_before(before);
  return answer;
end $$;
-- Who applies gets an account with it; it opens only to who reads the mail at that address. Nobody opens
-- one for a person who was there before: they could then sign in as them.
create policy accounts_come on accounts for insert
  with check (confirmed_at is null and kith_just_came(person_id));

-- Who has an account under this address, for those who may not read accounts: an id and no more.
create function kith_account(address text) returns uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer uuid;
begin
  answer := (select person_id from accounts where lower(email) = lower(address));
  perform kith_as_before(before);
  return answer;
end $$;

create table roles (
  person_id uuid not null references persons on delete cascade,
  role text not null
    check (role in ('secretary', 'moderator', 'welcomer', 'safeguarding-lead', 'panel')),
  given_at timestamptz not null,
  given_by uuid references persons on delete set null,
  reason text not null,
  primary key (person_id, role)
);
alter table roles enable row level security;
alter table roles force row level security;
create policy roles_read on roles for select
  using (person_id = kith_person() or kith_has('secretary') or kith_system());
-- Nobody gives themselves a role.
create policy roles_write on roles for all
  using ((kith_has('secretary') and person_id is distinct from kith_person()) or kith_system());

create table sessions (
  token_hash text primary key,
  -- What the person's own list of sessions calls it, so that no page carries the hash.
  id uuid not null unique default gen_random_uuid(),
  person_id uuid not null references persons on delete cascade,
  device text not null,
  -- On a shared computer a session ends after 30 minutes without a page.
  shared boolean not null,
  made_at timestamptz not null,
  seen_at timestamptz not null
);
create index sessions_person on sessions (person_id);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy sessions_own on sessions for all
  using (person_id = kith_person() or kith_system());

create table sign_ins (
  id uuid primary key,
  person_id uuid not null references persons on delete cascade,
  link_hash text not null unique,
  code_hash text,
  -- The browser that asked: its code may be typed only there.
  browser_hash text,
  channel text not null check (channel in ('mail', 'office', 'setup')),
  tries integer not null,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  spent_at timestamptz
);
create index sign_ins_person on sign_ins (person_id, made_at);
alter table sign_ins enable row level security;
alter table sign_ins force row level security;
create policy sign_ins_all on sign_ins for all using (kith_system());

-- Who a session belongs to, before anyone is asking. Out: nothing when there is no such session.
-- `kith.system` is set for the length of the function: its owner is bound by the policies as well.
create function kith_session(hash text)
  returns table (
    id uuid, person_id uuid, name text, roles text, shared boolean,
    made_at timestamptz, seen_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  return query
  select s.id, s.person_id, p.name,
    coalesce((select string_agg(r.role, ',') from roles r where r.person_id = p.id), ''),
    s.shared, s.made_at, s.seen_at
  from sessions s join persons p on p.id = s.person_id
  where s.token_hash = hash;
  perform kith_as_before(before);
end $$;

-- A count of tries for each limit (one network, one address), kept in the database so that it holds
-- across processes and restarts. The key is a digest.
create table limits (
  key text primary key,
  points integer not null,
  expire bigint
);
