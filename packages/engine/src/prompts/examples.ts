import type { Json } from '@countersign/contract';
import type { Context } from '../context.ts';

/** A past correction, as a prompt shows it: what was seen, what the AI wrote, what people made of it. */
export interface Example {
  input: Json;
  proposed: Json;
  output: Json;
}

/** Finds the most useful past corrections for an input. */
export type FindExamples = (given: { ctx: Context; checkpoint: string; input: Json; k: number }) => Promise<Example[]>;

/** Until corrections are looked up, a prompt has none. */
export const noExamples: FindExamples = async () => [];
