import { type Flag, type Json, SubmittedFlag } from '@countersign/contract';
import { makeFlag } from './flag.ts';
import { stringsOf } from './strings.ts';

/**
 * Where the words that a flag was about stand now, the nearest to where they stood; null once they are gone, for what was said of them is
 * settled. A flag about no words is about the whole field.
 */
const follow = ({ start, end }: { start: number; end: number }, before: string, now: string): { start: number; end: number } | null => {
  if (start === end) return { start: 0, end: 0 };
  const words = before.slice(start, end);
  let nearest = -1;
  for (let at = now.indexOf(words); at !== -1; at = now.indexOf(words, at + 1))
    if (nearest === -1 || Math.abs(at - start) < Math.abs(nearest - start)) nearest = at;
  return nearest === -1 ? null : { start: nearest, end: nearest + words.length };
};

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
 * one whose words are not found stands at the start of its field. With `original`, the output that the AI spoke of, flags stay on their
 * words through edits, and go with them.
 */
export const aiFlags = ({ output, flags, original = output }: { output: Json; flags: unknown; original?: Json }): Flag[] => {
  if (!Array.isArray(flags)) return [];
  const texts = textsByPath(output);
  const before = original === output ? texts : textsByPath(original);
  return flags.slice(0, 500).flatMap((one: unknown) => {
    const parsed = SubmittedFlag.safeParse(one);
    const text = parsed.success ? texts.get(parsed.data.path) : undefined;
    if (!parsed.success || text === undefined) return [];
    const { path, level, message, replacements, rule, inputPath } = parsed.data;
    const first = before.get(path) ?? text;
    const place = first === text ? placeOf(parsed.data, text) : follow(placeOf(parsed.data, first), first, text);
    if (place === null) return [];
    const source = { checker: 'ai', rule, ...(inputPath === undefined ? {} : { inputPath }) };
    return [makeFlag({ path, text, ...place, kind: 'ai', level, message, replacements, source })];
  });
};

const textsByPath = (output: Json): Map<string, string> => new Map(stringsOf(output).map(({ path, text }) => [path, text]));
