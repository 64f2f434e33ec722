import type { Flag, LeftOut } from '@countersign/contract';
import { findMismatches, schemaViolation } from '../checkpoints/schema-check.ts';
import type { Context } from '../context.ts';
import { type Checkable, type CheckedOutput, checkOutput, findCheckpointAt, loadCheckable } from '../flags/check.ts';
import type { Checker } from '../flags/checker.ts';
import { findDismissed, findStoredFlags, storeFlags } from '../flags/store.ts';
import { hashJson } from '../hash.ts';
import { newId } from '../ids.ts';
import { type BulkItem, lookAtSet } from './left-out.ts';
import type { BulkRow } from './statement.ts';

const lanes = 4;
const longestMs = 15_000;

const unfinished = (itemId: string): LeftOut => ({
  itemId,
  code: 'open_errors',
  detail: 'The checks did not finish on this text. Review it by itself.',
  flags: [],
});

/** Flags of the output that each item would go out with: kept ones for what is approved as shown, checked now for the rest. */
async function findFlags(ctx: Context, checker: Checker, items: BulkItem[]): Promise<Map<string, Flag[] | null>> {
  const asShown = items.filter(({ output }) => output === undefined).map(({ itemId }) => itemId);
  const stored = await findStoredFlags(ctx, checker.version, asShown);
  const found = new Map<string, Flag[] | null>([...stored].map(([id, { flags }]) => [id, flags]));
  const toCheck = items.filter(({ itemId }) => !found.has(itemId));
  const outputs = new Map(toCheck.map(({ itemId, output }) => [itemId, output]));
  const checkable = await loadCheckable(ctx, [...outputs.keys()]);
  const until = performance.now() + longestMs;
  const checked: CheckedOutput[] = [];
  const next = checkable.values();
  const run = async () => {
    for (const item of next) {
      const output = outputs.get(item.itemId);
      const shown = output === undefined ? item : { ...item, output };
      // Whatever the reason: an output that could not be checked does not go out unseen.
      const flags = performance.now() > until ? null : await checkOutput(checker, shown).catch(() => null);
      found.set(item.itemId, flags);
      if (flags && output === undefined) checked.push(keepable(item, flags));
    }
  };
  await Promise.all(Array.from({ length: lanes }, run));
  await storeFlags(ctx, checker.version, checked);
  return found;
}

const keepable = ({ itemId, outputHash, checkpoint }: Checkable, flags: Flag[]): CheckedOutput => ({
  itemId,
  outputHash,
  checkpointVersion: checkpoint.version,
  flags,
  failure: null,
});

/** Which of the shown items may be approved, and why the others not. */
export async function examine(ctx: Context, checker: Checker, items: BulkItem[]): Promise<{ rows: BulkRow[]; leftOut: LeftOut[] }> {
  const { open, leftOut } = await lookAtSet(ctx.db.pool as never, ctx, items);
  const fitting: BulkItem[] = [];
  for (const { item, checkpoint: of } of open) {
    const checkpoint = await findCheckpointAt(ctx, of);
    const mismatches = item.output === undefined ? [] : findMismatches(checkpoint.checkOutput, item.output, '/output');
    if (mismatches.length === 0) fitting.push(item);
    else
      leftOut.push({
        itemId: item.itemId,
        code: 'schema_violation',
        detail: schemaViolation(mismatches, checkpoint.name).message,
        flags: [],
      });
  }
  const ids = fitting.map(({ itemId }) => itemId);
  const flags = await findFlags(ctx, checker, fitting);
  const dismissed = await findDismissed(ctx, ids);
  const rows: BulkRow[] = [];
  for (const { itemId, outputHash, output } of fitting) {
    const found = flags.get(itemId);
    const errors = found?.filter(({ level, id }) => level === 'error' && !dismissed.get(itemId)?.has(id)) ?? [];
    if (!found) leftOut.push(unfinished(itemId));
    else if (errors.length > 0)
      leftOut.push({
        itemId,
        code: 'open_errors',
        detail: `${errors.length === 1 ? 'An error is' : `${errors.length} errors are`} still open.`,
        flags: errors,
      });
    else
      rows.push({
        item_id: itemId,
        base_hash: outputHash,
        review_id: newId('review'),
        output: output === undefined ? null : JSON.stringify(output),
        output_hash: output === undefined ? outputHash : hashJson(output),
      });
  }
  return { rows, leftOut };
}
