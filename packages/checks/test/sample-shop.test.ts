/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkFacts } from '../src/index.ts';

interface Flaw {
  kind: string;
  path: string;
  start: number;
  end: number;
}

const read = <T>(file: string): T[] =>
  readFileSync(new URL(`../../cli/sample-shop/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
const items = read<{ key: string; input: never; output: never }>('items.jsonl');
const truth = read<{ key: string; verdict: string; flaws: Flaw[] }>('flaws.jsonl');
const flagsOf = (i: number) => checkFacts(items[i]!).filter((flag) => flag.kind === 'fact' && flag.level !== 'info');

test('drafts of the sample shop that are right are not flagged', () => {
  const flagged = truth.flatMap(({ key, verdict }, i) => (verdict === 'approve' ? flagsOf(i).map((flag) => `${key} ${flag.message}`) : []));
  expect(flagged).toEqual([]);
});

test('most wrong facts and unsupported claims of the sample shop are flagged where they stand', () => {
  const flaws = truth.flatMap(({ flaws }, i) =>
    flaws.filter(({ kind }) => kind === 'wrong_fact' || kind === 'unsupported_claim').map((flaw) => ({ flaw, i })),
  );
  const seen = flaws.filter(({ flaw, i }) =>
    flagsOf(i).some((flag) => flag.path === flaw.path && flag.start < flaw.end && flaw.start < flag.end),
  );
  expect(flaws.length).toBe(51);
  expect(seen.length).toBeGreaterThanOrEqual(44);
});
