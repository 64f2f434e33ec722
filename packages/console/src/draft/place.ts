import type { Json } from '@countersign/contract';
import { isObject, type Path } from './field.ts';

export function valueAt(value: Json, path: Path): Json | undefined {
  let found: Json | undefined = value;
  for (const step of path) found = Array.isArray(found) ? found[Number(step)] : isObject(found) ? found[String(step)] : undefined;
  return found;
}

/** A copy with one place changed; `undefined` takes the place out. */
export function withValueAt(value: Json, path: Path, next: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return next ?? null;
  if (Array.isArray(value)) return value.map((each, index) => (index === Number(step) ? withValueAt(each, rest, next) : each));
  const copy = { ...(isObject(value) ? value : {}) };
  const inner = rest.length === 0 ? next : withValueAt(copy[String(step)] ?? {}, rest, next);
  if (inner === undefined) delete copy[String(step)];
  else copy[String(step)] = inner;
  return copy;
}

export const pointerOf = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The element id of what is said about a field; several items may stand in the page. */
export const noteIdOf = (itemId: string, pointer: string): string => `note-${itemId}${pointer}`;

export const stepsOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
