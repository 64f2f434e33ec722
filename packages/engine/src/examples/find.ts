import { type Example, ExamplesQuery, type Json } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { perDatabase } from '../database/per-database.ts';
import { checkpointId } from '../items/list.ts';
import { type Candidate, type Chosen, chooseExamples } from './choose.ts';
import { textOf, wordsOf } from './words.ts';

/** So many corrections that share a telling word are looked at, and so many that are merely recent. */
const mostAlike = 300;
const mostRecent = 50;
/** Words that together are in no more corrections than this find them; what is in more tells little. */
const mostFound = 3_000;
const longestCompared = 1_000;

const trigramsOf = perDatabase(() => ({ known: null as boolean | null }));

async function hasTrigrams({ db }: Context): Promise<boolean> {
  const kept = trigramsOf(db);
  kept.known ??= (await db.pool.query(`select from pg_extension where extname = 'pg_trgm'`)).rowCount === 1;
  return kept.known;
}

/** How telling each word is: the fewer corrections it is in, the more (inverse document frequency). */
async function weighWords(ctx: Context, checkpoint: string, words: string[]): Promise<{ weights: Map<string, number>; telling: string[] }> {
  const { rows } = await ctx.db.pool.query({
    name: 'example-words',
    text: `select word, items from correction_words where workspace_id = $1 and checkpoint_id = $2 and word = any($3) order by items, word`,
    values: [ctx.workspaceId, checkpoint, [...words, '']],
  });
  const all = rows.find(({ word }) => word === '')?.items ?? 0;
  const found = rows.filter(({ word }) => word !== '');
  const weights = new Map<string, number>(words.map((word) => [word, Math.log(1 + all)]));
  for (const { word, items } of found) weights.set(word, Math.log(1 + all / items));
  const telling: string[] = [];
  let sum = 0;
  for (const { word, items } of found) {
    if (telling.length > 0 && sum + items > mostFound) break;
    sum += items;
    telling.push(word);
  }
  return { weights, telling };
}

const statement = (byLetters: boolean) => `with alike as (
  select item_id from corrections where words @@ $3::tsquery order by is_edit desc, decided_at desc limit ${mostAlike}),
recent as (
  (select item_id from corrections where workspace_id = $1 and checkpoint_id = $2 and is_edit order by decided_at desc limit ${mostRecent})
  union all
  (select item_id from corrections where workspace_id = $1 and checkpoint_id = $2 and not is_edit order by decided_at desc limit ${mostRecent}))
select c.item_id, c.is_edit, c.decided_at, tsvector_to_array(c.words) as words,
  ${byLetters ? `similarity(left(c.text, ${longestCompared}), $5)` : 'null::real'} as letters
from corrections c join items i on i.workspace_id = c.workspace_id and i.id = c.item_id and i.state = 'released'
where c.workspace_id = $1 and c.checkpoint_id = $2 and c.item_id in (select item_id from alike union select item_id from recent)
  and c.item_id is distinct from $4 ${byLetters ? '' : 'and $5::text is not null'}`;

const quote = (word: string) => `'${word.replaceAll("'", "''")}'`;

async function findCandidates(
  ctx: Context,
  { checkpoint, telling, text, except }: { checkpoint: string; telling: string[]; text: string; except: string | null },
): Promise<Candidate[]> {
  const byLetters = await hasTrigrams(ctx);
  const words = telling.length > 0 ? ` & (${telling.map(quote).join(' | ')})` : " & 'no word'";
  const { rows } = await ctx.db.pool.query({
    name: `examples-find${byLetters ? '-letters' : ''}`,
    text: statement(byLetters),
    values: [ctx.workspaceId, checkpoint, quote(checkpoint) + words, except, text.slice(0, longestCompared)],
  });
  return rows.map((row) => ({
    itemId: row.item_id,
    isEdit: row.is_edit,
    decidedAt: row.decided_at,
    words: row.words,
    letters: row.letters,
  }));
}

async function loadExamples(ctx: Context, chosen: Chosen[]): Promise<Example[]> {
  const { rows } = await ctx.db.pool.query({
    name: 'examples-load',
    text: `select i.id, k.input, v.output, coalesce(b.output, v.output) as proposed from items i
      join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
      join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
      left join reviews r on r.workspace_id = i.workspace_id and r.item_id = i.id and r.id = i.decision ->> 'id'
      left join revisions b on b.workspace_id = i.workspace_id and b.item_id = i.id and b.number = r.base_revision
      where i.workspace_id = $1 and i.id = any($2)`,
    values: [ctx.workspaceId, chosen.map(({ itemId }) => itemId)],
  });
  const found = new Map(rows.map((row) => [row.id, row]));
  return chosen.flatMap(({ itemId, isEdit, decidedAt, similarity }) => {
    const row = found.get(itemId);
    if (!row) return [];
    const { input, proposed, output } = row;
    const outcome = isEdit ? ('edited' as const) : ('approved' as const);
    return [
      { itemId, outcome, decidedAt: decidedAt.toISOString(), similarity: Math.round(similarity * 1000) / 1000, input, proposed, output },
    ];
  });
}

/** The most useful past corrections for what an AI is about to work on; see `findExamples`. */
export async function examplesFor(
  ctx: Context,
  { checkpoint: id, input, k, except = null }: { checkpoint: string; input: Json; k: number; except?: string | null },
): Promise<Example[]> {
  const text = textOf(input);
  const { weights, telling } = await weighWords(ctx, id, wordsOf(text));
  const candidates = await findCandidates(ctx, { checkpoint: id, telling, text, except });
  return loadExamples(ctx, chooseExamples(candidates, { weights, k, now: ctx.at ?? new Date() }));
}

/**
 * The `k` most useful past corrections for an input: what the AI saw, what it had proposed and what went out. Edits come before
 * approvals, among them the like and recent ones first, and none that says what another says; never the item `except`. Released items
 * are found a few seconds after their release. Errors: `not_found` for the checkpoint, `not_allowed`.
 */
export async function findExamples({ ctx, checkpoint, query }: { ctx: Context; checkpoint: string; query: unknown }): Promise<Example[]> {
  requireRight(ctx, 'item.read');
  const { input, k, except } = ExamplesQuery.parse(query);
  return examplesFor(ctx, { checkpoint: await checkpointId(ctx, checkpoint), input: readInput(input), k, except: except ?? null });
}

function readInput(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a plain text needs no quotes
  }
}
