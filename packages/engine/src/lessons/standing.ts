import type { LessonRule, LessonScope, LessonState } from '@countersign/contract';
import { doubt, hasTurned, precisionOf, type Weighed } from '@countersign/lessons';
import { newId } from '../ids.ts';
import { ruleKeyOf } from './rule-key.ts';

/** A lesson as it stands in its table, as far as mining changes it. */
export interface StandingLesson {
  id: string;
  rule_key: string;
  rule: LessonRule;
  scope: LessonScope;
  state: LessonState;
  changed: number;
  cases: number;
  documents: number;
  expected: number;
  bound: number;
  may_apply: boolean;
  recent: number;
}

const evidenceOf = ({ candidate, expected, bound, mayApply }: Weighed) => ({
  changed: candidate.changed,
  cases: candidate.cases,
  documents: candidate.hits + candidate.misses,
  expected,
  bound,
  may_apply: mayApply,
});

const ruleOf = ({ candidate: { kind, field, before, from, after, to } }: Weighed): LessonRule => ({
  kind,
  field,
  before: [...before],
  from: [...from],
  after: [...after],
  to,
});

/** Evidence that came after it had ended, before it is proposed again. */
const newCases = 10;

export const newLesson = (weighed: Weighed, state: 'trial' | 'proposed'): StandingLesson => {
  const rule = ruleOf(weighed);
  return {
    id: newId('lesson'),
    rule_key: ruleKeyOf(rule),
    rule,
    scope: { locale: null, category: null },
    state,
    recent: 0,
    ...evidenceOf(weighed),
  };
};

/** A rule that a person wrote has the evidence of the cases since, and no others to compare with. */
const ownEvidence = (lesson: StandingLesson, outcome: { changed: number; cases: number }): StandingLesson => {
  const changed = lesson.changed + outcome.changed;
  const cases = lesson.cases + outcome.cases;
  return { ...lesson, changed, cases, documents: cases, ...precisionOf(doubt, changed, cases - changed) };
};

/**
 * The life of a lesson: trial → proposed when it has proved right (and back when it no longer has) → shown when a person agrees → retired
 * when people no longer do it, and proposed again when they do it anew. What a person switched off stays off.
 */
export function moveOn(
  lesson: StandingLesson,
  weighed: Weighed | undefined,
  outcomes: readonly { changed: number; cases: number }[],
): StandingLesson {
  const seen = outcomes.reduce((sum, one) => ({ changed: sum.changed + one.changed, cases: sum.cases + one.cases }), {
    changed: 0,
    cases: 0,
  });
  const next = weighed === undefined ? ownEvidence(lesson, seen) : { ...lesson, ...evidenceOf(weighed) };
  switch (lesson.state) {
    case 'trial':
    case 'proposed':
      return { ...next, may_apply: false, state: weighed?.isRight ? 'proposed' : 'trial' };
    case 'shown': {
      for (const { changed, cases } of outcomes) next.recent = ((next.recent << 1) | (changed * 2 < cases ? 1 : 0)) & 0xffff;
      return hasTurned(next, next.expected) ? { ...next, state: 'retired', may_apply: false } : next;
    }
    case 'retired':
      return weighed?.isRight && next.changed >= lesson.changed + newCases
        ? { ...next, state: 'proposed', may_apply: false }
        : { ...lesson, may_apply: false };
    case 'off':
      return { ...lesson, may_apply: false };
  }
}
