import { z } from 'zod';
import { CheckpointName } from './checkpoints.ts';
import { ItemKey } from './items.ts';
import { Instant, Json, JsonObject } from './json.ts';
import { ModelName, PlainName } from './providers.ts';

export const mostPromptLetters = 100_000;
const Template = z.string().max(mostPromptLetters);

/** How a model is asked: what stands in a draft step beside its name. */
export const DraftSettings = z
  .strictObject({
    provider: PlainName,
    model: ModelName,
    prompt: Template.min(1).meta({
      description: 'Liquid template: {{ input.name }}, {% for e in examples %}, {{ brand }}, {{ outputs.STEP }}',
    }),
    system: Template.default('').meta({ description: 'Liquid template of the system message; empty for the usual one' }),
    outputSchema: JsonObject.nullable()
      .default(null)
      .meta({ description: 'JSON Schema 2020-12 of the answer; null: that of the checkpoint that follows' }),
    temperature: z.number().min(0).max(2).nullable().default(null),
    maxOutputTokens: z.int().min(1).max(1_000_000).nullable().default(null),
    examples: z.int().min(0).max(20).default(3).meta({ description: 'How many past corrections the prompt is given, at most' }),
  })
  .meta({ id: 'DraftSettings' });
export type DraftSettings = z.infer<typeof DraftSettings>;

export const DraftStep = DraftSettings.extend({ draft: PlainName.meta({ description: 'Name of the step' }) }).meta({ id: 'DraftStep' });
export type DraftStep = z.infer<typeof DraftStep>;

export const CheckpointStep = z.strictObject({ checkpoint: CheckpointName }).meta({ id: 'CheckpointStep' });
export type CheckpointStep = z.infer<typeof CheckpointStep>;

export const DeliverStep = z
  .strictObject({
    deliver: PlainName.meta({ description: 'Name of the step. The work is marked as delivered and stands ready for export' }),
  })
  .meta({ id: 'DeliverStep' });
export type DeliverStep = z.infer<typeof DeliverStep>;

export const WorkflowStep = z.union([DraftStep, CheckpointStep, DeliverStep]).meta({ id: 'WorkflowStep' });
export type WorkflowStep = z.infer<typeof WorkflowStep>;

export const stepName = (step: WorkflowStep): string =>
  'draft' in step ? step.draft : 'checkpoint' in step ? step.checkpoint : step.deliver;

export const WorkflowInput = z
  .strictObject({
    title: z.string().max(200).default(''),
    steps: z.array(WorkflowStep).min(1).max(20),
  })
  .meta({ id: 'WorkflowInput' });
export type WorkflowInput = z.infer<typeof WorkflowInput>;

export const Workflow = WorkflowInput.extend({ name: PlainName, version: z.int(), createdAt: Instant, updatedAt: Instant }).meta({
  id: 'Workflow',
});
export type Workflow = z.infer<typeof Workflow>;

/**
 * ready: a model will be called. drafting: a call is under way. tried: drafted in a trial, held until the batch starts. moving: about to
 * go to its next step. waiting: an item of it waits at a checkpoint. returned: its item was sent back. delivered: at the end.
 * ended: its item was rejected, expired or superseded. failed: with a reason; can be retried.
 */
export const RunState = z
  .enum(['ready', 'drafting', 'tried', 'moving', 'waiting', 'returned', 'delivered', 'ended', 'failed', 'cancelled'])
  .meta({ id: 'RunState' });
export type RunState = z.infer<typeof RunState>;

export const RunInput = z
  .strictObject({
    key: ItemKey,
    input: Json,
    step: PlainName.optional().meta({ description: 'Where it enters; the first step when left out' }),
    output: Json.optional().meta({ description: 'What a checkpoint step is to decide on; only for work that enters at one' }),
    outputs: JsonObject.optional().meta({ description: 'Results of earlier steps by their names, for work that enters later' }),
  })
  .meta({ id: 'RunInput' });
export type RunInput = z.infer<typeof RunInput>;

/** One piece of work on its way through a workflow. */
export const Run = z
  .object({
    id: z.string(),
    batchId: z.string(),
    row: z.int().nullable().meta({ description: 'Number of the row in the file, from 1' }),
    key: z.string().nullable().meta({ description: 'null as long as the row was not read by its mapping' }),
    state: RunState,
    step: z.string().nullable().meta({ description: 'Name of the step where it is' }),
    itemId: z.string().nullable().meta({ description: 'The item that stands for it at a checkpoint, the latest' }),
    source: Json.meta({ description: 'The row as it was uploaded' }),
    output: Json.meta({ description: 'The latest result of a step' }),
    tries: z.int(),
    isDoubtful: z.boolean().meta({ description: 'A call was under way when its process died: it may have been made, and was made again' }),
    failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
    tokensIn: z.int(),
    tokensOut: z.int(),
    costMicros: z.int(),
    updatedAt: Instant,
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;

export const RunPage = z.object({ runs: z.array(Run), nextCursor: z.string().nullable() }).meta({ id: 'RunPage' });
export type RunPage = z.infer<typeof RunPage>;

export const ModelMessage = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }).meta({ id: 'ModelMessage' });
export type ModelMessage = z.infer<typeof ModelMessage>;

/** One call of a model, with the prompt exactly as it was sent. */
export const ModelCall = z
  .object({
    id: z.string(),
    runId: z.string(),
    step: z.string(),
    purpose: z.enum(['draft', 'repair']),
    state: z.enum(['started', 'answered', 'failed', 'in_doubt']),
    provider: z.string(),
    model: z.string(),
    prompt: z.object({ workflow: z.string(), version: z.int(), hash: z.string() }),
    messages: z.array(ModelMessage),
    answer: z.string().nullable().meta({ description: 'What the model answered, where it was no fitting output' }),
    failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
    tokensIn: z.int(),
    tokensOut: z.int(),
    costMicros: z.int(),
    startedAt: Instant,
    endedAt: Instant.nullable(),
  })
  .meta({ id: 'ModelCall' });
export type ModelCall = z.infer<typeof ModelCall>;
