/**
 * The columns of a log entry, for `insert into log_entries ${logColumns} select ...` inside the statement that makes the change.
 * Entries hold hashes and codes, never content: content must stay erasable.
 */
export const logColumns = '(workspace_id, kind, actor, checkpoint_id, item_id, data)';
