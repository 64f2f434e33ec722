import type { Database } from '../database/open.ts';
import { textOf, wordsOf } from './words.ts';

const batch = 500;
/** Nothing is released that long after the instant it is released at: no statement runs longer. */
const longestWrite = '60 seconds';

interface Released {
  workspace_id: string;
  id: string;
  checkpoint_id: string;
  decision_id: string;
  is_edit: boolean;
  decided_at: Date;
  released_at: Date;
  // biome-ignore lint/suspicious/noExplicitAny: a payload as it was stored
  input: any;
}

const due = `select i.workspace_id, i.id, i.checkpoint_id, i.decision ->> 'id' as decision_id, i.decision ->> 'outcome' = 'edited' as is_edit,
    (i.decision ->> 'at')::timestamptz as decided_at, i.released_at, k.input
  from items i join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
  where i.state = 'released' and i.released_at >= $1::timestamptz - interval '${longestWrite}'
    and not exists (select from corrections c where c.workspace_id = i.workspace_id and c.item_id = i.id and c.decision_id = i.decision ->> 'id')
  order by i.released_at, i.id limit ${batch}`;

// array_to_tsvector takes the words as they are; the checkpoint is one of them, so that the index finds both at once.
const store = `with sent as (
  select s.*, array(select json_array_elements_text(s.words)) as list from json_to_recordset($1::json) as s(workspace_id text, item_id text,
    checkpoint_id text, decision_id text, is_edit boolean, decided_at timestamptz, text text, words json)),
kept as (
  insert into corrections (workspace_id, item_id, checkpoint_id, decision_id, is_edit, decided_at, text, words)
  select workspace_id, item_id, checkpoint_id, decision_id, is_edit, decided_at, text, array_to_tsvector(list || checkpoint_id) from sent
  on conflict (workspace_id, item_id) do update set decision_id = excluded.decision_id, is_edit = excluded.is_edit, decided_at = excluded.decided_at)
insert into correction_words (workspace_id, checkpoint_id, word, items)
select workspace_id, checkpoint_id, word, count(*) from sent, unnest(list || ''::text) word group by 1, 2, 3 order by 1, 2, 3
on conflict (workspace_id, checkpoint_id, word) do update set items = correction_words.items + excluded.items`;

/**
 * Makes released items findable as corrections, some hundred at most, oldest first; one process does so at a time. Answers how many,
 * and whether that was all. A process that dies leaves nothing half done, and the next one goes on.
 */
export async function keepCorrections({ pool }: Database): Promise<{ kept: number; isDone: boolean }> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const turn = await client.query('select released_at::text as "from" from correction_progress for update skip locked');
    const rows: Released[] = turn.rows[0] ? (await client.query(due, [turn.rows[0].from])).rows : [];
    if (rows.length > 0) {
      await client.query(store, [JSON.stringify(rows.map(toCorrection))]);
      await client.query('update correction_progress set released_at = $1', [rows.at(-1)?.released_at]);
    }
    await client.query('commit');
    return { kept: rows.length, isDone: rows.length < batch };
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the connection is gone, and with it the transaction
    throw error;
  } finally {
    client.release();
  }
}

function toCorrection({ id, input, released_at: _, ...row }: Released) {
  const text = textOf(input);
  return { ...row, item_id: id, text, words: wordsOf(text) };
}
