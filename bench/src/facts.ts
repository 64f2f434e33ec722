/**
 * How well the fact checker finds what people marked as wrong. `node bench/src/facts.ts [--data DIR] [--per-rule]`
 * Per description: AUROC of the number of `fact` flags against "people marked a wrong fact". Per span: precision and recall at overlap.
 * Phones are split in two halves by a hash of their name: the rules were developed on one half only.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { checkFacts } from '@countersign/checks';
import type { Flag, Json } from '@countersign/contract';

interface Span {
  start: number;
  text: string;
  type: string;
}

interface Description {
  id: string;
  source: string;
  output: string;
  model: string;
  human_spans?: Span[];
  checker_flags?: Record<string, number>;
}

interface Flaw {
  kind: string;
  path: string;
  start: number;
  end: number;
}

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data' }, 'per-rule': { type: 'boolean', default: false } },
});
const root = path.join(import.meta.dirname, '../..');
const linesOf = <T>(text: string): T[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
const readZipped = <T>(name: string): T[] => linesOf(gunzipSync(readFileSync(path.resolve(root, values.data, name))).toString());

const factFlags = (input: Json, output: Json): Flag[] => checkFacts({ input, output }).filter((flag) => flag.kind === 'fact');

/** FNV-1a, 32 bits: which half and which fold a phone belongs to never changes. */
const hashOf = (name: string): number => {
  let hash = 0x811c9dc5;
  for (const sign of name) hash = Math.imul(hash ^ sign.codePointAt(0)!, 0x01000193) >>> 0;
  return hash >>> 8;
};
const nameOf = (row: Description): string => row.source.split('\n', 1)[0]!.replace(/^name: /, '');
const halfOf = (row: Description): 'development' | 'held out' => (hashOf(nameOf(row)) % 2 === 0 ? 'development' : 'held out');

/** Chance that a positive scores above a negative, ties counted half (Mann and Whitney, 1947). */
const auroc = (positive: number[], negative: number[]): number => {
  let wins = 0;
  for (const p of positive) for (const n of negative) wins += p > n ? 1 : p === n ? 0.5 : 0;
  return wins / (positive.length * negative.length);
};

/** Phones are drawn again, not descriptions: those of one phone go together. */
const interval = (rows: { phone: string; score: number; wrong: boolean }[]): [number, number] => {
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const phones = [...Map.groupBy(rows, (row) => row.phone).values()];
  const draws = Array.from({ length: 1000 }, () => {
    const drawn = phones.flatMap(() => phones[Math.floor(random() * phones.length)]!);
    return auroc(
      drawn.filter((row) => row.wrong).map((row) => row.score),
      drawn.filter((row) => !row.wrong).map((row) => row.score),
    );
  }).toSorted((a, b) => a - b);
  return [draws[25]!, draws[974]!];
};

const overlaps = (flag: { start: number; end: number }, span: Span): boolean =>
  flag.start < span.start + span.text.length && span.start < flag.end;
const share = (part: number, whole: number): string => `${part}/${whole} = ${(part / Math.max(1, whole)).toFixed(2)}`;

const measureHalf = (name: string, rows: Description[]): void => {
  const scored = rows.map((row) => {
    const flags = factFlags(row.source, row.output);
    const spans = (row.human_spans ?? []).filter((span) => span.type === 'incorrect');
    return { phone: row.source.split('\n', 1)[0]!, row, flags, spans, score: flags.length, wrong: spans.length > 0 };
  });
  const wrong = scored.filter((one) => one.wrong);
  const right = scored.filter((one) => !one.wrong);
  const area = (score: (one: (typeof scored)[number]) => number): string => auroc(wrong.map(score), right.map(score)).toFixed(3);
  const [low, high] = interval(scored);
  const flags = scored.flatMap((one) => one.flags.map((flag) => ({ flag, one })));
  const onWrong = flags.filter(({ flag, one }) => one.spans.some((span) => overlaps(flag, span))).length;
  const onAny = flags.filter(({ flag, one }) => (one.row.human_spans ?? []).some((span) => overlaps(flag, span))).length;
  const spans = scored.flatMap((one) => one.spans.map((span) => one.flags.some((flag) => overlaps(flag, span))));
  console.log(`\n${name}: ${rows.length} descriptions, ${wrong.length} with a wrong fact`);
  console.log(
    `  AUROC of the flag count      ${area((one) => one.score)} (95 % ${low.toFixed(2)} to ${high.toFixed(2)}, phones drawn again)`,
  );
  console.log(`  the same, a GPT-4 judge      ${area((one) => one.row.checker_flags?.['gpt4'] ?? 0)}`);
  console.log(`  flags on a span marked wrong ${share(onWrong, flags.length)}; on any marked span ${share(onAny, flags.length)}`);
  console.log(`  wrong spans with a flag      ${share(spans.filter(Boolean).length, spans.length)}`);
  const mean = (list: typeof scored): string => (list.reduce((sum, one) => sum + one.score, 0) / Math.max(1, list.length)).toFixed(2);
  console.log(`  flags per description        ${mean(wrong)} where people marked a wrong fact, ${mean(right)} where not`);
  if (!values['per-rule']) return;
  for (const [rule, list] of Map.groupBy(flags, ({ flag }) => flag.source.rule)) {
    console.log(
      `    ${rule.padEnd(26)} ${list.length} flags, ${list.filter(({ flag, one }) => one.spans.some((span) => overlaps(flag, span))).length} on a span marked wrong`,
    );
  }
};

/** Nothing is fitted, so that a fold only shows how much the figure moves from one set of phones to another. */
const measureFolds = (rows: Description[]): void => {
  const folds = [...Map.groupBy(rows, (row) => Math.floor(hashOf(nameOf(row)) / 2) % 5).values()];
  const areas = folds.map((fold) => {
    const counted = fold.map((row) => ({
      score: factFlags(row.source, row.output).length,
      wrong: (row.human_spans ?? []).some(({ type }) => type === 'incorrect'),
    }));
    const scores = (wrong: boolean): number[] => counted.filter((one) => one.wrong === wrong).map(({ score }) => score);
    return auroc(scores(true), scores(false));
  });
  console.log(
    `\nFive folds by phone, AUROC: ${areas
      .toSorted((a, b) => a - b)
      .map((area) => area.toFixed(2))
      .join(', ')}`,
  );
};

const measureUnlabelled = (rows: Description[]): void => {
  console.log('\nDescriptions without labels, flags each:');
  for (const [model, list] of Map.groupBy(rows, (row) => row.model)) {
    const counts = list.map((row) => factFlags(row.source, row.output).length);
    console.log(
      `  ${model.padEnd(10)} ${(counts.reduce((a, b) => a + b, 0) / counts.length).toFixed(2)}, none at all in ${share(counts.filter((count) => count === 0).length, counts.length)}`,
    );
  }
};

/** What sellers wrote about their own things is right but for slips, so that almost every contradiction found in it is a false one. */
const measureSellers = (rows: { source: Json; human_output?: Json }[]): void => {
  const flags = rows.flatMap((row) => (row.human_output === undefined ? [] : factFlags(row.source, row.human_output)));
  const errors = flags.filter((flag) => flag.level === 'error').length;
  console.log(
    `\nSellers' own texts: ${errors} errors and ${flags.length - errors} warnings in ${rows.length} texts of which the source says little.`,
  );
};

const measureShop = (): void => {
  const read = <T>(name: string): T[] => linesOf<T>(readFileSync(path.join(root, 'packages/cli/sample-shop', name), 'utf8'));
  const items = read<{ input: Json; output: Json }>('items.jsonl');
  const truth = read<{ verdict: string; flaws: Flaw[] }>('flaws.jsonl');
  const all = items.map(({ input, output }, i) => ({ flags: factFlags(input, output), ...truth[i]! }));
  const clean = all.filter((one) => one.verdict === 'approve');
  const flawed = all.filter((one) => one.verdict !== 'approve');
  const on = (flag: Flag, flaw: Flaw): boolean => flag.path === flaw.path && flag.start < flaw.end && flaw.start < flag.end;
  const factual = (flaw: Flaw): boolean => flaw.kind === 'wrong_fact' || flaw.kind === 'unsupported_claim';
  const flaws = flawed.flatMap((one) => one.flaws.filter(factual).map((flaw) => one.flags.some((flag) => on(flag, flaw))));
  const flags = flawed.flatMap((one) => one.flags.map((flag) => one.flaws.some((flaw) => factual(flaw) && on(flag, flaw))));
  console.log('\nSample shop (household goods; the rules were developed with it in sight):');
  console.log(`  wrong facts and unsupported claims found ${share(flaws.filter(Boolean).length, flaws.length)}`);
  console.log(`  flags on such a flaw                     ${share(flags.filter(Boolean).length, flags.length)} in drafts with flaws`);
  console.log(
    `  false flags                              ${share(
      clean.reduce((sum, one) => sum + one.flags.length, 0),
      clean.length,
    )} per clean draft`,
  );
};

if (existsSync(path.resolve(root, values.data, 'product_descriptions.jsonl.gz'))) {
  const rows = readZipped<Description>('product_descriptions.jsonl.gz');
  const halves = Map.groupBy(rows, halfOf);
  for (const half of ['development', 'held out'] as const) measureHalf(half, halves.get(half) ?? []);
  measureHalf('all', rows);
  measureFolds(rows);
  measureUnlabelled(readZipped<Description>('product_descriptions_unlabelled.jsonl.gz'));
  measureSellers(readZipped('catalogue_bestbuy_phones.jsonl.gz'));
} else console.log(`No data in ${values.data}: only the sample shop is measured.`);
measureShop();
