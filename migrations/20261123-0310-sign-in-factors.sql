-- More ways to sign in (codes on paper, codes read out by the office, passkeys), and what each session has
-- shown of who it is, so that what could harm many asks for a second factor. New tables, and one column
-- with a constant default: sessions are locked for a moment, nothing is rewritten. What was signed in
-- before has shown nothing; it goes on, and is asked again where it matters.

-- When each kind of proof was last shown in this session: {"mail": "2026-11-23T03:10:00.000Z"}.
alter table sessions add column proofs jsonb not null default '{}';

drop function kith_session(text);
create function kith_session(hash text)
  returns table (
    id uuid, person_id uuid, name text, roles text, shared boolean,
    made_at timestamptz, seen_at timestamptz, proofs jsonb)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  return query
  select s.id, s.person_id, p.name,
    coalesce((select string_agg(r.role, ',') from roles r where r.person_id = p.id), ''),
    s.shared, s.made_at, s.seen_at, s.proofs
  from sessions s join persons p on p.id = s.person_id
  where s.token_hash = hash;
  perform kith_as_before(before);
end $$;

-- A sheet of ten codes on paper. A person has one at most; it needs no mail address: its name stands for
-- the person.
create table code_sheets (
  id uuid primary key,
  person_id uuid not null unique references persons on delete cascade,
  name text not null unique,
  channel text not null check (channel in ('self', 'office')),
  issued_by uuid references persons on delete set null,
  -- Wrong codes in all, and in the hour that began then.
  wrong_tries integer not null,
  hour_tries integer not null,
  hour_began timestamptz,
  made_at timestamptz not null,
  ends_at timestamptz not null
);
alter table code_sheets enable row level security;
alter table code_sheets force row level security;
create policy code_sheets_own on code_sheets for all
  using (person_id = kith_person() or kith_system());
-- The office hands a sheet to a member, never to who has a role in the coalition: with it, one secretary
-- could become another.
create policy code_sheets_office on code_sheets for all
  using (kith_has('secretary')
    and not exists (select from roles r where r.person_id = code_sheets.person_id))
  with check (kith_has('secretary') and channel = 'office' and issued_by = kith_person()
    and not exists (select from roles r where r.person_id = code_sheets.person_id));

create table paper_codes (
  sheet_id uuid not null references code_sheets on delete cascade,
  hash text not null,
  spent_at timestamptz,
  primary key (sheet_id, hash)
);
alter table paper_codes enable row level security;
alter table paper_codes force row level security;
-- Whoever may keep the sheet may keep its codes; both are digests.
create policy paper_codes_all on paper_codes for all
  using (exists (select from code_sheets s where s.id = sheet_id));

-- Six digits that the office reads out to somebody on the phone.
create table read_out_codes (
  id uuid primary key,
  person_id uuid not null references persons on delete cascade,
  code_hash text not null,
  issued_by uuid references persons on delete set null,
  tries integer not null,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  spent_at timestamptz
);
create index read_out_codes_ends on read_out_codes (ends_at);
create index read_out_codes_person on read_out_codes (person_id);
alter table read_out_codes enable row level security;
alter table read_out_codes force row level security;
create policy read_out_codes_own on read_out_codes for select
  using (person_id = kith_person() or kith_system());
create policy read_out_codes_itself on read_out_codes for all using (kith_system());
create policy read_out_codes_office on read_out_codes for all
  using (kith_has('secretary')
    and not exists (select from roles r where r.person_id = read_out_codes.person_id))
  with check (kith_has('secretary') and issued_by = kith_person()
    and person_id is distinct from kith_person()
    and not exists (select from roles r where r.person_id = read_out_codes.person_id));

create table passkeys (
  id uuid primary key,
  person_id uuid not null references persons on delete cascade,
  credential_id text not null unique,
  -- COSE, as base64url.
  public_key text not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  made_at timestamptz not null,
  used_at timestamptz
);
create index passkeys_person on passkeys (person_id);
alter table passkeys enable row level security;
alter table passkeys force row level security;
create policy passkeys_own on passkeys for all using (person_id = kith_person() or kith_system());

-- A challenge is signed and not kept until it is answered; then its digest stands here until it would have
-- ended anyway, so that no answer counts twice. Holds no person.
create table spent_challenges (
  hash text primary key,
  ends_at timestamptz not null
);
alter table spent_challenges enable row level security;
alter table spent_challenges force row level security;
create policy spent_challenges_itself on spent_challenges for all using (kith_system());

-- Who gets a role begins anew: whatever the office made for them before opens nothing any more, and no
-- session that may have been begun with it goes on.
create function kith_role_begins() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from code_sheets where person_id = new.person_id and channel = 'office';
  delete from read_out_codes where person_id = new.person_id;
  delete from sessions where person_id = new.person_id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger kith_role_begins after insert on roles
  for each row execute function kith_role_begins();

-- Whoever has a role may lay it down; that somebody stays who can let others in is kept in the code.
create policy roles_leave on roles for delete using (person_id = kith_person());
