import type { Json, JsonObject, ModelMessage } from '@countersign/contract';
import { findMismatches, type SchemaCheck } from '@countersign/engine';

/** An answer as an output, or what is wrong with it. */
export type Read = { output: Json } | { problem: string };

const fenced = /```(?:json)?\s*\n?([\s\S]*?)```/;

/** The JSON in an answer: the whole, or what stands in its fence or between its outer braces. Models add such, and mean no harm. */
function findJson(text: string): Json | undefined {
  const inner = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  for (const one of [text, fenced.exec(text)?.[1] ?? '', inner])
    try {
      return JSON.parse(one);
    } catch {
      // the next form may fit
    }
  return undefined;
}

/** Reads an answer against the schema of the output. */
export function readAnswer(text: string, schema: JsonObject | null, check: SchemaCheck | null): Read {
  const output = schema === null ? text.trim() : findJson(text);
  if (output === undefined) return { problem: 'It is not JSON.' };
  if (output === '') return { problem: 'It is empty.' };
  const mismatches = findMismatches(check, output, '');
  if (mismatches.length === 0) return { output };
  return { problem: mismatches.map(({ pointer, detail }) => `${pointer || 'the whole'} ${detail}`).join('; ') };
}

const longestKept = 20_000;

/** The prompt once more, with the answer and what is wrong with it. */
export const repairPrompt = (messages: ModelMessage[], text: string, problem: string): ModelMessage[] => [
  ...messages,
  { role: 'assistant', content: text.slice(0, longestKept) || '(nothing)' },
  { role: 'user', content: `That cannot be used: ${problem}\nAnswer again, with nothing but the corrected output.` },
];
