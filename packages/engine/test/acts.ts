import type { Item, Verdict } from '@countersign/contract';
import type { Context } from '../src/context.ts';
import { submitItem } from '../src/items/submit.ts';
import { type Decided, decide } from '../src/reviews/decide.ts';

const start = Date.parse('2026-01-05T09:00:00Z');

export const instant = (seconds: number): Date => new Date(start + seconds * 1000);

/** The same actor, so many seconds after the start of the test's clock. */
export const at = (ctx: Context, seconds: number): Context => ({ ...ctx, at: instant(seconds) });

export const itemInput = (key: string, more: object = {}) => ({
  key,
  input: { question: key },
  output: { text: `answer to ${key}` },
  ...more,
});

export const submit = async (ctx: Context, checkpoint: string, key: string, more: object = {}): Promise<Item> =>
  (await submitItem({ ctx, checkpoint, input: itemInput(key, more) })).item;

export const review = (ctx: Context, itemId: string, verdict: Verdict, more: object = {}): Promise<Decided> =>
  decide({ ctx, itemId, input: { verdict, ...more } });

export const edited = (text: string) => ({ output: { text } });

/** The code of the refusal, or `done`. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error) => error.code ?? error.name,
  );

export const countOf = (values: string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};
