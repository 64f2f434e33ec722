import type { Json } from '@countersign/contract';

const stepsOf = (name: string): string[] =>
  name.startsWith('/')
    ? name
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    : name.split('.');

const into = (value: Json | undefined, step: string): Json | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return /^\d+$/.test(step) ? value[Number(step)] : undefined;
  return Object.hasOwn(value, step) ? value[step] : undefined;
};

/** A field by its name, as a path with dots (`data.facts`) or as a JSON pointer (`/data/facts`); a field of exactly that name comes first. */
export const fieldOf = (fields: Record<string, Json>, name: string): Json | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : stepsOf(name).reduce<Json | undefined>(into, fields);
