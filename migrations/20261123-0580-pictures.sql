-- A second and a third picture of a story, each with its words. The first stays where it is, with the story. Both
-- tables are new and empty. Locks files and stories for a moment, to put policies and triggers on them.

create table story_pictures (
  story_id uuid not null references stories on delete cascade,
  place integer not null check (place in (2, 3)),
  file_id uuid not null unique references files on delete cascade,
  -- What can be seen, for those who cannot see it.
  words text not null check (btrim(words) <> ''),
  primary key (story_id, place)
);
alter table story_pictures enable row level security;
alter table story_pictures force row level security;
-- Seen by whoever may read the story: row-level security of stories decides for those who are no visitors.
create policy story_pictures_see on story_pictures for select using (
  kith_has('moderator') or kith_system() or kith_holds_story(story_id) or kith_is_in_story(story_id)
  or exists (select from stories s where s.id = story_id and s.state = 'published'));
create policy story_pictures_write on story_pictures for all
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));

create policy files_of_more_pictures on files for select using (
  exists (select from story_pictures p where p.file_id = files.id));
create policy files_of_more_pictures_leave on files for delete using (
  exists (select from story_pictures p where p.file_id = files.id and kith_holds_story(p.story_id)));

-- What everyone may see: hangs on the public story, and leaves with it.
create table published_pictures (
  story_id uuid not null references published_stories on delete cascade,
  place integer not null,
  file_id uuid not null,
  words text not null,
  width integer,
  height integer,
  primary key (story_id, place)
);
create index published_pictures_file on published_pictures (file_id);
create function published_pictures_fit() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); fits boolean;
begin
  fits := exists (select from story_pictures p
    where (p.story_id, p.place, p.file_id, p.words) = (new.story_id, new.place, new.file_id, new.words));
  perform kith_as_before(before);
  if not fits then
    raise exception 'this picture is none of the story' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger published_pictures_fit before insert or update on published_pictures
  for each row execute function published_pictures_fit();
create function published_pictures_guard() returns trigger language plpgsql as $$
begin
  if kith_has('moderator') or kith_system() then
    return new;
  end if;
  raise exception 'a picture is published by a moderator' using errcode = 'insufficient_privilege';
end $$;
create trigger published_pictures_guard before insert or update on published_pictures
  for each row execute function published_pictures_guard();

-- Pictures that become others take the story off the pages in the same transaction: nobody has looked at them.
create function story_pictures_hide() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from published_stories where id = coalesce(new.story_id, old.story_id);
  perform kith_as_before(before);
  return null;
end $$;
create trigger story_pictures_hide after insert or update or delete on story_pictures
  for each row execute function story_pictures_hide();

create function stories_forget_pictures() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from files where id in (select file_id from story_pictures where story_id = new.id);
  delete from story_pictures where story_id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_forget_pictures after update of state on stories for each row
  when (new.state = 'withdrawn' and old.state <> 'withdrawn') execute function stories_forget_pictures();
create trigger story_pictures_no_return before insert or update on story_pictures
  for each row execute function of_stories_no_return();
