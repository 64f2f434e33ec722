/**
 * What lessons would have been learned, and whether they would have been right. `node bench/src/lessons.ts [--data DIR] [--write]`
 * Real histories in their own order and in orders by chance of their documents, histories with planted corrections, and the time it takes.
 * `--write` puts the tables into docs/lessons.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { appraise, type Decided, Learner, pairTexts, type Replay, replay } from '@countersign/lessons';
import { chance, plantedHistory } from '../../packages/lessons/test/planted.ts';
import { formatTable, type Table } from './report.ts';

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data' }, write: { type: 'boolean', default: false } },
});
const root = path.join(import.meta.dirname, '../..');
const orders = 10;

interface Line {
  id: string;
  key?: string;
  output?: unknown;
  human_output?: unknown;
  verdict?: string;
  group?: string;
  field?: string;
}

const linesOf = (text: string): Line[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const decidedOf = ({ id, output, human_output, verdict, group, field }: Line): Decided[] => {
  const after = human_output ?? (verdict === 'approve' ? output : undefined);
  return after === undefined || verdict === 'reject' || verdict === 'return'
    ? []
    : [{ id, group, texts: pairTexts(output, after, field === undefined ? '' : `/${field}`) }];
};

const readSet = (name: string): Decided[] | null => {
  const file = path.resolve(root, values.data, `${name}.jsonl.gz`);
  return existsSync(file) ? linesOf(gunzipSync(readFileSync(file)).toString()).flatMap(decidedOf) : null;
};

const readShop = (): Decided[] => {
  const folder = path.join(root, 'packages/cli/sample-shop');
  const flaws = linesOf(readFileSync(path.join(folder, 'flaws.jsonl'), 'utf8'));
  return linesOf(readFileSync(path.join(folder, 'items.jsonl'), 'utf8')).flatMap((item, i) => {
    const { verdict, output } = flaws[i]!;
    return decidedOf({
      ...item,
      id: item.key ?? '',
      ...(verdict !== undefined && { verdict }),
      human_output: verdict === 'edit' ? output : undefined,
    });
  });
};

/** Documents stay together; their order is by chance. */
const shuffled = (history: readonly Decided[], seed: number): Decided[] => {
  const random = chance(seed);
  return [...Map.groupBy(history, ({ id, group }) => group ?? id).values()]
    .map((items) => ({ items, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ items }) => items);
};

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const sum = (
  runs: readonly Replay[],
  name: 'shown' | 'correct' | 'edited' | 'editedHelped' | 'applied' | 'appliedCorrect' | 'lessons',
): number => runs.reduce((total, run) => total + run[name], 0);

const row = (name: string, order: string, runs: readonly Replay[]): string[] => [
  name,
  order,
  (sum(runs, 'lessons') / runs.length).toFixed(runs.length === 1 ? 0 : 1),
  String(sum(runs, 'shown')),
  percent(sum(runs, 'correct'), sum(runs, 'shown')),
  percent(sum(runs, 'editedHelped'), sum(runs, 'edited')),
  String(sum(runs, 'applied')),
  percent(sum(runs, 'appliedCorrect'), sum(runs, 'applied')),
];

const real: Table = {
  columns: ['history', 'order', 'lessons', 'shown', 'precision', 'edited items helped', 'applied', 'precision'],
  rows: [
    ...['mlqe_en-de', 'mlqe_et-en', 'receipts_sroie', 'lamp_creative_edits'].map((name) => [name, readSet(name)] as const),
    ['sample shop', readShop()] as const,
  ].flatMap(([name, history]) =>
    history === null
      ? []
      : [
          row(`${name} (${history.length})`, 'as it came', [replay(history)]),
          row(
            '',
            `${orders} by chance`,
            Array.from({ length: orders }, (_, i) => replay(shuffled(history, i + 1))),
          ),
        ],
  ),
};

const plantings = [
  { items: 200, forgets: 0, whims: 0.2 },
  { items: 1000, forgets: 0, whims: 0.2 },
  { items: 1000, forgets: 0.02, whims: 0.2 },
  { items: 1000, forgets: 0.05, whims: 0.2 },
  { items: 1000, forgets: 0.1, whims: 0.2 },
  { items: 1000, forgets: 0, whims: 1 },
  { items: 1000, forgets: 0.02, whims: 0.2, documentSize: 5 },
];

const planted: Table = {
  columns: ['items', 'forgotten', 'other edits', 'items a document', 'lessons', 'found', 'precision', 'applied', 'precision'],
  rows: plantings.map(({ documentSize = 1, ...options }) => {
    const histories = [1, 2, 3, 4, 5].map((seed) => plantedHistory({ ...options, documentSize, seed }));
    const due = histories
      .flatMap((history) => history.slice(history.length / 2))
      .reduce((total, item) => total + Object.values(item.due).reduce((one, count) => one + count, 0), 0);
    const runs = histories.map((history) => replay(history));
    const [, , lessons = '', , precision = '', , applied = '', right = ''] = row('', '', runs);
    const found = percent(sum(runs, 'correct'), due * (1 - options.forgets));
    return [
      String(options.items),
      percent(options.forgets, 1),
      percent(options.whims, 1),
      String(documentSize),
      lessons,
      found,
      precision,
      applied,
      right,
    ];
  }),
};

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Real sentences, as often as it takes; in each round the long words get another ending, so that no text comes again. */
const manySentences = (count: number): Decided[] => {
  const sentences = [...(readSet('mlqe_en-de') ?? []), ...(readSet('mlqe_et-en') ?? [])];
  const base = sentences.length > 0 ? sentences : plantedHistory({ items: 18_000, seed: 1, forgets: 0.05, whims: 1 });
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / base.length);
    const mark = (text: string) => text.replace(/\p{L}{7,}/gu, (word) => word + 'x'.repeat(round));
    const { id, group, texts } = base[i % base.length]!;
    return {
      id: `${id} ${round}`,
      group: `${group ?? id} ${round}`,
      texts: texts.map(({ path: at, before, after }) => ({ path: at, before: mark(before), after: mark(after) })),
    };
  });
};

const measureTime = (): string => {
  const history = manySentences(100_000);
  const learner = new Learner();
  const start = seconds();
  for (const decided of history) learner.learn(decided);
  const mined = seconds() - start;
  appraise(learner);
  const judged = seconds() - start - mined;
  const size = JSON.stringify(learner.state).length / 1e6;
  return `100,000 decisions were mined in ${mined.toFixed(0)} s of processor time (${((1e6 * mined) / 1e5).toFixed(0)} µs a decision), weighed in ${judged.toFixed(1)} s; what is kept is ${size.toFixed(1)} MB of JSON.`;
};

const report = [formatTable(real), formatTable(planted), measureTime()].join('\n\n');
process.stdout.write(`${report}\n`);
if (values.write) {
  const page = path.join(root, 'docs/lessons.md');
  const text = readFileSync(page, 'utf8');
  const [begin, end] = ['<!-- bench:lessons -->', '<!-- /bench:lessons -->'];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/lessons.md has no place for the tables. Add ${begin} and ${end} to it.`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${report}\n\n${text.slice(to)}`);
}
