import type { DraftStep } from '@countersign/contract';
import {
  answerSchema,
  type Context,
  checkpointAfter,
  compileSchema,
  draftAt,
  type FindExamples,
  findCheckpoint,
  type Lane,
  loadDefinition,
  openProvider,
  openRowReader,
  promptHash,
  type ReadyCheckpoint,
  type SchemaCheck,
  type Secret,
} from '@countersign/engine';
import type { Logger } from 'pino';
import type { Asking } from './ask-model.ts';
import type { LaneWork } from './draft-row.ts';
import type { Gate } from './gate.ts';
import { openLaneWriter } from './lane-writer.ts';
import type { ModelFetch } from './model-address.ts';
import type { RecordedDrafts } from './recorded-drafts.ts';

/** What all lanes of a process share. */
export interface Workshop {
  workerId: string;
  secret: Secret | null;
  models: ModelFetch;
  recorded: RecordedDrafts;
  findExamples: FindExamples;
  stopping: AbortSignal;
  logger: Logger;
  gateOf(ctx: Context, provider: string): Gate;
  onSubmitted(ctx: Context): void;
}

function checkOf(step: DraftStep, checkpoint: ReadyCheckpoint): SchemaCheck | null {
  return step.outputSchema ? compileSchema(step.outputSchema as never, '/outputSchema') : checkpoint.checkOutput;
}

async function askingOf({ secret, models }: Workshop, ctx: Context, step: DraftStep, checkpoint: ReadyCheckpoint): Promise<Asking> {
  const provider = await openProvider(ctx, step.provider, secret);
  // Half a second of loading that a server without models never needs.
  const [{ openModel }, { askModel }] = await Promise.all([import('./open-model.ts'), import('./ask-model.ts')]);
  return {
    provider,
    askModel,
    model: openModel(provider, step.model, models.fetch),
    modelName: step.model,
    schema: answerSchema(step, checkpoint),
    check: checkOf(step, checkpoint),
    temperature: step.temperature,
    maxOutputTokens: step.maxOutputTokens,
  };
}

/** Reads anew what a lane is drafted by. Errors: `not_found` and `invalid_input` for what was removed or cannot be used any more. */
export async function openLane(workshop: Workshop, lane: Lane): Promise<LaneWork> {
  const { ctx } = lane;
  const definition = await loadDefinition(ctx, lane.workflow, lane.version);
  const step = draftAt(definition, lane.step);
  const next = definition.steps[lane.step + 1];
  const checkpoint = await findCheckpoint(ctx, checkpointAfter(definition, lane.step) as string, { fresh: true });
  const asking = await askingOf(workshop, ctx, step, checkpoint);
  const place = {
    lane,
    workerId: workshop.workerId,
    checkpointId: checkpoint.id,
    provider: step.provider,
    model: step.model,
    promptHash: promptHash(step, checkpoint),
  };
  const gate = workshop.gateOf(ctx, step.provider);
  gate.restUntil(asking.provider.pausedUntil);
  const isSubmitted = next !== undefined && 'checkpoint' in next;
  return {
    place,
    step,
    checkpoint,
    keptAs: lane.isTrial ? 'tried' : isSubmitted ? null : 'next',
    asking,
    reader: openRowReader(lane.columns, lane.mapping, checkpoint.inputSchema, lane.batchId),
    writer: openLaneWriter(place, { nextStep: lane.step + 1, stepName: step.draft, stopping: workshop.stopping }),
    gate,
    findExamples: workshop.findExamples,
    recorded: workshop.recorded,
    stopping: workshop.stopping,
    logger: workshop.logger,
    onSubmitted: () => workshop.onSubmitted(ctx),
  };
}
