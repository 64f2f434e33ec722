import type { Lesson } from '@countersign/contract';
import { describeRule } from '@countersign/lessons';

/** Of `lessons l` and `checkpoints c`, with what people did about its flags. */
export const lessonColumns = `l.id, c.name as checkpoint, l.rule, l.scope, l.state, l.changed, l.cases, l.documents, l.expected, l.bound, l.may_apply,
  l.ratified_by, l.proposed_at, l.ratified_at, l.ended_at, l.created_at, l.updated_at, done.accepted, done.dismissed, made.applied`;

export const joinLesson = `join checkpoints c on c.workspace_id = l.workspace_id and c.id = l.checkpoint_id
  cross join lateral (select count(*) filter (where d.action = 'accepted')::integer as accepted, count(*) filter (where d.action = 'dismissed')::integer as dismissed
    from flag_decisions d where d.workspace_id = l.workspace_id and d.kind = 'lesson' and d.rule = l.id) done
  cross join lateral (select count(*)::integer as applied from lesson_cases a where a.workspace_id = l.workspace_id and a.lesson_id = l.id and a.applied) made`;

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
export const toLesson = (row: any): Lesson => ({
  id: row.id,
  checkpoint: row.checkpoint,
  rule: row.rule,
  text: describeRule(row.rule),
  scope: row.scope,
  state: row.state,
  changed: row.changed,
  cases: row.cases,
  documents: row.documents,
  expected: row.expected,
  bound: row.bound,
  mayApply: row.may_apply,
  accepted: row.accepted,
  dismissed: row.dismissed,
  applied: row.applied,
  ratifiedBy: row.ratified_by,
  proposedAt: instant(row.proposed_at),
  ratifiedAt: instant(row.ratified_at),
  endedAt: instant(row.ended_at),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
