-- What was read and agreed to is what is shown: an edited version that is given up does not show words that nobody
-- decided on, and another recording or other pictures are read anew. Locks story_edits, story_voices, story_people,
-- story_pictures and story_sheets for a moment; nothing that is public changes.

-- Since when there has been an edited version: a decision from before that was on the teller's own words.
alter table story_edits add column begun_at timestamptz;
do $$
declare before text := kith_as_itself();
begin
  -- When the versions that are there were begun is not known: not after the story was told.
  update story_edits e set begun_at = s.told_at from stories s where s.id = e.story_id;
  perform kith_as_before(before);
end $$;
alter table story_edits alter column begun_at set not null;

-- Whoever is in a story reads the version that its teller agreed to.
create policy story_edits_read_in on story_edits for select using (state = 'yes' and kith_is_in_story(story_id));

-- What was written down from another recording, and who read it, is of that recording.
create function story_voices_anew() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from published_stories where id = new.story_id;
  delete from story_edits where story_id = new.story_id;
  delete from story_safety where story_id = new.story_id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger story_voices_anew after insert or update of file_id on story_voices
  for each row execute function story_voices_anew();

-- Two people read a sensitive story with its pictures.
create or replace function story_pictures_hide() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from published_stories where id = coalesce(new.story_id, old.story_id);
  delete from story_safety where story_id = coalesce(new.story_id, old.story_id);
  perform kith_as_before(before);
  return null;
end $$;

-- An older copy of the row does not undo an answer; asking somebody anew does, since they answered to other words.
drop trigger story_people_answer_on on story_people;
create trigger story_people_answer_on before update on story_people
  for each row when (old.answered_at is not null and new.asked_at <= old.asked_at
    and (new.answered_at is null or new.answered_at < old.answered_at))
  execute function story_people_answer_on();

-- What was left out of the words can still be heard in the sound: it may be kept back by itself.
alter table story_voices add column shown boolean not null default true;
drop policy story_voices_hear on story_voices;
create policy story_voices_hear on story_voices for select using (
  kith_has('moderator') or kith_system() or kith_holds_story(story_id) or kith_is_in_story(story_id)
  or (shown and (exists (select from published_stories p where p.id = story_id)
    or exists (select from stories s where s.id = story_id and s.state = 'published'))));

-- The words that stand on a printed sheet: it may be filled in long after these became others. Empty for older sheets.
alter table story_sheets add column version text, add column words jsonb;
