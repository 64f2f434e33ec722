import type { Json } from '@countersign/contract';

export interface TextAt {
  /** JSON pointer; '' when the whole is a text. */
  path: string;
  text: string;
}

const escapePointer = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

/** Every string of a value with its JSON pointer, in the order of the value. */
export const stringsOf = (value: Json, path = ''): TextAt[] => {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((one, i) => stringsOf(one, `${path}/${i}`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, one]) => stringsOf(one, `${path}/${escapePointer(key)}`));
};

const stepsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Whether a path is one of the fields; `*` stands for one step, and a field covers what is below it. */
export const isInFields = (path: string, fields: readonly string[] | undefined): boolean =>
  fields === undefined ||
  fields.some((field) => {
    const wanted = stepsOf(field);
    const steps = stepsOf(path);
    return wanted.length <= steps.length && wanted.every((step, i) => step === '*' || step === steps[i]);
  });
