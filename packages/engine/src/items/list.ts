import { CountersignError, type ItemPage, ListItemsQuery } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { contentColumns, joinCheckpoint, joinContents, summaryColumns, toItem, toSummary } from './row.ts';

export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/**
 * One page of items, by age. The cursor is the id of the last one, so that pages stay whole and quick however far one reads.
 * Errors: `not_found` for an unknown checkpoint, `invalid_input` for a cursor that is none.
 */
export async function listItems({ ctx, query }: { ctx: Context; query: unknown }): Promise<ItemPage> {
  requireRight(ctx, 'item.read');
  const { checkpoint, state, search, order, limit, cursor, include } = ListItemsQuery.parse(query);
  if (cursor !== undefined && !/^item_[0-9a-z]{26}$/.test(cursor))
    throw new CountersignError('invalid_input', 'The cursor is not one of ours. Begin again without it.', { pointer: '/cursor' });
  const values: unknown[] = [ctx.workspaceId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = ['i.workspace_id = $1'];
  if (checkpoint) where.push(`i.checkpoint_id = ${bind(await checkpointId(ctx, checkpoint))}`);
  if (state) where.push(`i.state = ${bind(state)}`);
  if (search) {
    const pattern = bind(`%${escapeLike(search.replaceAll('\0', ''))}%`);
    where.push(`(i.label ilike ${pattern} or i.key ilike ${pattern})`);
  }
  if (cursor) where.push(`i.id ${order === 'newest' ? '<' : '>'} ${bind(cursor)}`);
  // The page is chosen from the narrow table first; only its rows are joined.
  const text = `select ${summaryColumns}${include ? `, ${contentColumns}` : ''}
    from (select * from items i where ${where.join(' and ')} order by i.id ${order === 'newest' ? 'desc' : 'asc'} limit ${limit + 1}) i
    ${joinCheckpoint} ${include ? joinContents : ''} order by i.id ${order === 'newest' ? 'desc' : 'asc'}`;
  const { rows } = await ctx.db.pool.query(text, values);
  const page = rows.slice(0, limit);
  return { items: page.map(include ? toItem : toSummary), nextCursor: rows.length > limit ? page.at(-1).id : null };
}

export async function checkpointId(ctx: Context, name: string): Promise<string> {
  const { rows } = await ctx.db.pool.query({
    name: 'checkpoint-id',
    text: 'select id from checkpoints where workspace_id = $1 and name = $2',
    values: [ctx.workspaceId, name],
  });
  if (!rows[0]) throw new CountersignError('not_found', `There is no checkpoint ${name}. GET /v1/checkpoints lists those there are.`);
  return rows[0].id;
}
