import { CountersignError, type Item } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { findCheckpoint } from '../checkpoints/find.ts';
import type { Context } from '../context.ts';
import { getItem } from './get.ts';
import { keyConflict } from './key-conflict.ts';
import { type PreparedItem, prepareItem } from './prepare.ts';
import { findByKeys, storePrepared } from './store.ts';
import { supersedeItem } from './supersede.ts';

const isOpen = ({ state }: { state: string }) => state === 'waiting' || state === 'returned';

/**
 * Brings one piece of AI work to the checkpoint. The same key with the same content gives the same item, `replayed`.
 * Errors: `key_conflict`, `schema_violation`, `not_found` for the checkpoint, `not_allowed`.
 */
export async function submitItem({
  ctx,
  checkpoint: name,
  input,
}: {
  ctx: Context;
  checkpoint: string;
  input: unknown;
}): Promise<{ item: Item; replayed: boolean }> {
  requireRight(ctx, 'item.submit');
  const supersede = typeof input === 'object' && input !== null && 'supersede' in input && input.supersede === true;
  let checkpoint = await findCheckpoint(ctx, name);
  // Another round for a checkpoint that changed under us, and for a key that was freed or taken in between.
  for (let round = 0; round < 5; round += 1) {
    let prepared: PreparedItem;
    try {
      prepared = prepareItem(checkpoint, input);
    } catch (error) {
      // The schema that this process remembers may be an old one.
      const { version } = checkpoint;
      checkpoint = await findCheckpoint(ctx, name, { fresh: true });
      if (checkpoint.version === version) throw error;
      continue;
    }
    const stored = await storePrepared(ctx, checkpoint, [prepared]);
    if (stored === null) {
      checkpoint = await findCheckpoint(ctx, name, { fresh: true });
      continue;
    }
    if (stored.has(prepared.id)) return { item: await getItem({ ctx, id: prepared.id }), replayed: false };
    const standing = (await findByKeys(ctx, checkpoint.id, [prepared.key])).get(prepared.key);
    if (!standing) continue;
    if (standing.content_hash === prepared.content_hash) return { item: await getItem({ ctx, id: standing.id }), replayed: true };
    if (!supersede || !isOpen(standing)) throw keyConflict(standing);
    if (await supersedeItem(ctx, standing, { checkpoint, by: prepared }))
      return { item: await getItem({ ctx, id: prepared.id }), replayed: false };
  }
  throw new CountersignError('key_conflict', 'Others keep submitting under this key. Try again.', {});
}
