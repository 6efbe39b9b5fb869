-- Asks who is writing before the guard of the directory is called, not in it: an import lists tens of
-- thousands of members in one statement, and a call for each took a third of its time. Locks the directory
-- for a moment; reads and writes nothing of it.
drop trigger directory_guard on directory;
create trigger directory_guard before insert or update or delete on directory
  for each row when (not kith_system() and not kith_has('secretary'))
  execute function directory_guard();
