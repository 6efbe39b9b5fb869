-- A secretary sees the spreadsheets that they bring in, and no picture, sound or scan of a story that is not public.
-- Locks files for a moment.

drop policy files_all on files;
create policy files_all on files for all
  using (kith_system() or owner_key = kith_key() or kith_has('moderator')
    or (kith_has('secretary') and kind = 'sheet'))
  with check (true);
