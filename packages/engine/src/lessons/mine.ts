import {
  type Judged,
  judgeItem,
  Learner,
  type LearnerState,
  makeIndex,
  onTrial,
  type Rule,
  type Weighed,
  weigh,
} from '@countersign/lessons';
import type { PoolClient } from 'pg';
import type { Context } from '../context.ts';
import type { Database } from '../database/open.ts';
import { transact } from '../database/transact.ts';
import { type DecidedItem, loadDecided, loadNewestDecided } from './decided.ts';
import { findSettled, holdPosition, movePosition, takeMiningTurn } from './progress.ts';
import { ruleKeyOf } from './rule-key.ts';
import { moveOn, newLesson, type StandingLesson } from './standing.ts';
import { keepCases, keepLearner, keepLessons, type LessonCaseRow, loadStanding } from './store.ts';

/** Candidates that people may look at, and ratify early, a checkpoint. */
const mostOnTrial = 20;
/** How many past items are looked through for the cases of a new lesson. */
const lookedThrough = 300;

interface Mined {
  checkpointId: string;
  state: LearnerState;
  items: number;
  lessons: StandingLesson[];
  /** Lessons that were there before, by id. */
  before: Map<string, StandingLesson>;
  cases: LessonCaseRow[];
}

type Asking = Rule & { lesson: StandingLesson };

const speaksTo = ({ scope }: StandingLesson, { traits }: DecidedItem): boolean =>
  (scope.locale === null || scope.locale === traits.locale) && (scope.category === null || scope.category === traits.category);

/** In which of the items each lesson would have spoken, and what people did there. */
function judgeAll(
  lessons: readonly StandingLesson[],
  items: readonly DecidedItem[],
): { lesson: StandingLesson; item: DecidedItem; judged: Judged<Asking> }[] {
  const index = makeIndex(lessons.map((lesson): Asking => ({ ...lesson.rule, lesson })));
  return items.flatMap((item) =>
    judgeItem(index, item)
      .map((judged) => ({ lesson: judged.lesson.lesson, item, judged }))
      .filter(({ lesson }) => speaksTo(lesson, item)),
  );
}

const isLive = ({ state }: StandingLesson): boolean => state === 'trial' || state === 'proposed' || state === 'shown';

async function mineCheckpoint(ctx: Context, checkpointId: string, items: readonly DecidedItem[]): Promise<Mined> {
  const { state, items: learned, lessons: standing } = await loadStanding(ctx, checkpointId);
  const learner = new Learner(state ?? undefined);
  for (const item of items) learner.learn(item);
  const weighed = weigh(learner);
  const byKey = new Map(weighed.map((one) => [ruleKeyOf(one.candidate), one]));
  const judged = judgeAll(standing.filter(isLive), items);
  const outcomes = Map.groupBy(judged, ({ lesson }) => lesson.id);
  const moved = standing.map((lesson) =>
    moveOn(
      lesson,
      byKey.get(lesson.rule_key),
      (outcomes.get(lesson.id) ?? []).map(({ judged: { changed, cases } }) => ({ changed, cases })),
    ),
  );
  const known = new Set(standing.map(({ rule_key }) => rule_key));
  const unknown = (one: Weighed) => !known.has(ruleKeyOf(one.candidate));
  const fresh = [
    ...weighed.filter((one) => one.isRight && unknown(one)).map((one) => newLesson(one, 'proposed')),
    ...onTrial(weighed, mostOnTrial)
      .filter(unknown)
      .map((one) => newLesson(one, 'trial')),
  ];
  const past = fresh.length === 0 ? [] : judgeAll(fresh, await loadNewestDecided(ctx, checkpointId, lookedThrough));
  return {
    checkpointId,
    state: learner.state,
    items: learned + items.length,
    lessons: [...moved, ...fresh],
    before: new Map(standing.map((lesson) => [lesson.id, lesson])),
    cases: [...judged, ...past].map(({ lesson, item, judged: { changed, cases } }) => ({
      lessonId: lesson.id,
      itemId: item.id,
      changed,
      cases,
      applied: item.applied.includes(lesson.id),
    })),
  };
}

async function keep(client: PoolClient, ctx: Context, mined: Mined): Promise<boolean> {
  await keepLearner(client, ctx, mined);
  const isChanged = await keepLessons(client, ctx, mined);
  await keepCases(client, ctx, mined.cases);
  return isChanged;
}

/**
 * Mines the decisions that took effect since the last look, of one workspace, some hundred at most; any number of processes may do so side by
 * side. What is learned and the position in the log are written in one transaction, so each decision teaches exactly once, whatever dies when.
 * Answers the workspace whose lessons changed, and whether there was nothing to do.
 */
export async function mineDue(db: Database): Promise<{ mined: number; changedIn: string | null; isDone: boolean }> {
  const turn = await takeMiningTurn(db);
  if (!turn) return { mined: 0, changedIn: null, isDone: true };
  const { ctx } = turn;
  const { itemIds, reached } = await findSettled(turn);
  const decided = await loadDecided(ctx, itemIds);
  const mined: Mined[] = [];
  for (const [checkpointId, items] of Map.groupBy(decided, (item) => item.checkpointId))
    mined.push(await mineCheckpoint(ctx, checkpointId, items));
  const isChanged = await transact(db, async (client) => {
    const { rowCount } = await client.query(holdPosition, [ctx.workspaceId, turn.tx, turn.id]);
    if (rowCount === 0) return false;
    const changes: boolean[] = [];
    for (const one of mined) changes.push(await keep(client, ctx, one));
    await client.query(movePosition, [ctx.workspaceId, reached.tx, reached.id]);
    return changes.includes(true);
  });
  return { mined: decided.length, changedIn: isChanged ? ctx.workspaceId : null, isDone: false };
}
