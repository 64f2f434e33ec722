import type { Lesson } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { transact } from '../database/transact.ts';
import { logColumns } from '../log/entry.ts';
import { findLesson } from './get.ts';
import { showLessons } from './show.ts';

const statement = `with ratified as (
  update lessons set state = 'shown', ratified_by = $3::jsonb, ratified_at = now(), ended_at = null, recent = 0, updated_at = now()
  where workspace_id = $1 and id = $2 and state <> 'shown'
  returning *),
entry as (
  insert into log_entries ${logColumns}
  select workspace_id, 'lesson.ratified', $3::jsonb, checkpoint_id, null, jsonb_build_object('lessonId', id, 'changed', changed, 'cases', cases) from ratified)
select checkpoint_id from ratified`;

/**
 * A person agrees that a lesson is shown from now on, as a flag with its replacement: one that was proposed, one that is still on trial,
 * or one that had ended. One that is shown already stays as it is. Errors: `not_found`, `not_allowed`.
 */
export async function ratifyLesson({ ctx, id }: { ctx: Context; id: string }): Promise<Lesson> {
  requireRight(ctx, 'lesson.write');
  await transact(ctx.db, async (client) => {
    const { rows } = await client.query(statement, [ctx.workspaceId, id, JSON.stringify(actorRecord(ctx))]);
    if (rows[0]) await showLessons(client, ctx, rows[0].checkpoint_id);
  });
  return findLesson(ctx, id);
}
