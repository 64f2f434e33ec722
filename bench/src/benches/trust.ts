import { apply, newState, type TrustOptions, type TrustState, trustOptions } from '@countersign/trust';
import { type Bench, tell } from '../bench.ts';
import { describeMachine } from '../machine.ts';
import { figure, minMedianMax } from '../report.ts';
import { spread } from '../statistics.ts';

/** Mulberry32, so that every run plays the same items. */
function uniform(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Plays items through one scope; answers µs of processor time an item, and the largest state that was seen. */
function play(items: number, options: TrustOptions, seed: number): { micros: number; numbers: number; state: TrustState } {
  const next = uniform(seed);
  let state = newState();
  let numbers = 0;
  const began = process.cpuUsage();
  for (let t = 0; t < items; t += 1) {
    const score = next();
    const arrived = apply(state, { type: 'arrived', item: `${t}`, score, coin: next() }, options);
    state = arrived.state;
    if (arrived.choice?.isEvidence)
      state = apply(state, { type: 'labelled', item: `${t}`, loss: next() < 0.05 * (1 - score) ? 1 : 0 }, options).state;
    if (t % 1_000 === 0) numbers = Math.max(numbers, numbersIn({ ...state, open: [], reviewers: {} }));
  }
  const { user, system } = process.cpuUsage(began);
  return { micros: (user + system) / items, numbers, state };
}

function numbersIn(value: unknown): number {
  if (typeof value === 'number') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + numbersIn(one), 0);
}

export const bench: Bench = {
  name: 'trust',
  async run({ quick, rounds = quick ? 1 : 3 }) {
    const machine = await describeMachine(null);
    const many = quick ? 50_000 : 1_000_000;
    const few = quick ? 20_000 : 200_000;
    const usual = trustOptions({ mode: 'take', reviewers: 'trusted' });
    const sides: [string, number, TrustOptions][] = [
      ['a stream that is soon released, a tenth audited', many, usual],
      ['a stream that is never released: every item is evidence', few, { ...usual, limit: 0.001 }],
    ];
    const rows: string[][] = [];
    let numbers = 0;
    for (const [what, items, options] of sides) {
      const played = Array.from({ length: rounds }, (_, round) => play(items, options, round + 1));
      numbers = Math.max(numbers, ...played.map((one) => one.numbers));
      const micros = played.map((one) => one.micros);
      tell(`${what}: ${figure(Math.min(...micros))} µs an item`);
      rows.push([what, figure(items), ...minMedianMax(spread(micros)), figure((Math.max(...micros) * 1_000_000) / 1e6)]);
    }
    return {
      title: 'Trust: what one item costs the fold',
      aim: 'at most 50 µs of processor time an item, under 150 numbers of state, a million items in under 30 s of one core.',
      machine,
      tables: [{ columns: ['stream', 'items', 'µs/item min', 'median', 'max', 's for a million'], rows }],
      notes: [
        `The largest state seen held ${figure(numbers)} numbers, open items and reviewers not counted. The package depends on nothing.`,
        'Arrival, decision and label of each item, each as a new state; making the items is in the figures too.',
      ],
    };
  },
};
