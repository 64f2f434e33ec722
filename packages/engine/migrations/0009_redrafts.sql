-- Goal: a returned item that gets its next revision, from its draft step or from outside, is waited for again by its run.
-- Safety: replaces a function and a trigger that look at items with a run only.
-- Way back: put the function and trigger of 0007 back.

create or replace function move_run() returns trigger language plpgsql as $function$
begin
  if new.state = 'waiting' then
    update runs set state = 'waiting', outcome = null, worker_id = null, lease_until = null, call_id = null, failure_code = null, failure_detail = null,
      step = coalesce((select (k.feedback ->> 'step')::integer from run_contents k where k.workspace_id = runs.workspace_id and k.run_id = runs.id), step),
      updated_at = now()
    where workspace_id = new.workspace_id and id = new.run_id and item_id = new.id and state in ('returned', 'moving', 'ready', 'drafting', 'failed');
    return null;
  end if;
  update runs set state = 'moving', outcome = new.state, updated_at = now()
  where workspace_id = new.workspace_id and id = new.run_id and item_id = new.id and state in ('waiting', 'returned');
  return null;
end $function$;
drop trigger items_move_their_run on items;
create trigger items_move_their_run after update of state on items for each row
  when (new.run_id is not null and new.state is distinct from old.state
    and (new.state in ('released', 'rejected', 'returned', 'expired', 'superseded') or new.state = 'waiting' and old.state = 'returned'))
  execute function move_run();
