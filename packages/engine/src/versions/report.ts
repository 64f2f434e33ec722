import type { VersionReport } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { checkpointId } from '../items/list.ts';
import { compareVersions, type FirstLook } from './compare.ts';
import { wordDistance } from './distance.ts';

const pageSize = 2_000;
const mostItems = 20_000;
/** Comparing texts takes the time: the newest edits tell enough. */
const mostDistances = 3_000;

// The first review of an item that stands. What a person makes of a later revision tells of the feedback too.
const statement = `select i.id, coalesce(a.model, i.model) as model, coalesce(k.metadata ->> 'prompt', k.metadata ->> 'promptVersion',
    (k.metadata -> 'drafting' ->> 'workflow') || ' v' || (k.metadata -> 'drafting' ->> 'version')) as prompt,
    i.severity, k.metadata ->> 'category' as category, length(k.input::text) as length, r.verdict, r.created_at as at, r.active_seconds as seconds,
    b.output as before, e.output as after
  from (select * from items where workspace_id = $1 and checkpoint_id = $2 and id < $3 order by id desc limit ${pageSize}) i
  join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
  join revisions a on a.workspace_id = i.workspace_id and a.item_id = i.id and a.number = 1
  left join lateral (select * from reviews r where r.workspace_id = i.workspace_id and r.item_id = i.id and r.undone_at is null
    order by r.created_at limit 1) r on true
  left join revisions b on r.verdict = 'edit' and b.workspace_id = i.workspace_id and b.item_id = i.id and b.number = r.base_revision
  left join lateral (select e.output from revisions e where r.verdict = 'edit' and e.workspace_id = i.workspace_id and e.item_id = i.id
    and e.output_hash = r.output_hash limit 1) e on true
  order by i.id desc`;

/**
 * What people made of each model and prompt at a checkpoint, over the newest items, with intervals, and a comparison of each version
 * with the one before it on the same kinds of items (severity, category of the metadata, length of the input).
 * Errors: `not_found` for the checkpoint, `not_allowed`.
 */
export async function reportVersions({ ctx, checkpoint }: { ctx: Context; checkpoint: string }): Promise<VersionReport> {
  requireRight(ctx, 'item.read');
  const id = await checkpointId(ctx, checkpoint);
  const looks: FirstLook[] = [];
  let [before, seen, isWhole, measured] = ['~', 0, false, 0];
  while (!isWhole && seen < mostItems) {
    const { rows } = await ctx.db.pool.query({ name: 'versions-page', text: statement, values: [ctx.workspaceId, id, before] });
    for (const { id: _, before: written, after, ...row } of rows) {
      if (row.verdict === null) continue;
      const isMeasured = row.verdict !== 'edit' || measured < mostDistances;
      if (row.verdict === 'edit') measured += 1;
      const distance = row.verdict === 'approve' ? 0 : row.verdict === 'edit' && isMeasured ? wordDistance(written, after) : null;
      looks.push({ ...row, distance });
    }
    seen += rows.length;
    isWhole = rows.length < pageSize;
    before = rows.at(-1)?.id ?? before;
  }
  return { ...compareVersions(looks), items: looks.length, isWhole };
}
