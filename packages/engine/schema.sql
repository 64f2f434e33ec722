-- The schema after all migrations. Written by `npm run schema`; do not edit.

create table accounts (
  id text collate "C" not null,
  person_id text not null,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint accounts_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint accounts_pkey PRIMARY KEY (id)
);

CREATE INDEX accounts_by_person ON public.accounts USING btree (person_id);

create table api_keys (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  kind text not null,
  name text not null,
  hint text not null,
  key_hash text not null,
  person_id text collate "C",
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_keys_check CHECK (((kind = 'personal'::text) = (person_id IS NOT NULL))),
  constraint api_keys_kind_check CHECK ((kind = ANY (ARRAY['personal'::text, 'service'::text]))),
  constraint api_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint api_keys_pkey PRIMARY KEY (workspace_id, id),
  constraint api_keys_by_hash UNIQUE (key_hash)
);

create table batches (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  title text not null,
  kind text not null,
  state text not null default 'uploading'::text,
  pause_reason text,
  pause_detail text not null default ''::text,
  file_name text,
  format text,
  columns json not null default '[]'::json,
  rows integer not null default 0,
  bad_rows json not null default '[]'::json,
  settings json,
  workflow text,
  version integer not null default 0,
  open_to integer not null default 0,
  currency text,
  budget_micros bigint,
  cost_micros bigint not null default 0,
  measured_micros bigint not null default 0,
  tokens_in bigint not null default 0,
  tokens_out bigint not null default 0,
  drafted integer not null default 0,
  draft_seconds double precision not null default 0,
  window_at timestamp with time zone,
  window_drafted integer not null default 0,
  per_minute real,
  doubtful integer not null default 0,
  created_by jsonb not null,
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  constraint batches_budget_has_a_currency CHECK (((budget_micros IS NULL) OR (currency IS NOT NULL))),
  constraint batches_budget_micros_check CHECK ((budget_micros >= 0)),
  constraint batches_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text, 'jsonl'::text]))),
  constraint batches_kind_check CHECK ((kind = ANY (ARRAY['file'::text, 'workflow'::text]))),
  constraint batches_pause_reason_check CHECK ((pause_reason = ANY (ARRAY['person'::text, 'budget'::text, 'provider'::text]))),
  constraint batches_paused_have_a_reason CHECK (((state = 'paused'::text) = (pause_reason IS NOT NULL))),
  constraint batches_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'new'::text, 'trying'::text, 'running'::text, 'paused'::text, 'cancelled'::text]))),
  constraint batches_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint batches_pkey PRIMARY KEY (workspace_id, id)
);

CREATE UNIQUE INDEX batches_of_workflow_versions ON public.batches USING btree (workspace_id, workflow, version) WHERE (kind = 'workflow'::text);

create table bulk_reviews (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  id text collate "C" not null,
  request_hash text not null,
  result json,
  created_at timestamp with time zone not null default now(),
  constraint bulk_reviews_pkey PRIMARY KEY (workspace_id, person_id, id)
);

CREATE INDEX bulk_reviews_by_time ON public.bulk_reviews USING btree (created_at);

create table check_progress (
  workspace_id text collate "C" not null,
  tx xid8 not null,
  id bigint not null,
  swept_to text collate "C",
  checks_version text not null,
  lease_until timestamp with time zone not null default '-infinity'::timestamp with time zone,
  constraint check_progress_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint check_progress_pkey PRIMARY KEY (workspace_id)
);

create table checkpoints (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  name text not null,
  version integer not null default 1,
  title text not null,
  instructions text not null default ''::text,
  input_schema json,
  output_schema json,
  severity text not null default 'medium'::text,
  reasons jsonb not null default '[]'::jsonb,
  undo_seconds integer not null default 10,
  lease_seconds integer not null default 300,
  on_deadline text not null default 'keep'::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  brand_rules jsonb,
  dictionary text[] not null default '{}'::text[],
  rules_version integer not null default 1,
  max_returns integer not null default 3,
  lessons_apply boolean not null default false,
  lessons jsonb not null default '[]'::jsonb,
  constraint checkpoints_lease_seconds_check CHECK (((lease_seconds >= 10) AND (lease_seconds <= 86400))),
  constraint checkpoints_max_returns_check CHECK (((max_returns >= 0) AND (max_returns <= 20))),
  constraint checkpoints_on_deadline_check CHECK ((on_deadline = ANY (ARRAY['keep'::text, 'expire'::text, 'reject'::text]))),
  constraint checkpoints_severity_check CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint checkpoints_undo_seconds_check CHECK (((undo_seconds >= 0) AND (undo_seconds <= 3600))),
  constraint checkpoints_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint checkpoints_pkey PRIMARY KEY (workspace_id, id),
  constraint checkpoints_by_name UNIQUE (workspace_id, name)
);

create table comments (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  id text collate "C" not null,
  person_id text collate "C" not null,
  text text not null,
  mentions text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default now(),
  constraint comments_text_check CHECK ((text <> ''::text)),
  constraint comments_pkey PRIMARY KEY (workspace_id, item_id, id)
);

create table correction_progress (
  is_only boolean not null default true,
  released_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  constraint correction_progress_is_only_check CHECK (is_only),
  constraint correction_progress_pkey PRIMARY KEY (is_only)
);

create table correction_words (
  workspace_id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  word text collate "C" not null,
  items integer not null,
  constraint correction_words_pkey PRIMARY KEY (workspace_id, checkpoint_id, word)
);

create table corrections (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  decision_id text collate "C" not null,
  is_edit boolean not null,
  decided_at timestamp with time zone not null,
  text text not null,
  words tsvector not null,
  constraint corrections_pkey PRIMARY KEY (workspace_id, item_id)
);

CREATE INDEX corrections_by_age ON public.corrections USING btree (workspace_id, checkpoint_id, is_edit, decided_at);

CREATE INDEX corrections_by_words ON public.corrections USING gin (words);

create table drafts (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  person_id text collate "C" not null,
  output json not null,
  updated_at timestamp with time zone not null default now(),
  constraint drafts_pkey PRIMARY KEY (workspace_id, item_id, person_id)
);

create table flag_decisions (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  flag_id text collate "C" not null,
  person_id text collate "C" not null,
  action text not null,
  kind text not null,
  level text not null,
  rule text not null,
  flag json not null,
  replacement text,
  reason text,
  output_hash text not null,
  decided_at timestamp with time zone not null default now(),
  constraint flag_decisions_action_check CHECK ((action = ANY (ARRAY['accepted'::text, 'dismissed'::text]))),
  constraint flag_decisions_level_check CHECK ((level = ANY (ARRAY['info'::text, 'warning'::text, 'error'::text]))),
  constraint flag_decisions_pkey PRIMARY KEY (workspace_id, item_id, flag_id, person_id)
);

CREATE INDEX flag_decisions_by_lesson ON public.flag_decisions USING btree (workspace_id, rule) WHERE (kind = 'lesson'::text);

create table installation (
  is_only boolean not null default true,
  secret text not null,
  created_at timestamp with time zone not null default now(),
  constraint installation_is_only_check CHECK (is_only),
  constraint installation_pkey PRIMARY KEY (is_only)
);

create table invitations (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  role text not null,
  name text not null default ''::text,
  token_hash text not null,
  created_by jsonb not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  used_by text,
  constraint invitations_check CHECK (((used_at IS NULL) = (used_by IS NULL))),
  constraint invitations_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'lead'::text, 'reviewer'::text]))),
  constraint invitations_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint invitations_pkey PRIMARY KEY (workspace_id, id),
  constraint invitations_by_token UNIQUE (token_hash)
);

create table item_contents (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  input json not null,
  metadata json not null,
  constraint item_contents_pkey PRIMARY KEY (workspace_id, item_id)
);

create table item_flags (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  output_hash text not null,
  checkpoint_version integer not null,
  checks_version text not null,
  errors integer not null default 0,
  warnings integer not null default 0,
  infos integer not null default 0,
  flags json not null default '[]'::json,
  failure text,
  checked_at timestamp with time zone not null default now(),
  constraint item_flags_errors_check CHECK ((errors >= 0)),
  constraint item_flags_infos_check CHECK ((infos >= 0)),
  constraint item_flags_warnings_check CHECK ((warnings >= 0)),
  constraint item_flags_pkey PRIMARY KEY (workspace_id, item_id)
);

CREATE INDEX item_flags_by_time ON public.item_flags USING btree (checked_at);

create table items (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  key text not null,
  label text not null,
  state text not null default 'waiting'::text,
  severity text not null,
  priority integer not null default 0,
  due_at timestamp with time zone,
  confidence real,
  model text,
  content_hash text not null,
  revision integer not null default 1,
  output_hash text not null,
  decision jsonb,
  release_at timestamp with time zone,
  released_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  returns integer not null default 0,
  run_id text collate "C",
  constraint items_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
  constraint items_decided_have_a_decision CHECK (((state = ANY (ARRAY['waiting'::text, 'superseded'::text])) OR (decision IS NOT NULL))),
  constraint items_decided_have_a_release_time CHECK (((state <> 'decided'::text) OR (release_at IS NOT NULL))),
  constraint items_returns_check CHECK ((returns >= 0)),
  constraint items_revision_check CHECK ((revision > 0)),
  constraint items_severity_check CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint items_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'returned'::text, 'decided'::text, 'released'::text, 'rejected'::text, 'expired'::text, 'superseded'::text]))),
  constraint items_waiting_have_no_decision CHECK (((state <> 'waiting'::text) OR (decision IS NULL))),
  constraint items_pkey PRIMARY KEY (workspace_id, id)
) with (fillfactor=80,autovacuum_vacuum_scale_factor=0.02,autovacuum_analyze_scale_factor=0.02);

CREATE INDEX items_by_checkpoint ON public.items USING btree (workspace_id, checkpoint_id, id);

CREATE INDEX items_by_state ON public.items USING btree (workspace_id, checkpoint_id, state, id);

CREATE INDEX items_decided_by_release ON public.items USING btree (release_at) WHERE (state = 'decided'::text);

CREATE INDEX items_released_in_order ON public.items USING btree (released_at, id) WHERE (state = 'released'::text);

CREATE INDEX items_returned_by_deadline ON public.items USING btree (due_at) WHERE ((state = 'returned'::text) AND (due_at IS NOT NULL));

CREATE UNIQUE INDEX items_by_key ON public.items USING btree (workspace_id, checkpoint_id, key) WHERE (state <> 'superseded'::text);

CREATE TRIGGER items_move_their_run AFTER UPDATE OF state ON public.items FOR EACH ROW WHEN (((new.run_id IS NOT NULL) AND (new.state IS DISTINCT FROM old.state) AND ((new.state = ANY (ARRAY['released'::text, 'rejected'::text, 'returned'::text, 'expired'::text, 'superseded'::text])) OR ((new.state = 'waiting'::text) AND (old.state = 'returned'::text))))) EXECUTE FUNCTION move_run();

create table learners (
  workspace_id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  state json not null,
  items integer not null default 0,
  updated_at timestamp with time zone not null default now(),
  constraint learners_pkey PRIMARY KEY (workspace_id, checkpoint_id)
);

create table lesson_cases (
  workspace_id text collate "C" not null,
  lesson_id text collate "C" not null,
  item_id text collate "C" not null,
  changed integer not null,
  cases integer not null,
  applied boolean not null default false,
  at timestamp with time zone not null default now(),
  constraint lesson_cases_pkey PRIMARY KEY (workspace_id, lesson_id, item_id)
);

create table lesson_progress (
  workspace_id text collate "C" not null,
  tx xid8 not null,
  id bigint not null,
  lease_until timestamp with time zone not null default '-infinity'::timestamp with time zone,
  constraint lesson_progress_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint lesson_progress_pkey PRIMARY KEY (workspace_id)
);

create table lessons (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  rule_key text not null,
  rule jsonb not null,
  scope jsonb not null default '{"locale": null, "category": null}'::jsonb,
  state text not null,
  changed integer not null default 0,
  cases integer not null default 0,
  documents real not null default 0,
  expected real not null default 0,
  bound real not null default 0,
  may_apply boolean not null default false,
  recent integer not null default 0,
  ratified_by jsonb,
  proposed_at timestamp with time zone,
  ratified_at timestamp with time zone,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint lessons_bound_check CHECK (((bound >= (0)::double precision) AND (bound <= (1)::double precision))),
  constraint lessons_changed_check CHECK ((changed >= 0)),
  constraint lessons_check CHECK ((cases >= changed)),
  constraint lessons_expected_check CHECK (((expected >= (0)::double precision) AND (expected <= (1)::double precision))),
  constraint lessons_state_check CHECK ((state = ANY (ARRAY['trial'::text, 'proposed'::text, 'shown'::text, 'retired'::text, 'off'::text]))),
  constraint lessons_pkey PRIMARY KEY (workspace_id, id),
  constraint lessons_by_rule UNIQUE (workspace_id, checkpoint_id, rule_key)
);

create table log_entries (
  workspace_id text collate "C" not null,
  tx xid8 not null default pg_current_xact_id(),
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  kind text not null,
  actor jsonb not null,
  checkpoint_id text collate "C",
  item_id text collate "C",
  data jsonb not null default '{}'::jsonb,
  constraint log_entries_kind_check CHECK ((kind <> ''::text)),
  constraint log_entries_pkey PRIMARY KEY (workspace_id, tx, id)
);

CREATE TRIGGER log_entries_are_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table members (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  constraint members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'lead'::text, 'reviewer'::text]))),
  constraint members_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id),
  constraint members_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint members_pkey PRIMARY KEY (workspace_id, person_id)
);

CREATE INDEX members_by_person ON public.members USING btree (person_id);

create table mentions (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  comment_id text collate "C" not null,
  item_id text collate "C" not null,
  read_at timestamp with time zone,
  constraint mentions_pkey PRIMARY KEY (workspace_id, person_id, comment_id)
);

create table model_calls (
  workspace_id text collate "C" not null,
  run_id text collate "C" not null,
  id text collate "C" not null,
  step integer not null,
  purpose text not null,
  state text not null default 'started'::text,
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
  started_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint model_calls_purpose_check CHECK ((purpose = ANY (ARRAY['draft'::text, 'repair'::text]))),
  constraint model_calls_state_check CHECK ((state = ANY (ARRAY['started'::text, 'answered'::text, 'failed'::text, 'in_doubt'::text]))),
  constraint model_calls_pkey PRIMARY KEY (workspace_id, run_id, id)
);

create table past_decisions (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  reopened_at timestamp with time zone not null default now(),
  state text not null,
  decision jsonb not null,
  reopened_by jsonb not null,
  constraint past_decisions_state_check CHECK ((state = ANY (ARRAY['released'::text, 'rejected'::text, 'expired'::text]))),
  constraint past_decisions_pkey PRIMARY KEY (workspace_id, item_id, reopened_at)
);

create table people (
  id text collate "C" not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint people_pkey PRIMARY KEY (id),
  constraint people_by_email UNIQUE (email)
);

create table preferences (
  workspace_id text collate "C" not null,
  person_id text collate "C" not null,
  settings json not null,
  updated_at timestamp with time zone not null default now(),
  constraint preferences_pkey PRIMARY KEY (workspace_id, person_id)
);

create table providers (
  workspace_id text collate "C" not null,
  name text not null,
  kind text not null,
  address text,
  sealed_key text,
  concurrency integer not null,
  calls_per_minute integer,
  timeout_seconds integer not null,
  is_streamed boolean not null,
  prices jsonb not null default '{}'::jsonb,
  paused_until timestamp with time zone not null default '-infinity'::timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint providers_calls_per_minute_check CHECK ((calls_per_minute > 0)),
  constraint providers_concurrency_check CHECK (((concurrency >= 1) AND (concurrency <= 1000))),
  constraint providers_kind_check CHECK ((kind = ANY (ARRAY['openai'::text, 'anthropic'::text, 'google'::text, 'openai-compatible'::text]))),
  constraint providers_timeout_seconds_check CHECK (((timeout_seconds >= 1) AND (timeout_seconds <= 3600))),
  constraint providers_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint providers_pkey PRIMARY KEY (workspace_id, name)
);

create table rate_limits (
  id text collate "C" not null,
  key text not null,
  count integer not null,
  last_request bigint not null,
  constraint rate_limits_pkey PRIMARY KEY (id),
  constraint rate_limits_by_key UNIQUE (key)
);

create table reviews (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  id text collate "C" not null,
  person_id text collate "C" not null,
  verdict text not null,
  reasons text[] not null default '{}'::text[],
  comment text not null default ''::text,
  base_revision integer not null,
  base_hash text not null,
  output_hash text not null,
  active_seconds real,
  created_at timestamp with time zone not null default now(),
  undone_at timestamp with time zone,
  bulk_id text collate "C",
  was_assigned boolean not null default false,
  constraint reviews_verdict_check CHECK ((verdict = ANY (ARRAY['approve'::text, 'edit'::text, 'reject'::text, 'return'::text]))),
  constraint reviews_pkey PRIMARY KEY (workspace_id, item_id, id)
);

CREATE INDEX reviews_by_bulk ON public.reviews USING btree (workspace_id, person_id, bulk_id) WHERE (bulk_id IS NOT NULL);

CREATE INDEX reviews_by_person ON public.reviews USING btree (workspace_id, person_id, created_at);

create table revisions (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  number integer not null,
  output json not null,
  output_hash text not null,
  author jsonb not null,
  created_at timestamp with time zone not null default now(),
  return_id text collate "C",
  confidence real,
  model text,
  constraint revisions_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision))),
  constraint revisions_number_check CHECK ((number > 0)),
  constraint revisions_pkey PRIMARY KEY (workspace_id, item_id, number)
);

create table run_contents (
  workspace_id text collate "C" not null,
  run_id text collate "C" not null,
  source json not null,
  input json,
  output json,
  outputs json not null default '{}'::json,
  feedback json,
  constraint run_contents_pkey PRIMARY KEY (workspace_id, run_id)
);

create table runs (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  batch_id text collate "C" not null,
  row_number integer not null,
  key text,
  state text not null default 'ready'::text,
  step integer not null default 0,
  version integer,
  not_before timestamp with time zone not null default '-infinity'::timestamp with time zone,
  tries integer not null default 0,
  worker_id text collate "C",
  provider text,
  lease_until timestamp with time zone,
  call_id text collate "C",
  is_doubtful boolean not null default false,
  item_id text collate "C",
  outcome text,
  failure_code text,
  failure_detail text,
  tokens_in integer not null default 0,
  tokens_out integer not null default 0,
  cost_micros bigint not null default 0,
  drafted_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  constraint runs_drafting_are_leased CHECK (((state = 'drafting'::text) = ((lease_until IS NOT NULL) AND (worker_id IS NOT NULL)))),
  constraint runs_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'drafting'::text, 'tried'::text, 'moving'::text, 'waiting'::text, 'returned'::text, 'delivered'::text, 'ended'::text, 'failed'::text, 'cancelled'::text]))),
  constraint runs_pkey PRIMARY KEY (workspace_id, id)
) with (fillfactor=70,autovacuum_vacuum_scale_factor=0.02,autovacuum_analyze_scale_factor=0.05);

CREATE INDEX runs_by_batch ON public.runs USING btree (workspace_id, batch_id, row_number, id);

CREATE INDEX runs_by_state ON public.runs USING btree (workspace_id, batch_id, state);

CREATE INDEX runs_drafting ON public.runs USING btree (workspace_id, provider, lease_until) WHERE (state = 'drafting'::text);

CREATE INDEX runs_moving ON public.runs USING btree (workspace_id, batch_id, id) WHERE (state = 'moving'::text);

CREATE INDEX runs_ready_in_order ON public.runs USING btree (workspace_id, batch_id, step, row_number, id) WHERE (state = 'ready'::text);

CREATE INDEX runs_tried ON public.runs USING btree (workspace_id, batch_id) WHERE (state = 'tried'::text);

CREATE UNIQUE INDEX runs_started_by_key ON public.runs USING btree (workspace_id, batch_id, key) WHERE (row_number = 0);

create table schema_migrations (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migrations_pkey PRIMARY KEY (version)
);

create table sessions (
  id text collate "C" not null,
  person_id text not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES people(id) ON DELETE CASCADE,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_by_token UNIQUE (token)
);

CREATE INDEX sessions_by_person ON public.sessions USING btree (person_id);

create table verifications (
  id text collate "C" not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint verifications_pkey PRIMARY KEY (id)
);

CREATE INDEX verifications_by_identifier ON public.verifications USING btree (identifier);

create table waiting (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  rank integer not null,
  due_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  cost real not null,
  claimed_by text collate "C",
  lease_until timestamp with time zone,
  skips integer not null default 0,
  skipped_by text[] not null default '{}'::text[],
  assigned_to text collate "C",
  is_held boolean not null default false,
  assigned_until timestamp with time zone,
  for_leads boolean not null default false,
  constraint waiting_assigned_until_is_for_somebody CHECK (((assigned_until IS NULL) OR (assigned_to IS NOT NULL))),
  constraint waiting_claims_have_a_lease CHECK (((claimed_by IS NULL) = (lease_until IS NULL))),
  constraint waiting_held_are_claimed CHECK (((NOT is_held) OR (claimed_by IS NOT NULL))),
  constraint waiting_pkey PRIMARY KEY (workspace_id, item_id)
) with (fillfactor=70,autovacuum_vacuum_scale_factor=0,autovacuum_vacuum_threshold=2000,autovacuum_vacuum_insert_scale_factor=0.2,autovacuum_analyze_scale_factor=0.05,autovacuum_vacuum_cost_delay=0);

CREATE INDEX waiting_assigned_in_order ON public.waiting USING btree (workspace_id, assigned_to, rank, due_at, cost, item_id) WHERE (assigned_to IS NOT NULL);

CREATE INDEX waiting_by_deadline ON public.waiting USING btree (due_at) WHERE (due_at < 'infinity'::timestamp with time zone);

CREATE INDEX waiting_claimed_by_lease ON public.waiting USING btree (workspace_id, lease_until) WHERE (claimed_by IS NOT NULL);

CREATE INDEX waiting_for_leads_in_order ON public.waiting USING btree (workspace_id, rank, due_at, cost, item_id) WHERE (for_leads AND (claimed_by IS NULL) AND (assigned_to IS NULL));

CREATE INDEX waiting_free_in_order ON public.waiting USING btree (workspace_id, checkpoint_id, rank, due_at, cost, item_id) WHERE ((claimed_by IS NULL) AND (assigned_to IS NULL) AND (NOT for_leads));

CREATE INDEX waiting_offered_by_end ON public.waiting USING btree (assigned_until) WHERE (assigned_until IS NOT NULL);

create table workflow_versions (
  workspace_id text collate "C" not null,
  name text not null,
  version integer not null,
  definition json not null,
  created_at timestamp with time zone not null default now(),
  constraint workflow_versions_pkey PRIMARY KEY (workspace_id, name, version)
);

create table workflows (
  workspace_id text collate "C" not null,
  name text not null,
  version integer not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint workflows_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint workflows_pkey PRIMARY KEY (workspace_id, name)
);

create table workspaces (
  id text collate "C" not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  constraint workspaces_name_check CHECK ((name <> ''::text)),
  constraint workspaces_pkey PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION public.move_run()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'CSLOG';
end $function$;
