-- Translations of stories, made by people: words put in a teller's mouth. What a teller agreed to for the site says
-- nothing of them, so each is asked about by itself, and read by somebody besides whoever wrote it. What is public
-- of them hangs on the public story: it leaves the moment the story does. Both tables are new and empty. Locks
-- stories, story_edits and published_stories for a moment, to put triggers on them.

create table story_translations (
  id uuid primary key,
  story_id uuid not null references stories on delete cascade,
  lang text not null check (lang ~ '^[a-z]{2}$'),
  -- Empty while somebody was asked to translate it and has not begun.
  title text not null,
  body text not null,
  picture_words text,
  -- Who is thanked for it, as it is shown; null for nobody. And the same person, when they are known here.
  translator text,
  translator_id uuid references persons on delete set null,
  -- Which words it was made from (see kith_words_hash).
  words_hash text not null,
  -- Being written, or waiting because the story was changed; the teller is asked; what they answered.
  state text not null check (state in ('draft', 'asked', 'yes', 'no')),
  edited_by uuid references persons on delete set null,
  edited_at timestamptz not null,
  -- Somebody else who reads the language, and says that it says what the story says.
  read_by uuid references persons on delete set null,
  read_at timestamptz,
  read_by_teller boolean not null,
  asked_at timestamptz,
  answered_at timestamptz,
  channel text check (channel in ('link', 'phone', 'letter')),
  -- Who wrote the answer down, when it came by telephone or letter.
  taken_by uuid references persons on delete set null,
  -- What the teller wants instead.
  wish text,
  -- The private link of whoever was asked to translate it; null when it is closed.
  key_hash text unique,
  unique (story_id, lang),
  check ((state in ('yes', 'no')) = (answered_at is not null)),
  check ((answered_at is null) = (channel is null)),
  check (state = 'draft' or (title <> '' and body <> '')),
  check (read_by is null or read_at is not null),
  -- Two pairs of eyes.
  check (read_by is null or read_by <> all (array[edited_by, translator_id]) is not false)
);
create index story_translations_waiting on story_translations (edited_at) where state <> 'yes' or read_at is null;
alter table story_translations enable row level security;
alter table story_translations force row level security;
create policy story_translations_read on story_translations for select using (
  kith_has('moderator') or kith_system() or key_hash = kith_key() or kith_holds_story(story_id));
create policy story_translations_write on story_translations for all
  using (kith_has('moderator') or kith_system());

-- What everyone may read: only public rows, so that searches can use their indexes.
create table published_translations (
  id uuid primary key references story_translations on delete cascade,
  story_id uuid not null references published_stories on delete cascade,
  lang text not null,
  title text not null,
  body text not null,
  picture_words text,
  translator text not null,
  published_at timestamptz not null,
  words tsvector not null generated always as (
    setweight(to_tsvector('simple', kith_fold(title)), 'A') ||
    setweight(to_tsvector('simple', kith_fold(body)), 'D')) stored,
  unique (story_id, lang)
);
create index published_translations_lang on published_translations (lang, published_at desc, story_id);
create index published_translations_newest on published_translations (published_at desc, id);
create index published_translations_words on published_translations using gin (words);

-- The words, and the picture, that a translation says once more.
create function kith_words_hash(lang text, title text, body text, picture uuid, picture_words text) returns text
  language sql stable as $$
  select encode(sha256(convert_to(concat_ws(chr(31), lang, title, body, coalesce(picture::text, ''),
    coalesce(picture_words, '')), 'UTF8')), 'hex') $$;

-- The same of a story as it would be shown: in its teller's words, or in an edited version they agreed to.
create function kith_shown_hash(story uuid) returns text
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer text;
begin
  select kith_words_hash(s.lang, coalesce(e.title, s.title), coalesce(e.body, s.body), s.picture_id,
      case when e.id is null then s.picture_words else e.picture_words end)
    into answer
    from stories s left join story_edits e on e.story_id = s.id and e.state = 'yes' where s.id = story;
  perform kith_as_before(before);
  return answer;
end $$;

create function published_translations_guard() returns trigger language plpgsql as $$
begin
  if kith_has('moderator') or kith_system() or (tg_op = 'DELETE' and exists (
    select from stories s where s.id = old.story_id
      and (s.key_hash = kith_key() or s.teller_id = kith_person()))) then
    return coalesce(new, old);
  end if;
  raise exception 'a translation is published by a moderator' using errcode = 'insufficient_privilege';
end $$;
create trigger published_translations_guard before insert or update or delete on published_translations
  for each row execute function published_translations_guard();

-- What stands on the pages was agreed to and read, letter by letter, and says the words that stand there now.
create function published_translations_agreed() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); fits boolean;
begin
  fits := exists (select from story_translations t join published_stories p on p.id = t.story_id
    where t.id = new.id and t.story_id = new.story_id and t.lang = new.lang and t.lang <> p.lang
      and t.state = 'yes' and t.read_at is not null
      and (t.title, t.body, coalesce(t.translator, '')) = (new.title, new.body, new.translator)
      and t.picture_words is not distinct from new.picture_words
      and t.words_hash = kith_words_hash(p.lang, p.title, p.body, p.picture_id, p.picture_words));
  perform kith_as_before(before);
  if not fits then
    raise exception 'this translation was not agreed to' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger published_translations_agreed before insert or update on published_translations
  for each row execute function published_translations_agreed();

-- Whatever is written, answered or changed about a translation takes effect in the same transaction. A translator
-- who leaves, or wants no thanks any more, takes their name with them; the words stay.
create function story_translations_unnamed() returns trigger language plpgsql as $$
begin
  new.translator := null;
  return new;
end $$;
create trigger story_translations_unnamed before update on story_translations for each row
  when (old.translator_id is not null and new.translator_id is null and new.translator = old.translator)
  execute function story_translations_unnamed();
create function story_translations_hide() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  if new.state <> 'yes' or new.read_at is null or (new.lang, new.title, new.body, new.picture_words, new.words_hash)
    is distinct from (old.lang, old.title, old.body, old.picture_words, old.words_hash) then
    delete from published_translations where id = new.id;
  elsif new.translator is distinct from old.translator then
    update published_translations set translator = coalesce(new.translator, '') where id = new.id;
  end if;
  perform kith_as_before(before);
  return null;
end $$;
create trigger story_translations_hide after update on story_translations
  for each row execute function story_translations_hide();

-- A teller's answer is not undone by an older copy of the row that is put over it.
create trigger story_translations_answer_on before update on story_translations
  for each row when (old.answered_at is not null and new.answered_at < old.answered_at)
  execute function story_people_answer_on();

-- A public story whose words become others loses what was made from the old ones.
create function published_stories_untranslate() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from published_translations where story_id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger published_stories_untranslate after update on published_stories for each row
  when ((new.lang, new.title, new.body, new.picture_id, new.picture_words)
    is distinct from (old.lang, old.title, old.body, old.picture_id, old.picture_words))
  execute function published_stories_untranslate();

-- When the words of a story change, by its teller or by an edit that they agreed to, each translation waits again:
-- the yes to it, and its reading, were about other words.
create function kith_translations_wait(story uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  -- Of what was taken back nothing is written any more: its translations are deleted.
  if not exists (select from withdrawn_stories w where w.id = story) then
    update story_translations set state = 'draft', asked_at = null, answered_at = null, channel = null,
        taken_by = null, wish = null, read_by = null, read_at = null, read_by_teller = false
      where story_id = story and words_hash <> kith_shown_hash(story)
        and (state <> 'draft' or read_at is not null);
  end if;
  perform kith_as_before(before);
end $$;
create function story_edits_translations_wait() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform kith_translations_wait(coalesce(new.story_id, old.story_id));
  return null;
end $$;
create trigger story_edits_translations_wait after insert or update or delete on story_edits
  for each row execute function story_edits_translations_wait();
create function stories_translations_wait() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform kith_translations_wait(new.id);
  return null;
end $$;
-- After stories_forget_edits, by its name: an edited version of the old words is gone by then.
create trigger stories_translations_wait after update on stories for each row
  when ((new.title, new.body, new.lang, new.picture_id, new.picture_words)
    is distinct from (old.title, old.body, old.lang, old.picture_id, old.picture_words))
  execute function stories_translations_wait();

-- What is taken back is taken back in every language, and does not come back.
create function stories_forget_translations() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from story_translations where story_id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_forget_translations after update on stories for each row
  when (new.state = 'withdrawn') execute function stories_forget_translations();
create trigger story_translations_no_return before insert or update on story_translations
  for each row execute function of_stories_no_return();
