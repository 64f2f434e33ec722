import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Database, putCheckpoint, systemContext } from '@countersign/engine';
import { type Countersign, readLines } from '@countersign/sdk';

const folder = new URL('../../sample-shop/', import.meta.url);
const name = 'product-descriptions';

/** What the sample shop's AI wrote, for drafting without a model. */
export const recordedDrafts = new URL('items.jsonl', folder);

/**
 * Puts the sample shop's checkpoint and hands in its drafts through the public API. The checkpoint is put as the system, since
 * there may be no owner yet. Answers with the number of drafts.
 */
export const loadSampleShop = async (
  database: Database,
  workspaceId: string,
  client: Countersign,
  signal: AbortSignal,
): Promise<number> => {
  const input: unknown = JSON.parse(await readFile(new URL('checkpoint.json', folder), 'utf8'));
  await putCheckpoint({ ctx: systemContext(database, workspaceId, 'sample-shop'), name, input });
  const lines = readLines(createReadStream(recordedDrafts));
  return (await client.checkpoint(name).importLines(lines, { signal })).accepted;
};
