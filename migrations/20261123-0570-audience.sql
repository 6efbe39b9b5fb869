-- Who may read a story: everyone, our members, or only people whom its teller names; and not before a day. Whom a
-- teller names reads it by a private link, or signed in under the address that was named. Locks stories while its
-- check is renewed (all rows are read once), and decisions for a moment.

alter table stories drop constraint stories_audience_check;
alter table stories add constraint stories_audience_check
  check (audience in ('public', 'members', 'named'));
create index stories_not_before on stories (not_before) where not_before is not null;

-- For whom a story was read by a moderator. Who says yes to words for a few people has not said yes for everyone.
alter table decisions add column audience text check (audience in ('public', 'members', 'named'));
do $$
declare before text := kith_as_itself();
begin
  update decisions d set audience = s.audience from stories s
    where s.id = d.story_id and d.verdict = 'publish' and s.state = 'published';
  perform kith_as_before(before);
end $$;

create table story_readers (
  id uuid primary key,
  story_id uuid not null references stories on delete cascade,
  -- Whom the teller names; empty once they were taken off, so that their link says so and nothing else is kept.
  name text not null,
  email text,
  key_hash text not null unique,
  code_hash text not null unique,
  named_at timestamptz not null,
  -- When the letter with their link was written.
  written_at timestamptz,
  taken_away_at timestamptz,
  check (taken_away_at is null or (name = '' and email is null)),
  check (taken_away_at is not null or name <> '')
);
create index story_readers_story on story_readers (story_id, named_at);
create index story_readers_email on story_readers (lower(email)) where email is not null;

alter table story_readers enable row level security;
alter table story_readers force row level security;
create policy story_readers_read on story_readers for select using (
  kith_has('moderator') or kith_system() or key_hash = kith_key() or kith_holds_story(story_id));
create policy story_readers_name on story_readers for insert with check (
  taken_away_at is null and (kith_system() or kith_holds_story(story_id)));
create policy story_readers_end on story_readers for update
  using (kith_system() or kith_holds_story(story_id));
create policy story_readers_leave on story_readers for delete using (kith_system());

-- The stories that name whoever asks: by the link they ask with, or by the address they sign in under and have
-- proved to read. Once a query, not once a row.
create function kith_named_in() returns uuid[]
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer uuid[];
begin
  answer := array(select r.story_id from story_readers r
    where r.taken_away_at is null and (r.key_hash = kith_key()
      or lower(r.email) = (select lower(a.email) from accounts a
        where a.person_id = kith_person() and a.confirmed_at is not null)));
  perform kith_as_before(before);
  return answer;
end $$;

-- As before, and nothing that waits for its day. Whether the day has come is for the clock of the house: a job
-- takes the day away, and the story is shown.
create or replace function kith_all_agreed(story uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from consents c
      where c.story_id = story and c.use = 'site' and c.ended_at is null)
    and not exists (select from story_people p where p.story_id = story and p.state <> 'yes')
    and exists (select from stories s where s.id = story and s.state = 'published'
      and s.not_before is null)
    and kith_edit_agreed(story) and kith_read_enough(story);
  perform kith_as_before(before);
  return answer;
end $$;

create or replace function kith_may_print(story uuid, at timestamptz) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from consents c
      where c.story_id = story and c.use = 'print' and c.ended_at is null
        and (c.until is null or c.until > at::date))
    and not exists (select from story_people p where p.story_id = story and p.state <> 'yes')
    and exists (select from stories s where s.id = story and s.state = 'published'
      and s.audience = 'public' and s.not_before is null)
    and kith_edit_agreed(story) and kith_read_enough(story);
  perform kith_as_before(before);
  return answer;
end $$;

drop policy stories_read on stories;
create policy stories_read on stories for select using (
  kith_has('moderator') or kith_system() or key_hash = kith_key() or teller_id = kith_person()
  or (state = 'published' and not_before is null
    and ((audience <> 'named' and (select kith_is_member())) or id = any ((select kith_named_in())::uuid[]))
    and kith_all_agreed(id)));

-- Who may read a story reads the version of it that its teller agreed to, and nobody else does.
drop policy story_edits_read on story_edits;
create policy story_edits_read on story_edits for select using (
  kith_has('moderator') or kith_system() or kith_holds_story(story_id)
  or (state = 'yes' and exists (
    select from stories s where s.id = story_id and s.state = 'published')));

-- What is not for everyone does not get onto the pages by a mistake in the code.
create function published_stories_for_everyone() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); fits boolean;
begin
  fits := exists (select from stories s where s.id = new.id and s.audience = 'public'
    and s.not_before is null);
  perform kith_as_before(before);
  if not fits then
    raise exception 'this story is not for everyone, or its day has not come'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger published_stories_for_everyone before insert or update on published_stories
  for each row execute function published_stories_for_everyone();

-- A day that is set for later takes the story off the pages in the same transaction.
create function stories_wait() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from published_stories where id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_wait after update on stories for each row
  when (new.not_before is not null and old.not_before is null) execute function stories_wait();

-- When a story is taken back, whom it was told to is forgotten with it; their links say that it is gone.
create function stories_forget_readers() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  update story_readers set name = '', email = null, taken_away_at = coalesce(taken_away_at, now())
    where story_id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_forget_readers after update of state on stories for each row
  when (new.state = 'withdrawn' and old.state <> 'withdrawn') execute function stories_forget_readers();
create trigger story_readers_no_return before insert or update on story_readers
  for each row when (new.taken_away_at is null) execute function of_stories_no_return();
-- Who was taken off does not get back with an older copy of the rows.
create function story_readers_stay_away() returns trigger language plpgsql as $$
begin
  raise exception 'they were taken off this story' using errcode = 'check_violation';
end $$;
create trigger story_readers_stay_away before update on story_readers
  for each row when (old.taken_away_at is not null and new.taken_away_at is null)
  execute function story_readers_stay_away();
