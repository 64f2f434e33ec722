import type { Json } from '@countersign/contract';
import { ChangesView } from '../draft/changes-view.tsx';
import { isObject } from '../draft/field.ts';
import { nameToLabel } from '../facts/name-to-label.ts';
import { isSameJson } from '../review/same-json.ts';
import { words } from '../words/words.ts';

/** What one revision changed against the one before, field by field where the output has fields. */
export function RevisionChanges({ before, after }: { before: Json; after: Json }) {
  if (!isObject(before) || !isObject(after))
    return <ChangesView before={print(before)} after={print(after)} label={words.item.against} isPart />;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !isSameJson(before[name], after[name]));
  return names.map((name) => (
    <ChangesView key={name} before={print(before[name])} after={print(after[name])} label={nameToLabel(name)} isPart />
  ));
}

function print(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join('\n');
  return JSON.stringify(value, null, 2);
}
