-- An edited version beside a story, which is shown once its teller said yes to it; and stories that are
-- sensitive, which two people read before they are shown. Both tables are new and empty: what is public stays.
-- Locks stories and published_stories for a moment, to put triggers on them.

-- One edited version a story. The story itself stays as its teller told it.
create table story_edits (
  id uuid primary key,
  story_id uuid not null unique references stories on delete cascade,
  title text not null,
  body text not null,
  -- The teller's name and the words of the picture as they would be shown.
  byline text not null,
  picture_words text,
  -- Being written; the teller is asked; what they answered.
  state text not null check (state in ('draft', 'asked', 'yes', 'no')),
  edited_by uuid references persons on delete set null,
  edited_at timestamptz not null,
  asked_at timestamptz,
  answered_at timestamptz,
  channel text check (channel in ('link', 'phone', 'letter')),
  -- Who wrote the answer down, when it came by telephone or letter.
  taken_by uuid references persons on delete set null,
  -- What the teller wants instead.
  wish text,
  check ((state in ('yes', 'no')) = (answered_at is not null)),
  check ((answered_at is null) = (channel is null))
);
alter table story_edits enable row level security;
alter table story_edits force row level security;
create policy story_edits_read on story_edits for select using (
  kith_has('moderator') or kith_system() or kith_holds_story(story_id)
  or (state = 'yes' and (select kith_is_member())));
create policy story_edits_write on story_edits for all using (kith_has('moderator') or kith_system());

-- Who said that a story is sensitive, and the two who read it.
create table story_safety (
  story_id uuid primary key references stories on delete cascade,
  said_by uuid references persons on delete set null,
  said_at timestamptz not null,
  first_by uuid references persons on delete set null,
  first_at timestamptz,
  second_by uuid references persons on delete set null,
  second_at timestamptz,
  check (first_by is null or second_by is null or first_by <> second_by),
  check (second_at is null or first_at is not null)
);
alter table story_safety enable row level security;
alter table story_safety force row level security;
create policy story_safety_read on story_safety for select using (kith_has('moderator') or kith_system());
create policy story_safety_write on story_safety for all using (kith_has('moderator') or kith_system());

-- Whether the words that would be shown are the teller's own, or were agreed to by them.
create function kith_edit_agreed(story uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := not exists (select from story_edits e where e.story_id = story and e.state <> 'yes');
  perform kith_as_before(before);
  return answer;
end $$;
-- Whether a sensitive story was read by two people, neither of them its teller.
create function kith_read_enough(story uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := not exists (select from story_safety f join stories s on s.id = f.story_id
    where f.story_id = story and (f.second_at is null or s.teller_id in (f.first_by, f.second_by)));
  perform kith_as_before(before);
  return answer;
end $$;

create or replace function kith_all_agreed(story uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from consents c
      where c.story_id = story and c.use = 'site' and c.ended_at is null)
    and not exists (select from story_people p where p.story_id = story and p.state <> 'yes')
    and exists (select from stories s where s.id = story and s.state = 'published')
    and kith_edit_agreed(story) and kith_read_enough(story);
  perform kith_as_before(before);
  return answer;
end $$;

-- What stands on the pages is what was agreed to, letter by letter: a version that still waits, or the words
-- from before an edit that was agreed to, cannot get there by a mistake in the code.
create function published_stories_edited() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); fits boolean;
begin
  fits := kith_edit_agreed(new.id) and kith_read_enough(new.id) and not exists (
    select from story_edits e where e.story_id = new.id
      and (e.title, e.body, e.byline) is distinct from (new.title, new.body, new.byline));
  perform kith_as_before(before);
  if not fits then
    raise exception 'the words of this story were not agreed to' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger published_stories_edited before insert or update on published_stories
  for each row execute function published_stories_edited();

-- Whatever is edited, answered or said about a public story takes effect in the same transaction. An edit
-- that goes away takes the story off too: it comes back in the words that hold then.
create function kith_hide_unread() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); story uuid := coalesce(new.story_id, old.story_id);
begin
  if tg_op = 'DELETE' or not kith_all_agreed(story) then
    delete from published_stories where id = story;
  end if;
  perform kith_as_before(before);
  return null;
end $$;
create trigger story_edits_hide after insert or update or delete on story_edits
  for each row execute function kith_hide_unread();
create trigger story_safety_hide after insert or update on story_safety
  for each row execute function kith_hide_unread();

-- When the teller changes their words, or takes them back, what was made of the old ones is gone. When they leave
-- and only their name goes, the version they agreed to stays, without it.
create function stories_forget_edits() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  if new.state <> 'withdrawn' and new.name is null and new.name_style = 'none'
    and (new.title, new.body, new.lang, new.picture_id, new.picture_words)
      is not distinct from (old.title, old.body, old.lang, old.picture_id, old.picture_words) then
    update story_edits set byline = '' where story_id = new.id and byline <> '';
  else
    delete from story_edits where story_id = new.id;
    delete from story_safety where story_id = new.id;
  end if;
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_forget_edits after update on stories for each row
  when (new.state = 'withdrawn' or
    (new.title, new.body, new.name, new.name_style, new.town, new.lang, new.picture_id, new.picture_words)
      is distinct from
    (old.title, old.body, old.name, old.name_style, old.town, old.lang, old.picture_id, old.picture_words))
  execute function stories_forget_edits();

-- A version of a story that was taken back does not come back either.
create trigger story_edits_no_return before insert or update on story_edits
  for each row execute function of_stories_no_return();
