import { fork } from 'node:child_process';
import { join } from 'node:path';
import { endProcess, firstMessage } from '../installation.ts';
import type { ReviewLoad, ReviewLoadResult } from './review-load.ts';

/** Reviews through HTTP from a process of its own. */
export async function runReviewLoad(load: ReviewLoad): Promise<ReviewLoadResult> {
  const child = fork(join(import.meta.dirname, 'review-load.ts'));
  try {
    child.send(load);
    return await firstMessage<ReviewLoadResult>(child);
  } finally {
    await endProcess(child);
  }
}
