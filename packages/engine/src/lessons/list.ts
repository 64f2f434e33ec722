import type { Lesson } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { findCheckpoint } from '../checkpoints/find.ts';
import type { Context } from '../context.ts';
import { joinLesson, lessonColumns, toLesson } from './row.ts';

const mostListed = 1_000;

/** Lessons with their evidence, those that wait for a person first; of one checkpoint or of all, 1,000 at most. Errors: `not_found`, `not_allowed`. */
export async function listLessons({ ctx, checkpoint }: { ctx: Context; checkpoint?: string | undefined }): Promise<Lesson[]> {
  requireRight(ctx, 'lesson.read');
  const of = checkpoint === undefined ? null : (await findCheckpoint(ctx, checkpoint)).id;
  const { rows } = await ctx.db.pool.query({
    name: 'lessons-list',
    text: `select ${lessonColumns} from lessons l ${joinLesson} where l.workspace_id = $1 and ($2::text is null or l.checkpoint_id = $2)
      order by array_position(array['proposed', 'shown', 'trial', 'retired', 'off'], l.state), l.bound desc, l.cases desc, l.id limit ${mostListed}`,
    values: [ctx.workspaceId, of],
  });
  return rows.map(toLesson);
}
