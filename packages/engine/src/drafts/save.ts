import { type Draft, DraftInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { type Context, personId } from '../context.ts';
import { getItem } from '../items/get.ts';
import { itemNotFound } from '../items/not-found.ts';

/** Keeps what the person has typed, one draft per person and item. A decided item keeps drafts too: nothing typed is thrown away. */
export async function saveDraft({ ctx, itemId, input }: { ctx: Context; itemId: string; input: unknown }): Promise<Draft> {
  requireRight(ctx, 'item.review');
  const { output } = DraftInput.parse(input);
  const { rows } = await ctx.db.pool.query({
    name: 'draft-save',
    text: `insert into drafts (workspace_id, item_id, person_id, output, updated_at)
      select workspace_id, id, $3, $4::json, coalesce($5, now()) from items where workspace_id = $1 and id = $2
      on conflict (workspace_id, item_id, person_id) do update set output = excluded.output, updated_at = excluded.updated_at
      returning output, updated_at`,
    values: [ctx.workspaceId, itemId, personId(ctx), JSON.stringify(output), ctx.at ?? null],
  });
  if (!rows[0]) throw itemNotFound(itemId);
  return { output: rows[0].output, updatedAt: rows[0].updated_at.toISOString() };
}

/** The acting person's draft, or null. Errors: `not_found` for the item. */
export async function findDraft({ ctx, itemId }: { ctx: Context; itemId: string }): Promise<Draft | null> {
  requireRight(ctx, 'item.review');
  const { rows } = await ctx.db.pool.query({
    name: 'draft-find',
    text: 'select output, updated_at from drafts where workspace_id = $1 and item_id = $2 and person_id = $3',
    values: [ctx.workspaceId, itemId, personId(ctx)],
  });
  if (rows[0]) return { output: rows[0].output, updatedAt: rows[0].updated_at.toISOString() };
  await getItem({ ctx, id: itemId });
  return null;
}
