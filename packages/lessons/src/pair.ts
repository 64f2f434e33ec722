import type { DecidedText } from './history.ts';

const escapePointer = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Entries of a list that grew or shrank are told apart by what they say, so that a new first one does not change all others. */
const pairLists = (before: readonly unknown[], after: readonly unknown[], path: string): DecidedText[] => {
  if (before.length === after.length) return before.flatMap((one, i) => pairTexts(one, after[i], `${path}/${i}`));
  const left = new Set(after.map((one) => JSON.stringify(one)));
  return before.flatMap((one, i) => (left.has(JSON.stringify(one)) ? pairTexts(one, one, `${path}/${i}`) : []));
};

/**
 * The texts of an output with what became of them, by their JSON pointers. What was put in or taken out as a whole is left out: it teaches
 * nothing about words.
 */
export const pairTexts = (before: unknown, after: unknown, path = ''): DecidedText[] => {
  if (typeof before === 'string') return typeof after === 'string' ? [{ path, before, after }] : [];
  if (Array.isArray(before)) return Array.isArray(after) ? pairLists(before, after, path) : [];
  if (!isRecord(before) || !isRecord(after)) return [];
  return Object.entries(before).flatMap(([key, one]) =>
    Object.hasOwn(after, key) ? pairTexts(one, after[key], `${path}/${escapePointer(key)}`) : [],
  );
};
