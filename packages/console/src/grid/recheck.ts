import type { Flag, Item, Json } from '@countersign/contract';
import { isObject } from '../draft/field.ts';
import { pointerOf } from '../draft/place.ts';
import { loadChecks } from '../flags/load-checks.ts';
import type { TextRules } from '../flags/text-rules.ts';

/** Flags of an output that was edited here. Grammar is the server's: its flags stay where their words still stand. */
export async function recheck(item: Item, output: Json, before: Flag[], { rules, dictionary, lessons }: TextRules): Promise<Flag[]> {
  const { check, traitsOf } = await loadChecks();
  const kept = before
    .filter((flag) => flag.kind === 'grammar' || flag.kind === 'spelling')
    .flatMap((flag) => moved(flag, item.output, output));
  return check({
    input: item.input,
    output,
    ...(rules && { rules }),
    dictionary,
    lessons,
    traits: traitsOf(item),
    original: item.output,
    aiFlags: item.metadata['flags'],
    more: kept,
  });
}

function moved(flag: Flag, before: Json, after: Json): Flag[] {
  const words = textAt(before, flag.path)?.slice(flag.start, flag.end);
  const text = textAt(after, flag.path);
  if (!words || !text) return [];
  const start = text.indexOf(words);
  const isThereOnce = start !== -1 && text.indexOf(words, start + 1) === -1;
  return isThereOnce ? [{ ...flag, start, end: start + words.length }] : [];
}

function textAt(value: Json, pointer: string): string | null {
  let found: Json | undefined = value;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    found = Array.isArray(found) ? found[Number(name)] : isObject(found) ? found[name] : undefined;
  }
  return typeof found === 'string' ? found : null;
}

/** Texts of an output by their JSON pointers. */
export function textsOf(value: Json, path: (string | number)[] = []): { pointer: string; text: string }[] {
  if (typeof value === 'string') return [{ pointer: pointerOf(path), text: value }];
  if (Array.isArray(value)) return value.flatMap((each, index) => textsOf(each, [...path, index]));
  return isObject(value) ? Object.entries(value).flatMap(([name, each]) => textsOf(each, [...path, name])) : [];
}
