import type { Lesson } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { transact } from '../database/transact.ts';
import { logColumns } from '../log/entry.ts';
import { findLesson } from './get.ts';
import { showLessons } from './show.ts';

const statement = `with ended as (
  update lessons set state = 'off', may_apply = false, ended_at = now(), updated_at = now() where workspace_id = $1 and id = $2 and state <> 'off'
  returning *),
entry as (
  insert into log_entries ${logColumns}
  select workspace_id, 'lesson.switched-off', $3::jsonb, checkpoint_id, null, jsonb_build_object('lessonId', id) from ended)
select checkpoint_id from ended`;

/** Ends a lesson until a person ratifies it again: it is neither shown nor proposed. Errors: `not_found`, `not_allowed`. */
export async function switchOffLesson({ ctx, id }: { ctx: Context; id: string }): Promise<Lesson> {
  requireRight(ctx, 'lesson.write');
  await transact(ctx.db, async (client) => {
    const { rows } = await client.query(statement, [ctx.workspaceId, id, JSON.stringify(actorRecord(ctx))]);
    if (rows[0]) await showLessons(client, ctx, rows[0].checkpoint_id);
  });
  return findLesson(ctx, id);
}
