import { parentPort, workerData } from 'node:worker_threads';
import { type CheckedRow, type Checking, checkRow, type Grammar } from './check-row.ts';
import type { Row } from './read-rows.ts';

const port = parentPort;
if (!port) throw new Error('This module runs in a worker thread only.');

const { checking, isGrammar } = workerData as { checking: Checking; isGrammar: boolean };
const grammar: Grammar | undefined = isGrammar ? (await import('@countersign/checks/grammar')).checkGrammar : undefined;

export interface Checked {
  batch: number;
  checked: CheckedRow[];
}

port.on('message', async ({ batch, rows }: { batch: number; rows: Row[] }) => {
  const checked: CheckedRow[] = [];
  for (const row of rows) checked.push(await checkRow(row, checking, grammar));
  port.postMessage({ batch, checked } satisfies Checked);
});
