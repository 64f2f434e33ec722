import type { Comment } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { getItem } from '../items/get.ts';
import { commentColumns, toComment } from './row.ts';

const most = 1_000;

/** The comments on an item, oldest first; of a longer thread, the last thousand. Errors: `not_found`. */
export async function listComments({ ctx, itemId }: { ctx: Context; itemId: string }): Promise<Comment[]> {
  requireRight(ctx, 'item.comment');
  const { rows } = await ctx.db.pool.query({
    name: 'comments-list',
    text: `select * from (select ${commentColumns} from comments m where m.workspace_id = $1 and m.item_id = $2 order by m.id desc limit ${most}) last
      order by id`,
    values: [ctx.workspaceId, itemId],
  });
  if (rows.length === 0) await getItem({ ctx, id: itemId });
  return rows.map(toComment);
}
