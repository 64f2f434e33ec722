import { type Flag, type Json, SubmittedFlag } from '@countersign/contract';
import { makeFlag } from './flag.ts';
import { stringsOf } from './strings.ts';

const placeOf = (flag: SubmittedFlag, text: string): { start: number; end: number } => {
  const start = flag.start ?? -1;
  const end = flag.end ?? -1;
  const fits = start >= 0 && end >= start && end <= text.length && (flag.text === undefined || text.slice(start, end) === flag.text);
  if (fits) return { start, end };
  const found = flag.text ? text.indexOf(flag.text) : -1;
  return found === -1 ? { start: 0, end: 0 } : { start: found, end: found + flag.text!.length };
};

/**
 * The AI's own flags (`metadata.flags`) in the shape of all flags. What is no valid flag, or names a field that is not there, is left out;
 * one whose words are not found any more stands at the start of its field.
 */
export const aiFlags = ({ output, flags }: { output: Json; flags: unknown }): Flag[] => {
  if (!Array.isArray(flags)) return [];
  const texts = new Map(stringsOf(output).map(({ path, text }) => [path, text]));
  return flags.slice(0, 500).flatMap((one: unknown) => {
    const parsed = SubmittedFlag.safeParse(one);
    const text = parsed.success ? texts.get(parsed.data.path) : undefined;
    if (!parsed.success || text === undefined) return [];
    const { path, level, message, replacements, rule, inputPath } = parsed.data;
    const source = { checker: 'ai', rule, ...(inputPath === undefined ? {} : { inputPath }) };
    return [makeFlag({ path, text, ...placeOf(parsed.data, text), kind: 'ai', level, message, replacements, source })];
  });
};
