import type { LessonRule, LessonState } from '@countersign/contract';
import type { Context } from '../context.ts';
import { newId } from '../ids.ts';
import { ruleKeyOf } from '../lessons/rule-key.ts';

/** A lesson as mining would have left it, without the decisions that it takes. */
export async function plantLesson(
  ctx: Context,
  checkpoint: string,
  given: { from?: string; to?: string; state?: LessonState; mayApply?: boolean } = {},
): Promise<string> {
  const { from = `wrong${newId('lesson').slice(-8)}`, to = 'right', state = 'proposed', mayApply = false } = given;
  const rule: LessonRule = { kind: 'replace', field: '', before: [], from: [from], after: [], to };
  const { rows } = await ctx.db.pool.query(
    `insert into lessons (workspace_id, id, checkpoint_id, rule_key, rule, state, changed, cases, documents, expected, bound, may_apply, proposed_at)
      select $1, $2, id, $4, $5, $6, 37, 38, 38, 0.97, 0.93, $7, now() from checkpoints where workspace_id = $1 and name = $3 returning id`,
    [ctx.workspaceId, newId('lesson'), checkpoint, ruleKeyOf(rule), JSON.stringify(rule), state, mayApply],
  );
  return rows[0].id;
}
