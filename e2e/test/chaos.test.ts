import { expect, test } from 'vitest';
import { runChaos } from '../src/chaos/run-chaos.ts';

test('[I10] thirty rounds of killed processes lose and double nothing that was acknowledged', async () => {
  const said: string[] = [];
  const seed = Math.floor(Math.random() * 1_000_000);
  // A slow machine plays fewer rounds; `npm run chaos` plays them all.
  const { faults, rounds, kills, items, decisions } = await runChaos({ rounds: 30, seconds: 70, seed, say: (line) => said.push(line) });
  console.log(said.at(-1));
  expect(faults, said.join('\n')).toEqual([]);
  expect(rounds).toBeGreaterThanOrEqual(5);
  expect(kills).toBeGreaterThanOrEqual(rounds);
  expect(items).toBeGreaterThan(50);
  expect(decisions).toBeGreaterThan(5);
});
