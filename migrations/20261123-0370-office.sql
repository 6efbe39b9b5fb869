-- An office that can be handed over: saved replies, rhythms, promises, notes for the next office; and who was
-- welcomed. All tables are new; memberships get a trigger.

-- What the office says again and again. Holds no person but who wrote it.
create table saved_replies (
  id uuid primary key,
  occasion text not null check (occasion in ('ask-back', 'decline', 'welcome', 'story', 'other')),
  title text not null,
  -- The words by language: {"en": "…", "cy": "…"}.
  texts jsonb not null,
  uses integer not null default 0,
  used_at timestamptz,
  written_by uuid references persons on delete set null,
  written_at timestamptz not null,
  changed_by uuid references persons on delete set null,
  changed_at timestamptz not null
);
alter table saved_replies enable row level security;
alter table saved_replies force row level security;
create policy saved_replies_read on saved_replies for select
  using (kith_has('secretary') or kith_has('moderator') or kith_has('welcomer') or kith_system());
create policy saved_replies_write on saved_replies for all using (kith_has('secretary') or kith_system());

-- Whoever may read a saved reply may use it: the count goes up, and nothing else of it can be changed.
create function kith_use_reply(reply uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text;
begin
  if not (kith_has('secretary') or kith_has('moderator') or kith_has('welcomer') or kith_system()) then
    return;
  end if;
  before := kith_as_itself();
  update saved_replies set uses = uses + 1, used_at = at where id = reply;
  perform kith_as_before(before);
end $$;

-- What the office does again and again: every so many days, or on a day of the month such as its first Tuesday.
create table rhythms (
  id uuid primary key,
  what text not null,
  note text not null,
  every_days integer check (every_days between 1 and 1100),
  -- 1 to 4, or 5 for the last; with weekday (1 is Monday).
  week smallint check (week between 1 and 5),
  weekday smallint check (weekday between 1 and 7),
  next_on date not null,
  keeper_id uuid references persons on delete set null,
  made_by uuid references persons on delete set null,
  made_at timestamptz not null,
  ended_at timestamptz,
  check ((every_days is null) = (week is not null)),
  check ((week is null) = (weekday is null))
);
create index rhythms_next on rhythms (next_on) where ended_at is null;
alter table rhythms enable row level security;
alter table rhythms force row level security;
create policy rhythms_all on rhythms for all using (kith_has('secretary') or kith_system());

-- Each time that it was done, or left out.
create table rhythm_turns (
  id uuid primary key,
  rhythm_id uuid not null references rhythms on delete cascade,
  due_on date not null,
  left_out boolean not null,
  done_at timestamptz not null,
  done_by uuid references persons on delete set null
);
create index rhythm_turns_of on rhythm_turns (rhythm_id, done_at desc);
create index rhythm_turns_done on rhythm_turns (done_at);
alter table rhythm_turns enable row level security;
alter table rhythm_turns force row level security;
create policy rhythm_turns_all on rhythm_turns for all using (kith_has('secretary') or kith_system());

-- "We said we would…"
create table promises (
  id uuid primary key,
  person_id uuid references persons on delete cascade,
  organisation_id uuid references organisations on delete cascade,
  -- To whom, in words, when it is nobody that we hold a record of.
  to_words text not null,
  what text not null,
  by_on date not null,
  keeper_id uuid references persons on delete set null,
  state text not null check (state in ('open', 'done', 'ended')),
  made_by uuid references persons on delete set null,
  made_at timestamptz not null,
  closed_by uuid references persons on delete set null,
  closed_at timestamptz,
  check ((state = 'open') = (closed_at is null))
);
create index promises_open on promises (by_on, id) where state = 'open';
create index promises_organisation on promises (organisation_id) where organisation_id is not null;
create index promises_person on promises (person_id) where person_id is not null;
alter table promises enable row level security;
alter table promises force row level security;
create policy promises_all on promises for all using (kith_has('secretary') or kith_system());

-- What the next office should know: one for the office, and one for each person with a part in it. Every version
-- is a row of its own.
create table handover_notes (
  id uuid primary key,
  person_id uuid references persons on delete cascade,
  text text not null,
  written_by uuid references persons on delete set null,
  written_at timestamptz not null
);
create index handover_notes_of on handover_notes (person_id, written_at desc);
alter table handover_notes enable row level security;
alter table handover_notes force row level security;
create policy handover_notes_all on handover_notes for all
  using (kith_has('secretary') or kith_system());

-- How a new member is welcomed: what is tried until it is done, once for each membership.
create table welcomes (
  membership_id uuid primary key references memberships on delete cascade,
  -- Since when they wait for it: when they were let in, or took a kept entry over.
  since timestamptz not null,
  -- What was chosen for the letter, in its language, until it is written.
  letter jsonb,
  tries integer not null,
  tried_at timestamptz,
  channel text check (channel in ('mail', 'phone', 'known')),
  welcomed_by uuid references persons on delete set null,
  welcomed_at timestamptz,
  check ((channel is null) = (welcomed_at is null))
);
alter table welcomes enable row level security;
alter table welcomes force row level security;
create policy welcomes_all on welcomes for all
  using (kith_has('secretary') or kith_has('welcomer') or kith_system());

-- Who waits for a welcome, among all who ever had one.
create index welcomes_open on welcomes (membership_id) where welcomed_at is null;

-- Who was a member before there were welcomes is known already.
do $$
declare before text := kith_as_itself();
begin
  insert into welcomes (membership_id, since, tries, channel, welcomed_at)
    select id, decided_at, 0, 'known', decided_at from memberships where state = 'admitted';
  perform kith_as_before(before);
end $$;

-- Whoever is let in, or takes a kept entry over, waits for a welcome; whoever came by a spreadsheet does not. As
-- its owner, because who takes an entry over may not write this. Only a change counts: what is put back as it was,
-- when a merge is undone, brings its welcome along.
create function welcome_awaits() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  insert into welcomes (membership_id, since, tries)
    values (new.id, case when old.state = 'admitted' then now() else new.decided_at end, 0)
    on conflict do nothing;
  perform kith_as_before(before);
  return null;
end $$;
create trigger welcome_awaits after update of state, person_id on memberships
  for each row when (new.state = 'admitted' and new.channel <> 'import' and new.person_id is not null)
  execute function welcome_awaits();

-- Who joined and was not welcomed yet, the longest ago first: what a welcomer, who reads no applications, has to
-- know of them. A phone number only of one that is asked for, and only where there is no mail address. The place
-- as roughly as it may be shown.
create function kith_to_welcome(one uuid, most integer) returns table (
    membership_id uuid, organisation_id uuid, person_id uuid, name text, kind text, person_name text,
    place text, region text, topics text[], latitude double precision, longitude double precision,
    lang text, has_mail boolean, phone text, admitted_at timestamptz, tries integer, tried_at timestamptz,
    total bigint)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text;
begin
  if not (kith_has('secretary') or kith_has('welcomer') or kith_system()) then
    return;
  end if;
  before := kith_as_itself();
  return query
  select m.id, o.id, p.id, o.name, o.kind, p.name, o.place, o.region, o.topics,
    round((o.latitude * s.step)::numeric)::double precision / s.step,
    round((o.longitude * s.step)::numeric)::double precision / s.step,
    m.lang, p.email is not null,
    case when one is not null and p.email is null then p.phone end,
    w.since, w.tries, w.tried_at, count(*) over ()
  from welcomes w
    join memberships m on m.id = w.membership_id
    join organisations o on o.id = m.organisation_id and not o.example
    join persons p on p.id = m.person_id,
    lateral (select case o.precision when 'exact' then 1000 when 'near' then 100 else 10 end as step) s
  where w.welcomed_at is null and m.state = 'admitted' and (one is null or m.id = one)
  order by w.since, m.id limit most;
  perform kith_as_before(before);
end $$;
