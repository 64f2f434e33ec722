/** Plays the data sets beside the repository in many shuffles: `node bench/src/replay/main.ts [--shuffles 100] [--set NAME] [--changes] [--write]`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { changes, measureChange } from './changes.ts';
import { baselineRows, ownRow, playShuffle, type Row } from './measure.ts';
import { type DataSet, readSets } from './sets.ts';

const { values } = parseArgs({
  options: {
    shuffles: { type: 'string', default: '100' },
    set: { type: 'string' },
    changes: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
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

/** What happens when quality drops in the middle. */
function reportChanges(): string {
  const rows = changes.map((change) => {
    const { name, before, after, revoked, tooEarly, audits, badAfter, ledgerBroken } = measureChange(change, shuffles);
    const [middle, most] = audits;
    return [
      name,
      percent(before),
      percent(after),
      whole(tooEarly),
      whole(revoked),
      whole(middle),
      whole(most),
      whole(badAfter),
      whole(ledgerBroken),
    ];
  });
  const heads = [
    'what changes',
    'bad before',
    'after',
    'revoked before',
    'revoked after',
    'audits, median',
    'p90',
    'bad out after',
    'ledger broken',
  ];
  return [line(heads), line(heads.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

function reportSets(): string {
  const wanted = readSets().filter(({ name }) => values.set === undefined || name.includes(values.set));
  return wanted.map(report).join('\n\n');
}

const page = new URL('../../../docs/trust.md', import.meta.url);

function writeIntoPage(name: string, report: string): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/trust.md has no place for the tables. Add ${begin} and ${end} to it.`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${report}\n\n${text.slice(to)}`);
}

const told = values.changes ? reportChanges() : reportSets();
process.stdout.write(`${told}\n`);
if (values.write) writeIntoPage(values.changes ? 'replay-changes' : 'replay', told);
