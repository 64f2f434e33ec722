import type { Action } from '../src/access/can.ts';
import { getCheckpoint, listCheckpoints } from '../src/checkpoints/list.ts';
import { putCheckpoint } from '../src/checkpoints/put.ts';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import { heartbeat } from '../src/claims/heartbeat.ts';
import type { Context } from '../src/context.ts';
import { readDataset } from '../src/datasets/read.ts';
import { findDraft, saveDraft } from '../src/drafts/save.ts';
import { findExamples } from '../src/examples/find.ts';
import { exportItems } from '../src/items/export.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { importItems } from '../src/items/import.ts';
import { listItems } from '../src/items/list.ts';
import { reviseItem } from '../src/items/revise.ts';
import { submitItem } from '../src/items/submit.ts';
import { createKey, listKeys, revokeKey } from '../src/keys/keys.ts';
import { lastPosition, readLog } from '../src/log/read.ts';
import { createInvitation } from '../src/people/invitations.ts';
import { listMembers } from '../src/people/members.ts';
import { decide } from '../src/reviews/decide.ts';
import { undo } from '../src/reviews/undo.ts';
import { reportVersions } from '../src/versions/report.ts';
import { itemInput } from './acts.ts';
import { deskVerbs } from './desk-verbs.ts';
import { draftingVerbs } from './drafting-verbs.ts';
import { lessonVerbs } from './lesson-verbs.ts';

/** What a caller may name. */
export interface Named {
  checkpoint: string;
  itemId: string;
  keyId: string;
  provider: string;
  workflow: string;
  batchId: string;
  runId: string;
}

/** Names that stand for nothing in any workspace. */
export const nowhere: Named = {
  checkpoint: 'nowhere',
  itemId: 'item_00000000000000000000000000',
  keyId: 'key_00000000000000000000000000',
  provider: 'no-provider',
  workflow: 'no-workflow',
  batchId: 'batch_00000000000000000000000000',
  runId: 'run_00000000000000000000000000',
};

async function* lines(texts: string[]) {
  yield texts;
}

const collect = async (texts: AsyncIterable<string>): Promise<string[]> => {
  const collected: string[] = [];
  for await (const text of texts) collected.push(text);
  return collected;
};

export interface Verb {
  name: string;
  action: Action;
  run: (ctx: Context, named: Named) => Promise<unknown>;
}

/** Every verb that acts for somebody, with the action that it needs. */
export const verbs: Verb[] = [
  ...deskVerbs,
  ...draftingVerbs,
  ...lessonVerbs,
  { name: 'listCheckpoints', action: 'checkpoint.read', run: (ctx) => listCheckpoints({ ctx }) },
  { name: 'getCheckpoint', action: 'checkpoint.read', run: (ctx, { checkpoint }) => getCheckpoint({ ctx, name: checkpoint }) },
  { name: 'putCheckpoint', action: 'checkpoint.write', run: (ctx) => putCheckpoint({ ctx, name: 'put', input: { title: 'Put' } }) },
  {
    name: 'submitItem',
    action: 'item.submit',
    run: (ctx, { checkpoint }) => submitItem({ ctx, checkpoint, input: itemInput('submitted') }),
  },
  {
    name: 'importItems',
    action: 'item.submit',
    run: (ctx, { checkpoint }) => importItems({ ctx, checkpoint, lines: lines([JSON.stringify(itemInput('imported'))]) }),
  },
  {
    name: 'reviseItem',
    action: 'item.submit',
    run: (ctx, { itemId }) => reviseItem({ ctx, itemId, input: { output: 'another' } }),
  },
  {
    name: 'findExamples',
    action: 'item.read',
    run: (ctx, { checkpoint }) => findExamples({ ctx, checkpoint, query: { input: 'x' } }),
  },
  {
    name: 'readDataset',
    action: 'item.export',
    run: (ctx, { checkpoint }) => readDataset({ ctx, checkpoint, query: { as: 'sft', split: 'test' } }).next(),
  },
  { name: 'reportVersions', action: 'item.read', run: (ctx, { checkpoint }) => reportVersions({ ctx, checkpoint }) },
  { name: 'getItem', action: 'item.read', run: (ctx, { itemId }) => getItem({ ctx, id: itemId }) },
  { name: 'getHistory', action: 'item.read', run: (ctx, { itemId }) => getHistory({ ctx, id: itemId }) },
  { name: 'listItems', action: 'item.read', run: (ctx) => listItems({ ctx, query: { include: 'payload' } }) },
  { name: 'listItems of a checkpoint', action: 'item.read', run: (ctx, { checkpoint }) => listItems({ ctx, query: { checkpoint } }) },
  {
    name: 'listItems after an item',
    action: 'item.read',
    run: (ctx, { itemId }) => listItems({ ctx, query: { cursor: itemId, order: 'oldest' } }),
  },
  { name: 'exportItems', action: 'item.export', run: (ctx, { checkpoint }) => collect(exportItems({ ctx, checkpoint })) },
  { name: 'claim', action: 'item.review', run: (ctx) => claim({ ctx, input: { limit: 100, includeSkipped: true } }) },
  { name: 'claim of a checkpoint', action: 'item.review', run: (ctx, { checkpoint }) => claim({ ctx, input: { checkpoint } }) },
  { name: 'claim of an item', action: 'item.review', run: (ctx, { itemId }) => claim({ ctx, input: { item: itemId } }) },
  { name: 'heartbeat', action: 'item.review', run: (ctx, { itemId }) => heartbeat({ ctx, input: { itemIds: [itemId] } }) },
  { name: 'giveBack', action: 'item.review', run: (ctx, { itemId }) => giveBack({ ctx, input: { itemIds: [itemId], skip: true } }) },
  { name: 'saveDraft', action: 'item.review', run: (ctx, { itemId }) => saveDraft({ ctx, itemId, input: { output: 'draft' } }) },
  { name: 'findDraft', action: 'item.review', run: (ctx, { itemId }) => findDraft({ ctx, itemId }) },
  { name: 'decide', action: 'item.review', run: (ctx, { itemId }) => decide({ ctx, itemId, input: { verdict: 'approve' } }) },
  {
    name: 'decide with an edit',
    action: 'item.review',
    run: (ctx, { itemId }) => decide({ ctx, itemId, input: { verdict: 'edit', output: 1 } }),
  },
  {
    name: 'decide with reasons',
    action: 'item.review',
    run: (ctx, { itemId }) => decide({ ctx, itemId, input: { verdict: 'reject', reasons: ['tone'] } }),
  },
  {
    name: 'decide and claim the next',
    action: 'item.review',
    run: (ctx, { itemId, checkpoint }) => decide({ ctx, itemId, input: { verdict: 'approve', claimNext: { checkpoint, limit: 9 } } }),
  },
  { name: 'undo', action: 'item.review', run: (ctx, { itemId }) => undo({ ctx, itemId }) },
  { name: 'createKey for a person', action: 'key.personal', run: (ctx) => createKey({ ctx, input: { kind: 'personal', name: 'mine' } }) },
  { name: 'createKey for a service', action: 'key.service', run: (ctx) => createKey({ ctx, input: { kind: 'service', name: 'theirs' } }) },
  { name: 'listKeys', action: 'key.personal', run: (ctx) => listKeys({ ctx }) },
  { name: 'revokeKey', action: 'key.personal', run: (ctx, { keyId }) => revokeKey({ ctx, id: keyId }) },
  { name: 'lastPosition', action: 'event.read', run: (ctx) => lastPosition(ctx) },
  { name: 'readLog', action: 'event.read', run: (ctx) => readLog(ctx, { after: '0-0' }) },
  { name: 'listMembers', action: 'member.read', run: (ctx) => listMembers({ ctx }) },
  { name: 'createInvitation', action: 'member.invite', run: (ctx) => createInvitation({ ctx, input: { role: 'owner' } }) },
];
