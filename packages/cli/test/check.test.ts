import { readFileSync } from 'node:fs';
import type { Flag } from '@countersign/contract';
import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

interface Line {
  id: string;
  line: number;
  flags: Flag[];
}

const shop = new URL('../sample-shop/', import.meta.url);
const lines = (text: string): Line[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const row = (fields: object) => `${JSON.stringify(fields)}\n`;

test('check --json gives one line per row and the summary on standard error', async () => {
  const stdin =
    row({ id: 'good', source: { weight: '85 g' }, output: 'Weighs 85 g.' }) +
    row({ id: 'bad', source: { weight: '85 g' }, output: 'Weighs 95 g.' });
  const { code, stdout, stderr } = await runCommand(['check', '-', '--json'], { stdin });
  const [good, bad] = lines(stdout);
  expect(code).toBe(0);
  expect(good).toEqual({ id: 'good', line: 1, flags: [] });
  expect(bad?.flags.map(({ kind, level, start, end }) => ({ kind, level, words: 'Weighs 95 g.'.slice(start, end) }))).toEqual([
    { kind: 'fact', level: 'error', words: '95 g' },
  ]);
  expect(JSON.parse(stderr)).toMatchObject({ rows: 2, flagged: 1, unreadable: 0, levels: { error: 1 } });
});

test('check finds a wrong fact in most of the flawed drafts of the sample shop, and few in the clean ones', async () => {
  const { stdout } = await runCommand(['check', new URL('items.jsonl', shop).pathname, '--json']);
  const found = new Map(lines(stdout).map(({ id, flags }) => [id, flags.filter(({ kind, level }) => kind === 'fact' && level !== 'info')]));
  const truth = readFileSync(new URL('flaws.jsonl', shop), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { key: string; verdict: string; flaws: { kind: string }[] });
  const wrong = truth.filter(({ flaws }) => flaws.some(({ kind }) => kind === 'wrong_fact'));
  const clean = truth.filter(({ verdict }) => verdict === 'approve');
  const share = (rows: typeof truth) => rows.filter(({ key }) => (found.get(key) ?? []).length > 0).length / rows.length;
  expect(share(wrong)).toBeGreaterThan(0.7);
  expect(share(clean)).toBeLessThan(0.2);
});

test('check --fail-on ends with 1 only for flags of that level or worse', async () => {
  const stdin = row({ id: 1, source: { weight: '85 g' }, output: 'Weighs 95 g.' });
  expect((await runCommand(['check', '-', '--fail-on', 'error'], { stdin })).code).toBe(1);
  expect((await runCommand(['check', '-', '--fail-on', 'info'], { stdin: row({ output: 'Weighs.' }) })).code).toBe(0);
});

test('check reads CSV with named columns, and reports rows it cannot read by number', async () => {
  const stdin = 'sku,facts,text\nA1,weight: 85 g,Weighs 95 g.\n';
  const csv = await runCommand(['check', '-', '--format', 'csv', '--source', 'facts', '--output', 'text', '--json'], { stdin });
  expect(lines(csv.stdout)).toMatchObject([{ id: 'A1', flags: [{ kind: 'fact' }] }]);
  const broken = await runCommand(['check', '-'], { stdin: `nope\n${row({ id: 1 })}` });
  expect(broken.code).toBe(2);
  expect(broken.stderr).toContain('Line 1 is not JSON');
  expect(broken.stderr).toContain('Line 2 has no output or text');
});
