import type { Json } from '@countersign/contract';
import type { Row } from '../check/read-rows.ts';
import { UsageError } from '../exit-codes.ts';
import type { Judge, Judgement } from './judgement.ts';

const good = new Set(['approve', 'approved']);
const bad = new Set(['edit', 'edited', 'reject', 'rejected', 'return', 'returned']);
const open = new Set(['', 'expired', 'superseded', 'waiting']);

const isRecord = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const outcomeOf = ({ verdict, decision, outcome }: Row['fields']): Json | undefined =>
  verdict ?? (isRecord(decision) ? decision.outcome : decision) ?? outcome;

const isSame = (one: Json, other: Json): boolean =>
  typeof one === 'string' && typeof other === 'string' ? one.trim() === other.trim() : JSON.stringify(one) === JSON.stringify(other);

/**
 * Without --bad: a line's `verdict` decides, or the outcome of its decision as `countersign export` writes it; where there is none,
 * an item was bad when the person left another text than the AI's. Both count every edit as bad.
 */
export const byDecision: Judge = {
  rule: 'it was not approved as it was (verdict, else human_output differs from output)',
  textColumns: new Set(['verdict', 'decision', 'outcome', 'output', 'human_output']),
  advice: () =>
    `No line says how it was decided: there is neither a verdict, nor both output and human_output. Say with --bad which items were bad, for example --bad 'score < 50'.`,
  judge({ fields, line }): Judgement {
    const outcome = outcomeOf(fields);
    if (outcome === undefined || outcome === null) return byText(fields);
    const word = String(outcome).trim().toLowerCase();
    if (good.has(word)) return false;
    if (bad.has(word)) return true;
    if (open.has(word)) return { lacks: 'verdict' };
    throw new UsageError(
      `Line ${line}: the verdict ${JSON.stringify(outcome)} is none of approve, edit, reject. Say with --bad which items were bad, for example --bad 'verdict == ${JSON.stringify(outcome)}'.`,
    );
  },
};

function byText({ output, human_output: left }: Row['fields']): Judgement {
  if (output === undefined || output === null || left === undefined || left === null) return { lacks: 'verdict' };
  return !isSame(output, left);
}
