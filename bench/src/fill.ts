import type pg from 'pg';
import { queryAgain } from './sql.ts';

export interface Filling {
  workspaceId: string;
  checkpointId: string;
  /** Number of the first item; ids and keys are made from it. */
  from: number;
  count: number;
  /** Length of the description, in characters. 900 makes a row of about 1.4 KB. */
  textLength?: number;
}

const id = `'item_' || lpad(n::text, 26, '0')`;
const numbers = 'generate_series($3::bigint, $3::bigint + $4::bigint - 1) n';

const tables = (textLength: number) => ({
  items: `insert into items (workspace_id, id, checkpoint_id, key, label, severity, confidence, model, content_hash, output_hash)
    select $1, ${id}, $2, 'sku-' || n, 'Product ' || n, 'medium', 0.5, 'some-model', 'sha256:' || md5(n::text) || md5(n::text), 'sha256:' || md5(n::text) || md5(n::text) from ${numbers}`,
  contents: `insert into item_contents (workspace_id, item_id, input, metadata)
    select $1, ${id}, json_build_object('title', 'Product ' || n, 'facts', json_build_array('Colour: black', 'Weight: 205 g', 'Size: 6.78 inches'),
      'notes', repeat(md5(n::text), ${Math.ceil(textLength / 96)})), '{}' from ${numbers}, (select $2::text) checkpoint`,
  revisions: `insert into revisions (workspace_id, item_id, number, output, output_hash, author)
    select $1, ${id}, 1, json_build_object('description', repeat('A light and solid thing. ', ${Math.ceil(textLength / 25)})), 'sha256:' || md5(n::text) || md5(n::text),
      '{"kind": "system", "id": "bench"}' from ${numbers}, (select $2::text) checkpoint`,
  waiting: `insert into waiting (workspace_id, item_id, checkpoint_id, rank, cost)
    select $1, ${id}, $2, 0, -1.5 from ${numbers}`,
});

const slice = 500_000;

/** Puts waiting items into the tables inside the database, as an import would have left them but without log entries. */
export async function fill(client: pg.Client, { workspaceId, checkpointId, from, count, textLength = 900 }: Filling): Promise<void> {
  for (const text of Object.values(tables(textLength)))
    for (let done = 0; done < count; done += slice)
      await client.query(text, [workspaceId, checkpointId, from + done, Math.min(slice, count - done)]);
}

/** What autovacuum does sooner or later, done now, so that it does not fall into one side's turn. */
export async function settle(client: pg.Client): Promise<void> {
  for (const table of ['items', 'item_contents', 'revisions', 'waiting', 'reviews', 'drafts'])
    await client.query(`vacuum (analyze) ${table}`);
  await client.query('checkpoint');
}

export async function findCheckpointIds(client: pg.Client, name: string): Promise<{ workspaceId: string; checkpointId: string }> {
  const { rows } = await client.query('select workspace_id, id from checkpoints where name = $1', [name]);
  return { workspaceId: rows[0].workspace_id, checkpointId: rows[0].id };
}

/** Ends what is claimed or still waiting, so that the next turn meets the queue that it is meant to meet. */
export const clearQueue = async (client: pg.Client): Promise<void> => {
  await queryAgain(client, 'truncate waiting');
};
