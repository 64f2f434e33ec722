-- Goal: drafting. Providers of models, workflows, batches of rows, each row's way through its workflow, and every call of a model.
-- Safety: creates tables; adds a nullable column to items, without rewriting a row. The trigger looks at items that carry a run only.
-- Way back: drop the trigger, its function, the tables and items.run_id.

create table providers (
  workspace_id text collate "C" not null references workspaces (id),
  name text not null,
  kind text not null check (kind in ('openai', 'anthropic', 'google', 'openai-compatible')),
  address text,
  sealed_key text,
  concurrency integer not null check (concurrency between 1 and 1000),
  calls_per_minute integer check (calls_per_minute > 0),
  timeout_seconds integer not null check (timeout_seconds between 1 and 3600),
  is_streamed boolean not null,
  prices jsonb not null default '{}',
  paused_until timestamptz not null default '-infinity',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, name)
);
comment on column providers.sealed_key is 'encrypted with the secret of the installation, which is not in the database';
comment on column providers.paused_until is 'the provider asked to be left alone until then';

create table workflows (
  workspace_id text collate "C" not null references workspaces (id),
  name text not null,
  version integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, name)
);

-- Every version that anything was drafted by. Batches with settings of their own keep them here under their id.
create table workflow_versions (
  workspace_id text collate "C" not null,
  name text not null,
  version integer not null,
  definition json not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, name, version)
);

create table batches (
  workspace_id text collate "C" not null references workspaces (id),
  id text collate "C" not null,
  title text not null,
  kind text not null check (kind in ('file', 'workflow')),
  state text not null default 'uploading' check (state in ('uploading', 'new', 'trying', 'running', 'paused', 'cancelled')),
  pause_reason text check (pause_reason in ('person', 'budget', 'provider')),
  pause_detail text not null default '',
  file_name text,
  format text check (format in ('csv', 'xlsx', 'jsonl')),
  columns json not null default '[]',
  rows integer not null default 0,
  bad_rows json not null default '[]',
  settings json,
  workflow text,
  version integer not null default 0,
  open_to integer not null default 0,
  currency text,
  budget_micros bigint check (budget_micros >= 0),
  cost_micros bigint not null default 0,
  measured_micros bigint not null default 0,
  tokens_in bigint not null default 0,
  tokens_out bigint not null default 0,
  drafted integer not null default 0,
  draft_seconds double precision not null default 0,
  window_at timestamptz,
  window_drafted integer not null default 0,
  per_minute real,
  doubtful integer not null default 0,
  created_by jsonb not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  primary key (workspace_id, id),
  constraint batches_paused_have_a_reason check ((state = 'paused') = (pause_reason is not null)),
  constraint batches_budget_has_a_currency check (budget_micros is null or currency is not null)
);
comment on column batches.open_to is 'rows up to this number may be drafted: none, those of a trial, or all';
comment on column batches.drafted is 'drafts that were answered since the settings stand, for averages';
comment on column batches.measured_micros is 'what those cost; cost_micros counts everything';
comment on column batches.window_at is 'since when per_minute is being counted anew, from window_drafted on';
create unique index batches_of_workflow_versions on batches (workspace_id, workflow, version) where kind = 'workflow';

-- One piece of work on its way through a workflow. Narrow: what it carries stands in run_contents.
create table runs (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  batch_id text collate "C" not null,
  row_number integer not null,
  key text,
  state text not null default 'ready'
    check (state in ('ready', 'drafting', 'tried', 'moving', 'waiting', 'returned', 'delivered', 'ended', 'failed', 'cancelled')),
  step integer not null default 0,
  version integer,
  not_before timestamptz not null default '-infinity',
  tries integer not null default 0,
  worker_id text collate "C",
  provider text,
  lease_until timestamptz,
  call_id text collate "C",
  is_doubtful boolean not null default false,
  item_id text collate "C",
  outcome text,
  failure_code text,
  failure_detail text,
  tokens_in integer not null default 0,
  tokens_out integer not null default 0,
  cost_micros bigint not null default 0,
  drafted_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint runs_drafting_are_leased check ((state = 'drafting') = (lease_until is not null and worker_id is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
comment on column runs.version is 'the version of the batch''s workflow that it was drafted by last';
comment on column runs.call_id is 'of the call that is or was under way; sent again with the same id while it is in doubt';
comment on column runs.outcome is 'how its latest item settled';
create index runs_by_batch on runs (workspace_id, batch_id, row_number, id);
create index runs_by_state on runs (workspace_id, batch_id, state);
create index runs_ready_in_order on runs (workspace_id, batch_id, step, row_number, id) where state = 'ready';
create index runs_drafting on runs (workspace_id, provider, lease_until) where state = 'drafting';
create unique index runs_started_by_key on runs (workspace_id, batch_id, key) where row_number = 0;
create index runs_tried on runs (workspace_id, batch_id) where state = 'tried';
create index runs_moving on runs (workspace_id, batch_id, id) where state = 'moving';

create table run_contents (
  workspace_id text collate "C" not null,
  run_id text collate "C" not null,
  source json not null,
  input json,
  output json,
  outputs json not null default '{}',
  feedback json,
  primary key (workspace_id, run_id)
);
comment on column run_contents.output is 'a result that no item carries yet: of a trial, or of work that enters at a checkpoint';
comment on column run_contents.outputs is 'results of the steps behind it, by their names';
comment on column run_contents.feedback is 'why its item was sent back, for the next draft';

-- Written before the call is made, so that no call is unknown after a crash; the answer comes with the item.
create table model_calls (
  workspace_id text collate "C" not null,
  run_id text collate "C" not null,
  id text collate "C" not null,
  step integer not null,
  purpose text not null check (purpose in ('draft', 'repair')),
  state text not null default 'started' check (state in ('started', 'answered', 'failed', 'in_doubt')),
  provider text not null,
  model text not null,
  workflow text not null,
  version integer not null,
  prompt_hash text not null,
  messages json not null,
  answer text,
  item_id text collate "C",
  failure_code text,
  failure_detail text,
  tokens_in integer not null default 0,
  tokens_out integer not null default 0,
  cost_micros bigint not null default 0,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (workspace_id, run_id, id)
);

alter table items add column run_id text collate "C";
comment on column items.run_id is 'the run through a workflow that this item belongs to';

-- Whatever settles an item, by whichever statement, sends its run on in the same transaction.
create function move_run() returns trigger language plpgsql as $function$
begin
  update runs set state = 'moving', outcome = new.state, updated_at = now()
  where workspace_id = new.workspace_id and id = new.run_id and item_id = new.id and state in ('waiting', 'returned');
  return null;
end $function$;
create trigger items_move_their_run after update of state on items for each row
  when (new.run_id is not null and new.state is distinct from old.state
    and new.state in ('released', 'rejected', 'returned', 'expired', 'superseded'))
  execute function move_run();
