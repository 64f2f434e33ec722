import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { arrive, decide, defaults, learn, newState, type TrustOptions } from '../src/index.ts';

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
  const options: TrustOptions = { ...defaults, limit: alpha, mode: 'take' };
  const state = newState();
  return s.map((score, t) => {
    const choice = decide(state, options, { score, coin: u[t] as number });
    arrive(state, options, { score, choice });
    if (choice.action !== 'release') learn(state, options, { score, loss: L[t] as number, choice });
    return codes[choice.action];
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
