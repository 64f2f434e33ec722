import { parentPort, workerData } from 'node:worker_threads';
import { type CheckInput, check } from '@countersign/checks';
import type { Flag } from '@countersign/contract';
import { type Job, mostRuleSets, type Report, type RuleSet } from './protocol.ts';

const port = parentPort;
if (!port) throw new Error('This module runs in a worker thread only.');

/** Grammar and spelling take some 350 MB, so they are loaded only where they were asked for. */
const checkText: (of: CheckInput) => Flag[] | Promise<Flag[]> = workerData?.grammar
  ? (await import('@countersign/checks/grammar')).checkAll
  : check;

const known = new Map<string, Pick<CheckInput, 'rules' | 'dictionary' | 'lessons'>>();

function learn({ key, rules, dictionary, lessons }: RuleSet): void {
  if (known.size >= mostRuleSets) known.delete(known.keys().next().value as string);
  known.set(key, { dictionary, lessons, ...(rules && { rules }) });
}

const report = (message: Report) => port.postMessage(message);

port.on('message', async (job: Job) => {
  const { input, output, original, aiFlags, traits, ruleSet } = job;
  if (ruleSet) learn(ruleSet);
  try {
    report({ kind: 'done', id: job.id, flags: await checkText({ input, output, original, aiFlags, traits, ...known.get(job.rulesKey) }) });
  } catch (error) {
    report({ kind: 'failed', id: job.id, reason: error instanceof Error ? error.message : String(error) });
  }
});
report({ kind: 'ready' });
