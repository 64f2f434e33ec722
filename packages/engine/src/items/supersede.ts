import type { Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';
import type { PreparedItem } from './prepare.ts';
import { type StandingItem, selectStored, storeSteps, storeValues } from './store.ts';

const supersede = `
with gone as (
  delete from waiting where workspace_id = $1 and item_id = $7
    and exists (select from checkpoints c where c.workspace_id = $1 and c.id = $2 and c.version = $3)
  returning item_id),
superseded as (
  update items set state = 'superseded', updated_at = coalesce($6, now())
  where workspace_id = $1 and id = $7
    and (id in (select item_id from gone)
      or state = 'returned' and exists (select from checkpoints c where c.workspace_id = $1 and c.id = $2 and c.version = $3))
  returning id, checkpoint_id),
superseded_entry as (
  insert into log_entries ${logColumns}
  select $1, 'item.superseded', $5::jsonb, superseded.checkpoint_id, superseded.id, jsonb_build_object('outputHash', sent.output_hash)
  from superseded, sent),`;

// The steps that store read "sent", so they stand first.
const [sentStep, ...laterSteps] = storeSteps({ onlyIf: 'exists (select from superseded)' }).trim().split('\nstored as ');
const statement = `with ${sentStep} ${supersede.trim().slice('with '.length)}
stored as ${laterSteps.join('')} ${selectStored}`;
