import { CountersignError, type DraftStep, type Json, type JsonObject, type ModelMessage } from '@countersign/contract';
import {
  type CallPlace,
  type ClaimedRun,
  type FindExamples,
  findCheckpoint,
  findMismatches,
  haltBatch,
  inputAt,
  itemOf,
  newId,
  noteMisfit,
  nothing,
  prepareItem,
  type ReadyCheckpoint,
  type RowReader,
  renderPrompt,
  restProvider,
  type Spent,
} from '@countersign/engine';
import type { Logger } from 'pino';
import type { Asking, Drafted } from './ask-model.ts';
import type { Failure } from './explain-failure.ts';
import type { Gate } from './gate.ts';
import type { LaneWriter } from './lane-writer.ts';
import type { RecordedDrafts } from './recorded-drafts.ts';

/** Everything that the rows of a lane have in common. */
export interface LaneWork {
  place: CallPlace;
  step: DraftStep;
  checkpoint: ReadyCheckpoint;
  /** What the draft is kept as; null when it goes to the checkpoint at once. */
  keptAs: 'tried' | 'next' | null;
  asking: Asking;
  reader: RowReader;
  writer: LaneWriter;
  gate: Gate;
  findExamples: FindExamples;
  recorded: RecordedDrafts;
  stopping: AbortSignal;
  logger: Logger;
  onSubmitted(): void;
}

interface PreparedRow {
  run: ClaimedRun;
  key: string;
  input: Json;
  messages: ModelMessage[];
}

const mostTries = 4;
const firstPauseSeconds = 1;

const failed = (run: ClaimedRun, code: string, detail: string) => ({
  runId: run.id,
  callId: null,
  code,
  detail,
  answer: null,
  spent: nothing,
  again: null,
  isTry: false,
  isDoubt: false,
});

/** Reads the row and fills in the prompt. Errors: ours, for a row that cannot be read or does not fit the checkpoint. */
async function prepare({ place, step, checkpoint, reader, findExamples }: LaneWork, run: ClaimedRun): Promise<PreparedRow> {
  const { key, input } = run.input === null ? reader.read(run.cells, run.row) : { key: run.key ?? '', input: run.input };
  const seen = inputAt(input, run.outputs as JsonObject);
  const mismatch = findMismatches(checkpoint.checkInput, seen, '/input')[0];
  if (mismatch)
    throw new CountersignError(
      'schema_violation',
      `${mismatch.pointer} ${mismatch.detail}. It must fit the schema of the checkpoint ${checkpoint.name}.`,
    );
  const examples =
    step.examples > 0 ? await findExamples({ ctx: place.lane.ctx, checkpoint: checkpoint.name, input: seen, k: step.examples }) : [];
  const messages = renderPrompt(checkpoint, step, { input, outputs: run.outputs as JsonObject, examples, feedback: run.feedback });
  return { run, key, input, messages };
}

function fromRecording({ recorded }: LaneWork, { key, input }: PreparedRow, callId: string): Drafted {
  const found = recorded.find(key, input);
  if (found) return { output: found.output, callId, spent: nothing };
  const detail =
    'There is no recorded draft for this row: only products of the sample shop have one. Add a provider to draft with a model.';
  return { failure: { kind: 'never', code: 'not_found', detail, seconds: null }, callId, answer: null, spent: nothing };
}

/** Records the call, makes it, and repairs what does not fit. null when it must not be made. */
async function ask(work: LaneWork, row: PreparedRow): Promise<Drafted | null> {
  const { writer, asking, place, stopping } = work;
  const { run, key, input, messages } = row;
  const callId = run.callId ?? newId('call');
  const { begun, taken } = await writer.begin({ runId: run.id, callId, purpose: 'draft', key, input, messages });
  if (taken.has(run.id)) {
    await writer.fail(
      failed(run, 'key_conflict', `The key ${key} already stands for another item at ${work.checkpoint.name}. No model was asked.`),
    );
    return null;
  }
  if (!begun.has(run.id)) return null;
  if (asking.provider.isRecorded) return fromRecording(work, row, callId);
  return asking.askModel({
    asking,
    messages,
    callId,
    signal: stopping,
    async beginRepair(misfit, repair) {
      const repairId = newId('call');
      await noteMisfit(place.lane.ctx, {
        runId: run.id,
        callId: misfit.callId,
        answer: misfit.answer,
        detail: misfit.problem,
        spent: misfit.spent,
      });
      const again = await writer.begin({ runId: run.id, callId: repairId, purpose: 'repair', key, input, messages: repair });
      return again.begun.has(run.id) ? repairId : null;
    },
  });
}

/** Before the slot is free: the next call must not be made to a provider that has just asked to be left alone. */
function heed({ gate }: LaneWork, drafted: Drafted | null): Drafted | null {
  if (drafted && 'failure' in drafted && drafted.failure.kind === 'wait')
    return { ...drafted, failure: { ...drafted.failure, seconds: gate.rest(drafted.failure.seconds) } };
  return drafted;
}

async function submit(work: LaneWork, { run, key, input }: PreparedRow, output: Json, callId: string, spent: Spent): Promise<void> {
  const { place, step, writer } = work;
  const { ctx, batchId, workflow, version } = place.lane;
  const outputs = run.outputs as JsonObject;
  const drafted = {
    id: run.id,
    batch_id: batchId,
    row_number: run.row,
    key,
    input,
    workflow,
    version,
    model: step.model,
    provider: step.provider,
    prompt_hash: place.promptHash,
  };
  let { checkpoint } = work;
  for (let round = 0; round < 5; round += 1) {
    const item = prepareItem(checkpoint, itemOf(drafted, { output, outputs }));
    const done = await writer.submit({ runId: run.id, from: 'drafting', callId, item, spent, checkpoint });
    if (done?.conflicts.has(run.id))
      return writer.fail({
        ...failed(run, 'key_conflict', `The key ${key} was taken by another item while this was drafted.`),
        callId,
        spent,
      });
    if (done) return work.onSubmitted();
    checkpoint = await findCheckpoint(ctx, checkpoint.name, { fresh: true });
    work.checkpoint = checkpoint;
  }
  throw new CountersignError('internal', `The checkpoint ${checkpoint.name} keeps changing.`);
}

async function settleFailure(
  work: LaneWork,
  run: ClaimedRun,
  failure: Failure,
  callId: string,
  answer: string | null,
  spent: Spent,
): Promise<void> {
  const { place, writer } = work;
  const { ctx, batchId } = place.lane;
  const base = { ...failed(run, failure.code, failure.detail), callId, answer, spent };
  if (failure.kind === 'wait') {
    const seconds = failure.seconds ?? 1;
    await restProvider(ctx, place.provider, seconds);
    return writer.fail({ ...base, again: seconds });
  }
  if (failure.kind === 'refused') {
    await haltBatch(ctx, batchId, 'provider', failure.detail);
    return writer.fail({ ...base, again: 0 });
  }
  if (failure.code === 'shutting_down') return writer.fail({ ...base, again: 0, isDoubt: true });
  const isDoubt = failure.kind === 'doubt';
  const isLast = failure.kind === 'never' || run.tries + 1 >= mostTries;
  const pause = firstPauseSeconds * 2 ** run.tries * (0.75 + Math.random() / 2);
  return writer.fail({ ...base, isTry: true, isDoubt, again: isLast ? null : pause });
}

/** Drafts one row: prompt, recorded intent, call, and the result to where it belongs. Never throws. */
export async function draftRow(work: LaneWork, run: ClaimedRun): Promise<void> {
  let paid: { callId: string | null; spent: Spent } = { callId: null, spent: nothing };
  try {
    const row = await prepare(work, run);
    const drafted = await work.gate.use(async () => (work.stopping.aborted ? null : heed(work, await ask(work, row))));
    if (!drafted) return;
    if ('failure' in drafted) return await settleFailure(work, run, drafted.failure, drafted.callId, drafted.answer, drafted.spent);
    work.gate.recovered();
    const { output, callId, spent } = drafted;
    paid = { callId, spent };
    if (run.feedback) return await work.writer.keep({ runId: run.id, callId, output, spent, as: 'redrafted' });
    if (work.keptAs) return await work.writer.keep({ runId: run.id, callId, output, spent, as: work.keptAs });
    return await submit(work, row, output, callId, spent);
  } catch (error) {
    if (error instanceof CountersignError && error.code !== 'internal' && !error.isRetryable)
      return work.writer
        .fail({ ...failed(run, error.code, error.message), ...paid })
        .catch((cause) => work.logger.warn({ err: cause }, 'A failed row waits for its lease'));
    // What it holds comes back when its lease ends.
    work.logger.warn({ err: error, runId: run.id }, 'A row could not be drafted');
  }
}
