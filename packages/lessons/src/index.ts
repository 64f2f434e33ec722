export { type Appraised, appraise, type Thresholds, thresholds } from './appraise.ts';
export { describeRule } from './describe.ts';
export type { Decided, DecidedText } from './history.ts';
export { Learner } from './learner.ts';
export { pairTexts } from './pair.ts';
export { type Replay, type ReplayedLesson, replay } from './replay.ts';
export type { Rule } from './rule.ts';
