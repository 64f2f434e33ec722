import type { ItemFlags } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { itemNotFound } from '../items/not-found.ts';
import { checkOutput, loadCheckable } from './check.ts';
import type { Checker } from './checker.ts';
import { findDismissed, findStoredFlags, storeFlags } from './store.ts';

/**
 * The flags of an item's present output without those that people dismissed on it, checked now when that is not yet done or was
 * done by older rules. Errors: `not_found`, `timeout` for a text that takes too long.
 */
export async function getFlags({ ctx, itemId, checker }: { ctx: Context; itemId: string; checker: Checker }): Promise<ItemFlags> {
  requireRight(ctx, 'item.read');
  const [item] = await loadCheckable(ctx, [itemId]);
  if (!item) throw itemNotFound(itemId);
  const stored = (await findStoredFlags(ctx, checker.version, [itemId])).get(itemId);
  const isFresh = stored?.outputHash === item.outputHash && stored.checkpointVersion >= item.checkpoint.version;
  const flags = isFresh ? stored.flags : await checkOutput(checker, item);
  if (!isFresh) {
    const checked = { itemId, outputHash: item.outputHash, checkpointVersion: item.checkpoint.version, flags, failure: null };
    await storeFlags(ctx, checker.version, [checked]);
  }
  const dismissed = (await findDismissed(ctx, [itemId])).get(itemId) ?? new Set();
  return { flags: flags.filter(({ id }) => !dismissed.has(id)), dismissed: [...dismissed] };
}
