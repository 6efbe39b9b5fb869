-- The link that sets a new Kith up: works once, for 30 minutes. Holds no person.
create table setup_links (
  key_hash text primary key,
  ends_at timestamptz not null,
  spent_at timestamptz
);
