import { type Batch, type BatchFormat, CountersignError, type Json } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { newId } from '../ids.ts';
import { logColumns } from '../log/entry.ts';
import { getBatch } from './get.ts';

/** A row of a file: its cells by the columns, or why it could not be read. */
export type UploadedRow = { row: number; cells: Json[] } | { row: number; bad: string };

/** A table that is read while it comes in. */
export interface UploadedTable {
  rows: AsyncIterable<UploadedRow[]>;
  /** Complete when the rows are read. */
  columns: string[];
}

const mostBadRows = 100;
const mostRows = 1_000_000;

const insertRows = `with sent as (select * from json_to_recordset($3::json) as s(id text, row_number integer, cells json)),
  stored as (insert into runs (workspace_id, id, batch_id, row_number) select $1, id, $2, row_number from sent)
  insert into run_contents (workspace_id, run_id, source) select $1, id, cells from sent`;

/**
 * Takes in a file as a new batch, row by row. Bad rows are named and stop nothing; a file that breaks off leaves no batch.
 * Errors: `not_allowed`, `invalid_input` for a file without rows or with more than a million.
 */
export async function createBatch({
  ctx,
  fileName,
  format,
  table,
}: {
  ctx: Context;
  fileName: string;
  format: BatchFormat;
  table: UploadedTable;
}): Promise<Batch> {
  requireRight(ctx, 'batch.write');
  const id = newId('batch');
  const { pool } = ctx.db;
  await pool.query(
    `insert into batches (workspace_id, id, title, kind, file_name, format, created_by) values ($1, $2, $3, 'file', $3, $4, $5)`,
    [ctx.workspaceId, id, fileName, format, JSON.stringify(actorRecord(ctx))],
  );
  try {
    const { rows, badRows } = await storeRows(ctx, id, table);
    if (rows === 0)
      throw new CountersignError(
        'invalid_input',
        `${fileName} has no rows that can be read. ${badRows[0]?.detail ?? 'Choose a file with a header and a row.'}`,
      );
    await pool.query(
      `with made as (
         update batches set state = 'new', columns = $3, rows = $4, bad_rows = $5 where workspace_id = $1 and id = $2 returning *)
       insert into log_entries ${logColumns}
       select workspace_id, 'batch.created', created_by, null, null, jsonb_build_object('batchId', id, 'rows', rows) from made`,
      [ctx.workspaceId, id, JSON.stringify(table.columns), rows, JSON.stringify(badRows)],
    );
    return await getBatch({ ctx, id });
  } catch (error) {
    await dropUpload(ctx, id).catch(() => {}); // what is left behind is tidied up later
    throw error;
  }
}

async function storeRows(ctx: Context, id: string, table: UploadedTable) {
  const badRows: { row: number; detail: string }[] = [];
  let rows = 0;
  for await (const page of table.rows) {
    const good: { id: string; row_number: number; cells: Json[] }[] = [];
    for (const one of page)
      if ('cells' in one) good.push({ id: newId('run'), row_number: one.row, cells: one.cells });
      else if (badRows.length < mostBadRows) badRows.push({ row: one.row, detail: one.bad });
    rows += good.length;
    if (rows > mostRows) throw new CountersignError('payload_too_large', 'A batch holds at most a million rows. Split the file.');
    if (good.length > 0)
      await ctx.db.pool.query({ name: 'batch-rows', text: insertRows, values: [ctx.workspaceId, id, JSON.stringify(good)] });
  }
  return { rows, badRows };
}

async function dropUpload(ctx: Context, id: string): Promise<void> {
  await ctx.db.pool.query(
    `with gone as (delete from runs where workspace_id = $1 and batch_id = $2 returning id),
       contents as (delete from run_contents k using gone where k.workspace_id = $1 and k.run_id = gone.id)
     delete from batches where workspace_id = $1 and id = $2 and state = 'uploading'`,
    [ctx.workspaceId, id],
  );
}
