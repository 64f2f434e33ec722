import type { EventKind } from '@countersign/contract';
import { describe, expect, test } from 'vitest';
import { putCheckpoint } from '../src/checkpoints/put.ts';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import type { Context } from '../src/context.ts';
import { saveDraft } from '../src/drafts/save.ts';
import { passDeadlines } from '../src/items/deadlines.ts';
import { importItems } from '../src/items/import.ts';
import { releaseDue } from '../src/items/release.ts';
import { createKey, revokeKey } from '../src/keys/keys.ts';
import { createInvitation } from '../src/people/invitations.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace, type TestWorkspace } from '../src/testing/workspace.ts';
import { at, edited, instant, itemInput, review, submit } from './acts.ts';
import { addedTo, logOf } from './observe.ts';

const { db } = await useTestDatabase();

interface Scene extends TestWorkspace {
  ann: Context;
  itemId: string;
  keyId: string;
}

const lines = async function* (texts: string[]) {
  yield texts;
};

/** Each verb that changes a state: how, and what must stand in the log afterwards. */
const changes: {
  name: string;
  before?: (scene: Scene) => Promise<unknown>;
  act: (scene: Scene) => Promise<unknown>;
  kinds: EventKind[];
}[] = [
  {
    name: 'putCheckpoint, a new one',
    act: ({ owner }) => putCheckpoint({ ctx: owner, name: 'new', input: { title: 'N' } }),
    kinds: ['checkpoint.created'],
  },
  {
    name: 'putCheckpoint, a change',
    act: ({ owner }) => putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'N' } }),
    kinds: ['checkpoint.changed'],
  },
  { name: 'submitItem', act: ({ service }) => submit(service, 'texts', 'b'), kinds: ['item.submitted'] },
  {
    name: 'submitItem in the place of another',
    act: ({ service }) => submit(service, 'texts', 'a', { output: 1, supersede: true }),
    kinds: ['item.submitted', 'item.superseded'],
  },
  {
    name: 'importItems',
    act: ({ service }) =>
      importItems({ ctx: service, checkpoint: 'texts', lines: lines(['b', 'c'].map((key) => JSON.stringify(itemInput(key)))) }),
    kinds: ['item.submitted', 'item.submitted'],
  },
  {
    name: 'giveBack with skip',
    before: ({ ann }) => claim({ ctx: ann, input: {} }),
    act: ({ ann, itemId }) => giveBack({ ctx: ann, input: { itemIds: [itemId], skip: true } }),
    kinds: ['item.skipped'],
  },
  { name: 'decide', act: ({ ann, itemId }) => review(ann, itemId, 'edit', edited('by hand')), kinds: ['item.decided'] },
  {
    name: 'decide without time to undo',
    before: ({ owner }) => putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'T', undoSeconds: 0 } }),
    act: ({ ann, itemId }) => review(ann, itemId, 'approve'),
    kinds: ['item.decided', 'item.released'],
  },
  {
    name: 'undo',
    before: ({ ann, itemId }) => review(at(ann, 0), itemId, 'approve'),
    act: ({ ann, itemId }) => undo({ ctx: at(ann, 1), itemId }),
    kinds: ['item.undone'],
  },
  {
    name: 'releaseDue of an approval',
    before: ({ ann, itemId }) => review(at(ann, 0), itemId, 'approve'),
    act: () => releaseDue(db, { at: instant(10) }),
    kinds: ['item.released'],
  },
  {
    name: 'releaseDue of a rejection',
    before: ({ ann, itemId }) => review(at(ann, 0), itemId, 'reject'),
    act: () => releaseDue(db, { at: instant(10) }),
    kinds: ['item.rejected'],
  },
  {
    name: 'releaseDue of a return',
    before: ({ ann, itemId }) => review(at(ann, 0), itemId, 'return'),
    act: () => releaseDue(db, { at: instant(10) }),
    kinds: ['item.returned'],
  },
  {
    name: 'passDeadlines',
    before: ({ owner }) => putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'T', onDeadline: 'expire' } }),
    act: () => passDeadlines(db, { at: instant(5000) }),
    kinds: ['item.expired'],
  },
  { name: 'createKey', act: ({ owner }) => createKey({ ctx: owner, input: { kind: 'service', name: 'app' } }), kinds: ['key.created'] },
  { name: 'revokeKey', act: ({ owner, keyId }) => revokeKey({ ctx: owner, id: keyId }), kinds: ['key.revoked'] },
  {
    name: 'createInvitation',
    act: ({ owner }) => createInvitation({ ctx: owner, input: { role: 'reviewer' } }),
    kinds: ['invitation.created'],
  },
];

async function makeScene(): Promise<Scene> {
  const workspace = await makeWorkspace(db);
  const name = await workspace.checkpoint('texts');
  const { id: itemId } = await submit(workspace.service, name, 'a', { dueAt: instant(1000).toISOString() });
  const { id: keyId } = await createKey({ ctx: workspace.owner, input: { kind: 'service', name: 'old' } });
  return { ...workspace, ann: await workspace.person('Ann'), itemId, keyId };
}

describe.each(changes)('[G1] $name', ({ before, act, kinds }) => {
  test('writes exactly its entries, in the transaction of the change', async () => {
    const scene = await makeScene();
    await before?.(scene);
    const entries = await addedTo(db, scene.id, () => act(scene));
    expect(entries.map(({ kind }) => kind).sort()).toEqual(kinds);
    expect(new Set(entries.map(({ tx }) => tx)).size).toBe(1);
    for (const { actor } of entries) expect(actor.id).toMatch(/./);
  });

  test('changes nothing when its entry cannot be written', async () => {
    const scene = await makeScene();
    await before?.(scene);
    const states = async () =>
      (
        await db.pool.query(
          `select (select json_agg(i order by i.id) from items i where workspace_id = $1) as items, (select count(*) from waiting where workspace_id = $1) as waiting,
         (select json_agg(k order by k.id) from api_keys k where workspace_id = $1) as keys, (select json_agg(c order by c.id) from checkpoints c where workspace_id = $1) as checkpoints,
         (select count(*) from invitations where workspace_id = $1) as invitations, (select count(*) from reviews where workspace_id = $1 and undone_at is null) as reviews`,
          [scene.id],
        )
      ).rows;
    const standing = await states();
    await db.pool.query(`alter table log_entries add constraint full_log check (workspace_id <> '${scene.id}') not valid`);
    try {
      await expect(act(scene)).rejects.toMatchObject({ code: '23514' });
    } finally {
      await db.pool.query('alter table log_entries drop constraint full_log');
    }
    expect(await states()).toEqual(standing);
  });
});

test('[G1] what changes no state writes no entry', async () => {
  const { id, ann, itemId, owner, service } = await makeScene();
  const entries = await addedTo(db, id, async () => {
    await claim({ ctx: ann, input: {} });
    await saveDraft({ ctx: ann, itemId, input: { output: 1 } });
    await giveBack({ ctx: ann, input: { itemIds: [itemId] } });
    await giveBack({ ctx: ann, input: { itemIds: [itemId], skip: true } });
    await submit(service, 'texts', 'a', { dueAt: instant(1000).toISOString() });
    await putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'texts' } });
    await releaseDue(db, { at: instant(9e6) });
    await passDeadlines(db, { at: instant(9e6) });
  });
  expect(entries).toEqual([]);
});

test('[G3] no entry holds content, comments, drafts, names or secrets', async () => {
  const { id, service, person, owner } = await makeWorkspace(db);
  const ann = await person('SECRET-person');
  await putCheckpoint({
    ctx: owner,
    name: 'texts',
    input: { title: 'SECRET-title', instructions: 'SECRET', reasons: [{ code: 'tone', label: 'SECRET-label' }] },
  });
  const secret = { input: 'SECRET-input', output: { text: 'SECRET-output' }, metadata: { m: 'SECRET-metadata' }, model: 'SECRET-model' };
  const item = await submit(service, 'texts', 'a', secret);
  await claim({ ctx: ann, input: {} });
  await saveDraft({ ctx: ann, itemId: item.id, input: { output: 'SECRET-draft' } });
  await giveBack({ ctx: ann, input: { itemIds: [item.id], skip: true } });
  await review(at(ann, 0), item.id, 'edit', { ...edited('SECRET-edit'), comment: 'SECRET-comment', reasons: ['tone'] });
  await undo({ ctx: at(ann, 1), itemId: item.id });
  await review(at(ann, 2), item.id, 'reject', { comment: 'SECRET' });
  await releaseDue(db, { at: instant(99) });
  await submit(service, 'texts', 'b', secret);
  await submit(service, 'texts', 'b', { output: 'SECRET', supersede: true });
  const { key } = await createKey({
    ctx: { ...owner, actor: { ...owner.actor, name: 'SECRET' } as never },
    input: { kind: 'personal', name: 'SECRET-key' },
  });
  const { token } = await createInvitation({ ctx: owner, input: { role: 'reviewer', name: 'SECRET-guest' } });
  const entries = await logOf(db, id);
  expect(entries.length).toBeGreaterThan(10);
  for (const entry of entries) {
    expect(JSON.stringify(entry)).not.toContain('SECRET');
    expect(JSON.stringify(entry)).not.toContain(key);
    expect(JSON.stringify(entry)).not.toContain(token);
  }
});

test.each([
  'update log_entries set data = data',
  'delete from log_entries',
  'truncate log_entries',
  `update log_entries set kind = 'x' where false`,
  'delete from log_entries where false',
])('[G2] the log is append-only: %s is refused', async (text) => {
  const { id } = await makeWorkspace(db);
  const before = await logOf(db, id);
  await expect(db.pool.query(text)).rejects.toMatchObject({ code: 'CSLOG' });
  expect(await logOf(db, id)).toEqual(before);
});
