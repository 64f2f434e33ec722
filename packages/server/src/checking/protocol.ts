import type { Traits } from '@countersign/checks';
import type { BrandRules, Flag, Json, ShownLesson } from '@countersign/contract';

/** Rules, dictionary and lessons of a checkpoint version: sent to a thread once, known by their key from then on. */
export interface RuleSet {
  key: string;
  rules: BrandRules | null;
  dictionary: readonly string[];
  lessons: readonly ShownLesson[];
}

export interface Job {
  id: number;
  rulesKey: string;
  /** Left out when the thread has it. */
  ruleSet?: RuleSet;
  input: Json;
  output: Json;
  original: Json;
  aiFlags: unknown;
  traits: Traits;
}

export type Report = { kind: 'ready' } | { kind: 'done'; id: number; flags: Flag[] } | { kind: 'failed'; id: number; reason: string };

/** Rule sets that a thread keeps, the newest. Both sides count alike. */
export const mostRuleSets = 50;
