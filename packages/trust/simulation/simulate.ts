/**
 * The gates G1 to G7 in full, their tables into docs/trust.md and their plots into docs/images: npm run simulate; `-- --quick` plays a twentieth of it and
 * writes nothing.
 * Some minutes of one core; the same figures on every machine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { certifiedBound, trustOptions } from '../src/index.ts';
import {
  afterJump,
  falseAlarmsOfOthers,
  falseCertificates,
  healthyTurns,
  labelsToFirst,
  ledgerBroken,
  poisons,
  shareOfOracle,
  unsafeUnderReviewers,
} from './gates.ts';
import { play, quantile } from './play.ts';
import { barPlot, linePlot } from './plot.ts';
import { type Confidence, flatStream } from './streams.ts';

const isQuick = process.argv.includes('--quick');
const runs = (full: number) => (isQuick ? Math.max(4, Math.round(full / 20)) : full);
const root = path.join(import.meta.dirname, '../../..');
const parts: string[] = [];

const percent = (value: number, digits = 1) => `${(100 * value).toFixed(digits)} %`;
const whole = (value: number) => (Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : 'never');

function table(title: string, head: string[], rows: string[][]): void {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const text = [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
  parts.push(`${title}\n\n${text}`);
  process.stdout.write(`\n${title}\n\n${text}\n`);
}

function picture(name: string, alt: string, svg: string): void {
  if (!isQuick) writeFileSync(path.join(root, 'docs/images', `trust-${name}.svg`), svg);
  parts.push(`![${alt}](images/trust-${name}.svg)`);
}

function neverBefore(): void {
  const limits = [0.02, 0.05, 0.1];
  const n = runs(400);
  const others = limits.map((limit) => falseAlarmsOfOthers({ runs: n, items: 10_000, limit }));
  const rows = limits.map((limit, i) => {
    const one = falseCertificates({ runs: n, items: 10_000, limit, hasScore: false });
    const twenty = falseCertificates({ runs: n, items: 5_000, limit, hasScore: true });
    return [percent(limit, 0), percent(one), percent(twenty), percent(others[i]?.daily ?? 0), percent(others[i]?.naive ?? 0)];
  });
  table(
    `**G1. Streams at exactly the limit: every certificate would be wrong.** ${n} runs of 10,000 items (5,000 with scores), looked at after every item. Promised: at most 5 %.`,
    ['limit', 'certified, no score', 'certified, scores that say nothing', '95 % test every 250 items', 'observed rate every 250 items'],
    rows,
  );
  picture(
    'false-certificates',
    'Share of runs that are ever satisfied at exactly the limit: the ladder stays below 5 %, repeated tests do not',
    barPlot({
      title: 'Ever satisfied, although the error rate is exactly the limit',
      names: ['the ladder', '95 % test, repeated', 'observed rate'],
      groups: limits.map((limit, i) => ({
        name: `limit ${percent(limit, 0)}`,
        values: [others[i]?.stake ?? 0, others[i]?.daily ?? 0, others[i]?.naive ?? 0],
      })),
    }),
  );
}

function howMuch(): void {
  const settings: [number, Confidence, number][] = [
    [0.02, 'info', 0.05],
    [0.05, 'info', 0.05],
    [0.1, 'info', 0.05],
    [0.02, 'noisy', 0.05],
    [0.05, 'noisy', 0.05],
    [0.1, 'noisy', 0.05],
    [0.1, 'cwrong', 0.05],
    [0.02, 'info', 0.01],
    [0.05, 'info', 0.01],
  ];
  const n = runs(20);
  const found = settings.map(([base, confidence, limit]) => shareOfOracle({ runs: n, base, confidence, limit }));
  table(
    `**G2. Released over the first 10,000 items, learning included.** ${n} runs each. The oracle knows every error and audits nothing.`,
    ['base error, confidence, limit', 'oracle', 'released', 'of the oracle', 'error of released', 'runs with an unsafe region'],
    settings.map(([base, confidence, limit], i) => {
      const one = found[i] as (typeof found)[number];
      return [
        `${percent(base, 0)}, ${confidence}, ${percent(limit, 0)}`,
        ...[one.oracle, one.share, one.ofOracle].map((v) => percent(v, 0)),
        percent(one.error),
        percent(one.unsafe),
      ];
    }),
  );
}

function howSoon(): void {
  const n = runs(300);
  const rows = [0.01, 0.02, 0.05, 0.1].map((limit) => {
    const cells = [0, limit / 4, limit / 2].map((rate) => {
      const labels = labelsToFirst({ runs: rate === 0 ? 1 : n, rate, limit, items: Math.round(500 / limit) });
      return rate === 0 ? whole(labels[0] as number) : `${whole(quantile(labels, 0.5))} (${whole(quantile(labels, 0.9))})`;
    });
    return [percent(limit, 0), ...cells];
  });
  table(
    `**G3. Labels until everything is certified, one region.** Median (90th percentile) of ${n} runs.`,
    ['limit', 'no errors', 'errors at a quarter of the limit', 'at half the limit'],
    rows,
  );
}

function howFast(): void {
  const n = runs(200);
  const times = [1.5, 2, 3, 6, 12];
  const floors = [0.05, 0.1, 0.2];
  const found = floors.map((auditFloor) =>
    times.map((factor) => afterJump({ runs: n, times: factor, limit: 0.05, auditFloor, items: 6_000 })),
  );
  table(
    `**G4. A healthy stream at half the limit breaks.** Limit 5 %, ${n} runs: items until the certificate is void, median (90th percentile); bad items out by then.`,
    ['error jumps to', ...floors.map((floor) => `audits of ${percent(floor, 0)}`)],
    times.map((factor, t) => [
      `${factor} × the limit`,
      ...floors.map((_, f) => {
        const one = found[f]?.[t];
        return one ? `${whole(one.median)} (${whole(one.p90)}); ${whole(one.bad)} bad` : '';
      }),
    ]),
  );
  picture(
    'delay',
    'Items until the certificate is void against the size of the jump, for three audit shares',
    linePlot({
      title: 'Items until a broken stream loses its certificate (median)',
      x: 'error after the break, in multiples of the limit',
      y: 'items',
      xTicks: times,
      yTicks: [0, 500, 1_000, 1_500, 2_000],
      isLogX: true,
      lines: floors.map((floor, f) => ({
        name: `audits of ${percent(floor, 0)}`,
        colour: f,
        points: times.map((factor, t): [number, number] => [factor, Math.min(6_000, found[f]?.[t]?.median ?? 0)]),
      })),
    }),
  );
}

function whenHealthy(): void {
  const n = runs(200);
  table(
    `**G5. Healthy streams at half the limit, per 5,000 items.** ${n} runs.`,
    ['limit', 'yellow', 'red'],
    [0.02, 0.05, 0.1].map((limit) => {
      const { yellows, reds } = healthyTurns({ runs: n, limit });
      return [percent(limit, 0), yellows.toFixed(2), reds.toFixed(2)];
    }),
  );
}

function whatLeft(): void {
  const n = runs(2_000);
  table(
    `**G6. More bad items out than the ledger's bound said, at any time; the watch is off.** ${n} runs of 3,000 items. Promised: at most 5 %.`,
    ['stream', 'audits of 10 %', 'audits of 20 %'],
    Object.entries(poisons).map(([name, poison]) => [
      name,
      ...[0.1, 0.2].map((audit) => percent(ledgerBroken({ runs: n, items: 3_000, audit, poison }))),
    ]),
  );
}

function whoLooks(): void {
  const n = runs(200);
  table(
    `**G7. Streams above the limit, read by reviewers who overlook some of what is bad: the share of runs in which anything is ever released.** ${n} runs of 5,000 items.`,
    ['reviewers catch', 'true error, limit', 'labels believed', 'measured by 3 % seeds'],
    (
      [
        [0.7, 0.055, 0.05],
        [0.85, 0.055, 0.05],
        [0.7, 0.11, 0.1],
      ] as const
    ).map(([catches, rate, limit]) => [
      percent(catches, 0),
      `${percent(rate)}, ${percent(limit, 0)}`,
      percent(unsafeUnderReviewers({ runs: n, items: 5_000, rate, limit, reviewing: { catches }, isMeasured: false })),
      percent(unsafeUnderReviewers({ runs: n, items: 5_000, rate, limit, reviewing: { catches, seedShare: 0.03 }, isMeasured: true })),
    ]),
  );
}

/** One life, told as a picture: it learns, opens, breaks at item 5,000, and loses its right. */
function oneLife(): void {
  const options = trustOptions({ mode: 'take', reviewers: 'trusted', watchShare: false });
  type Points = [number, number][];
  const [share, bound, truth]: [Points, Points, Points] = [[], [], []];
  const rate = (t: number) => (t < 5_000 ? 0.02 : 0.3);
  let [recent, voidAt] = [0, 0];
  play(flatStream(7, rate), { items: 7_000, options, seed: 7 }, ({ t, action, state, turns }) => {
    recent += action === 'release' ? 1 : 0;
    if (turns.includes('red')) voidAt = t;
    if (t % 100 !== 99) return false;
    share.push([t + 1, recent / 100]);
    bound.push([t + 1, certifiedBound(state, options) ?? 1]);
    truth.push([t + 1, rate(t)]);
    recent = 0;
    return false;
  });
  picture(
    'one-life',
    'Share released over 7,000 items: nothing at first, then nine tenths, then nothing after the break',
    linePlot({
      title: 'One life: 2 % errors, a break to 30 % at item 5,000',
      x: 'items',
      y: 'share released',
      xTicks: [1, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000],
      yTicks: [0, 0.2, 0.4, 0.6, 0.8, 1],
      isPercent: true,
      marks: [
        { at: 5_000, word: '' },
        { at: voidAt, word: 'void' },
      ],
      lines: [
        { name: 'released', colour: 0, points: share },
        { name: 'true error rate', colour: 1, points: truth },
        { name: 'certified bound', colour: 2, points: bound.filter(([, b]) => b < 1), isDashed: true },
      ],
    }),
  );
}

for (const part of [oneLife, neverBefore, howMuch, howSoon, howFast, whenHealthy, whatLeft, whoLooks]) part();

const page = path.join(root, 'docs/trust.md');
const text = readFileSync(page, 'utf8');
const [begin, end] = ['<!-- simulation -->', '<!-- /simulation -->'];
if (!text.includes(begin)) throw new Error(`docs/trust.md has no place for the figures: ${begin}.`);
if (!isQuick)
  writeFileSync(page, `${text.slice(0, text.indexOf(begin) + begin.length)}\n\n${parts.join('\n\n')}\n\n${text.slice(text.indexOf(end))}`);
