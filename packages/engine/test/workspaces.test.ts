import { describe, expect, test } from 'vitest';
import { putBatchSettings } from '../src/batches/settings.ts';
import { claim } from '../src/claims/claim.ts';
import { createKey } from '../src/keys/keys.ts';
import { findMembership } from '../src/people/members.ts';
import { putProvider } from '../src/providers/put.ts';
import { decide } from '../src/reviews/decide.ts';
import { startRun } from '../src/runs/start.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { putWorkflow } from '../src/workflows/put.ts';
import { createWorkspace, firstWorkspace } from '../src/workspaces/create.ts';
import { submit } from './acts.ts';
import { stepsTo, uploadTo } from './drafting-verbs.ts';
import { logOf, rowsOf } from './observe.ts';
import { type Named, nowhere, verbs } from './verbs.ts';

const { db } = await useTestDatabase();

async function makeForeign(state: string) {
  const foreign = await makeWorkspace(db, 'Foreign');
  const checkpoint = await foreign.checkpoint('secret-launch', { reasons: [{ code: 'tone', label: 'Tone' }] });
  const item = await submit(foreign.service, checkpoint, 'foreign key', { output: 'foreign output' });
  await submit(foreign.service, checkpoint, 'another', {});
  if (state === 'claimed') await claim({ ctx: foreign.owner, input: { item: item.id } });
  if (state === 'decided') await decide({ ctx: foreign.owner, itemId: item.id, input: { verdict: 'approve' } });
  const { id: keyId } = await createKey({ ctx: foreign.owner, input: { kind: 'service', name: 'foreign' } });
  const { owner: ctx } = foreign;
  const [provider, workflow] = ['foreign-provider', 'foreign-workflow'];
  await putProvider({ ctx, name: provider, input: { kind: 'openai' }, secret: null });
  await putWorkflow({ ctx, name: workflow, input: stepsTo(checkpoint) });
  const { run } = await startRun({ ctx, workflow, input: { key: 'foreign run', input: 1 } });
  const { id: batchId } = await uploadTo(ctx);
  await putBatchSettings({ ctx, id: batchId, input: { workflow } });
  return { id: foreign.id, named: { checkpoint, itemId: item.id, keyId, provider, workflow, batchId, runId: run.id } };
}

/** What the caller sees, with the names that they gave taken out, as well as what differs from call to call. */
async function seen(work: Promise<unknown>, named: Named): Promise<string> {
  const shown = await work.then(
    (value) => ({ value }),
    ({ code, message, details }) => ({ code, message, details }),
  );
  let text = JSON.stringify(shown);
  for (const [what, name] of Object.entries(named)) text = text.replaceAll(name, `<${what}>`);
  return text
    .replace(/"\d{4}-\d\d-\d\dT[^"]+"/g, '"<time>"')
    .replace(/(item|key|cp|review|invite|batch|run)_[0-9a-z]{26}/g, '<id>')
    .replace(/"(key|hint|token)":"[^"]+"/g, '"<secret>"')
    .replace(/"id":"\d+-\d+"/g, '"<position>"');
}

describe.each(['waiting', 'claimed', 'decided'])('[P2] what belongs to another workspace, %s, is as good as missing', (state) => {
  test.each(verbs)('to $name', async ({ run }) => {
    const foreign = await makeForeign(state);
    const before = await rowsOf(db, foreign.id);
    const [one, two] = [await makeWorkspace(db, 'Own'), await makeWorkspace(db, 'Own')];
    const given = await seen(run(one.owner, foreign.named), foreign.named);
    const expected = await seen(run(two.owner, nowhere), nowhere);
    const same = (text: string) =>
      text
        .replaceAll(one.id, '<ws>')
        .replaceAll(two.id, '<ws>')
        .replace(/person_[0-9a-z]{26}/g, '<person>')
        .replace(/\d+-\d+/g, '<position>');
    expect(same(given)).toBe(same(expected));
    expect(given).not.toMatch(/foreign|secret-launch/);
    expect(await rowsOf(db, foreign.id)).toEqual(before);
  });
});

test('[P2] two workspaces use the same names and keys without meeting', async () => {
  const [one, two] = [await makeWorkspace(db), await makeWorkspace(db)];
  for (const { service, checkpoint, owner } of [one, two]) {
    const item = await submit(service, await checkpoint('texts'), 'a');
    expect((await claim({ ctx: owner, input: { limit: 9 } })).map(({ item: { id } }) => id)).toEqual([item.id]);
  }
});

test('[P2] one person in two workspaces acts in the one that is named', async () => {
  const [one, two] = [await makeWorkspace(db), await makeWorkspace(db)];
  const person = await one.person('Ann', 'owner');
  await db.pool.query(
    `insert into members (workspace_id, person_id, role, created_at) values ($1, $2, 'reviewer', now() + interval '1 hour')`,
    [two.id, person.actor.id],
  );
  const membership = (workspaceId?: string) => findMembership(db, { personId: person.actor.id, workspaceId: workspaceId ?? null });
  expect(await membership()).toMatchObject({ workspaceId: one.id, role: 'owner' });
  expect(await membership(two.id)).toMatchObject({ workspaceId: two.id, role: 'reviewer', name: 'Ann' });
  const three = await createWorkspace(db, { name: 'Three' });
  expect(await membership(three.id)).toBeNull();
});

test('[G1] a new workspace begins its log', async () => {
  const { id } = await createWorkspace(db, { name: 'New' });
  expect(await logOf(db, id)).toMatchObject([{ kind: 'workspace.created', actor: { kind: 'system', id: 'setup' } }]);
});

test('the first workspace is the oldest', async () => {
  const { rows } = await db.pool.query('select id from workspaces order by created_at limit 1');
  expect((await firstWorkspace(db))?.id).toBe(rows[0].id);
});
