import type { ItemInput, Json, JsonObject } from '@countersign/contract';

interface Drafted {
  id: string;
  batch_id: string;
  row_number: number;
  key: string;
  input: Json;
  workflow: string;
  version: number;
  /** Of the call that wrote it; null for work that was written elsewhere. */
  model: string | null;
  provider: string | null;
  prompt_hash: string | null;
}

/** What the reviewer sees beside an output: the row, and behind an earlier checkpoint what was approved there too. */
export const inputAt = (input: Json, outputs: JsonObject): Json => (Object.keys(outputs).length === 0 ? input : { input, outputs });

/** The item for a result. Its model, and in its metadata which version of which prompt wrote it, for which row. */
export function itemOf(run: Drafted, { output, outputs }: { output: Json; outputs: JsonObject }): ItemInput {
  return {
    key: run.key,
    input: inputAt(run.input, outputs),
    output,
    model: run.model,
    metadata: {
      drafting: {
        runId: run.id,
        batchId: run.batch_id,
        ...(run.row_number > 0 && { row: run.row_number }),
        workflow: run.workflow,
        version: run.version,
        ...(run.provider !== null && { provider: run.provider, promptHash: run.prompt_hash }),
      },
    },
  };
}
