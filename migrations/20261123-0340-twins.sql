-- Likely duplicates, found as they arise, and merges that can be undone for 30 days. All tables are new;
-- the tables that are there are not touched, so nothing is locked and an import takes no longer.

-- By what an organisation can be recognised: its register number, website, phone and mail address, each
-- written in one way, and digests of its name that names alike share. A table of its own, filled after
-- commit: indexes on functions of organisations would cost every import, under row-level security only
-- plain columns can be looked up by an index, and a search for names alike by pg_trgm takes 10 to 50 ms
-- where 100,000 names are made of the same words.
create table twin_signs (
  organisation_id uuid not null references organisations on delete cascade,
  sign text not null,
  primary key (sign, organisation_id)
);
create index twin_signs_organisation on twin_signs (organisation_id);
alter table twin_signs enable row level security;
alter table twin_signs force row level security;
create policy twin_signs_all on twin_signs for all using (kith_system());

-- Two that may be one. The smaller id is always a, so that a pair is there once.
create table twins (
  id uuid primary key,
  a uuid not null references organisations on delete cascade,
  b uuid not null references organisations on delete cascade,
  -- What speaks for it: [{"what": "near-name", "km": 2}]. No names, numbers or addresses.
  reasons jsonb not null,
  score integer not null,
  found_at timestamptz not null,
  -- A pair that is one has been merged; it lies in merges.
  state text not null check (state in ('open', 'different')),
  decided_by uuid references persons on delete set null,
  decided_at timestamptz,
  words text,
  unique (a, b),
  check (a < b),
  check ((state = 'different') = (decided_at is not null))
);
create index twins_open on twins (found_at, id) where state = 'open';
create index twins_b on twins (b);
alter table twins enable row level security;
alter table twins force row level security;
create policy twins_all on twins for all using (kith_has('secretary') or kith_system());

-- What is needed to undo a merge: both as they were, and step by step what was done. Ids without foreign
-- keys, because the one that was set aside is in here and nowhere else.
create table merges (
  id uuid primary key,
  kept_id uuid not null,
  gone_id uuid not null,
  kept_name text not null,
  gone_name text not null,
  merged_by uuid references persons on delete set null,
  merged_at timestamptz not null,
  undone_by uuid references persons on delete set null,
  undone_at timestamptz,
  -- Empty once it is undone.
  steps jsonb
);
create index merges_at on merges (merged_at desc, id);
create index merges_kept on merges (kept_id);
create index merges_gone on merges (gone_id);
alter table merges enable row level security;
alter table merges force row level security;
create policy merges_all on merges for all using (kith_has('secretary') or kith_system());

-- Where the address of a member leads that was merged into another: always to the last one, in one step.
create table old_addresses (
  id uuid primary key,
  organisation_id uuid not null references organisations on delete cascade,
  check (id <> organisation_id)
);
create index old_addresses_organisation on old_addresses (organisation_id);
alter table old_addresses enable row level security;
alter table old_addresses force row level security;
create policy old_addresses_read on old_addresses for select using (true);
create policy old_addresses_write on old_addresses for all using (kith_system());
