-- Goal: past corrections, found by what the AI saw: an index of released items by their words, kept by the worker.
-- Safety: creates only. Where pg_trgm may not be created, words alone are compared; `countersign doctor` says so.
-- Way back: drop the tables and the index on items.

create index items_released_in_order on items (released_at, id) where state = 'released';

-- Derived: one row for each released item, written a moment after its release.
create table corrections (
  workspace_id text collate "C" not null,
  item_id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  decision_id text collate "C" not null,
  is_edit boolean not null,
  decided_at timestamptz not null,
  text text not null,
  words tsvector not null,
  primary key (workspace_id, item_id)
);
comment on column corrections.text is 'the beginning of what the AI saw';
comment on column corrections.words is 'the words of it, and the id of the checkpoint as one more';
create index corrections_by_words on corrections using gin (words);
create index corrections_by_age on corrections (workspace_id, checkpoint_id, is_edit, decided_at);

-- In how many corrections of a checkpoint a word is; the empty word counts them all.
create table correction_words (
  workspace_id text collate "C" not null,
  checkpoint_id text collate "C" not null,
  word text collate "C" not null,
  items integer not null,
  primary key (workspace_id, checkpoint_id, word)
);

create table correction_progress (
  is_only boolean primary key default true check (is_only),
  released_at timestamptz not null default '-infinity'
);
insert into correction_progress default values;

do $$
begin
  create extension if not exists pg_trgm;
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise notice 'pg_trgm is not there: examples are found by their words alone';
end $$;
