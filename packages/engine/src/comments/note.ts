import { logColumns } from '../log/entry.ts';

/**
 * Steps that add a comment to an item, its mentions and its log entry, for the statement of an act that may carry a note. `from` is a
 * step of the statement with `item_id` and `checkpoint_id`, at most one row; an empty text adds nothing. The log holds no words.
 */
export const commentSteps = (of: {
  from: string;
  workspace: string;
  id: string;
  person: string;
  text: string;
  mentions: string;
  actor: string;
  now: string;
}): string => `
commented as (
  insert into comments (workspace_id, item_id, id, person_id, text, mentions, created_at)
  select ${of.workspace}, item_id, ${of.id}, ${of.person}, ${of.text}, ${of.mentions}, ${of.now} from ${of.from} where ${of.text} <> ''
  returning *),
mentioned as (
  insert into mentions (workspace_id, person_id, comment_id, item_id)
  select workspace_id, person, id, item_id from commented, unnest(mentions) as person),
comment_entry as (
  insert into log_entries ${logColumns}
  select ${of.workspace}, 'item.commented', ${of.actor}, checkpoint_id, item_id, jsonb_build_object('commentId', ${of.id}, 'mentions', to_jsonb(${of.mentions}))
  from ${of.from} where ${of.text} <> '')`;
