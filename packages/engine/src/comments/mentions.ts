import { type Mention, MentionsReadInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { type Context, personId } from '../context.ts';
import { commentColumns, toComment } from './row.ts';

const most = 100;

/** Comments that mention the acting person, newest first, at most a hundred. */
export async function listMentions({ ctx }: { ctx: Context }): Promise<Mention[]> {
  requireRight(ctx, 'item.comment');
  const { rows } = await ctx.db.pool.query({
    name: 'mentions-list',
    text: `select ${commentColumns}, i.label, c.name as checkpoint, mine.read_at
      from (select * from mentions where workspace_id = $1 and person_id = $2 order by comment_id desc limit ${most}) mine
      join comments m on m.workspace_id = $1 and m.item_id = mine.item_id and m.id = mine.comment_id
      join items i on i.workspace_id = $1 and i.id = mine.item_id
      join checkpoints c on c.workspace_id = $1 and c.id = i.checkpoint_id
      order by m.id desc`,
    values: [ctx.workspaceId, personId(ctx)],
  });
  return rows.map((row) => ({
    ...toComment(row),
    itemLabel: row.label,
    checkpoint: row.checkpoint,
    readAt: row.read_at?.toISOString() ?? null,
  }));
}

/** Marks mentions of the acting person as read, by the ids of their comments; what is no mention of theirs stays as it is. */
export async function readMentions({ ctx, input }: { ctx: Context; input: unknown }): Promise<void> {
  requireRight(ctx, 'item.comment');
  const { ids } = MentionsReadInput.parse(input);
  await ctx.db.pool.query({
    name: 'mentions-read',
    text: `update mentions set read_at = coalesce($4, now()) where workspace_id = $1 and person_id = $2 and comment_id = any($3) and read_at is null`,
    values: [ctx.workspaceId, personId(ctx), ids, ctx.at ?? null],
  });
}
