import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

interface Draft {
  title: string;
  description: string;
  bullets: string[];
}
interface Item {
  key: string;
  input: { sku: string; name: string; facts: Record<string, unknown> };
  output: Draft;
  confidence: number;
  model: string;
  priority?: number;
  severity?: string;
  metadata: { locale: string };
}
interface Flaw {
  kind: string;
  path: string;
  start: number;
  end: number;
  text: string;
  correct: string;
  note: string;
}
interface Truth {
  key: string;
  verdict: 'approve' | 'edit' | 'reject' | 'return';
  flaws: Flaw[];
  output?: Draft;
}

const read = (name: string): string => readFileSync(new URL(`../sample-shop/${name}`, import.meta.url), 'utf8');
const lines = <T>(name: string): T[] =>
  read(name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const checkpoint = JSON.parse(read('checkpoint.json'));
const items = lines<Item>('items.jsonl');
const truths = lines<Truth>('flaws.jsonl');
const itemOf = new Map(items.map((item) => [item.key, item]));

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validInput = ajv.compile(checkpoint.inputSchema);
const validOutput = ajv.compile(checkpoint.outputSchema);

const draftOf = (key: string): Draft => {
  const item = itemOf.get(key);
  if (item === undefined) throw new Error(`No item has the key ${key}.`);
  return item.output;
};

/** Every text of a draft by its JSON pointer. */
const texts = (draft: Draft): Record<string, string> => ({
  '/title': draft.title,
  '/description': draft.description,
  ...Object.fromEntries(draft.bullets.map((bullet, index) => [`/bullets/${index}`, bullet])),
});
const whole = (draft: Draft): string => Object.values(texts(draft)).join('\n');

const apply = (draft: Draft, flaws: Flaw[]): Draft => {
  const at = texts(draft);
  for (const flaw of flaws.toSorted((a, b) => b.start - a.start)) {
    const text = at[flaw.path] ?? '';
    at[flaw.path] = text.slice(0, flaw.start) + flaw.correct + text.slice(flaw.end);
  }
  return {
    title: at['/title'] ?? '',
    description: at['/description'] ?? '',
    bullets: draft.bullets.map((_, index) => at[`/bullets/${index}`] ?? ''),
  };
};

/** What may be published: approved drafts as they are, edited ones in their corrected form. */
const publishable = truths.flatMap(({ key, verdict, output }) => {
  if (verdict === 'approve') return [{ key, output: draftOf(key) }];
  return verdict === 'edit' && output !== undefined ? [{ key, output }] : [];
});

const numbers = (text: string): string[] => text.match(/\d+(?:\.\d+)?/g) ?? [];

test('there are at least 60 items with unique keys, and a truth for each in the same order', () => {
  expect(items.length).toBeGreaterThanOrEqual(60);
  expect(itemOf.size).toBe(items.length);
  expect(new Set(items.map((item) => whole(item.output))).size).toBe(items.length);
  expect(truths.map((truth) => truth.key)).toEqual(items.map((item) => item.key));
  for (const item of items) expect(item.input.sku).toBe(item.key);
});

test('every input and every draft fits the schemas of the checkpoint', () => {
  for (const item of items) {
    expect(validInput(item.input), `${item.key} input: ${ajv.errorsText(validInput.errors)}`).toBe(true);
    expect(validOutput(item.output), `${item.key} output: ${ajv.errorsText(validOutput.errors)}`).toBe(true);
  }
});

test('the schemas are strict and need no regular expression', () => {
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const schema = node as Record<string, unknown>;
    if (schema.type === 'object') expect(schema.additionalProperties, path).toBe(false);
    if (typeof schema.type === 'string') expect(schema.pattern, path).toBeUndefined();
    for (const [key, child] of Object.entries(schema)) walk(child, `${path}/${key}`);
  };
  walk(checkpoint.inputSchema, '/inputSchema');
  walk(checkpoint.outputSchema, '/outputSchema');
});

test('items carry confidence, model and locale, and a handful are urgent or severe', () => {
  for (const item of items) {
    expect(item.confidence).toBeGreaterThanOrEqual(0);
    expect(item.confidence).toBeLessThanOrEqual(1);
    expect(item.model).toBe('shop-writer-1');
    expect(item.metadata).toEqual({ locale: 'en-GB' });
  }
  for (const some of [items.filter((item) => item.priority === 5), items.filter((item) => item.severity === 'high')]) {
    expect(some.length).toBeGreaterThanOrEqual(4);
    expect(some.length).toBeLessThanOrEqual(10);
  }
});

test('confidence says something about the drafts, but not everything', () => {
  const of = (right: boolean): number[] =>
    truths.filter((truth) => (truth.verdict === 'approve') === right).map((truth) => itemOf.get(truth.key)?.confidence ?? 0);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(of(true))).toBeGreaterThan(mean(of(false)) + 0.03);
  expect(of(false).filter((value) => value >= 0.9).length).toBeGreaterThanOrEqual(3);
  expect(of(true).filter((value) => value < 0.75).length).toBeGreaterThanOrEqual(3);
});

test('the shares of the verdicts are as announced', () => {
  const share = (verdict: Truth['verdict']): number => truths.filter((truth) => truth.verdict === verdict).length / truths.length;
  expect(Math.abs(share('approve') - 0.5)).toBeLessThanOrEqual(0.05);
  expect(Math.abs(share('edit') - 0.4)).toBeLessThanOrEqual(0.05);
  expect(Math.abs(share('reject') - 0.05)).toBeLessThanOrEqual(0.02);
  expect(Math.abs(share('return') - 0.05)).toBeLessThanOrEqual(0.02);
});

test('approved drafts have no flaw, all others have one, and only edits have a corrected output', () => {
  for (const truth of truths) {
    expect(truth.flaws.length > 0, truth.key).toBe(truth.verdict !== 'approve');
    expect(truth.output !== undefined, truth.key).toBe(truth.verdict === 'edit');
  }
});

test('every flaw quotes the draft exactly, and no two overlap', () => {
  const kinds = ['wrong_fact', 'unsupported_claim', 'missing_fact', 'off_brand', 'typo', 'grammar', 'repetition'];
  expect(new Set(truths.flatMap((truth) => truth.flaws.map((flaw) => flaw.kind)))).toEqual(new Set(kinds));
  for (const { key, flaws } of truths) {
    const at = texts(draftOf(key));
    const ends: Record<string, number> = {};
    for (const flaw of flaws.toSorted((a, b) => a.start - b.start)) {
      const text = at[flaw.path];
      if (text === undefined) throw new Error(`${key} has nothing at ${flaw.path}.`);
      expect(text.slice(flaw.start, flaw.end), key).toBe(flaw.text);
      expect(flaw.note, key).not.toBe('');
      expect(flaw.correct, key).not.toBe(flaw.text === '' ? '' : flaw.text);
      if (flaw.kind === 'missing_fact') expect([flaw.start, flaw.end, flaw.text], key).toEqual([text.length, text.length, '']);
      else expect(flaw.end, key).toBeGreaterThan(flaw.start);
      expect(flaw.start, key).toBeGreaterThanOrEqual(ends[flaw.path] ?? 0);
      ends[flaw.path] = flaw.end;
    }
  }
});

test('applying every replacement gives the corrected output, which fits the schema', () => {
  for (const { key, flaws, output } of truths) {
    if (output === undefined) continue;
    expect(apply(draftOf(key), flaws), key).toEqual(output);
    expect(validOutput(output), `${key}: ${ajv.errorsText(validOutput.errors)}`).toBe(true);
  }
});

test('no wrong fact survives in the corrected output', () => {
  for (const { key, flaws, output } of truths) {
    if (output === undefined) continue;
    for (const flaw of flaws.filter(({ kind }) => kind === 'wrong_fact')) expect(whole(output), key).not.toContain(flaw.text);
  }
});

test('what may be published keeps to the rules: 40 to 90 words, numbers from the facts, plain British English', () => {
  for (const { key, output } of publishable) {
    const words = output.description.split(/\s+/).length;
    expect(words, key).toBeGreaterThanOrEqual(40);
    expect(words, key).toBeLessThanOrEqual(90);
    const { name, facts } = itemOf.get(key)?.input ?? { name: '', facts: {} };
    const known = new Set(numbers(`${name} ${JSON.stringify(facts)}`));
    expect(
      numbers(whole(output)).filter((number) => !known.has(number)),
      key,
    ).toEqual([]);
    expect(whole(output), key).not.toMatch(/!|\p{Extended_Pictographic}/u);
    expect(whole(output), key).not.toMatch(/\b(?:best|finest|perfect|ultimate|amazing|incredible|color|gray|aluminum)\b/i);
    for (const bullet of output.bullets) expect(bullet, key).not.toMatch(/\.$/);
  }
});
