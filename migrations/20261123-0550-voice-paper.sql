-- Stories told by voice, by telephone and on paper: the sound beside the words, what the office notes of a story
-- that came to it, the codes of printed sheets, and the codes with which a story that was begun is finished on
-- another device. The tables are new and empty. Locks files for a moment, to let sound be one of its kinds.

alter table files drop constraint files_kind_check;
alter table files add constraint files_kind_check check (kind in ('picture', 'sheet', 'sound'));

-- The sound of a story, as its teller spoke it. Its words are the story's own.
create table story_voices (
  story_id uuid primary key references stories on delete cascade,
  file_id uuid not null unique references files on delete cascade,
  type text not null,
  bytes integer not null,
  kept_at timestamptz not null
);

-- How a story reached us: who took it down, from whom, and for whom it is told.
create table story_tellings (
  story_id uuid primary key references stories on delete cascade,
  taken_by uuid references persons on delete set null,
  -- Who rang, and the number and the postal address of the teller.
  rang text,
  phone text,
  address text,
  -- The picture of the paper sheet, for moderators only.
  scan_id uuid references files on delete set null,
  -- Whose story it is, when it is told for somebody, and how they agreed.
  told_for text,
  told_how text,
  at timestamptz not null,
  check ((told_for is null) = (told_how is null))
);
create index story_tellings_scan on story_tellings (scan_id) where scan_id is not null;

-- The code on a printed sheet: kept as a keyed digest. Used once.
create table story_sheets (
  code_hash text primary key,
  lang text not null,
  made_at timestamptz not null,
  used_story_id uuid references stories on delete set null,
  used_at timestamptz
);

-- The code with which a story that was begun is finished elsewhere. Goes with its draft.
create table draft_codes (
  code_hash text primary key,
  key_hash text not null references drafts on delete cascade on update cascade,
  made_at timestamptz not null
);
create index draft_codes_key on draft_codes (key_hash);

alter table story_voices enable row level security;
alter table story_voices force row level security;
-- Heard by whoever may read the story: row-level security of stories decides for those who are no visitors.
create policy story_voices_hear on story_voices for select using (
  kith_has('moderator') or kith_system() or kith_holds_story(story_id) or kith_is_in_story(story_id)
  or exists (select from published_stories p where p.id = story_id)
  or exists (select from stories s where s.id = story_id and s.state = 'published'));
create policy story_voices_write on story_voices for all
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));

create policy files_of_voices on files for select using (
  exists (select from story_voices v where v.file_id = files.id));
create policy files_of_voices_leave on files for delete using (
  exists (select from story_voices v where v.file_id = files.id and kith_holds_story(v.story_id)));

alter table story_tellings enable row level security;
alter table story_tellings force row level security;
create policy story_tellings_all on story_tellings for all
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));
create policy files_of_scans_leave on files for delete using (
  exists (select from story_tellings s where s.scan_id = files.id and kith_holds_story(s.story_id)));

alter table story_sheets enable row level security;
alter table story_sheets force row level security;
create policy story_sheets_print on story_sheets for insert with check (used_story_id is null);
create policy story_sheets_all on story_sheets for all using (kith_has('moderator') or kith_system());

alter table draft_codes enable row level security;
alter table draft_codes force row level security;
create policy draft_codes_own on draft_codes for insert with check (key_hash = kith_key());
create policy draft_codes_kith on draft_codes for all using (kith_system());

-- Nothing is shown without words, so that whoever cannot hear a story can read it. Words that a moderator wrote
-- down from the sound are an edited version, which its teller agrees to before it gets here.
create function published_stories_words() returns trigger language plpgsql as $$
begin
  if btrim(new.body) = '' then
    raise exception 'a story is shown with its words' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger published_stories_words before insert or update on published_stories
  for each row execute function published_stories_words();

-- What is taken back is forgotten in the same transaction: its sound, and what the office noted of it. The bytes
-- follow as soon as it is done.
create function kith_forget_tellings() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from files where id in (select file_id from story_voices where story_id = new.id);
  delete from files where id in (select scan_id from story_tellings where story_id = new.id);
  delete from story_voices where story_id = new.id;
  delete from story_tellings where story_id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_forget_tellings after update of state on stories
  for each row when (new.state = 'withdrawn' and old.state <> 'withdrawn')
  execute function kith_forget_tellings();
