import { CountersignError, type Lesson, LessonChange } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { transact } from '../database/transact.ts';
import { logColumns } from '../log/entry.ts';
import { findLesson } from './get.ts';
import { ruleKeyOf } from './rule-key.ts';
import { showLessons } from './show.ts';

const statement = `with same as (
  select id, checkpoint_id, $4::text is not null and rule_key <> $4 as is_new_rule from lessons where workspace_id = $1 and id = $2 for update),
changed as (
  update lessons l set rule_key = coalesce($4, rule_key), rule = coalesce($5::jsonb, rule), scope = coalesce($6::jsonb, scope), updated_at = now(),
    changed = case when is_new_rule then 0 else changed end, cases = case when is_new_rule then 0 else cases end,
    documents = case when is_new_rule then 0 else documents end, expected = case when is_new_rule then 0 else expected end,
    bound = case when is_new_rule then 0 else bound end, may_apply = may_apply and not is_new_rule,
    recent = case when is_new_rule then 0 else recent end
  from same where l.workspace_id = $1 and l.id = same.id
  returning l.*, is_new_rule),
forgotten as (
  delete from lesson_cases s using changed where s.workspace_id = $1 and s.lesson_id = changed.id and changed.is_new_rule),
entry as (
  insert into log_entries ${logColumns}
  select workspace_id, 'lesson.changed', $3::jsonb, checkpoint_id, null, jsonb_build_object('lessonId', id, 'isNewRule', is_new_rule) from changed)
select checkpoint_id, state from changed`;

/**
 * Changes what a lesson says, or to which items it speaks. Another rule begins without evidence. Errors: `invalid_input` for a rule
 * that another lesson has, `not_found`, `not_allowed`.
 */
export async function changeLesson({ ctx, id, input }: { ctx: Context; id: string; input: unknown }): Promise<Lesson> {
  requireRight(ctx, 'lesson.write');
  const { rule, scope } = LessonChange.parse(input);
  const values = [
    ctx.workspaceId,
    id,
    JSON.stringify(actorRecord(ctx)),
    rule === undefined ? null : ruleKeyOf(rule),
    rule === undefined ? null : JSON.stringify(rule),
    scope === undefined ? null : JSON.stringify(scope),
  ];
  try {
    await transact(ctx.db, async (client) => {
      const { rows } = await client.query(statement, values);
      if (rows[0]?.state === 'shown') await showLessons(client, ctx, rows[0].checkpoint_id);
    });
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'lessons_by_rule') throw error;
    throw new CountersignError('invalid_input', 'Another lesson of this checkpoint says just this. Change or ratify that one.', {
      pointer: '/rule',
      cause: error,
    });
  }
  return findLesson(ctx, id);
}
