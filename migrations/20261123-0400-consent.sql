-- Consent that lives: which use of a story its teller agreed to, in which words, and when it ended; and everyone
-- else in the story, each with a yes of their own. A story is shown while all of that holds, and the database
-- itself takes it off the pages the moment it does not. Stories that are public now keep what they were told
-- with: their teller's yes to the site. Locks the tables of stories while it adds to them.

alter table stories
  add column code_hash text unique,
  add column channel text not null default 'web' check (channel in ('web', 'phone', 'paper', 'voice')),
  -- Not shown before this moment; null for at once.
  add column not_before timestamptz,
  add column asked_again_at timestamptz;

create table consents (
  id uuid primary key,
  story_id uuid not null references stories on delete cascade,
  use text not null check (use in ('site', 'newsletter', 'social', 'press', 'print', 'fediverse')),
  -- What was agreed to: the words as they stood there, their version and their language.
  words text not null,
  version text not null,
  lang text not null,
  channel text not null check (channel in ('web', 'phone', 'paper', 'letter')),
  -- Who wrote it down for the teller, and who heard it, when it was said by telephone.
  taken_by uuid references persons on delete set null,
  witness text,
  given_at timestamptz not null,
  -- Ends by itself after this day; null for until it is ended.
  until date,
  ended_at timestamptz,
  ended_channel text check (ended_channel in ('web', 'phone', 'letter', 'time', 'no-answer')),
  ended_by uuid references persons on delete set null,
  check ((ended_at is null) = (ended_channel is null))
);
-- One that holds for each use; those that ended stay, as the record.
create unique index consents_open on consents (story_id, use) where ended_at is null;
create index consents_story on consents (story_id, given_at);
create index consents_until on consents (until) where ended_at is null and until is not null;

create table story_people (
  id uuid primary key,
  story_id uuid not null references stories on delete cascade,
  -- Whom the story names or shows, and how they are asked. A guardian answers for a child.
  name text not null,
  how text not null check (how in ('named', 'pictured')),
  guardian text,
  email text,
  phone text,
  lang text not null,
  state text not null check (state in ('asked', 'yes', 'no')),
  channel text check (channel in ('link', 'letter', 'phone')),
  taken_by uuid references persons on delete set null,
  key_hash text not null unique,
  code_hash text not null unique,
  asked_at timestamptz not null,
  answered_at timestamptz,
  check ((state = 'asked') = (answered_at is null))
);
create index story_people_story on story_people (story_id);
create index story_people_waiting on story_people (asked_at) where state = 'asked';

-- Where a story has been, so that its teller can be told what cannot be recalled.
create table story_traces (
  story_id uuid not null references stories on delete cascade,
  place text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (story_id, place)
);

-- Whether the link that is asked with is the story's own, or that of somebody in it.
create function kith_holds_story(story uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from stories s where s.id = story and s.key_hash = kith_key());
  perform kith_as_before(before);
  return answer;
end $$;
create function kith_is_in_story(story uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from story_people p where p.story_id = story and p.key_hash = kith_key());
  perform kith_as_before(before);
  return answer;
end $$;

alter table consents enable row level security;
alter table consents force row level security;
create policy consents_read on consents for select
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));
create policy consents_give on consents for insert
  with check (ended_at is null and (kith_has('moderator') or kith_system() or kith_holds_story(story_id)));
create policy consents_end on consents for update
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));

alter table story_people enable row level security;
alter table story_people force row level security;
create policy story_people_read on story_people for select using (
  kith_has('moderator') or kith_system() or key_hash = kith_key() or kith_holds_story(story_id));
-- The teller says who is in it; the answer is theirs who were asked, or is taken down by the office.
create policy story_people_name on story_people for insert with check (
  state = 'asked' and (kith_has('moderator') or kith_system() or kith_holds_story(story_id)));
create policy story_people_answer on story_people for update
  using (kith_has('moderator') or kith_system() or key_hash = kith_key());
create policy story_people_leave on story_people for delete
  using (kith_system() or kith_holds_story(story_id));

alter table story_traces enable row level security;
alter table story_traces force row level security;
create policy story_traces_read on story_traces for select
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));
create policy story_traces_write on story_traces for all using (kith_has('moderator') or kith_system());

-- Somebody in a story reads it before they answer.
create policy stories_read_in on stories for select using (kith_is_in_story(id));

create policy files_of_people_in on files for select using (
  exists (select from stories s where s.picture_id = files.id and kith_is_in_story(s.id)));

-- Whether every yes that showing this story on the site needs is there.
create function kith_all_agreed(story uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from consents c
      where c.story_id = story and c.use = 'site' and c.ended_at is null)
    and not exists (select from story_people p where p.story_id = story and p.state <> 'yes')
    and exists (select from stories s where s.id = story and s.state = 'published');
  perform kith_as_before(before);
  return answer;
end $$;

-- Who was in a story and had not agreed is asked by the office: their name stands in the story, not in a list.
do $$
declare before text := kith_as_itself();
begin
  insert into story_people (id, story_id, name, how, lang, state, key_hash, code_hash, asked_at)
    select gen_random_uuid(), id, '?', 'named', spoken, 'asked', gen_random_uuid()::text, gen_random_uuid()::text, told_at
    from stories where not others_agreed and state <> 'withdrawn';
  perform kith_as_before(before);
end $$;
alter table stories drop column others_agreed;

-- What was told before has its teller's yes to the site, as the form asked for it then.
do $$
declare before text := kith_as_itself();
begin
  insert into consents (id, story_id, use, words, version, lang, channel, given_at)
    select gen_random_uuid(), id, 'site', 'Who may see it: ' || audience, '2026-11-22', spoken, 'web', told_at
    from stories where state <> 'withdrawn';
  perform kith_as_before(before);
end $$;

create function published_stories_agreed() returns trigger language plpgsql as $$
begin
  if not kith_all_agreed(new.id) then
    raise exception 'not everyone in this story has agreed' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger published_stories_agreed before insert or update on published_stories
  for each row execute function published_stories_agreed();

-- A yes that ends takes the story off the pages in the same transaction, whoever ended it.
create function kith_hide_unagreed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); story uuid := coalesce(new.story_id, old.story_id);
begin
  if not kith_all_agreed(story) then
    delete from published_stories where id = story;
  end if;
  perform kith_as_before(before);
  return null;
end $$;
create trigger consents_hide after insert or update or delete on consents
  for each row execute function kith_hide_unagreed();
create trigger story_people_hide after insert or update or delete on story_people
  for each row execute function kith_hide_unagreed();

-- Members read a story while everyone agrees.
drop policy stories_read on stories;
create policy stories_read on stories for select using (
  kith_has('moderator') or kith_system() or key_hash = kith_key() or teller_id = kith_person()
  or (state = 'published' and (select kith_is_member()) and kith_all_agreed(id)
    and (not_before is null or not_before <= now())));
