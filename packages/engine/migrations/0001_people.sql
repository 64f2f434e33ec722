-- Goal: who works here. Workspaces, their people, invitations and API keys; the tables that better-auth reads and writes.
-- Safety: creates only.
-- Way back: drop the tables; nothing else refers to them yet.

create table installation (
  is_only boolean primary key default true check (is_only),
  secret text not null,
  created_at timestamptz not null default now()
);

create table workspaces (
  id text collate "C" primary key,
  name text not null check (name <> ''),
  created_at timestamptz not null default now()
);

-- The next five tables belong to better-auth.
create table people (
  id text collate "C" primary key,
  name text not null,
  email text not null constraint people_by_email unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id text collate "C" primary key,
  person_id text not null references people (id) on delete cascade,
  token text not null constraint sessions_by_token unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_by_person on sessions (person_id);

create table accounts (
  id text collate "C" primary key,
  person_id text not null references people (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index accounts_by_person on accounts (person_id);

create table verifications (
  id text collate "C" primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on verifications (identifier);

create table rate_limits (
  id text collate "C" primary key,
  key text not null constraint rate_limits_by_key unique,
  count integer not null,
  last_request bigint not null
);

create table members (
  workspace_id text collate "C" not null references workspaces (id),
  person_id text collate "C" not null references people (id),
  role text not null check (role in ('owner', 'reviewer')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, person_id)
);
create index members_by_person on members (person_id);

create table invitations (
  workspace_id text collate "C" not null references workspaces (id),
  id text collate "C" not null,
  role text not null check (role in ('owner', 'reviewer')),
  name text not null default '',
  token_hash text not null constraint invitations_by_token unique,
  created_by jsonb not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by text,
  primary key (workspace_id, id),
  check ((used_at is null) = (used_by is null))
);

create table api_keys (
  workspace_id text collate "C" not null references workspaces (id),
  id text collate "C" not null,
  kind text not null check (kind in ('personal', 'service')),
  name text not null,
  hint text not null,
  key_hash text not null constraint api_keys_by_hash unique,
  person_id text collate "C",
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  check ((kind = 'personal') = (person_id is not null))
);
