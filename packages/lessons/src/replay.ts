import { type Appraised, appraise, type Thresholds, thresholds as usual } from './appraise.ts';
import { hasTurned } from './evidence.ts';
import type { Decided } from './history.ts';
import { Learner } from './learner.ts';
import type { Rule } from './rule.ts';
import type { RuleIndex } from './rule-index.ts';
import { indexOf, suggest } from './suggest.ts';
import { changesOf, editsOf } from './text/edits.ts';
import { isWhatWasDone } from './text/judge.ts';
import { tokensOf } from './text/tokens.ts';

/** What would have been learned from a history: its first half teaches, its second half is only shown suggestions. */
export interface Replay {
  /** Of the second half: decided items, and those that a person changed. */
  items: number;
  edited: number;
  /** Learned from the first half. */
  lessons: number;
  /** Suggestions in the second half, those that would have been applied among them, and how many are what the person did. */
  shown: number;
  correct: number;
  /** Null when nothing was shown. */
  precision: number | null;
  /** Edited items in which a suggestion did some of the person's work. */
  editedHelped: number;
  applied: number;
  appliedCorrect: number;
  taught: { items: number; edited: number };
  learned: ReplayedLesson[];
}

export interface ReplayedLesson {
  rule: Rule;
  expected: number;
  bound: number;
  changed: number;
  cases: number;
  mayApply: boolean;
  shown: number;
  correct: number;
  retired: boolean;
}

interface Shown extends Rule {
  bound: number;
  recent: number;
  entry: ReplayedLesson;
}

const isEdited = ({ texts }: Decided): boolean => texts.some(({ before, after }) => before !== after);

const openLesson = ({ candidate, expected, bound, mayApply }: Appraised): Shown => {
  const { kind, field, before, from, after, to, changed, cases, recent } = candidate;
  const rule: Rule = { kind, field, before, from, after, to };
  return { ...rule, bound, recent, entry: { rule, expected, bound, changed, cases, mayApply, shown: 0, correct: 0, retired: false } };
};

interface Count {
  shown: number;
  correct: number;
  applied: number;
  appliedCorrect: number;
}

/** Shows the lessons one item; what it answered counts as accepted or dismissed, and a lesson that is dismissed again retires. */
const showOne = (index: RuleIndex<Shown>, { texts }: Decided): Count => {
  const count: Count = { shown: 0, correct: 0, applied: 0, appliedCorrect: 0 };
  for (const { path, before, after } of texts) {
    const suggested = suggest(index, { path, text: before });
    if (suggested.length === 0) continue;
    const tokens = tokensOf(before);
    const edits = before === after ? [] : editsOf(tokens, tokensOf(after));
    const changes = edits === null ? [] : changesOf(tokens, edits);
    for (const { lesson, ...suggestion } of suggested) {
      const right = isWhatWasDone(before, changes, suggestion) ? 1 : 0;
      count.shown += 1;
      count.correct += right;
      lesson.entry.shown += 1;
      lesson.entry.correct += right;
      lesson.recent = (lesson.recent << 1) | (1 - right);
      if (lesson.entry.mayApply) {
        count.applied += 1;
        count.appliedCorrect += right;
      }
    }
    for (const lesson of new Set(suggested.map((one) => one.lesson))) {
      if (!hasTurned(lesson, lesson.entry.expected)) continue;
      lesson.entry.retired = true;
      index.remove(lesson);
    }
  }
  return count;
};

/** Replays a history in the order of its decisions. Each proposal is taken as agreed to; nothing is learned from the second half. */
export const replay = (history: readonly Decided[], thresholds: Thresholds = usual): Replay => {
  const half = Math.floor(history.length / 2);
  const learner = new Learner();
  for (const decided of history.slice(0, half)) learner.learn(decided);
  const lessons = appraise(learner, thresholds).map(openLesson);
  const index = indexOf(lessons);
  const total: Count = { shown: 0, correct: 0, applied: 0, appliedCorrect: 0 };
  let editedHelped = 0;
  for (const decided of history.slice(half)) {
    const count = showOne(index, decided);
    for (const name of ['shown', 'correct', 'applied', 'appliedCorrect'] as const) total[name] += count[name];
    if (count.correct > 0) editedHelped += 1;
  }
  return {
    items: history.length - half,
    edited: history.slice(half).filter(isEdited).length,
    lessons: lessons.length,
    shown: total.shown,
    correct: total.correct,
    precision: total.shown === 0 ? null : total.correct / total.shown,
    editedHelped,
    applied: total.applied,
    appliedCorrect: total.appliedCorrect,
    taught: { items: half, edited: history.slice(0, half).filter(isEdited).length },
    learned: lessons.map(({ entry }) => entry),
  };
};
