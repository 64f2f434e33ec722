import type { LearnerState } from '@countersign/lessons';
import type { PoolClient } from 'pg';
import { actorRecord, type Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';
import { showLessons } from './show.ts';
import type { StandingLesson } from './standing.ts';

/** What is known at a checkpoint so far. */
export async function loadStanding(
  { db: { pool }, workspaceId }: Context,
  checkpointId: string,
): Promise<{ state: LearnerState | null; items: number; lessons: StandingLesson[] }> {
  const learner = await pool.query({
    name: 'learner-load',
    text: 'select state, items from learners where workspace_id = $1 and checkpoint_id = $2',
    values: [workspaceId, checkpointId],
  });
  const { rows } = await pool.query({
    name: 'lessons-standing',
    text: `select id, rule_key, rule, scope, state, changed, cases, documents, expected, bound, may_apply, recent
      from lessons where workspace_id = $1 and checkpoint_id = $2`,
    values: [workspaceId, checkpointId],
  });
  return { state: learner.rows[0]?.state ?? null, items: learner.rows[0]?.items ?? 0, lessons: rows };
}

export async function keepLearner(
  client: PoolClient,
  { workspaceId }: Context,
  { checkpointId, state, items }: { checkpointId: string; state: LearnerState; items: number },
): Promise<void> {
  await client.query(
    `insert into learners (workspace_id, checkpoint_id, state, items) values ($1, $2, $3, $4)
      on conflict (workspace_id, checkpoint_id) do update set state = excluded.state, items = excluded.items, updated_at = now()`,
    [workspaceId, checkpointId, JSON.stringify(state), items],
  );
}

// A lesson that a person changed in between stays as the person has it: the next turn goes on from there.
const put = `with sent as (
  select * from json_to_recordset($3::json) as s(id text, rule_key text, rule jsonb, scope jsonb, state text, changed integer, cases integer, documents real,
    expected real, bound real, may_apply boolean, recent integer, was text)),
added as (
  insert into lessons (workspace_id, id, checkpoint_id, rule_key, rule, scope, state, changed, cases, documents, expected, bound, may_apply, proposed_at)
  select $1, id, $2, rule_key, rule, scope, state, changed, cases, documents, expected, bound, may_apply, case when state = 'proposed' then now() end
  from sent where was is null order by id
  on conflict on constraint lessons_by_rule do nothing
  returning id, state, null as was, changed, cases, may_apply, false as could_apply),
moved as (
  update lessons l set state = s.state, changed = s.changed, cases = s.cases, documents = s.documents, expected = s.expected, bound = s.bound,
    may_apply = s.may_apply, recent = s.recent, updated_at = now(),
    proposed_at = case when s.state = 'proposed' and s.was <> 'proposed' then now() else l.proposed_at end,
    ended_at = case when s.state = 'retired' and s.was <> 'retired' then now() else l.ended_at end
  from sent s join lessons old on old.workspace_id = $1 and old.id = s.id
  where l.workspace_id = $1 and l.id = s.id and l.state = s.was and l.rule_key = s.rule_key
    and (l.state, l.changed, l.cases, l.documents, l.expected, l.bound, l.may_apply, l.recent)
      is distinct from (s.state, s.changed, s.cases, s.documents, s.expected, s.bound, s.may_apply, s.recent)
  returning l.id, l.state, s.was, l.changed, l.cases, l.may_apply, old.may_apply as could_apply),
kept as (select * from added union all select * from moved),
entries as (
  insert into log_entries ${logColumns}
  select $1, 'lesson.' || state, $4::jsonb, $2, null, jsonb_build_object('lessonId', id, 'changed', changed, 'cases', cases)
  from kept where state in ('proposed', 'retired') and state is distinct from was)
select count(*) filter (where state is distinct from was)::integer as changes,
  count(*) filter (where (state = 'shown') <> coalesce(was = 'shown', false) or (state = 'shown' and may_apply <> could_apply))::integer as shown from kept`;

/** Writes what became of the lessons, with log entries, and gives the checks those that are shown. Answers whether any changed its state. */
export async function keepLessons(
  client: PoolClient,
  ctx: Context,
  {
    checkpointId,
    lessons,
    before,
  }: { checkpointId: string; lessons: readonly StandingLesson[]; before: ReadonlyMap<string, StandingLesson> },
): Promise<boolean> {
  const sent = lessons.map((lesson) => ({ ...lesson, was: before.get(lesson.id)?.state ?? null }));
  const { rows } = await client.query(put, [ctx.workspaceId, checkpointId, JSON.stringify(sent), JSON.stringify(actorRecord(ctx))]);
  if (rows[0].shown > 0) await showLessons(client, ctx, checkpointId);
  return rows[0].changes > 0;
}

export interface LessonCaseRow {
  lessonId: string;
  itemId: string;
  changed: number;
  cases: number;
  applied: boolean;
}

const mostCases = 500;

const addCases = `insert into lesson_cases (workspace_id, lesson_id, item_id, changed, cases, applied)
  select $1, s."lessonId", s."itemId", s.changed, s.cases, s.applied
  from json_to_recordset($2::json) as s("lessonId" text, "itemId" text, changed integer, cases integer, applied boolean)
  join lessons l on l.workspace_id = $1 and l.id = s."lessonId" order by 2, 3
  on conflict (workspace_id, lesson_id, item_id) do update set changed = excluded.changed, cases = excluded.cases, applied = excluded.applied, at = now()`;

const dropOldCases = `delete from lesson_cases s using (
    select lesson_id, item_id, row_number() over (partition by lesson_id order by at desc, item_id desc) as place
    from lesson_cases where workspace_id = $1 and lesson_id = any($2)) placed
  where s.workspace_id = $1 and s.lesson_id = placed.lesson_id and s.item_id = placed.item_id and placed.place > ${mostCases}`;

/** Adds the items that speak for lessons and against them; of each lesson the newest 500 are kept. */
export async function keepCases(client: PoolClient, { workspaceId }: Context, cases: readonly LessonCaseRow[]): Promise<void> {
  if (cases.length === 0) return;
  const byCase = new Map(cases.map((one) => [`${one.lessonId} ${one.itemId}`, one]));
  await client.query(addCases, [workspaceId, JSON.stringify([...byCase.values()])]);
  await client.query(dropOldCases, [workspaceId, [...new Set(cases.map(({ lessonId }) => lessonId))]]);
}
