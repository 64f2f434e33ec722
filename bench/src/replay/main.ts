/** Plays the data sets beside the repository in many shuffles: `node bench/src/replay/main.ts [--shuffles 100] [--set NAME] [--write]`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { baselineRows, ownRow, playShuffle, type Row } from './measure.ts';
import { type DataSet, readSets } from './sets.ts';

const { values } = parseArgs({
  options: { shuffles: { type: 'string', default: '100' }, set: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const shuffles = Number(values.shuffles);

const percent = (share: number): string => (Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`);
const whole = (count: number): string => (Number.isNaN(count) ? '–' : Math.round(count).toLocaleString('en'));

const cells = ({ rule, released, lately, errorRate, above, unsafe, first, labels }: Row): string[] => [
  rule,
  percent(released),
  percent(lately),
  percent(errorRate),
  whole(above),
  whole(unsafe),
  whole(first),
  percent(labels),
];

const head = ['rule', 'released', 'last quarter', 'error of released', 'above the limit', 'unsafe region', 'first release', 'looked at'];
const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;

function report(set: DataSet): string {
  const runs = (['confidence', 'learned'] as const).map((score) =>
    Array.from({ length: shuffles }, (_, at) => playShuffle(set, { seed: at + 1, score })),
  );
  const [byConfidence = [], learned = []] = runs;
  const rows = [
    ownRow('Countersign, confidence', byConfidence, set),
    ownRow('Countersign, learned', learned, set),
    ...baselineRows(byConfidence, set),
  ];
  const reachable = new Set(runs.flat().map(({ answer }) => String(answer.reachable)));
  const base = set.items.filter(({ isBad }) => isBad).length / set.items.length;
  const title = `**${set.name}**, bad: ${set.rule} (${percent(base)} of ${whole(set.items.length)} items), limit ${percent(set.limit)}; reachable: ${[...reachable].join(', ')}`;
  return [title, '', line(head), line(head.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map((row) => line(cells(row)))].join('\n');
}

const page = new URL('../../../docs/trust.md', import.meta.url);
const [begin, end] = ['<!-- replay -->', '<!-- /replay -->'];

const reports: string[] = [];
for (const set of readSets()) {
  if (values.set !== undefined && !set.name.includes(values.set)) continue;
  const text = report(set);
  reports.push(text);
  process.stdout.write(`${text}\n\n`);
}

if (values.write) {
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/trust.md has no place for the tables. Add ${begin} and ${end} to it.`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${reports.join('\n\n')}\n\n${text.slice(to)}`);
}
