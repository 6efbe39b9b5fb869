import pg from 'pg'
import type { Kith } from './kith.ts'

/** What a dump holds of a story, in the order in which it is read back. */
const tables = [
  'stories',
  'consents',
  'story_people',
  'story_edits',
  'story_safety',
  'story_translations',
  'story_readers',
  'published_stories',
]
export type Rows = Record<string, unknown>

// In the database, so that a copy is taken and put back in one statement each. All of it is put back or nothing:
// a row that the database refuses ends it.
const functions = `
create or replace function test_copy_rows(tables text[], story uuid) returns jsonb language plpgsql as $$
declare name text; rows jsonb; copy jsonb := '{}'; key text;
begin
  foreach name in array tables loop
    key := case when name like '%stories' then 'id' else 'story_id' end;
    execute format('select jsonb_agg(to_jsonb(t)) from %I t where t.%I = $1', name, key) into rows using story;
    copy := copy || jsonb_build_object(name, rows);
  end loop;
  return copy;
end $$;
create or replace function test_put_rows(tables text[], copy jsonb) returns boolean language plpgsql as $$
declare name text; one jsonb; list text; key text; n bigint;
begin
  foreach name in array tables loop
    if jsonb_typeof(copy -> name) <> 'array' then continue; end if;
    select string_agg(quote_ident(attname), ', ') into list from pg_attribute
      where attrelid = name::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    select string_agg(format('t.%1$I = n.%1$I', a.attname), ' and ') into key
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
      where i.indrelid = name::regclass and i.indisprimary;
    for one in select jsonb_array_elements(copy -> name) loop
      execute format('update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, $1))
        from jsonb_populate_record(null::%1$I, $1) n where %3$s', name, list, key) using one;
      get diagnostics n = row_count;
      if n = 0 then
        execute format('insert into %1$I (%2$s) select %2$s from jsonb_populate_record(null::%1$I, $1)', name, list)
          using one;
      end if;
    end loop;
  end loop;
  perform pg_notify('kith_pages', '*');
  return true;
exception when integrity_constraint_violation then
  return false;
end $$`

// What is not walked here, and takes half of the time: that entries of the journal are chained one by one, and the
// jobs that nobody does. This test has a database of its own.
const quick = `
alter table journal disable trigger journal_chain;
create or replace function kith_add_job(task text, payload json, run_at timestamptz, job_key text) returns void
  language sql as 'select'`

export type Backup = Awaited<ReturnType<typeof openBackup>>

/** Whoever runs the database, past all of the code: copies a story's rows, and puts older ones over newer ones. */
export async function openBackup(kith: Kith) {
  const pool = new pg.Pool({
    connectionString: kith.ownerUrl,
    max: 3,
    options: '-c kith.system=on',
  })
  await pool.query(functions)
  await pool.query(quick)
  const { rows } = await pool.query<{ name: string }>(
    'select name from unnest($1::text[]) with ordinality t(name, at) where to_regclass(name) is not null order by at',
    [tables],
  )
  const there = rows.map(({ name }) => name)
  return {
    /** Asks the database as its owner, who sees everything. */
    ask: async <T extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<T[]> =>
      (await pool.query<T>(text, values)).rows,
    copyOf: async (id: string): Promise<Rows> =>
      (await pool.query<{ copy: Rows }>('select test_copy_rows($1, $2) as copy', [there, id]))
        .rows[0]?.copy ?? {},
    /** Out: whether the database took it. */
    putBack: async (copy: Rows): Promise<boolean> =>
      (
        await pool.query<{ done: boolean }>('select test_put_rows($1, $2) as done', [
          there,
          JSON.stringify(copy),
        ])
      ).rows[0]?.done ?? false,
    close: () => pool.end(),
  }
}
