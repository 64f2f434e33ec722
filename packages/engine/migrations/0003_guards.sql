-- Goal: the log stays append-only whoever connects.
-- Safety: triggers only; statement level, so that appending costs nothing.
-- Way back: drop the triggers and the function.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'CSLOG';
end $$;

create trigger log_entries_are_append_only before update or delete or truncate on log_entries
  for each statement execute function refuse_change();
