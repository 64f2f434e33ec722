import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { apply, newState, trustOptions } from '../src/index.ts';

interface Case {
  name: string;
  alpha: number;
  s: number[];
  u: number[];
  L: number[];
  /** 0 review, 1 audit, 2 release. */
  act: number[];
}

const codes = { review: 0, audit: 1, release: 2 } as const;

function play({ alpha, s, u, L }: Case): number[] {
  const options = trustOptions({ limit: alpha, mode: 'take', reviewers: 'trusted' });
  let state = newState();
  return s.map((score, t) => {
    const { state: next, choice } = apply(state, { type: 'arrived', item: `${t}`, score, coin: u[t] as number }, options);
    state = next;
    if (choice?.isEvidence) state = apply(state, { type: 'labelled', item: `${t}`, loss: L[t] as number }, options).state;
    return codes[choice?.action ?? 'review'];
  });
}

const folder = new URL('../../../../shared/vectors/', import.meta.url);
const published = new URL('trust-golden.json.gz', folder);
const own = new URL('golden-small.json', import.meta.url);
const texts = [readFileSync(own, 'utf8'), ...(existsSync(published) ? [gunzipSync(readFileSync(published)).toString()] : [])];

for (const vector of texts.flatMap((text) => (JSON.parse(text) as { cases: Case[] }).cases))
  test(`[A1] every decision of the golden vector "${vector.name}" is reproduced`, () => {
    expect(play(vector)).toEqual(vector.act);
  });
