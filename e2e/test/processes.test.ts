import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { Random } from '../src/chaos/random.ts';
import { oneProcessSite, separateSite } from '../src/chaos/site.ts';
import { childrenOf, descendantsOf, killAll } from '../src/processes.ts';

test('children are those of the process that was named, and of no other', () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect(childrenOf(process.pid)).toContain(child.pid);
  expect(descendantsOf(child.pid as number)).toEqual([]);
});

test('what has no number has no children', () => {
  expect(childrenOf(undefined)).toEqual([]);
});

test.each([0, 1, -1])('neither the children of process %i nor itself are ever touched', (pid) => {
  expect(() => childrenOf(pid)).toThrow('not one that a test started');
  expect(() => killAll([pid])).toThrow('not one that a test started');
});

test.each([
  ['one process', oneProcessSite],
  ['separate', separateSite],
] as const)('where nothing runs (%s), a kill finds nobody', (_, siteOf) => {
  const { kill, victims } = siteOf({ dataDir: '/nowhere', port: 1, env: {} });
  for (const victim of victims) expect(() => kill(victim, new Random(1)), victim).not.toThrow();
});
