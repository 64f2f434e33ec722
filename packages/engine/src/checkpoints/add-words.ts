import { type Checkpoint, CountersignError, DictionaryInput, mostDictionaryWords } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';
import { checkpointColumns, toCheckpoint } from './find.ts';

/**
 * Adds words to the checkpoint's dictionary, as its next version; words that stand there already change nothing.
 * Errors: `not_allowed`, `not_found`, `invalid_input` for more than 20,000 words.
 */
export async function addWords({ ctx, name, input }: { ctx: Context; name: string; input: unknown }): Promise<Checkpoint> {
  requireRight(ctx, 'checkpoint.write');
  const { words } = DictionaryInput.parse(input);
  const { rows } = await ctx.db.pool.query({
    name: 'checkpoint-add-words',
    text: `with put as (
        update checkpoints c set version = version + 1, updated_at = now(),
          dictionary = dictionary || array(select word from unnest($3::text[]) with ordinality as new (word, place)
            where word <> all(c.dictionary) order by place)
        where workspace_id = $1 and name = $2 and not dictionary @> $3
          and cardinality(dictionary) + (select count(*) from unnest($3::text[]) as new (word) where word <> all(c.dictionary)) <= $5
        returning *),
      entry as (
        insert into log_entries ${logColumns}
        select workspace_id, 'checkpoint.changed', $4::jsonb, id, null, jsonb_build_object('name', name, 'version', version) from put)
      select ${checkpointColumns} from put`,
    values: [ctx.workspaceId, name, [...new Set(words)], JSON.stringify(actorRecord(ctx)), mostDictionaryWords],
  });
  if (rows[0]) return toCheckpoint(rows[0]);
  return explainUnchanged(ctx, name, words);
}

async function explainUnchanged(ctx: Context, name: string, words: string[]): Promise<Checkpoint> {
  const { rows } = await ctx.db.pool.query(`select ${checkpointColumns} from checkpoints where workspace_id = $1 and name = $2`, [
    ctx.workspaceId,
    name,
  ]);
  if (!rows[0]) throw new CountersignError('not_found', `There is no checkpoint ${name}. GET /v1/checkpoints lists those there are.`);
  const known = new Set(rows[0].dictionary);
  if (words.every((word) => known.has(word))) return toCheckpoint(rows[0]);
  throw new CountersignError('invalid_input', `A dictionary holds at most ${mostDictionaryWords} words. Remove some first.`, {
    pointer: '/words',
  });
}
