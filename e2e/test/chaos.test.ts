import { expect, test } from 'vitest';
import { runChaos } from '../src/chaos/run-chaos.ts';

test('[I10] thirty rounds of killed processes lose and double nothing that was acknowledged', async () => {
  const said: string[] = [];
  const seed = Math.floor(Math.random() * 1_000_000);
  const { faults, items, decisions, kills } = await runChaos({ rounds: 30, seed, say: (line) => said.push(line) });
  expect(faults, said.join('\n')).toEqual([]);
  expect(kills).toBeGreaterThanOrEqual(30);
  expect(items).toBeGreaterThan(100);
  expect(decisions).toBeGreaterThan(30);
});
