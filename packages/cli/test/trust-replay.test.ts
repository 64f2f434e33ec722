import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { runCommand, scratchFolder } from './run-command.ts';

interface Line {
  id: string;
  confidence?: number;
  verdict: 'approve' | 'edit';
  [field: string]: unknown;
}

/** A history with an error rate of a third of what the confidence leaves open: most of it can be released at 5 %. */
const history = (items: number, isBad: (at: number, confidence: number) => boolean): Line[] =>
  Array.from({ length: items }, (_, at) => {
    const confidence = ((at * 7919) % 1000) / 1000;
    return { id: `item-${at}`, confidence, verdict: isBad(at, confidence) ? 'edit' : 'approve' };
  });
const mostlyGood = (items: number) => history(items, (at, confidence) => confidence < 0.3 || at % 150 === 0);
const jsonl = (lines: object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const replay = async (stdin: string, ...args: string[]) => {
  const { code, stdout, stderr } = await runCommand(['trust', 'replay', '-', '--json', ...args], { stdin });
  return { code, stderr, answer: stdout === '' ? null : JSON.parse(stdout) };
};

test('[A1] a history is played: what could be released, what would have gone wrong, and what is certified', async () => {
  const { code, answer } = await replay(jsonl(mostlyGood(4000)), '--limit', '0.05');
  expect(code).toBe(0);
  expect(answer.items).toBe(4000);
  expect(answer.reviewed + answer.audited + answer.released).toBe(4000);
  expect(answer.released).toBeGreaterThan(1000);
  expect(answer.releasedBad).toBeLessThan(0.05 * answer.released);
  expect(answer.ledgerBound).toBeGreaterThanOrEqual(answer.releasedBad);
  expect(answer.firstReleaseAt).toBeGreaterThan(100);
  expect(answer.certified.share).toBeGreaterThan(0.4);
  expect(answer.certified.bound).toBeLessThanOrEqual(0.05);
  expect(answer).toMatchObject({ revocations: [], reachable: true, leftOut: { undecided: 0, unreadable: 0 } });
  expect(Object.keys(answer.baselines)).toEqual(['fixedThreshold', 'approvalStreak', 'dailyRefit', 'oneLook', 'bestPossible']);
});

test('[A2] where nearly everything is edited nothing is released, and it is proved that nothing can be', async () => {
  const { answer } = await replay(jsonl(history(1500, (at) => at % 9 !== 0)));
  expect(answer).toMatchObject({ released: 0, releasedBad: 0, firstReleaseAt: null, certified: null, reachable: false, ledgerBound: 0 });
});

test('[A5] quality that drops is revoked, and audits are counted from the change', async () => {
  const dropped = history(5000, (at) => (at < 3000 ? at % 200 === 0 : at % 3 === 0));
  const { answer } = await replay(jsonl(dropped), '--changed-at', '3001');
  expect(answer.revocations.length).toBeGreaterThan(0);
  expect(answer.revocations[0].at).toBeGreaterThan(3000);
  expect(answer.revocations[0].auditedSince).toBeLessThan(40);
  const whole = await replay(jsonl(dropped));
  expect(whole.answer.revocations[0].auditedSince).toBeGreaterThan(answer.revocations[0].auditedSince);
});

test('items without confidence are all or nothing', async () => {
  const lines = history(2500, (at) => at % 100 === 0).map(({ confidence: _, ...line }) => line);
  const { answer } = await replay(jsonl(lines));
  expect(answer.certified.share).toBe(1);
  expect(answer.released).toBeGreaterThan(1000);
});

test('CSV and gzip give the same answer as JSON Lines', async () => {
  const folder = scratchFolder();
  const lines = mostlyGood(1500);
  const rows = lines.map(({ id, confidence, verdict }) => `${id};${confidence};${verdict}\n`);
  writeFileSync(path.join(folder, 'a.jsonl.gz'), gzipSync(jsonl(lines)));
  writeFileSync(path.join(folder, 'a.csv'), `id;confidence;verdict\n${rows.join('')}`);
  const [plain, packed, csv] = await Promise.all([
    replay(jsonl(lines)),
    runCommand(['trust', 'replay', 'a.jsonl.gz', '--json'], { cwd: folder }),
    runCommand(['trust', 'replay', 'a.csv', '--json'], { cwd: folder }),
  ]);
  expect(JSON.parse(packed.stdout)).toEqual(plain.answer);
  expect(JSON.parse(csv.stdout)).toEqual(plain.answer);
});

test('a seed decides order and coins: the same again, another one otherwise', async () => {
  const file = jsonl(mostlyGood(1500));
  const [one, again, other] = await Promise.all(['1', '1', '2'].map((seed) => replay(file, '--shuffle', seed)));
  expect(again?.answer).toEqual(one?.answer);
  expect(other?.answer).not.toEqual(one?.answer);
});

test('an expression that is none ends the command before anything is read', async () => {
  const { code, stderr, answer } = await replay('', '--bad', 'score <');
  expect({ code, answer }).toEqual({ code: 64, answer: null });
  expect(JSON.parse(stderr).error.message).toContain('is not a CEL expression');
});

test('lines that cannot be read are named, and the rest is played', async () => {
  const { code, stderr, answer } = await replay(`nope\n${jsonl(mostlyGood(300))}`);
  expect(code).toBe(2);
  expect(stderr).toContain('Line 1 is not JSON');
  expect(answer).toMatchObject({ items: 300, leftOut: { unreadable: 1 } });
});

test('a broken gzip file is refused by name', async () => {
  const folder = scratchFolder();
  writeFileSync(path.join(folder, 'cut.jsonl.gz'), gzipSync(jsonl(mostlyGood(300))).subarray(0, 500));
  const { code, stderr } = await runCommand(['trust', 'replay', 'cut.jsonl.gz'], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('is not a complete gzip file') });
});

test('lines that were never decided are left out, counted and named', async () => {
  const lines = [...mostlyGood(200), { id: 'open', confidence: 0.9 }];
  const { answer } = await replay(jsonl(lines));
  expect(answer).toMatchObject({ items: 200, leftOut: { undecided: 1 } });
  const { code, stderr } = await runCommand(['trust', 'replay', '-', '--bad', 'verdict == "edit"'], { stdin: jsonl(lines) });
  expect(code).toBe(0);
  expect(stderr).toContain(
    '1 line has no verdict, the first is line 201: not decided, left out. Fill it in, or ask with has(verdict) in --bad.',
  );
});

test('the limit and the change are checked', async () => {
  expect((await replay('', '--limit', '0.7')).stderr).toContain('Write a number above 0, at most 0.5');
  expect((await replay('', '--changed-at', '0')).code).toBe(64);
});

test('a terminal gets sentences and a comparison, and --html a page that loads nothing', async () => {
  const folder = scratchFolder();
  const dropped = history(4000, (at) => (at < 2500 ? at % 200 === 0 : at % 3 === 0));
  writeFileSync(path.join(folder, 'history <b>.jsonl'), jsonl(dropped));
  const { code, stdout } = await runCommand(['trust', 'replay', 'history <b>.jsonl', '--limit', '5%', '--html', 'report.html'], {
    cwd: folder,
  });
  expect(code).toBe(0);
  expect(stdout).toContain('At most 5 % of what is released is bad, with 95 % confidence, however often one looks.');
  expect(stdout).toMatch(/At item [\d,]+ the certificate was revoked/);
  expect(stdout).toContain('20 approvals in a row');
  const page = readFileSync(path.join(folder, 'report.html'), 'utf8');
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('prefers-color-scheme: dark');
  expect(page).not.toMatch(/src=|href=|url\(|@import|<script/);
  expect(page).toContain('Replay of history &lt;b&gt;.jsonl');
  expect(page.match(/<svg /g)).toHaveLength(2);
  expect(page).toMatch(/<line class="red"/);
});

test('the learned score orders by what texts and fields tell, where the confidence does not', async () => {
  const lines = history(3000, () => false).map((line, at) => {
    const isHard = at % 3 === 0;
    const verdict = isHard || at % 151 === 0 ? 'edit' : 'approve';
    return {
      ...line,
      verdict,
      confidence: 0.5,
      output: isHard ? `A kettle that weighs ${at} grams` : 'A kettle for two cups',
      hint: isHard ? 1 : 0,
    };
  });
  const [learned, told] = await Promise.all([
    replay(jsonl(lines), '--score', 'learned'),
    replay(jsonl(lines.map((line) => ({ ...line, output: 'x' }))), '--score', 'learned', '--features', 'hint'),
  ]);
  expect(learned?.answer.released).toBeGreaterThan(300);
  expect(told?.answer.released).toBeGreaterThan(300);
});
