import type { Context } from '../context.ts';
import type { Database } from '../database/open.ts';
import { type CheckedOutput, checkItem, loadCheckable } from './check.ts';
import type { Checker } from './checker.ts';
import { type CheckTurn, endTurn, takeTurn } from './progress.ts';
import { storeFlags } from './store.ts';

const slice = 200;
/** Payloads in memory at once. */
const batch = 20;

// Waits, and has no flags for its present output by these checks and the present brand rules. A new word in the dictionary does not
// count: it would have everything checked again, and takes flags away only.
const isUnchecked = `not exists (
  select from item_flags f join checkpoints c on c.workspace_id = f.workspace_id and c.id = w.checkpoint_id
  where f.workspace_id = w.workspace_id and f.item_id = w.item_id and f.checks_version = $2 and f.checkpoint_version >= c.rules_version
    and f.output_hash = (select i.output_hash from items i where i.workspace_id = w.workspace_id and i.id = w.item_id))`;

const claimed = `select w.item_id from waiting w
  where w.workspace_id = $1 and w.claimed_by is not null and w.lease_until > now() and ${isUnchecked} order by w.lease_until desc limit 50`;

const logged = `select l.tx::text, l.id::text, l.kind, l.item_id,
    coalesce((select ${isUnchecked} from waiting w where w.workspace_id = l.workspace_id and w.item_id = l.item_id), false) as is_unchecked
  from log_entries l where l.workspace_id = $1 and (l.tx, l.id) > ($3::xid8, $4::bigint) and l.tx < pg_snapshot_xmin(pg_current_snapshot())
  order by l.tx, l.id limit ${slice}`;

const swept = `select w.item_id, ${isUnchecked} as is_unchecked from waiting w where w.workspace_id = $1 and w.item_id > $3 order by w.item_id limit ${slice}`;

/** What this turn has to check: what people look at now, what the log tells of, and a piece of the walk over all that waits. */
async function findDue({ ctx, tx, id, sweptTo }: CheckTurn, version: string): Promise<{ due: string[]; reached: Omit<CheckTurn, 'ctx'> }> {
  const { pool } = ctx.db;
  const ask = async (name: string, text: string, more: unknown[] = []) =>
    (await pool.query({ name, text, values: [ctx.workspaceId, version, ...more] })).rows;
  const held = await ask('checks-claimed', claimed);
  const entries = await ask('checks-logged', logged, [tx, id]);
  const walked = sweptTo === null ? [] : await ask('checks-swept', swept, [sweptTo]);
  const last = entries.at(-1) ?? { tx, id };
  const isWalkOver = walked.length < slice;
  const rulesChanged = entries.some(({ kind }) => kind === 'checkpoint.changed');
  return {
    due: [...new Set([...held, ...[...entries, ...walked].filter(({ is_unchecked }) => is_unchecked)].map(({ item_id }) => item_id))],
    reached: { tx: last.tx, id: last.id, sweptTo: rulesChanged ? '' : isWalkOver ? null : walked.at(-1).item_id },
  };
}

async function checkAll(ctx: Context, checker: Checker, itemIds: string[], signal: AbortSignal | undefined): Promise<number> {
  let count = 0;
  for (let at = 0; at < itemIds.length && !signal?.aborted; at += batch) {
    const checked: CheckedOutput[] = [];
    for (const item of await loadCheckable(ctx, itemIds.slice(at, at + batch))) {
      if (signal?.aborted) break;
      checked.push(await checkItem(checker, item));
    }
    await storeFlags(ctx, checker.version, checked);
    count += checked.length;
  }
  return count;
}

/**
 * Checks waiting items that were not yet checked, those that people hold first, some hundred at most; any number of processes may do
 * so side by side, each in a workspace of its own. A process that dies leaves its turn to others after a minute, and nothing is missed.
 * Answers how many it checked, and whether it saw the end of the work.
 */
export async function checkDue(
  db: Database,
  checker: Checker,
  { signal }: { signal?: AbortSignal } = {},
): Promise<{ checked: number; isDone: boolean }> {
  const turn = await takeTurn(db, checker.version);
  if (!turn) return { checked: 0, isDone: true };
  const start = { tx: turn.tx, id: turn.id, sweptTo: turn.sweptTo };
  let reached = start;
  try {
    const { due, reached: end } = await findDue(turn, checker.version);
    const checked = await checkAll(turn.ctx, checker, due, signal);
    if (!signal?.aborted) reached = end;
    return { checked, isDone: false };
  } finally {
    await endTurn(turn, reached);
  }
}
