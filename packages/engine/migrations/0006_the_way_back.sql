-- Goal: the way back. A returned item is answered with a new revision, a bounded number of times, and then goes to the leads; who returned
--   it is offered it first.
-- Safety: new columns are nullable or have a constant default, so no row is rewritten. The index of free places is built anew, about a
--   second per million waiting items, during which nothing is claimed.
-- Way back: drop the new columns and indexes, and build waiting_free_in_order without for_leads.

alter table checkpoints add column max_returns integer not null default 3 check (max_returns between 0 and 20);

alter table items add column returns integer not null default 0 check (returns >= 0);
comment on column items.returns is 'how often a return took effect since it was submitted or reopened';
create index items_returned_by_deadline on items (due_at) where state = 'returned' and due_at is not null;

alter table revisions
  add column return_id text collate "C",
  add column confidence real check (confidence between 0 and 1),
  add column model text;
comment on column revisions.return_id is 'the review that returned the item, which this revision answers';

alter table waiting
  add column assigned_until timestamptz,
  add column for_leads boolean not null default false,
  add constraint waiting_assigned_until_is_for_somebody check (assigned_until is null or assigned_to is not null);
comment on column waiting.assigned_until is 'when an offer to one person alone ends; null for an assignment';
drop index waiting_free_in_order;
create index waiting_free_in_order on waiting (workspace_id, checkpoint_id, rank, due_at, cost, item_id)
  where claimed_by is null and assigned_to is null and not for_leads;
create index waiting_for_leads_in_order on waiting (workspace_id, rank, due_at, cost, item_id)
  where for_leads and claimed_by is null and assigned_to is null;
create index waiting_offered_by_end on waiting (assigned_until) where assigned_until is not null;
