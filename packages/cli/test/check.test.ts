import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
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

test('check finds fields by path, in sources that are no text', async () => {
  const stdin = row({
    meta: { nr: 7 },
    data: { facts: { weight: { value: '85 g' }, nfc: false }, texts: [{ body: '😀 Weighs 95 g, with NFC.' }] },
  });
  for (const [source, output, id] of [
    ['data.facts', 'data.texts.0.body', 'meta.nr'],
    ['/data/facts', '/data/texts/0/body', '/meta/nr'],
  ]) {
    const { code, stdout } = await runCommand(['check', '-', '--source', source!, '--output', output!, '--id', id!, '--json'], { stdin });
    const [line] = lines(stdout);
    expect([code, line?.id]).toEqual([0, '7']);
    expect(line?.flags.map(({ start, end, source: { inputPath } }) => ['😀 Weighs 95 g, with NFC.'.slice(start, end), inputPath])).toEqual([
      ['95 g', '/weight/value'],
      ['NFC', '/nfc'],
    ]);
  }
});

test('check says what a row has instead of the field, and that facts were not checked', async () => {
  const { code, stderr } = await runCommand(['check', '-', '--output', 'body'], { stdin: row({ id: 1, text: 'a', input: 'b' }) });
  expect(code).toBe(2);
  expect(stderr).toContain('Line 1 has no body (it has id, text, input).');
  const named = await runCommand(['check', '-', '--source', 'facts', '--json'], { stdin: row({ id: 1, output: 'ann@example.com' }) });
  expect(named.code).toBe(2);
  expect(named.stderr).toContain('Line 1 has no facts: its facts were not checked.');
  expect(lines(named.stdout)[0]?.flags).toMatchObject([{ kind: 'personal' }]);
});

test('check unpacks .gz, and gives the same lines in the same order from threads as from one', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-check-'));
  try {
    const rows = Array.from({ length: 700 }, (_, n) =>
      row({ id: n, source: { weight: `${n} g` }, output: `It weighs ${n % 3 === 0 ? n : n + 500} g.` }),
    );
    const file = path.join(folder, 'many.jsonl.gz');
    writeFileSync(file, gzipSync(rows.join('')));
    const { code, stdout, stderr } = await runCommand(['check', file, '--json']);
    expect(code).toBe(0);
    expect(lines(stdout).map(({ id, line, flags }) => [id, line, flags.length])).toEqual(
      rows.map((_, n) => [String(n), n + 1, n % 3 === 0 ? 0 : 1]),
    );
    expect(JSON.parse(stderr)).toMatchObject({ rows: 700, flagged: 466 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('check refuses what it cannot use, and says how to go on', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-check-'));
  try {
    const rules = path.join(folder, 'rules.json');
    writeFileSync(rules, '{"banned": [{"word": "cheap"}]}');
    const bad = await runCommand(['check', '-', '--rules', rules], { stdin: row({ output: 'a' }) });
    expect(bad.code).not.toBe(0);
    expect(bad.stderr).toContain('/banned/0');
    const none = await runCommand(['check', path.join(folder, 'none.jsonl')]);
    expect(none.code).not.toBe(0);
    expect(none.stderr).toContain('none.jsonl');
    expect((await runCommand(['check', path.join(folder, 'drafts.docx')])).stderr).toContain('--format');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
