import type { Json } from '@countersign/contract';
import type { Context } from '../context.ts';
import { examplesFor } from '../examples/find.ts';
import { checkpointId } from '../items/list.ts';

/** A past correction, as a prompt shows it: what was seen, what the AI wrote, what people made of it. */
export interface Example {
  input: Json;
  proposed: Json;
  output: Json;
}

/** Finds the most useful past corrections for an input. */
export type FindExamples = (given: { ctx: Context; checkpoint: string; input: Json; k: number }) => Promise<Example[]>;

/** Those of the checkpoint that people decided on before. */
export const pastCorrections: FindExamples = async ({ ctx, checkpoint, input, k }) =>
  examplesFor(ctx, { checkpoint: await checkpointId(ctx, checkpoint), input, k });

/** For prompts that are to be the same whatever was decided before. */
export const noExamples: FindExamples = async () => [];
