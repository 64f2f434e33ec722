// Checks a certificate of Countersign without any of its code: node check.mjs certificate.json
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

const c = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const must = (isTrue, what) => {
  if (isTrue) return;
  console.error(`✗ ${what}`);
  process.exit(1);
};
const sumExp = (logs) => Math.max(...logs) + Math.log(logs.reduce((sum, v) => sum + Math.exp(v - Math.max(...logs)), 0));
// The stake E(n, x; a) = mean over κ of (1−κ)^x · ((1−a(1−κ))/(1−a))^(n−x), a fair bet if the error rate is a.
const logE = (n, x, a) =>
  a <= 0
    ? -Infinity
    : sumExp([0.25, 0.5, 0.9].map((k) => x * Math.log(1 - k) + (n - x) * Math.log((1 - a * (1 - k)) / (1 - a)))) - Math.log(3);
const near = (a, b) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

must(c.format === 'countersign-certificate-1', 'a format that this script knows');
must(c.level >= 0 && c.level < c.rungs.length, 'a region that is certified');

// 1. Reviewers: the limit is tightened by what they catch at least, from known-bad items (each measure at its part of the risk).
const { reviewers: r } = c;
const shown = [
  [r.seeds, r.missedSeeds],
  [r.secondReads, r.missedReads],
].filter(([n]) => n > 0);
for (const [n, x] of r.trusted ? [] : shown)
  must(logE(n, x, 1 - r.catchAtLeast + 1e-9) >= Math.log(shown.length / r.risk) - 1e-6, `reviewers shown to catch ${r.catchAtLeast}`);
must(c.effectiveLimit <= c.limit * (r.trusted ? 1 : r.catchAtLeast) + 1e-12, 'a limit tightened by what reviewers catch');

// 2. Risk: the epoch's part, the reviewers' part and the rungs' weights do not exceed what was promised.
must(c.ladderRisk + r.risk <= c.risk + 1e-12, 'risk shared between evidence and reviewers');
must(c.epochRisk <= (c.ladderRisk * 6) / (Math.PI ** 2 * c.epoch ** 2) + 1e-12, 'the part of the risk that this epoch may spend');
must(c.rungs.reduce((sum, { weight }) => sum + weight, 0) <= 1 + 1e-9, 'weights of the rungs that sum to 1');

// 3. Evidence: every line was picked by its coin; counted again in order of arrival, it gives the counts and the best stakes.
const best = c.rungs.map(({ checked, bad }) => Math.max(0, logE(checked, bad, c.effectiveLimit)));
if (c.evidence) {
  const n = c.rungs.map(() => 0);
  const x = c.rungs.map(() => 0);
  for (const { item, score, coin, audit, loss } of c.evidence) {
    must(coin <= audit && loss >= 0 && loss <= 1, `${item}: picked by its coin, with a loss in [0, 1]`);
    if (c.coinSecret)
      must(
        Number.parseInt(createHmac('sha256', c.coinSecret).update(item).digest('hex').slice(0, 13), 16) / 2 ** 52 === coin,
        `${item}: its coin`,
      );
    c.rungs.forEach(({ threshold }, k) => {
      const isIn = threshold === null || score >= threshold;
      if (isIn || c.promise === 'all') n[k] += 1;
      if (isIn) x[k] += loss;
      best[k] = Math.max(best[k], logE(n[k], x[k], c.effectiveLimit));
    });
  }
  must(
    c.rungs.every((rung, k) => rung.checked === n[k] && near(rung.bad, x[k])),
    'counts that agree with the evidence',
  );
}
if (c.coinSecret) must(createHash('sha256').update(c.coinSecret).digest('hex') === c.coinCommitment, 'the secret that was committed to');

// 4. The fallback procedure: a certified rung passes its risk on to the next one.
let carry = 0;
const certified = c.rungs.map(({ weight }, k) => {
  const part = weight + carry;
  carry = part > 0 && best[k] >= -Math.log(c.epochRisk * part) - 1e-9 ? part : 0;
  return carry;
});
must(certified[c.level] > 0, 'enough evidence for the certified region');
const { checked, bad } = c.rungs[c.level];
must(
  c.bound >= 1 || logE(checked, bad, c.bound * r.catchAtLeast + 1e-9) >= -Math.log(c.epochRisk * certified[c.level]) - 1e-6,
  'the bound',
);
console.log(
  `✓ ${c.promise}: at most ${c.limit} bad in the safest ${c.share}, ${checked} checked, ${bad} bad${c.evidence ? ', counted again' : ''}`,
);
