import { createHmac } from 'node:crypto';
import { coinFrom, type HistoryItem, playHistory, shuffled } from '@countersign/trust';
import { percentile } from '../statistics.ts';
import { type Line, linesOf, traitsOf } from './sets.ts';

/** A history in which something changes at an item, for a seed. */
interface Change {
  name: string;
  make(seed: number): { items: Omit<HistoryItem, 'coin'>[]; changedAt: number };
}

const limit = 0.05;
const german = () => linesOf('mlqe_en-de').filter(({ score }) => score !== undefined);
const estonian = () => linesOf('mlqe_et-en').filter(({ score }) => score !== undefined);
/** The receipts four times over, each copy an item of its own: one set alone is too short for a change. */
const receipts = () => [1, 2, 3, 4].flatMap((copy) => linesOf('receipts_sroie').map((line) => ({ ...line, id: `${line.id} ${copy}` })));

const isBelow = (least: number) => (line: Line) => (line.score as number) < least;
const isEdited = ({ verdict }: Line) => verdict !== 'approve';
const half = (lines: readonly unknown[]) => lines.length >> 1;

type Judge = (line: Line) => boolean;

/** The same work, judged by another standard from the middle on. */
const newStandard = (name: string, read: () => Line[], before: Judge, after: Judge, withConfidence = true): Change => ({
  name,
  make: (seed) => {
    const lines = shuffled(read(), seed);
    const items = lines.map((line, at) => {
      const { confidence, ...traits } = traitsOf(line);
      return { id: line.id, isBad: (at < half(lines) ? before : after)(line), traits: withConfidence ? traitsOf(line) : traits };
    });
    return { items, changedAt: half(lines) + 1 };
  },
});

/** The confidence stops to mean what it meant. */
const newConfidence = (name: string, change: (own: number, other: number) => number): Change => ({
  name,
  make: (seed) => {
    const lines = shuffled(receipts(), seed);
    const others = shuffled(lines, seed + 1);
    const items = lines.map((line, at) => {
      const [own, other] = [line.confidence as number, others[at]?.confidence as number];
      return { id: line.id, isBad: isEdited(line), traits: { confidence: at < half(lines) ? own : change(own, other) } };
    });
    return { items, changedAt: half(lines) + 1 };
  },
});

export const changes: Change[] = [
  newStandard('reviewers: bad below 50, then below 70', german, isBelow(50), isBelow(70)),
  newStandard('the same, without any confidence', german, isBelow(50), isBelow(70), false),
  newStandard('reviewers: bad below 50, then below 80', german, isBelow(50), isBelow(80)),
  newStandard('reviewers: bad below 50, then any edit', german, isBelow(50), isEdited),
  newStandard('reviewers: bad below 50, then below 60, which still keeps the limit', german, isBelow(50), isBelow(60)),
  {
    name: 'inputs: German, then Estonian, bad below 50',
    make: (seed) => {
      const lines = [...shuffled(german(), seed).slice(0, 5000), ...shuffled(estonian(), seed).slice(0, 5000)];
      return { items: lines.map((line) => ({ id: line.id, isBad: isBelow(50)(line), traits: traitsOf(line) })), changedAt: 5001 };
    },
  },
  newConfidence('receipts: the confidence becomes noise', (_, other) => other),
  newConfidence('receipts: the confidence turns round', (own) => 1 - own),
];

/** What many shuffles of a change say. */
export interface ChangeRow {
  name: string;
  before: number;
  after: number;
  revoked: number;
  tooEarly: number;
  audits: [median: number, p90: number];
  badAfter: number;
  ledgerBroken: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export function measureChange({ name, make }: Change, shuffles: number): ChangeRow {
  const runs = Array.from({ length: shuffles }, (_, at) => {
    const { items, changedAt } = make(at + 1);
    const coined = items.map((item) => ({ ...item, coin: coinFrom(createHmac('sha256', `change ${at}`).update(item.id).digest('hex')) }));
    const { answer, stretches } = playHistory(coined, { limit, changedAt, stretches: items.length });
    const badShare = (part: typeof items) => mean(part.map(({ isBad }) => (isBad ? 1 : 0)));
    return {
      before: badShare(items.slice(0, changedAt - 1)),
      after: badShare(items.slice(changedAt - 1)),
      tooEarly: answer.revocations.some((each) => each.at < changedAt),
      first: answer.revocations.find((each) => each.at >= changedAt),
      badAfter: stretches.slice(changedAt - 1).reduce((sum, { releasedBad }) => sum + releasedBad, 0),
      isLedgerBroken: answer.releasedBad > answer.ledgerBound,
    };
  });
  const audits = runs.flatMap(({ first }) => first?.auditedSince ?? []);
  const hundredths = (count: number) => (100 * count) / shuffles;
  return {
    name,
    before: mean(runs.map((run) => run.before)),
    after: mean(runs.map((run) => run.after)),
    revoked: hundredths(audits.length),
    tooEarly: hundredths(runs.filter(({ tooEarly }) => tooEarly).length),
    audits: [percentile(audits, 0.5), percentile(audits, 0.9)],
    badAfter: mean(runs.map(({ badAfter }) => badAfter)),
    ledgerBroken: hundredths(runs.filter(({ isLedgerBroken }) => isLedgerBroken).length),
  };
}
