-- Goal: the reviewer's desk. Flags and what people did about them, bulk reviews, hold, assignment, comments, past decisions,
--   preferences; brand rules and dictionary of a checkpoint.
-- Safety: new columns are nullable or have a constant default, so no row is rewritten. The index of free places is built anew, about a
--   second per million waiting items, during which nothing is claimed.
-- Way back: drop the new tables and columns, and build waiting_free_in_order without assigned_to.

alter table checkpoints
  add column brand_rules jsonb,
  add column dictionary text[] not null default '{}',
  add column rules_version integer not null default 1;
comment on column checkpoints.rules_version is 'the version with which the brand rules changed last';

alter table waiting
  add column assigned_to text collate "C",
  add column is_held boolean not null default false,
  add constraint waiting_held_are_claimed check (not is_held or claimed_by is not null);
comment on column waiting.assigned_to is 'who alone is offered it';
comment on column waiting.is_held is 'the claim is a pause until lease_until; a heartbeat does not change it';
drop index waiting_free_in_order;
create index waiting_free_in_order on waiting (workspace_id, checkpoint_id, rank, due_at, cost, item_id)
  where claimed_by is null and assigned_to is null;
create index waiting_assigned_in_order on waiting (workspace_id, assigned_to, rank, due_at, cost, item_id) where assigned_to is not null;

alter table reviews
  add column bulk_id text collate "C",
  add column was_assigned boolean not null default false;
comment on column reviews.was_assigned is 'the item was assigned to the reviewer; undo assigns it again';
create index reviews_by_person on reviews (workspace_id, person_id, created_at);
create index reviews_by_bulk on reviews (workspace_id, person_id, bulk_id) where bulk_id is not null;

create table bulk_reviews (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  id text collate "C" not null,
  request_hash text not null,
  result json,
  created_at timestamptz not null default now(),
  primary key (workspace_id, person_id, id)
);

-- What the checks said of one output of an item. Derived: written by the worker or at the first question, and again when stale.
create table item_flags (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  output_hash text not null,
  checkpoint_version integer not null,
  checks_version text not null,
  errors integer not null default 0 check (errors >= 0),
  warnings integer not null default 0 check (warnings >= 0),
  infos integer not null default 0 check (infos >= 0),
  flags json not null default '[]',
  failure text,
  checked_at timestamptz not null default now(),
  primary key (workspace_id, item_id)
);
comment on column item_flags.flags is 'all of them; the counts leave out what people dismissed';
comment on column item_flags.failure is 'why the checks did not finish on this output';

create table flag_decisions (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  flag_id text collate "C" not null,
  person_id text collate "C" not null,
  action text not null check (action in ('accepted', 'dismissed')),
  kind text not null,
  level text not null check (level in ('info', 'warning', 'error')),
  rule text not null,
  flag json not null,
  replacement text,
  reason text,
  output_hash text not null,
  decided_at timestamptz not null default now(),
  primary key (workspace_id, item_id, flag_id, person_id)
);

-- How far the worker has got with the checks: it follows the log from (tx, id), and walks over everything that waits from swept_to on
-- when rules or checks have changed. So the tables of the queue carry nothing for it, and nobody who submits or claims waits for it.
create table check_progress (
  workspace_id text collate "C" primary key references workspaces (id),
  tx xid8 not null,
  id bigint not null,
  swept_to text collate "C",
  checks_version text not null,
  lease_until timestamptz not null default '-infinity'
);

create table comments (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  id text collate "C" not null,
  person_id text collate "C" not null,
  text text not null check (text <> ''),
  mentions text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (workspace_id, item_id, id)
);

create table mentions (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  comment_id text collate "C" not null,
  item_id text collate "C" not null,
  read_at timestamptz,
  primary key (workspace_id, person_id, comment_id)
);

create table past_decisions (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  reopened_at timestamptz not null default now(),
  state text not null check (state in ('released', 'rejected', 'expired')),
  decision jsonb not null,
  reopened_by jsonb not null,
  primary key (workspace_id, item_id, reopened_at)
);

create table preferences (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  settings json not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, person_id)
);
