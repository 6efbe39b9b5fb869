-- Towns and postcodes with their positions, so that "near" and the map work without asking another
-- company where somebody lives. Holds no person. The table is new and empty; nothing is locked.

-- A place as people write it: "Stoke on Trent" is Stoke-on-Trent, "St. Ives" is Saint Ives, "Kings
-- Lynn" is King's Lynn. The collation is named so that it reads the same in every database.
create function kith_place_name(name text) returns text language sql immutable strict parallel safe
  return trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    kith_fold(name) collate pg_catalog.pg_c_utf8,
    '[''’‘ʼ`.]', '', 'g'), '&', ' and ', 'g'), '[^[:alnum:]]+', ' ', 'g'), '\msaint\M', 'st', 'g'));

-- A position as a point on a ball of radius 1. In a GiST index `spot <-> kith_spot(52.1, -3.2)` is the
-- straight line through the ball, which puts places in the same order as the way over its surface.
create function kith_spot(latitude double precision, longitude double precision) returns cube
  language sql immutable strict parallel safe
  return cube(array[
    cos(radians(latitude)) * cos(radians(longitude)),
    cos(radians(latitude)) * sin(radians(longitude)),
    sin(radians(latitude))]);

create table places (
  -- town:2643743 (GeoNames), town:2636432:abertawe (another name of it), postcode:GB:SW1A
  id text primary key,
  kind text not null check (kind in ('town', 'postcode')),
  name text not null,
  folded text not null generated always as (kith_place_name(name)) stored,
  -- A second name of a town that stands in another row.
  alias boolean not null default false,
  -- The town around a postcode.
  town text,
  -- County, council or island: what tells one Newport from another.
  district text,
  -- For a town: the districts of the postcodes around it, as people may write any of them behind it.
  around text,
  -- England, Wales, Leinster…
  region text not null default '',
  country text not null check (country ~ '^[A-Z]{2}$'),
  lat double precision not null check (lat between -90 and 90),
  lon double precision not null check (lon between -180 and 180),
  population integer not null default 0,
  spot cube not null generated always as (kith_spot(lat, lon)) stored,
  loaded_at timestamptz not null
);
create index places_folded on places (folded collate "C");
-- Written in bulk and then only read: entries put off until the next vacuum would slow every search.
create index places_like on places using gin (folded gin_trgm_ops) with (fastupdate = off)
  where kind = 'town';
create index places_postcode on places (name collate "C") where kind = 'postcode';
create index places_district on places (kith_place_name(district) collate "C")
  where kind = 'postcode';
create index places_postcode_spot on places using gist (spot) where kind = 'postcode';

-- Everyone may read places; only Kith itself (set-up, import) and the owner of the table write them.
create function places_guard() returns trigger language plpgsql as $$
begin
  if kith_system()
    or current_user = (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = tg_relid) then
    return null;
  end if;
  raise exception 'places are written by Kith itself' using errcode = 'insufficient_privilege';
end $$;
create trigger places_guard before insert or update or delete on places
  for each statement execute function places_guard();

-- An import or a new list of towns counts its rows itself (ANALYZE), so that the first search after it is
-- already quick.
do $$
begin
  if exists (select from pg_roles where rolname = 'kith_app') then
    grant maintain on places to kith_app;
  end if;
end $$;
