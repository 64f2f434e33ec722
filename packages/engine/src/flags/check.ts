import { traitsOf } from '@countersign/checks';
import { CountersignError, type Flag, type FlagLevel, type Json, type JsonObject } from '@countersign/contract';
import { findCheckpoint, type ReadyCheckpoint } from '../checkpoints/find.ts';
import type { Context } from '../context.ts';
import { joinCheckpoint, joinContents } from '../items/row.ts';
import type { Checker } from './checker.ts';

/** More of them than anybody reads; a longer list is cut. */
const mostFlags = 1_000;

/** An item with what the checks need of it. */
export interface Checkable {
  itemId: string;
  outputHash: string;
  input: Json;
  output: Json;
  /** The stored output, where `output` is an edited one in its place. */
  original: Json;
  metadata: JsonObject;
  checkpoint: ReadyCheckpoint;
}

export interface CheckedOutput {
  itemId: string;
  outputHash: string;
  checkpointVersion: number;
  flags: Flag[];
  failure: string | null;
}

/** The checkpoint at this version or a later one. */
export async function findCheckpointAt(ctx: Context, { name, version }: { name: string; version: number }): Promise<ReadyCheckpoint> {
  const known = await findCheckpoint(ctx, name);
  return known.version >= version ? known : findCheckpoint(ctx, name, { fresh: true });
}

/** Those of the items that there are, with their payloads. */
export async function loadCheckable(ctx: Context, itemIds: string[]): Promise<Checkable[]> {
  const { rows } = await ctx.db.pool.query({
    name: 'flags-load',
    text: `select i.id, i.output_hash, k.input, k.metadata, v.output, c.name, c.version
      from items i ${joinCheckpoint} ${joinContents} where i.workspace_id = $1 and i.id = any($2) order by i.id`,
    values: [ctx.workspaceId, itemIds],
  });
  const loaded: Checkable[] = [];
  for (const { id, output_hash, input, output, metadata, ...of } of rows)
    loaded.push({
      itemId: id,
      outputHash: output_hash,
      input,
      output,
      original: output,
      metadata,
      checkpoint: await findCheckpointAt(ctx, of),
    });
  return loaded;
}

/** Asks the checks about an output: the item's own, or an edited one in its place. Errors: those of the checker. */
export async function checkOutput(checker: Checker, { checkpoint, input, output, original, metadata }: Checkable): Promise<Flag[]> {
  const flags = await checker.check({
    rulesKey: `${checkpoint.id}@${checkpoint.version}`,
    rules: checkpoint.brandRules,
    dictionary: checkpoint.dictionary,
    lessons: checkpoint.lessons.shown,
    traits: traitsOf({ input, metadata }),
    input,
    output,
    original,
    aiFlags: metadata.flags,
  });
  return toStorable(flags.length <= mostFlags ? flags : flags.toSorted(byLevel).slice(0, mostFlags));
}

const weight: Record<FlagLevel, number> = { error: 0, warning: 1, info: 2 };
const byLevel = (a: Flag, b: Flag) => weight[a.level] - weight[b.level];

/** A flag quotes the text that it is about, and a database text holds neither NUL nor half a surrogate pair. */
const toStorable = (flags: Flag[]): Flag[] =>
  JSON.parse(JSON.stringify(flags), (_, value) => (typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value));

/** The same for the item's own output, where a failure is an answer too: the text is not tried again and again. */
export async function checkItem(checker: Checker, item: Checkable): Promise<CheckedOutput> {
  const { itemId, outputHash, checkpoint } = item;
  const checked = { itemId, outputHash, checkpointVersion: checkpoint.version };
  try {
    return { ...checked, flags: await checkOutput(checker, item), failure: null };
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === 'shutting_down') throw error;
    return { ...checked, flags: [], failure: error.code };
  }
}
