import { check } from '@countersign/checks';
import type { BulkReviewInput, BulkReviewResult, Flag, Item } from '@countersign/contract';
import { decideBulk } from '../src/bulk/decide.ts';
import type { Context } from '../src/context.ts';
import type { Checker } from '../src/flags/checker.ts';

/** The real checks, in this thread. */
export const checker: Checker = {
  version: 'test',
  check: async ({ rulesKey: _, rules, ...of }) => check({ ...of, ...(rules && { rules }) }),
};

/** Rules under which `wrong` is an error and `odd` a warning. */
export const brandRules = {
  banned: [
    { phrase: 'wrong', level: 'error' },
    { phrase: 'odd', level: 'warning' },
  ],
};

export const text = (words: string) => ({ output: { text: words } });

export const asShown = (item: Item) => ({ itemId: item.id, outputHash: item.outputHash });

let count = 0;
export const newBulkId = (): string => `bulk-${process.pid}-${++count}`;

export const bulk = async (ctx: Context, items: BulkReviewInput['items'], more: object = {}): Promise<BulkReviewResult> =>
  (await decideBulk({ ctx, input: { id: newBulkId(), items, ...more }, checker })).result;

export const idsOf = (flags: Flag[]): string[] => flags.map(({ id }) => id);
