import { logStake, trustOptions } from '../src/index.ts';
import { enterBad, ledgerBound, newLedger } from '../src/ledger.ts';
import { epochRisk } from '../src/options.ts';
import { mean, oracleShare, play, quantile, type Reviewing, thresholdInForce, trueRisk } from './play.ts';
import { uniform } from './random.ts';
import { type Confidence, flatStream, stream } from './streams.ts';

/** The goals G1 to G7 as figures. Every function is deterministic; `runs` says how sure the figures are. */
const trusted = { mode: 'take', reviewers: 'trusted' } as const;
const many = (runs: number) => Array.from({ length: runs }, (_, seed) => seed);

/** G1: the share of runs in which anything is ever certified although the error rate is exactly the limit everywhere. */
export function falseCertificates({
  runs,
  items,
  limit,
  hasScore,
}: {
  runs: number;
  items: number;
  limit: number;
  hasScore: boolean;
}): number {
  const options = trustOptions({ ...trusted, limit });
  return mean(
    many(runs).map((seed) => {
      const flat = flatStream(seed, () => limit);
      const scores = uniform(seed + 77);
      let certified = 0;
      play(
        () => ({ ...flat(), score: hasScore ? scores() : 0 }),
        { items, options, seed },
        ({ state }) => {
          certified = state.level >= 0 ? 1 : 0;
          return certified === 1;
        },
      );
      return certified;
    }),
  );
}

/** What other ways of looking do on streams at exactly the limit: the share of runs in which each is ever satisfied. */
export function falseAlarmsOfOthers({ runs, items, limit }: { runs: number; items: number; limit: number }) {
  const needed = -Math.log(epochRisk(0.05, 1) * 0.55);
  const hits = many(runs).map((seed) => {
    const next = flatStream(seed, () => limit);
    let bad = 0;
    const met = { stake: false, naive: false, daily: false };
    for (let n = 1; n <= items; n += 1) {
      bad += next().isBad ? 1 : 0;
      if (!met.stake && bad < limit * n && logStake(n, bad, limit) >= needed) met.stake = true;
      if (n % 250 !== 0) continue;
      if (bad / n <= limit) met.naive = true;
      if (bad / n + 1.645 * Math.sqrt((limit * (1 - limit)) / n) <= limit) met.daily = true;
    }
    return met;
  });
  const share = (of: 'stake' | 'naive' | 'daily') => mean(hits.map((hit) => (hit[of] ? 1 : 0)));
  return { stake: share('stake'), naive: share('naive'), daily: share('daily') };
}

/** G2: released share against what could be released by somebody who knows all errors; and whether a region in force was ever unsafe. */
export function shareOfOracle({ runs, base, confidence, limit }: { runs: number; base: number; confidence: Confidence; limit: number }) {
  const options = trustOptions({ ...trusted, limit });
  const items = 10_000;
  const next = stream(9_999, { base, confidence });
  const sample = Array.from({ length: 60_000 }, next);
  const oracle = oracleShare(sample, limit);
  const risks = new Map<number, number>();
  const riskOf = (threshold: number) => {
    if (!risks.has(threshold)) risks.set(threshold, trueRisk(sample, threshold));
    return risks.get(threshold) as number;
  };
  const played = many(runs).map((seed) => {
    let [released, bad, unsafe] = [0, 0, false];
    play(stream(seed, { base, confidence }), { items, options, seed }, ({ action, item, state, turns }) => {
      if (action === 'release') released += 1;
      if (action === 'release' && item.isBad) bad += 1;
      if (turns.includes('opened')) unsafe ||= riskOf(thresholdInForce(state)) > limit;
      return false;
    });
    return { share: released / items, error: released === 0 ? 0 : bad / released, unsafe };
  });
  return {
    oracle,
    share: mean(played.map(({ share }) => share)),
    ofOracle: mean(played.map(({ share }) => share / oracle)),
    error: mean(played.map(({ error }) => error)),
    unsafe: mean(played.map(({ unsafe }) => (unsafe ? 1 : 0))),
  };
}

/** G3: labels until the first certificate, one rung; infinite where it does not come within `items`. */
export function labelsToFirst({ runs, rate, limit, items }: { runs: number; rate: number; limit: number; items: number }): number[] {
  const options = trustOptions({ ...trusted, limit, warmUp: 1, allOrNothing: true });
  return many(runs).map((seed) => {
    let labels = Number.POSITIVE_INFINITY;
    play(
      flatStream(seed, () => rate),
      { items, options, seed },
      ({ t, state }) => {
        if (state.level >= 0) labels = t;
        return state.level >= 0;
      },
    );
    return labels;
  });
}

/** G4: a stream at half the limit jumps to `times` the limit: items until the certificate is void, and bad items out by then. */
export function afterJump({ runs, times, limit, auditFloor, items }: JumpSetting) {
  const options = trustOptions({ ...trusted, limit, auditFloor });
  const jumpAt = 5_000;
  const played = many(runs).flatMap((seed) => {
    let [bad, voidAt, wasOpen] = [0, Number.POSITIVE_INFINITY, false];
    const rate = (t: number) => (t < jumpAt ? limit / 2 : times * limit);
    play(flatStream(seed, rate), { items: jumpAt + items, options, seed }, ({ t, action, item, state }) => {
      if (t < jumpAt) return false;
      wasOpen ||= state.level >= 0;
      if (!wasOpen) return true;
      if (action === 'release' && item.isBad) bad += 1;
      if (state.level < 0) voidAt = t - jumpAt + 1;
      return state.level < 0;
    });
    return wasOpen ? [{ delay: voidAt, bad }] : [];
  });
  const delays = played.map(({ delay }) => delay);
  return { median: quantile(delays, 0.5), p90: quantile(delays, 0.9), bad: mean(played.map(({ bad }) => bad)), runs: played.length };
}

export interface JumpSetting {
  runs: number;
  times: number;
  limit: number;
  auditFloor: number;
  items: number;
}

/** G5: yellows and reds per 5,000 items of a healthy stream at half the limit, from the first certificate on. */
export function healthyTurns({ runs, limit }: { runs: number; limit: number }) {
  const options = trustOptions({ ...trusted, limit });
  let [open, yellows, reds] = [0, 0, 0];
  for (const seed of many(runs))
    play(
      flatStream(seed, () => limit / 2),
      { items: 8_000, options, seed },
      ({ state, turns }) => {
        if (state.level >= 0) open += 1;
        yellows += turns.filter((turn) => turn === 'yellow').length;
        reds += turns.filter((turn) => turn === 'red').length;
        return false;
      },
    );
  return { yellows: (5_000 * yellows) / open, reds: (5_000 * reds) / open };
}

/** The adversary's streams of the ledger: bad everywhere, flat, a slow poison, bursts. */
export const poisons: Record<string, (t: number) => number> = {
  'all bad': () => 1,
  '30 % bad': () => 0.3,
  'slow poison': (t) => 0.015 + 0.135 * Math.min(1, t / 3_000),
  bursts: (t) => (Math.floor(t / 100) % 10 === 0 ? 0.8 : 0.01),
};

/** G6: the share of runs in which more bad items were ever out than the ledger's bound said. The watch is off. */
export function ledgerBroken({
  runs,
  items,
  audit,
  poison,
}: {
  runs: number;
  items: number;
  audit: number;
  poison: (t: number) => number;
}) {
  const terms = { auditFloor: audit, delta: 0.05 };
  return mean(
    many(runs).map((seed) => {
      const next = flatStream(seed, poison);
      const coins = uniform(seed + 31);
      let ledger = { ...newLedger(), released: items };
      let bound = ledgerBound(ledger, terms);
      let out = 0;
      for (let t = 0; t < items; t += 1) {
        if (!next().isBad) continue;
        if (coins() > audit) out += 1;
        else {
          ledger = enterBad(ledger, audit, terms);
          bound = ledgerBound(ledger, terms);
        }
        if (out > bound) return 1;
      }
      return 0;
    }),
  );
}

/** G7: the share of runs in which a stream above the limit is ever released, when reviewers overlook some of what is bad. */
export function unsafeUnderReviewers({
  runs,
  items,
  rate,
  limit,
  reviewing,
  isMeasured,
}: {
  runs: number;
  items: number;
  rate: number;
  limit: number;
  reviewing: Reviewing;
  isMeasured: boolean;
}): number {
  const options = trustOptions({ mode: 'take', reviewers: isMeasured ? 'measured' : 'trusted', limit });
  return mean(
    many(runs).map((seed) => {
      let unsafe = 0;
      play(
        flatStream(seed, () => rate),
        { items, options, seed, reviewing },
        ({ state }) => {
          unsafe = state.level >= 0 ? 1 : 0;
          return unsafe === 1;
        },
      );
      return unsafe;
    }),
  );
}
