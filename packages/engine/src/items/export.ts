import type { ExportedItem, ItemState } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { checkpointId } from './list.ts';

const stamp = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const orNull = (json: string) => `coalesce(${json}::text, 'null')`;

// The members of a line, each as a piece of SQL that gives JSON. What cannot need escaping is quoted as it is. Put together as text,
// because json_build_object looks up the type of each member again for each row, which takes a third of the time of an export.
const members = {
  id: `'"', i.id, '"'`,
  key: 'to_json(i.key)',
  state: `'"', i.state, '"'`,
  severity: `'"', i.severity, '"'`,
  confidence: orNull('i.confidence'),
  model: orNull('to_json(i.model)'),
  input: 'k.input',
  output: 'v.output',
  outputHash: `'"', i.output_hash, '"'`,
  proposed: 'f.output',
  metadata: 'k.metadata',
  decision: orNull('i.decision'),
  createdAt: `'"', ${stamp('i.created_at')}, '"'`,
  releasedAt: orNull(`to_json(${stamp('i.released_at')})`),
} satisfies Record<keyof ExportedItem, string>;

const line = `concat('{', ${Object.entries(members)
  .map(([name, json], index) => `'${index === 0 ? '' : ','}"${name}":', ${json}`)
  .join(', ')}, '}')`;

// The database writes the lines and hands over a page as one text: the process only passes it on.
const exportPage = (byState: boolean, size: number) => `
select max(id) as last, count(*)::integer as count, string_agg(line, E'\\n' order by id) as lines from (
  select i.id, ${line} as line
  from (select * from items where workspace_id = $1 and checkpoint_id = $2 and id > $3 ${byState ? 'and state = $4' : ''} order by id limit ${size}) i
  join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
  join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
  join revisions f on f.workspace_id = i.workspace_id and f.item_id = i.id and f.number = 1) page`;

interface Page {
  last: string;
  count: number;
  lines: string;
  isLast: boolean;
}

/**
 * All items of a checkpoint as JSON lines, oldest first, in texts of up to `pageSize` lines without a newline at the end. Each
 * page is a statement of its own, so that no export holds a snapshot; an item that changes meanwhile appears as it is when its
 * page is read, never twice. Errors: `not_found`.
 */
export async function* exportItems({
  ctx,
  checkpoint,
  state,
  pageSize = 250,
}: {
  ctx: Context;
  checkpoint: string;
  state?: ItemState | undefined;
  pageSize?: number;
}): AsyncGenerator<string> {
  requireRight(ctx, 'item.export');
  const id = await checkpointId(ctx, checkpoint);
  const read = async (after: string, size: number): Promise<Page> => {
    const { rows } = await ctx.db.pool.query({
      name: `items-export-${state ? 'state-' : ''}${size}`,
      text: exportPage(state !== undefined, size),
      values: [ctx.workspaceId, id, after, ...(state ? [state] : [])],
    });
    return { ...rows[0], isLast: rows[0].count < size };
  };
  // A small first page brings the first byte early. Each further one is read while the one before it goes out.
  let page = await read('', Math.min(100, pageSize));
  while (!page.isLast) {
    const next = read(page.last, pageSize);
    next.catch(() => undefined); // whoever stops reading does not hear of it
    yield page.lines;
    page = await next;
  }
  if (page.count > 0) yield page.lines;
}
