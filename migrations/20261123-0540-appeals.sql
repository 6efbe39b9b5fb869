-- Appeals against a decision, judged by somebody else; what a story led to; how often what was decided, for
-- everyone to read; and the records that a small service keeps for the Online Safety Act. All tables are new.
-- Locks stories, decisions, reports and withdrawn_stories for a moment, to put triggers on them, and decisions
-- while what can be decided becomes one more.

alter table decisions drop constraint decisions_verdict_check;
alter table decisions add constraint decisions_verdict_check
  check (verdict in ('publish', 'decline', 'take-down', 'restore'));

create table appeals (
  id uuid primary key,
  story_id uuid not null references stories on delete cascade,
  -- One appeal a decision.
  decision_id uuid not null unique references decisions on delete cascade,
  -- Why, in the words of whoever told the story.
  words text not null,
  state text not null check (state in ('asked', 'upheld', 'dismissed')),
  reason text,
  decided_by uuid references persons on delete set null,
  decided_at timestamptz,
  asked_at timestamptz not null,
  check ((state = 'asked') = (decided_at is null))
);
create index appeals_waiting on appeals (asked_at) where state = 'asked';
create index appeals_story on appeals (story_id);
alter table appeals enable row level security;
alter table appeals force row level security;
create policy appeals_read on appeals for select
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));
create policy appeals_ask on appeals for insert
  with check (state = 'asked' and (kith_has('moderator') or kith_system() or kith_holds_story(story_id)));
create policy appeals_decide on appeals for update using (kith_has('moderator') or kith_system());

-- Nobody judges their own decision, whatever the code says.
create function appeals_by_another() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); judged uuid;
begin
  select d.decided_by into judged from decisions d where d.id = new.decision_id;
  perform kith_as_before(before);
  if new.decided_by = judged then
    raise exception 'an appeal is decided by somebody else' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger appeals_by_another before insert or update on appeals
  for each row when (new.decided_by is not null) execute function appeals_by_another();

-- Whoever reported something and hears that it stays can ask once that somebody else looks again: a report of its
-- own, which names the one before.
alter table reports add column again_of uuid unique references reports on delete set null;
create function reports_by_another() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); judged uuid;
begin
  select r.decided_by into judged from reports r where r.id = new.again_of;
  perform kith_as_before(before);
  if new.decided_by = judged then
    raise exception 'a second look is taken by somebody else' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger reports_by_another before insert or update on reports
  for each row when (new.decided_by is not null and new.again_of is not null)
  execute function reports_by_another();

-- What followed from a story: counted by Kith where it knows, or noted by the office in a sentence.
create table story_effects (
  id uuid primary key,
  story_id uuid not null references stories on delete cascade,
  kind text not null default 'other' check (kind in ('ask', 'match', 'gathering', 'retelling', 'other')),
  what text not null,
  at timestamptz not null,
  noted_by uuid references persons on delete set null
);
create index story_effects_story on story_effects (story_id, at);
alter table story_effects enable row level security;
alter table story_effects force row level security;
create policy story_effects_read on story_effects for select
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));
create policy story_effects_write on story_effects for all using (kith_has('moderator') or kith_system());

-- When a teller was told what their story led to, and how; 'stop': they would rather not be told each year.
create table story_years (
  id uuid primary key,
  story_id uuid not null references stories on delete cascade,
  how text not null check (how in ('mail', 'phone', 'letter', 'stop')),
  -- What its letter is known by in the outbox: one letter may tell of several stories.
  letter text,
  at timestamptz not null
);
create index story_years_story on story_years (story_id, at);
create index story_years_letter on story_years (letter) where letter is not null;
alter table story_years enable row level security;
alter table story_years force row level security;
create policy story_years_read on story_years for select
  using (kith_has('moderator') or kith_system() or kith_holds_story(story_id));
create policy story_years_stop on story_years for insert
  with check (how = 'stop' and letter is null and kith_holds_story(story_id));
create policy story_years_again on story_years for delete using (how = 'stop' and kith_holds_story(story_id));
create policy story_years_write on story_years for all using (kith_has('moderator') or kith_system());

-- The words of an appeal and the notes about a story go when it is taken back.
create function forget_around_story() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself();
begin
  delete from appeals where story_id = new.id;
  delete from story_effects where story_id = new.id;
  -- A letter may tell of other stories of theirs too. One that was not sent is written anew without this one.
  with unsent as (
    delete from outbox where state in ('waiting', 'failed') and key in
      (select letter from story_years where story_id = new.id and letter is not null)
    returning key)
  delete from story_years where letter in (select key from unsent);
  update outbox set subject = '', text = '', html = '' where state = 'sent' and key in
    (select letter from story_years where story_id = new.id and letter is not null);
  delete from story_years where story_id = new.id;
  perform kith_as_before(before);
  return null;
end $$;
create trigger withdrawn_stories_forget after insert on withdrawn_stories
  for each row execute function forget_around_story();

-- Whether a story has ever stood on the pages: its address then says that it is gone, not that it never was.
create function kith_was_public(story uuid) returns boolean
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); answer boolean;
begin
  answer := exists (select from story_traces t where t.story_id = story and t.place = 'site');
  perform kith_as_before(before);
  return answer;
end $$;

-- How often what was decided, a quarter of a year: counts only, so that they outlive what they count.
create table moderation_counts (
  -- The first day of the quarter.
  quarter date not null,
  what text not null,
  -- The rule that a story was declined for, or the days until a decision; empty for none.
  detail text not null,
  n integer not null,
  primary key (quarter, what, detail)
);
create function count_moderation(happened timestamptz, counted text, of_which text) returns void
  language sql security definer set search_path = public, pg_temp as $$
  insert into moderation_counts values (date_trunc('quarter', happened at time zone 'UTC')::date, counted, of_which, 1)
  on conflict (quarter, what, detail) do update set n = moderation_counts.n + 1;
$$;
create function count_decision() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); told timestamptz; invented boolean;
begin
  select s.told_at, s.example into told, invented from stories s where s.id = new.story_id;
  perform kith_as_before(before);
  if not invented then
    perform count_moderation(new.decided_at, new.verdict,
      case when new.verdict = 'decline' then coalesce(new.rule, '') else '' end);
    if new.verdict in ('publish', 'decline') then
      perform count_moderation(new.decided_at, 'days',
        greatest(0, floor(extract(epoch from new.decided_at - told) / 86400))::text);
    end if;
  end if;
  return null;
end $$;
create trigger decisions_count after insert on decisions for each row execute function count_decision();
create function count_report() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); invented boolean;
begin
  invented := exists (select from stories s where s.example and new.about like '/stories/' || s.id || '%');
  perform kith_as_before(before);
  if invented then
    return null;
  elsif tg_op = 'INSERT' then
    perform count_moderation(new.sent_at, case when new.again_of is null then 'report' else 'report.again' end, '');
  elsif old.state = 'sent' and new.state <> 'sent' then
    perform count_moderation(new.decided_at, 'report.' || new.state, '');
  end if;
  return null;
end $$;
create trigger reports_count after insert or update on reports for each row execute function count_report();
create function count_appeal() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); invented boolean;
begin
  invented := exists (select from stories s where s.example and s.id = new.story_id);
  perform kith_as_before(before);
  if invented then
    return null;
  elsif tg_op = 'INSERT' then
    perform count_moderation(new.asked_at, 'appeal', '');
  elsif old.state = 'asked' and new.state <> 'asked' then
    perform count_moderation(new.decided_at, 'appeal.' || new.state, '');
  end if;
  return null;
end $$;
create trigger appeals_count after insert or update on appeals for each row execute function count_appeal();

-- What was decided until now counts as well.
do $$
declare before text := kith_as_itself();
begin
  perform count_moderation(d.decided_at, d.verdict,
      case when d.verdict = 'decline' then coalesce(d.rule, '') else '' end)
    from decisions d join stories s on s.id = d.story_id where not s.example;
  perform count_moderation(d.decided_at, 'days',
      greatest(0, floor(extract(epoch from d.decided_at - s.told_at) / 86400))::text)
    from decisions d join stories s on s.id = d.story_id
    where not s.example and d.verdict in ('publish', 'decline');
  perform count_moderation(sent_at, 'report', '') from reports;
  perform count_moderation(decided_at, 'report.' || state, '') from reports where state <> 'sent';
  perform kith_as_before(before);
end $$;

-- The records that a small service keeps, and the words of its terms: each saved version stays.
create table duty_records (
  id uuid primary key,
  kind text not null check (kind in ('illegal-content', 'children', 'person', 'measures', 'terms')),
  answers jsonb not null,
  saved_by uuid references persons on delete set null,
  saved_at timestamptz not null,
  -- When the office was written to, because it was a year old.
  reminded_at timestamptz
);
create index duty_records_kind on duty_records (kind, saved_at desc);
alter table duty_records enable row level security;
alter table duty_records force row level security;
create policy duty_records_read on duty_records for select using (kith_has('secretary') or kith_system());
create policy duty_records_save on duty_records for insert with check (kith_has('secretary') or kith_system());
-- Nobody changes what was saved; Kith itself notes that it wrote to the office.
create policy duty_records_remind on duty_records for update using (kith_system());

-- What everyone may read of them, on the page of the terms: the words, the days, and whom to turn to.
create function kith_terms() returns jsonb
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); found jsonb;
begin
  select jsonb_build_object(
    'words', (select answers from duty_records where kind = 'terms' order by saved_at desc, id desc limit 1),
    'decideDays', m.answers -> 'decideDays', 'reportDays', m.answers -> 'reportDays',
    'shownAs', p.answers -> 'shownAs', 'reach', p.answers -> 'reach') into found
  from (select 1) one
  left join lateral (select answers from duty_records where kind = 'measures'
    order by saved_at desc, id desc limit 1) m on true
  left join lateral (select answers from duty_records where kind = 'person'
    order by saved_at desc, id desc limit 1) p on true;
  perform kith_as_before(before);
  return found || jsonb_build_object('appealDays', kith_appeal_days());
end $$;

-- Within how many days the coalition wants to answer an appeal, as it says in its measures.
create function kith_appeal_days() returns integer
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare before text := kith_as_itself(); days integer;
begin
  select nullif(regexp_replace(answers ->> 'appealDays', '\D', '', 'g'), '')::integer into days
    from duty_records where kind = 'measures' order by saved_at desc limit 1;
  perform kith_as_before(before);
  return coalesce(days, 14);
end $$;
