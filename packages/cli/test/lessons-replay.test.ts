import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { runCommand, scratchFolder } from './run-command.ts';

const places = ['kitchen', 'garden', 'hall', 'office', 'cabin', 'studio', 'garage'];
const rows = Array.from({ length: 80 }, (_, i) => {
  const output = `You can utilize it in the ${places[i % 7]}, it weighs ${i}kg.`;
  return { id: `p${i}`, output, human_output: i % 3 === 0 ? output.replace(/(\d)kg/, '$1 kg') : output.replace('utilize', 'use') };
});
const jsonl = rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Two of three are corrected the one way, one of three the other way. */
const all = rows.map((row) => ({ ...row, human_output: row.output.replace('utilize', 'use') }));

test('lessons replay tells what would have been learned, and whether it would have been right', async () => {
  const { code, stdout } = await runCommand(['lessons', 'replay', '-', '--json'], {
    stdin: all.map((row) => `${JSON.stringify(row)}\n`).join(''),
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    items: 40,
    edited: 40,
    lessons: 1,
    shown: 40,
    correct: 40,
    precision: 1,
    editedHelped: 40,
    applied: 0,
    appliedCorrect: 0,
    taught: { items: 40, edited: 40 },
    leftOut: { undecided: 0, unreadable: 0 },
    learned: [{ rule: { kind: 'replace', from: ['utilize'], to: 'use' }, changed: 38, cases: 38 }],
  });
});

test('lessons replay shows nothing where people do not agree, with a precision of null', async () => {
  const { stdout } = await runCommand(['lessons', 'replay', '-', '--json'], { stdin: jsonl });
  expect(JSON.parse(stdout)).toMatchObject({ lessons: 0, shown: 0, correct: 0, precision: null, applied: 0 });
});

test('lessons replay reads packed files, CSV and records, and says in words what came out', async () => {
  const folder = scratchFolder();
  const packed = join(folder, 'decided.jsonl.gz');
  writeFileSync(
    packed,
    gzipSync(
      all
        .map(({ id, output, human_output }) => JSON.stringify({ id, output: { text: output }, human_output: { text: human_output } }))
        .join('\n'),
    ),
  );
  expect((await runCommand(['lessons', 'replay', packed])).stdout).toContain('“utilize” → “use”');
  const csv = join(folder, 'decided.csv');
  writeFileSync(csv, `id,output,human_output\n${all.map((row) => `${row.id},"${row.output}","${row.human_output}"`).join('\n')}\n`);
  const { stdout, code } = await runCommand(['lessons', 'replay', csv]);
  expect(code).toBe(0);
  expect(stdout).toContain('40 items taught (40 edited): 1 lesson.');
  expect(stdout).toContain('40 suggestions, 100.0 % of them right');
});

test('lessons replay leaves out what was rejected or never decided, and reports lines it cannot read', async () => {
  const more = `${JSON.stringify({ id: 'r', output: 'x', human_output: 'y', verdict: 'reject' })}\n${JSON.stringify({ id: 'u', output: 'x' })}\nnope\n`;
  const { code, stdout, stderr } = await runCommand(['lessons', 'replay', '-', '--json'], { stdin: jsonl + more });
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ items: 40, leftOut: { undecided: 2, unreadable: 1 } });
  expect(stderr).toContain('Line 83 is not JSON');
});

test('lessons replay says what a file without corrections lacks', async () => {
  const { code, stderr } = await runCommand(['lessons', 'replay', '-'], { stdin: '{"id":1,"text":"x"}\n' });
  expect(code).toBe(64);
  expect(stderr).toContain('output and human_output are needed. The first line has: id, text.');
});
