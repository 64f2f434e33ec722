import { setTimeout } from 'node:timers/promises';
import type { Actor } from '@countersign/contract';
import type { Context } from '../src/context.ts';
import type { Database } from '../src/database/open.ts';
import { lastPosition } from '../src/log/read.ts';

const tables = [
  'checkpoints',
  'items',
  'item_contents',
  'revisions',
  'reviews',
  'drafts',
  'waiting',
  'log_entries',
  'members',
  'invitations',
  'api_keys',
  'providers',
  'workflows',
  'workflow_versions',
  'batches',
  'runs',
  'run_contents',
] as const;

export type Rows = Record<(typeof tables)[number], string[]>;

/** Every row of a workspace, as text, so that two looks can be compared whole. */
export async function rowsOf({ pool }: Database, workspaceId: string): Promise<Rows> {
  const rows = {} as Rows;
  for (const table of tables) {
    const found = await pool.query(`select t::text as row from ${table} t where workspace_id = $1 order by 1`, [workspaceId]);
    rows[table] = found.rows.map(({ row }) => row);
  }
  return rows;
}

export interface LoggedEntry {
  tx: string;
  kind: string;
  actor: Actor;
  itemId: string | null;
  data: Record<string, unknown>;
}

export async function logOf({ pool }: Database, workspaceId: string): Promise<LoggedEntry[]> {
  const { rows } = await pool.query(
    `select tx, kind, actor, item_id as "itemId", data from log_entries where workspace_id = $1 order by tx, id`,
    [workspaceId],
  );
  return rows;
}

export const kindsOf = async (db: Database, workspaceId: string): Promise<string[]> =>
  (await logOf(db, workspaceId)).map(({ kind }) => kind);

/** What `work` added to the log. */
export async function addedTo(db: Database, workspaceId: string, work: () => Promise<unknown>): Promise<LoggedEntry[]> {
  const before = await logOf(db, workspaceId);
  await work();
  return (await logOf(db, workspaceId)).slice(before.length);
}

export const countBlocked = async (pool: Database['pool']): Promise<number> =>
  (
    await pool.query(
      `select count(*)::integer as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).rows[0].count;

/** Lets `starts` run into one lock, one after the other, and frees them all at the same moment. */
export async function allAtOnce<T>(
  { pool }: Database,
  lock: { text: string; values: unknown[] },
  starts: (() => Promise<T>)[],
): Promise<T[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(lock);
    const running: Promise<T>[] = [];
    for (const startOne of starts) {
      running.push(startOne());
      while ((await countBlocked(pool)) < running.length);
    }
    await client.query('rollback');
    return await Promise.all(running);
  } finally {
    client.release();
  }
}

export const placeInQueue = (workspaceId: string, itemId: string) => ({
  text: 'select from waiting where workspace_id = $1 and item_id = $2 for update',
  values: [workspaceId, itemId],
});

/** Waits until readers see everything that is committed; other tests of the server hold transactions too. */
export async function settledPosition(ctx: Context): Promise<string> {
  const newest = (
    await ctx.db.pool.query(
      `select l.tx || '-' || l.id as id from log_entries l where workspace_id = $1 order by l.tx desc, l.id desc limit 1`,
      [ctx.workspaceId],
    )
  ).rows[0].id;
  for (;;) {
    const position = await lastPosition(ctx);
    if (position === newest) return position;
    await setTimeout(2);
  }
}
