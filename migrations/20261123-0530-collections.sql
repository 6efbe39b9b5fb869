-- Lifting stories up: collections, campaigns that ask for stories, and print editions. A list only names stories:
-- what stands in it is read together with published_stories, so a story that leaves the pages leaves every list
-- with them and comes back when it is agreed again. All tables are new; nothing is locked.

create table collections (
  id uuid primary key,
  -- The part of the address that names it, in any script.
  slug text not null unique,
  name text not null,
  words text not null,
  -- The language that its name and words are written in.
  lang text not null,
  colour text not null check (colour in ('plum', 'madder', 'woad', 'moss', 'heather', 'walnut')),
  -- Where it stands among the others; the smallest first.
  place integer not null,
  made_at timestamptz not null
);

create table collection_stories (
  list_id uuid not null references collections on delete cascade,
  story_id uuid not null references stories on delete cascade,
  place integer not null,
  chosen_at timestamptz not null,
  primary key (list_id, story_id)
);
create index collection_stories_story on collection_stories (story_id);

create table campaigns (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  words text not null,
  -- What the form says to whoever tells a story for it.
  call text not null,
  lang text not null,
  colour text not null check (colour in ('plum', 'madder', 'woad', 'moss', 'heather', 'walnut')),
  -- The first and the last day on which stories are called for.
  begins_on date not null,
  ends_on date not null,
  made_at timestamptz not null,
  check (ends_on >= begins_on)
);

-- The campaign that a story was told for: one at most. Apart from the story, so that the pages of a campaign
-- read nothing of stories that are not public.
create table campaign_stories (
  story_id uuid primary key references stories on delete cascade,
  list_id uuid not null references campaigns on delete cascade,
  told_at timestamptz not null
);
create index campaign_stories_list on campaign_stories (list_id);

create table print_editions (
  id uuid primary key,
  title text not null,
  lang text not null,
  -- Points of the letters: 18 is large print.
  size integer not null check (size in (14, 18, 24)),
  made_at timestamptz not null,
  printed_at timestamptz
);

create table edition_stories (
  list_id uuid not null references print_editions on delete cascade,
  story_id uuid not null references stories on delete cascade,
  place integer not null,
  chosen_at timestamptz not null,
  -- How to say names in it, for whoever reads it aloud.
  say text not null default '',
  primary key (list_id, story_id)
);
create index edition_stories_story on edition_stories (story_id);

alter table collections enable row level security;
alter table collections force row level security;
create policy collections_read on collections for select using (true);
create policy collections_write on collections for all using (kith_has('moderator') or kith_system());

alter table collection_stories enable row level security;
alter table collection_stories force row level security;
create policy collection_stories_read on collection_stories for select using (true);
create policy collection_stories_write on collection_stories for all
  using (kith_has('moderator') or kith_system());

alter table campaigns enable row level security;
alter table campaigns force row level security;
create policy campaigns_read on campaigns for select using (true);
create policy campaigns_write on campaigns for all
  using (kith_has('moderator') or kith_has('secretary') or kith_system());

alter table campaign_stories enable row level security;
alter table campaign_stories force row level security;
create policy campaign_stories_read on campaign_stories for select using (true);
-- A story is filed under a campaign by its teller, who tells it for that, or by a moderator.
create policy campaign_stories_file on campaign_stories for insert
  with check (kith_has('moderator') or kith_system() or kith_holds_story(story_id));
create policy campaign_stories_write on campaign_stories for all
  using (kith_has('moderator') or kith_system());

alter table print_editions enable row level security;
alter table print_editions force row level security;
create policy print_editions_all on print_editions for all
  using (kith_has('moderator') or kith_system());

alter table edition_stories enable row level security;
alter table edition_stories force row level security;
create policy edition_stories_all on edition_stories for all
  using (kith_has('moderator') or kith_system());

-- What is taken back is forgotten by every list in the same transaction, whoever takes it back.
create function kith_leave_lists() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from collection_stories where story_id = new.id;
  delete from campaign_stories where story_id = new.id;
  delete from edition_stories where story_id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger stories_leave_lists after update of state on stories
  for each row when (new.state = 'withdrawn' and old.state <> 'withdrawn')
  execute function kith_leave_lists();

-- Whether a story may be printed at this moment: its teller's yes to print, and everything else that showing it to
-- everyone needs. A story that may be printed and not stand on the site is printed.
create function kith_may_print(story uuid, at timestamptz) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from consents c
      where c.story_id = story and c.use = 'print' and c.ended_at is null
        and (c.until is null or c.until > at::date))
    and not exists (select from story_people p where p.story_id = story and p.state <> 'yes')
    and exists (select from stories s where s.id = story and s.state = 'published'
      and s.audience = 'public' and (s.not_before is null or s.not_before <= at))
    and kith_edit_agreed(story) and kith_read_enough(story);
  perform kith_as_before(before);
  return answer;
end $$;
