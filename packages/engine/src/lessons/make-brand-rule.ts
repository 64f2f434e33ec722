import { BrandRules, type Checkpoint, CountersignError, type LessonRule, type WordRule } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { checkpointColumns, toCheckpoint } from '../checkpoints/find.ts';
import { actorRecord, type Context } from '../context.ts';
import { transact } from '../database/transact.ts';
import { logColumns } from '../log/entry.ts';
import { lessonNotFound } from './get.ts';

/** A word rule says the same everywhere, whatever the capitals: so can a change of words without a context. */
const wordRuleOf = ({ kind, field, before, after, from, to }: LessonRule): WordRule => {
  const phrase = from.join('').trim();
  const isPlain = (kind === 'replace' || kind === 'delete') && before.length + after.length === 0 && /^[\p{L}\p{N}]/u.test(phrase);
  if (isPlain && phrase.length <= 200 && to.length <= 200)
    return { phrase, level: 'warning', ...(to !== '' && { replacement: to }), ...(field !== '' && { fields: [field] }) };
  throw new CountersignError(
    'invalid_input',
    'Brand rules name words that are never used. This lesson speaks of a place, of capitals, marks or spaces: keep it as a lesson.',
  );
};

const changeCheckpoint = `with put as (
  update checkpoints set brand_rules = $3::jsonb, lessons = $4::jsonb, version = version + 1, rules_version = version + 1, updated_at = now()
  where workspace_id = $1 and id = $2 returning *),
ended as (
  update lessons set state = 'off', may_apply = false, ended_at = now(), updated_at = now() where workspace_id = $1 and id = $6 returning *),
entries as (
  insert into log_entries ${logColumns}
  select workspace_id, 'checkpoint.changed', $5::jsonb, id, null, jsonb_build_object('name', name, 'version', version) from put
  union all select workspace_id, 'lesson.switched-off', $5::jsonb, checkpoint_id, null, jsonb_build_object('lessonId', id, 'isBrandRule', true) from ended)
select ${checkpointColumns} from put`;

/**
 * Makes a brand rule of a lesson: its words are never to be used from now on, whatever the evidence. The lesson is switched off, because the rule
 * says the same. Errors: `invalid_input` for a lesson that is about more than words, `not_found`, `not_allowed`.
 */
export async function makeBrandRule({ ctx, id }: { ctx: Context; id: string }): Promise<Checkpoint> {
  requireRight(ctx, 'checkpoint.write');
  return transact(ctx.db, async (client) => {
    const { rows } = await client.query(
      `select l.rule, c.id, c.brand_rules, c.lessons from lessons l join checkpoints c on c.workspace_id = l.workspace_id and c.id = l.checkpoint_id
        where l.workspace_id = $1 and l.id = $2 for update`,
      [ctx.workspaceId, id],
    );
    if (!rows[0]) throw lessonNotFound(id);
    const { rule, brand_rules, lessons, id: checkpointId } = rows[0];
    const wordRule = wordRuleOf(rule);
    const before = BrandRules.parse(brand_rules ?? {});
    const banned = [...before.banned.filter(({ phrase }) => phrase.toLowerCase() !== wordRule.phrase.toLowerCase()), wordRule];
    const changed = await client.query(changeCheckpoint, [
      ctx.workspaceId,
      checkpointId,
      JSON.stringify({ ...before, banned }),
      JSON.stringify(lessons.filter((one: { id: string }) => one.id !== id)),
      JSON.stringify(actorRecord(ctx)),
      id,
    ]);
    return toCheckpoint(changed.rows[0]);
  });
}
