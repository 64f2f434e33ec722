import { parentPort } from 'node:worker_threads';

/** Speaks the protocol of the checks, and does to itself what the output says. */
parentPort?.on('message', ({ id, output }) => {
  if (output === 'hang') for (;;);
  if (output === 'exit') process.exit(3);
  if (output === 'throw') throw new Error('crashed');
  if (output === 'memory') {
    const kept: string[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, n) => `${n}${kept.length}`));
  }
  parentPort?.postMessage({ kind: 'done', id, flags: [] });
});
parentPort?.postMessage({ kind: 'ready' });
