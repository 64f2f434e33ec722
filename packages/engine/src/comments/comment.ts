import { type Comment, CommentInput, CountersignError } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { newId } from '../ids.ts';
import { getItem } from '../items/get.ts';
import { commentSteps } from './note.ts';
import { commentColumns, toComment } from './row.ts';

const statement = `with item as (
  select id as item_id, checkpoint_id from items where workspace_id = $1 and id = $2
    and (select count(*) from members m where m.workspace_id = $1 and m.person_id = any($5)) = cardinality($5::text[])),
${commentSteps({
  from: 'item',
  workspace: '$1',
  id: '$4::text',
  person: '$3',
  text: '$6::text',
  mentions: '$5::text[]',
  actor: '$7::jsonb',
  now: 'coalesce($8, now())',
}).trim()}
select ${commentColumns} from commented m`;

/**
 * Adds a comment to an item, in whatever state it is, and tells those whom it mentions.
 * Errors: `not_found`, `invalid_input` for a mention of somebody who is no member.
 */
export async function comment({ ctx, itemId, input }: { ctx: Context; itemId: string; input: unknown }): Promise<Comment> {
  requireRight(ctx, 'item.comment');
  const { text, mentions } = CommentInput.parse(input);
  const { rows } = await ctx.db.pool.query({
    name: 'comment-add',
    text: statement,
    values: [
      ctx.workspaceId,
      itemId,
      personId(ctx),
      newId('comment'),
      [...new Set(mentions)],
      text,
      JSON.stringify(actorRecord(ctx)),
      ctx.at ?? null,
    ],
  });
  if (rows[0]) return toComment(rows[0]);
  await getItem({ ctx, id: itemId });
  throw new CountersignError('invalid_input', 'Only members of the workspace can be mentioned. GET /v1/people lists them.', {
    pointer: '/mentions',
  });
}
