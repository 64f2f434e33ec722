import { expect, test } from 'vitest';
import { Gate } from '../src/drafting/gate.ts';

const open = (concurrency: number, { callsPerMinute = null, workers = 1 }: { callsPerMinute?: number | null; workers?: number } = {}) => {
  const gate = new Gate();
  gate.setLimits({ concurrency, callsPerMinute }, workers);
  return gate;
};

/** Calls that end when they are told to, and how many are under way. */
function calls(gate: Gate, count: number) {
  const ends: (() => void)[] = [];
  const results = Array.from({ length: count }, () => gate.use(() => new Promise<string>((resolve) => ends.push(() => resolve('called')))));
  return { ends, results };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

test('calls wait for a slot, and a process takes its share of what all may have', async () => {
  const { ends, results } = calls(open(6, { workers: 2 }), 5);
  await settle();
  expect(ends).toHaveLength(3);
  for (const end of ends.splice(0)) end();
  await settle();
  expect(ends).toHaveLength(2);
  for (const end of ends) end();
  expect(await Promise.all(results)).toEqual(Array(5).fill('called'));
});

test('a provider that asks to be left alone is left alone, longer each time it does not say how long', async () => {
  const gate = open(2);
  expect([gate.rest(null), gate.rest(null), gate.rest(null), gate.rest(7)]).toEqual([1, 2, 4, 7]);
  gate.recovered();
  expect(gate.rest(null)).toBe(1);
  expect(gate.room).toBe(0);
  const { ends } = calls(gate, 1);
  await settle();
  expect(ends).toHaveLength(0);
  gate.close();
});

test('a closed gate lets nobody in, however long the provider rests; calls under way end', async () => {
  const gate = open(1);
  const { ends, results } = calls(gate, 2);
  await settle();
  gate.rest(3_600);
  const room = gate.untilRoom();
  gate.close();
  await room;
  expect(await results[1]).toBeNull();
  expect(await gate.use(async () => 'late')).toBeNull();
  ends[0]?.();
  expect(await results[0]).toBe('called');
});
