import { z } from 'zod';
import { CheckpointName } from './checkpoints.ts';
import { Instant, Json, JsonObject } from './json.ts';
import { Money } from './money.ts';
import { PlainName } from './providers.ts';
import { DraftSettings, ModelMessage, RunState } from './workflows.ts';

export const BatchFormat = z.enum(['csv', 'xlsx', 'jsonl']);
export type BatchFormat = z.infer<typeof BatchFormat>;

const Column = z.string().max(500);

/** Which column goes where. Without `input`, every column is a field of the input under its own name. */
export const BatchMapping = z
  .strictObject({
    key: Column.nullable()
      .default(null)
      .meta({ description: 'Column that names each row for ever; null: key, id or sku, else the number of the row' }),
    input: z.record(z.string().min(1).max(200), Column).nullable().default(null).meta({ description: 'Field of the input → column' }),
  })
  .meta({ id: 'BatchMapping' });
export type BatchMapping = z.infer<typeof BatchMapping>;

/** What is to be done with the rows: a workflow by its name, or one draft for a checkpoint. */
export const BatchSettings = z
  .strictObject({
    title: z.string().max(200).optional(),
    workflow: PlainName.optional(),
    checkpoint: CheckpointName.optional(),
    draft: DraftSettings.optional(),
    mapping: BatchMapping.default({ key: null, input: null }),
    budget: Money.nullable()
      .default(null)
      .meta({ description: 'Drafting stops before the draft, of average cost, that would go beyond it' }),
  })
  .refine(({ workflow, checkpoint, draft }) => (workflow === undefined) === (checkpoint !== undefined && draft !== undefined), {
    message: 'Name a workflow, or give draft and checkpoint.',
    path: ['workflow'],
  })
  .meta({ id: 'BatchSettings' });
export type BatchSettings = z.infer<typeof BatchSettings>;

/** new: uploaded. trying: some rows are drafted as a trial. done: nothing is left to draft. */
export const BatchState = z.enum(['new', 'trying', 'running', 'paused', 'cancelled', 'done']).meta({ id: 'BatchState' });
export type BatchState = z.infer<typeof BatchState>;

export const Batch = z
  .object({
    id: z.string(),
    title: z.string(),
    kind: z.enum(['file', 'workflow']).meta({ description: 'workflow: collects what is started by API under one version of a workflow' }),
    state: BatchState,
    pause: z
      .object({ reason: z.enum(['person', 'budget', 'provider']), detail: z.string() })
      .nullable()
      .meta({ description: 'Why it is paused, and what to do' }),
    fileName: z.string().nullable(),
    format: BatchFormat.nullable(),
    columns: z.array(z.string()),
    rows: z.int(),
    badRows: z.array(z.object({ row: z.int(), detail: z.string() })).meta({ description: 'Rows that could not be read, the first 100' }),
    settings: BatchSettings.nullable(),
    version: z.int().meta({ description: 'Counts the changes of workflow, prompt and model; goes onto the items' }),
    counts: z.record(RunState, z.int()),
    doubtful: z.int().meta({ description: 'Rows whose call was under way when its process died, and was made again' }),
    tokensIn: z.int(),
    tokensOut: z.int(),
    cost: Money.nullable().meta({ description: 'Spent so far, the trial included; null where the models have no price' }),
    progress: z
      .object({
        drafted: z.int().meta({ description: 'Drafts that were made, the trial included' }),
        left: z.int().meta({ description: 'Rows that wait for a draft or are being drafted' }),
        perMinute: z.number().nullable(),
        secondsLeft: z.number().nullable(),
      })
      .meta({ description: 'The rate is that of the last seconds; null when nothing runs' }),
    estimate: z
      .object({
        rowsMeasured: z.int(),
        tokensIn: z.int(),
        tokensOut: z.int(),
        cost: Money.nullable(),
        seconds: z.number(),
      })
      .nullable()
      .meta({ description: 'For all rows that are left, from what was measured; null before a trial' }),
    createdAt: Instant,
    startedAt: Instant.nullable(),
  })
  .meta({ id: 'Batch' });
export type Batch = z.infer<typeof Batch>;

export const UploadQuery = z.object({
  name: z.string().max(300).default('rows.csv').meta({ description: 'Name of the file; its end tells the format' }),
  format: BatchFormat.optional(),
});

export const PreviewInput = z
  .strictObject({
    row: z.int().min(1).default(1),
    settings: BatchSettings.optional().meta({ description: 'Settings that are not stored yet; left out: those of the batch' }),
  })
  .meta({ id: 'PreviewInput' });
export type PreviewInput = z.infer<typeof PreviewInput>;

export const Preview = z
  .object({
    row: z.int(),
    key: z.string(),
    input: Json,
    messages: z.array(ModelMessage).meta({ description: 'Exactly what would be sent' }),
    outputSchema: JsonObject.nullable(),
    unknownFields: z.array(z.string()).meta({ description: 'Fields that the prompt names and this row does not have' }),
    problems: z.array(z.object({ pointer: z.string(), detail: z.string() })).meta({ description: 'Why this row would be refused' }),
  })
  .meta({ id: 'Preview' });
export type Preview = z.infer<typeof Preview>;

export const TrialInput = z.strictObject({ rows: z.int().min(1).max(100).default(10) }).meta({ id: 'TrialInput' });

export const ResumeInput = z
  .strictObject({ budget: Money.nullable().optional().meta({ description: 'Another budget; null for none. Left out: as it was' }) })
  .meta({ id: 'ResumeInput' });

export const ListRunsQuery = z.object({
  state: RunState.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(60).optional(),
});

export const BatchExportQuery = z.object({ format: BatchFormat.default('csv') });
