-- Stories, the decisions on them, what is public of them, and reports. All tables are new.

-- Whether the person asking belongs to a member, or has a part in the coalition. Who has only applied has
-- an account as well, but is no member yet. As its owner, because who is let in is for the office to read.
create function kith_is_member() returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := kith_person() is not null and (
    exists (select from roles r where r.person_id = kith_person())
    or exists (select from representatives r join memberships m using (organisation_id)
      where r.person_id = kith_person() and m.state = 'admitted'));
  perform kith_as_before(before);
  return answer;
end $$;

create table stories (
  id uuid primary key,
  -- The person who told it, when they are known here.
  teller_id uuid references persons on delete set null,
  -- What the teller calls themselves, and how much of it may be shown.
  name text,
  name_style text not null check (name_style in ('full', 'first', 'first-and-town', 'none')),
  town text,
  email text,
  lang text not null,
  title text not null,
  body text not null,
  others_agreed boolean not null,
  audience text not null check (audience in ('public', 'members')),
  picture_id uuid references files on delete set null,
  picture_words text,
  state text not null check (state in ('told', 'published', 'declined', 'withdrawn')),
  -- The key of the private link, with which the teller changes it or takes it back.
  key_hash text not null unique,
  -- The language in which the teller is written to.
  spoken text not null,
  told_at timestamptz not null,
  published_at timestamptz,
  example boolean not null,
  check ((state = 'published') = (published_at is not null)),
  -- Nobody who can be recognised is shown before they said yes.
  check (state <> 'published' or others_agreed),
  check (picture_id is null or picture_words is not null)
);
create index stories_waiting on stories (told_at) where state = 'told';
create index stories_members on stories (published_at desc)
  where state = 'published' and audience = 'members';
alter table stories enable row level security;
alter table stories force row level security;
create policy stories_tell on stories for insert with check (state = 'told' and not example);
create policy stories_read on stories for select using (
  kith_has('moderator') or kith_system() or key_hash = kith_key() or teller_id = kith_person()
  or (state = 'published' and (select kith_is_member())));
-- The picture of a story is seen by who may read the story, and goes when its teller takes it back.
create index stories_picture on stories (picture_id) where picture_id is not null;
create policy files_of_stories on files for select using (
  exists (select from stories s where s.picture_id = files.id
    and (s.state = 'published' or s.key_hash = kith_key())));
create policy files_of_teller on files for delete using (
  exists (select from stories s where s.picture_id = files.id and s.key_hash = kith_key()));
create policy stories_own on stories for update using (key_hash = kith_key());
create policy stories_decide on stories for update using (kith_has('moderator') or kith_system());
create policy stories_kith on stories for all using (kith_system());

-- Each judgement with its name and reason.
create table decisions (
  id uuid primary key,
  story_id uuid not null references stories on delete cascade,
  verdict text not null check (verdict in ('publish', 'decline', 'take-down')),
  rule text,
  reason text,
  decided_by uuid references persons on delete set null,
  decided_at timestamptz not null
);
create index decisions_story on decisions (story_id, decided_at);
alter table decisions enable row level security;
alter table decisions force row level security;
create policy decisions_all on decisions for all using (kith_has('moderator') or kith_system());
create policy decisions_own on decisions for select using (
  exists (select from stories s where s.id = story_id and s.key_hash = kith_key()));

-- What everyone may read: only public rows, so that its searches can use their indexes.
create table published_stories (
  id uuid primary key references stories on delete cascade,
  lang text not null,
  title text not null,
  body text not null,
  -- The teller as the name style allows; empty for none.
  byline text not null,
  town text,
  picture_id uuid,
  picture_words text,
  picture_width integer,
  picture_height integer,
  published_at timestamptz not null,
  example boolean not null,
  folded text not null generated always as (kith_fold(title || ' ' || byline)) stored,
  words tsvector not null generated always as (
    setweight(to_tsvector('simple', kith_fold(title)), 'A') ||
    setweight(to_tsvector('simple', kith_fold(byline)), 'B') ||
    setweight(to_tsvector('simple', kith_fold(body)), 'D')) stored
);
create index published_stories_newest on published_stories (published_at desc, id);
create index published_stories_lang on published_stories (lang, published_at desc, id);
create index published_stories_words on published_stories using gin (words);
create index published_stories_folded on published_stories using gin (folded gin_trgm_ops);

-- A story becomes public only past a decision: written by a moderator or by Kith itself, and taken away
-- by them and by its teller.
create function published_stories_guard() returns trigger language plpgsql as $$
begin
  if kith_has('moderator') or kith_system() or (tg_op = 'DELETE' and exists (
    select from stories s where s.id = old.id
      and (s.key_hash = kith_key() or s.teller_id = kith_person()))) then
    return coalesce(new, old);
  end if;
  raise exception 'a story is published by a moderator' using errcode = 'insufficient_privilege';
end $$;
create trigger published_stories_guard before insert or update or delete on published_stories
  for each row execute function published_stories_guard();

-- The ids of what was taken back, so that its address says so kindly. Holds nothing else.
create table withdrawn_stories (
  id uuid primary key,
  withdrawn_at timestamptz not null
);

create table reports (
  id uuid primary key,
  -- The page that it is about.
  about text not null,
  harm text not null check (harm in ('danger', 'private', 'hurtful', 'untrue', 'illegal', 'other')),
  words text not null,
  email text,
  -- The language in which they are answered.
  spoken text not null,
  state text not null check (state in ('sent', 'kept', 'taken-down')),
  reason text,
  decided_by uuid references persons on delete set null,
  decided_at timestamptz,
  sent_at timestamptz not null,
  check ((state = 'sent') = (decided_at is null))
);
create index reports_waiting on reports (sent_at) where state = 'sent';
alter table reports enable row level security;
alter table reports force row level security;
create policy reports_send on reports for insert with check (state = 'sent');
create policy reports_read on reports for all using (kith_has('moderator') or kith_system());
