import { CountersignError, type Lesson, type LessonWithCases } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { joinLesson, lessonColumns, toLesson } from './row.ts';

export const lessonNotFound = (id: string): CountersignError =>
  new CountersignError('not_found', `There is no lesson ${id}. GET /v1/lessons lists those there are.`);

/** One lesson as it is now. Errors: `not_found`. */
export async function findLesson(ctx: Context, id: string): Promise<Lesson> {
  const { rows } = await ctx.db.pool.query({
    name: 'lesson-find',
    text: `select ${lessonColumns} from lessons l ${joinLesson} where l.workspace_id = $1 and l.id = $2`,
    values: [ctx.workspaceId, id],
  });
  if (!rows[0]) throw lessonNotFound(id);
  return toLesson(rows[0]);
}

/** A lesson with the items that speak for it and against it, and how right it was over time. Errors: `not_found`, `not_allowed`. */
export async function getLesson({ ctx, id }: { ctx: Context; id: string }): Promise<LessonWithCases> {
  requireRight(ctx, 'lesson.read');
  const lesson = await findLesson(ctx, id);
  const { pool } = ctx.db;
  const items = await pool.query({
    name: 'lesson-items',
    text: `select s.item_id, i.label, s.changed, s.cases, s.at from lesson_cases s join items i on i.workspace_id = s.workspace_id and i.id = s.item_id
      where s.workspace_id = $1 and s.lesson_id = $2 order by s.at desc, s.item_id desc limit 50`,
    values: [ctx.workspaceId, id],
  });
  const weeks = await pool.query({
    name: 'lesson-weeks',
    text: `select date_trunc('week', s.at at time zone 'UTC') at time zone 'UTC' as "from", sum(s.changed)::integer as changed, sum(s.cases)::integer as cases
      from lesson_cases s where s.workspace_id = $1 and s.lesson_id = $2 group by 1 order by 1`,
    values: [ctx.workspaceId, id],
  });
  return {
    ...lesson,
    items: items.rows.map(({ item_id, label, changed, cases, at }) => ({ itemId: item_id, label, changed, cases, at: at.toISOString() })),
    weeks: weeks.rows.map(({ from, changed, cases }) => ({ from: from.toISOString(), changed, cases })),
  };
}
