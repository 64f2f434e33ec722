-- Goal: checkpoints, the items that wait at them, their revisions and reviews, and the log.
-- Safety: creates only.
-- Way back: drop the tables.
--
-- Items are narrow, so that lists and counts never read a payload: inputs stand in item_contents, outputs in revisions.
-- Payloads are json, not jsonb: the order of their members is what the reviewer sees.
-- Hot tables carry no foreign keys: each is written only by the one statement that also writes its parent.

create table checkpoints (
  workspace_id text collate "C" not null references workspaces (id),
  id text collate "C" not null,
  name text not null,
  version integer not null default 1,
  title text not null,
  instructions text not null default '',
  input_schema json,
  output_schema json,
  severity text not null default 'medium' check (severity in ('low', 'medium', 'high', 'critical')),
  reasons jsonb not null default '[]',
  undo_seconds integer not null default 10 check (undo_seconds between 0 and 3600),
  lease_seconds integer not null default 300 check (lease_seconds between 10 and 86400),
  on_deadline text not null default 'keep' check (on_deadline in ('keep', 'expire', 'reject')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint checkpoints_by_name unique (workspace_id, name)
);

create table items (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  key text not null,
  label text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'returned', 'decided', 'released', 'rejected', 'expired', 'superseded')),
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  priority integer not null default 0,
  due_at timestamptz,
  confidence real check (confidence between 0 and 1),
  model text,
  content_hash text not null,
  revision integer not null default 1 check (revision > 0),
  output_hash text not null,
  decision jsonb,
  release_at timestamptz,
  released_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint items_waiting_have_no_decision check (state <> 'waiting' or decision is null),
  constraint items_decided_have_a_decision check (state in ('waiting', 'superseded') or decision is not null),
  constraint items_decided_have_a_release_time check (state <> 'decided' or release_at is not null)
);
create unique index items_by_key on items (workspace_id, checkpoint_id, key) where state <> 'superseded';
create index items_by_checkpoint on items (workspace_id, checkpoint_id, id);
create index items_by_state on items (workspace_id, checkpoint_id, state, id);
create index items_decided_by_release on items (release_at) where state = 'decided';
alter table items set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create table item_contents (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  input json not null,
  metadata json not null,
  primary key (workspace_id, item_id)
);

create table revisions (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  number integer not null check (number > 0),
  output json not null,
  output_hash text not null,
  author jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, item_id, number)
);

create table reviews (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  id text collate "C" not null,
  person_id text collate "C" not null,
  verdict text not null check (verdict in ('approve', 'edit', 'reject', 'return')),
  reasons text[] not null default '{}',
  comment text not null default '',
  base_revision integer not null,
  base_hash text not null,
  output_hash text not null,
  active_seconds real,
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  primary key (workspace_id, item_id, id)
);

create table drafts (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  person_id text collate "C" not null,
  output json not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, item_id, person_id)
);

-- The queue. One narrow row per waiting item, deleted by the decision: whoever deletes it has decided.
-- All order columns ascend, so that one index gives the order and a row comparison can start in its middle.
create table waiting (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  rank integer not null,
  due_at timestamptz not null default 'infinity',
  cost real not null,
  claimed_by text collate "C",
  lease_until timestamptz,
  skips integer not null default 0,
  skipped_by text[] not null default '{}',
  primary key (workspace_id, item_id),
  constraint waiting_claims_have_a_lease check ((claimed_by is null) = (lease_until is null))
);
comment on column waiting.rank is 'minus the priority';
comment on column waiting.cost is 'minus the expected value of a look';
create index waiting_free_in_order on waiting (workspace_id, checkpoint_id, rank, due_at, cost, item_id) where claimed_by is null;
create index waiting_claimed_by_lease on waiting (workspace_id, lease_until) where claimed_by is not null;
create index waiting_by_deadline on waiting (due_at) where due_at < 'infinity';
alter table waiting set (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.05,
  autovacuum_vacuum_cost_delay = 0
);

-- Append-only. (tx, id) is the order of readers: an entry is shown once no older transaction can still add one before it.
create table log_entries (
  workspace_id text collate "C" not null,
  tx xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  at timestamptz not null default now(),
  kind text not null check (kind <> ''),
  actor jsonb not null,
  checkpoint_id text collate "C",
  item_id text collate "C",
  data jsonb not null default '{}',
  primary key (workspace_id, tx, id)
);
