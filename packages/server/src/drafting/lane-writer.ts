import { setTimeout as sleep } from 'node:timers/promises';
import {
  beginCalls,
  type CallPlace,
  type FailedDraft,
  failDrafts,
  isDatabaseAway,
  type KeptDraft,
  keepDrafts,
  type NewCall,
  type Submission,
  submitDrafts,
} from '@countersign/engine';
import { gather } from './gather.ts';

interface CheckedSubmission extends Submission {
  checkpoint: { id: string; version: number };
}

/** What a lane writes, gathered. Answers that were paid for are written again and again until the database takes them. */
export interface LaneWriter {
  begin(call: NewCall): Promise<{ begun: Set<string>; taken: Set<string> }>;
  /** `null` when the checkpoint has changed since the item was checked. */
  submit(submission: CheckedSubmission): Promise<{ waiting: Set<string>; conflicts: Set<string> } | null>;
  keep(draft: KeptDraft): Promise<void>;
  fail(draft: FailedDraft): Promise<void>;
}

const pauseMs = 500;

/** Until the database is there, or for ten seconds more when the process stops. */
async function insist<T>(write: () => Promise<T>, stopping: AbortSignal): Promise<T> {
  for (let left = 20; ; ) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseAway(error) || left <= 0) throw error;
      if (stopping.aborted) left -= 1;
      await sleep(pauseMs);
    }
  }
}

export function openLaneWriter(
  place: CallPlace,
  { nextStep, stepName, stopping }: { nextStep: number; stepName: string; stopping: AbortSignal },
): LaneWriter {
  const { ctx } = place.lane;
  const submitAll = gather(async (all: CheckedSubmission[]) => {
    const newest = all.reduce((one, other) => (other.checkpoint.version > one.checkpoint.version ? other : one)).checkpoint;
    const present = all.filter(({ checkpoint }) => checkpoint.version === newest.version);
    const done = await insist(() => submitDrafts(ctx, { checkpoint: newest, step: nextStep, submissions: present }), stopping);
    return { done, present: new Set(present.map(({ runId }) => runId)) };
  });
  return {
    begin: gather((calls: NewCall[]) => beginCalls(place, calls)),
    async submit(submission) {
      const { done, present } = await submitAll(submission);
      return present.has(submission.runId) ? done : null;
    },
    keep: gather((drafts: KeptDraft[]) => insist(() => keepDrafts(ctx, { step: stepName, drafts }), stopping)),
    fail: gather((drafts: FailedDraft[]) => insist(() => failDrafts(ctx, place.workerId, drafts), stopping)),
  };
}
