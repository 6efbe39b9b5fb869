-- What was taken back does not come back: not by an older copy of its rows that is put over newer ones, and not
-- by a mistake in the code. The list of what was taken back only grows, and the database refuses every row that
-- would bring words, people or a place on the pages back to a story in it. Locks the tables of stories for a
-- moment, to put triggers on them.

create function withdrawn_stories_stay() returns trigger language plpgsql as $$
begin
  raise exception 'what was taken back stays taken back' using errcode = 'check_violation';
end $$;
create trigger withdrawn_stories_stay before update or delete on withdrawn_stories
  for each row execute function withdrawn_stories_stay();

create function stories_no_return() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (new.state <> 'withdrawn' or new.title <> '' or new.body <> '' or new.name is not null)
    and exists (select from withdrawn_stories w where w.id = new.id) then
    raise exception 'this story was taken back' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger stories_no_return before insert or update on stories
  for each row execute function stories_no_return();

create function published_stories_no_return() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from withdrawn_stories w where w.id = new.id) then
    raise exception 'this story was taken back' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger published_stories_no_return before insert or update on published_stories
  for each row execute function published_stories_no_return();

-- A person in it, a version of it. Consents that have ended may be written: they are the record.
create function of_stories_no_return() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from withdrawn_stories w where w.id = new.story_id) then
    raise exception 'this story was taken back' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger story_people_no_return before insert or update on story_people
  for each row execute function of_stories_no_return();
create trigger story_edits_no_return before insert or update on story_edits
  for each row execute function of_stories_no_return();
create trigger consents_no_return before insert or update on consents
  for each row when (new.ended_at is null) execute function of_stories_no_return();

-- What has ended does not begin again: who agrees anew gives a consent of their own. Whoever answered can say
-- something else later, but nothing from before that answer is put over it.
create function consents_stay_ended() returns trigger language plpgsql as $$
begin
  raise exception 'this consent has ended' using errcode = 'check_violation';
end $$;
create trigger consents_stay_ended before update on consents
  for each row when (old.ended_at is not null and new.ended_at is null)
  execute function consents_stay_ended();
create function story_people_answer_on() returns trigger language plpgsql as $$
begin
  raise exception 'they have answered since' using errcode = 'check_violation';
end $$;
create trigger story_people_answer_on before update on story_people
  for each row when (old.answered_at is not null
    and (new.answered_at is null or new.answered_at < old.answered_at))
  execute function story_people_answer_on();

-- A story that is not published any more, that is for members, or whose own words or picture are others now is
-- not on the pages, whoever wrote the row.
create function stories_hide() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from published_stories where id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_hide after update on stories for each row
  when (new.state <> 'published' or new.audience <> 'public' or
    (new.title, new.body, new.name, new.name_style, new.town, new.lang, new.picture_id, new.picture_words)
      is distinct from
    (old.title, old.body, old.name, old.name_style, old.town, old.lang, old.picture_id, old.picture_words))
  execute function stories_hide();

-- Letters about a story say its title and quote what was decided: those that wait are not sent any more, and of
-- those that went only the fact stays. Runs before the receipt to its teller is written.
create function stories_forget_letters() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from outbox where about = new.id and state in ('waiting', 'failed');
  update outbox set subject = '', text = '', html = '' where about = new.id and state = 'sent';
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_forget_letters after update of state on stories for each row
  when (new.state = 'withdrawn' and old.state <> 'withdrawn') execute function stories_forget_letters();
create index outbox_about on outbox (about) where about is not null;
