-- Goal: lessons from corrections. What the learner knows of each checkpoint, the lessons with their evidence, and how far the log was read.
-- Safety: new tables; two columns with a constant default, so no row is rewritten; an index over the decisions on lesson flags, of which there are none.
-- Way back: drop the new tables, columns and the index.

alter table checkpoints
  add column lessons_apply boolean not null default false,
  add column lessons jsonb not null default '[]';
comment on column checkpoints.lessons is 'the lessons that are shown here, as the checks take them';

create table lessons (
  workspace_id text collate "C" not null,
  id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  rule_key text not null,
  rule jsonb not null,
  scope jsonb not null default '{"locale": null, "category": null}',
  state text not null check (state in ('trial', 'proposed', 'shown', 'retired', 'off')),
  changed integer not null default 0 check (changed >= 0),
  cases integer not null default 0 check (cases >= changed),
  documents real not null default 0,
  expected real not null default 0 check (expected between 0 and 1),
  bound real not null default 0 check (bound between 0 and 1),
  may_apply boolean not null default false,
  recent integer not null default 0,
  ratified_by jsonb,
  proposed_at timestamptz,
  ratified_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  constraint lessons_by_rule unique (workspace_id, checkpoint_id, rule_key)
);
comment on column lessons.recent is 'the last outcomes since it is shown, the newest in the lowest bit: 1 is a miss';

create table lesson_cases (
  workspace_id text collate "C" not null,
  lesson_id text collate "C" not null,
  item_id text collate "C" not null,
  changed integer not null,
  cases integer not null,
  applied boolean not null default false,
  at timestamptz not null default now(),
  primary key (workspace_id, lesson_id, item_id)
);
comment on table lesson_cases is 'decided items in which a lesson would have spoken; the newest 500 of each';

-- What was learned at a checkpoint, and of how many decisions. One worker at a time writes it, in the transaction that moves lesson_progress.
create table learners (
  workspace_id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  state json not null,
  items integer not null default 0,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, checkpoint_id)
);

create table lesson_progress (
  workspace_id text collate "C" primary key references workspaces (id),
  tx xid8 not null,
  id bigint not null,
  lease_until timestamptz not null default '-infinity'
);

create index flag_decisions_by_lesson on flag_decisions (workspace_id, rule) where kind = 'lesson';
