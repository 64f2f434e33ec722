import { execFileSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uniform } from '../simulation/random.ts';
import {
  apply,
  type Certificate,
  certificate,
  coinFrom,
  type EvidenceLine,
  newState,
  type TrustOptions,
  type TrustState,
  trustOptions,
} from '../src/index.ts';

const secret = 'a secret of this epoch';
const script = path.join(import.meta.dirname, '../../../examples/check-certificate/check.mjs');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function check(content: object): { ok: boolean; says: string } {
  const file = path.join(folder, 'certificate.json');
  writeFileSync(file, JSON.stringify(content));
  try {
    return { ok: true, says: execFileSync(process.execPath, [script, file], { encoding: 'utf8', stdio: 'pipe' }) };
  } catch (error) {
    return { ok: false, says: (error as { stderr: string }).stderr };
  }
}

/** A stream of 1,200 items whose score tells a little, with seeds that reviewers never miss. */
function earn(chosen: Partial<TrustOptions> = {}): { state: TrustState; options: TrustOptions; evidence: EvidenceLine[] } {
  const options = trustOptions({ mode: 'take', ...chosen });
  const next = uniform(4);
  let state = newState('v1');
  const evidence: EvidenceLine[] = [];
  for (let t = 0; t < 1200; t += 1) {
    const item = `item-${t}`;
    const score = next();
    const loss = next() < 0.04 * (1 - score) ? 1 : 0;
    const coin = coinFrom(createHmac('sha256', secret).update(item).digest('hex'));
    if (t % 20 === 0) state = apply(state, { type: 'seeded', reviewer: 'ana', missed: false }, options).state;
    const { state: entered, choice } = apply(state, { type: 'arrived', item, score, coin }, options);
    state = entered;
    if (!choice?.isEvidence) continue;
    evidence.push({ item, score, coin, audit: choice.audit, loss });
    state = apply(state, { type: 'labelled', item, loss, reviewer: 'ana' }, options).state;
  }
  return { state, options, evidence };
}

function earned(chosen?: Partial<TrustOptions>): Certificate {
  const { state, options, evidence } = earn(chosen);
  const coinCommitment = createHash('sha256').update(secret).digest('hex');
  return certificate(state, options, { checkpoint: 'descriptions', evidence, coinSecret: secret, coinCommitment });
}

test('[A1] a certificate can be checked by a script that uses none of our code', () => {
  expect(check(earned())).toMatchObject({ ok: true, says: expect.stringContaining('counted again') });
  expect(check(earned({ reviewers: 'trusted' }))).toMatchObject({ ok: true });
});

test('both promises have certificates of their own, and each can be checked', () => {
  const all = earned({ promise: 'all' });
  expect(all.promise).toBe('all');
  expect(new Set(all.rungs.map(({ checked }) => checked)).size).toBe(1);
  expect(check(all)).toMatchObject({ ok: true, says: expect.stringContaining('all:') });
});

test('released-and-wrong among all items is the weaker promise: it is earned no later', () => {
  const firstAt = (promise: TrustOptions['promise']) => earned({ promise, reviewers: 'trusted' }).level;
  expect(firstAt('all')).toBeGreaterThanOrEqual(firstAt('released'));
});

test('[A1] the script finds what was changed in a certificate', () => {
  const honest = earned();
  const last = honest.level;
  const changes: [string, object][] = [
    ['a limit tightened', { effectiveLimit: honest.limit }],
    ['risk shared', { ladderRisk: 0.05 }],
    ['the part of the risk', { epochRisk: 0.05 }],
    ['picked by its coin', { evidence: honest.evidence?.map((line) => ({ ...line, audit: 0 })) }],
    ['its coin', { evidence: honest.evidence?.map((line, i) => (i === 7 ? { ...line, coin: 0.001 } : line)) }],
    ['counts that agree', { evidence: honest.evidence?.filter(({ loss }) => loss === 0) }],
    ['the secret', { coinCommitment: '00' }],
    [
      'enough evidence',
      { evidence: undefined, rungs: honest.rungs.map((rung) => ({ ...rung, bad: rung.bad + 40, checked: rung.checked + 40 })) },
    ],
    ['the bound', { bound: (honest.bound as number) / 2 }],
    ['reviewers shown', { reviewers: { ...honest.reviewers, seeds: 5 } }],
    ['a region that is certified', { level: -1 }],
  ];
  expect(last).toBeGreaterThanOrEqual(0);
  for (const [says, change] of changes)
    expect(check({ ...honest, ...change }), says).toMatchObject({ ok: false, says: expect.stringContaining(says) });
});

test('a certificate that has outlived a doubt stands on the epoch it was reached in', () => {
  const { state, options, evidence } = earn();
  const doubted = apply(state, { type: 'yellow' }, options).state;
  const cleared = apply(doubted, { type: 'cleared' }, options).state;
  expect(cleared.epoch).toBe(2);
  const kept = certificate(cleared, options, { evidence });
  expect(kept.epoch).toBe(1);
  expect(check(kept)).toMatchObject({ ok: true });
});

test('[A2] without evidence the certificate certifies nothing', () => {
  const nothing = certificate(newState(), trustOptions());
  expect(nothing).toMatchObject({ level: -1, share: 0, bound: null });
  expect(check(nothing).ok).toBe(false);
});

test('a certificate holds nothing that JSON cannot carry', () => {
  const one = earned();
  expect(JSON.parse(JSON.stringify(one))).toEqual(one);
});
