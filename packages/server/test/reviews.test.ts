import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const { owner, reviewer, service, checkpoint, signIn } = await app.team();
await checkpoint('texts', { outputSchema: { type: 'string', maxLength: 20 }, reasons: [{ code: 'tone', label: 'Tone' }] });
await checkpoint('at-once', { undoSeconds: 0 });

let count = 0;
const submit = async (name = 'texts') =>
  (await service.call('POST', `/v1/checkpoints/${name}/items`, { key: `k${++count}`, input: 1, output: 'draft one' })).json();
const review = (id: string, input: unknown, by = reviewer) => by.call('POST', `/v1/items/${id}/reviews`, input);

test('a review answers the decided item and, when asked, the next claim', async () => {
  const [first, second] = [await submit(), await submit()];
  const response = await review(first.id, { verdict: 'reject', reasons: ['tone'], comment: 'dull', claimNext: { checkpoint: 'texts' } });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    item: {
      id: first.id,
      state: 'decided',
      decision: { outcome: 'rejected', by: { kind: 'person', id: reviewer.id, name: 'Rita Reviewer' }, reasons: ['tone'], comment: 'dull' },
    },
    claims: [{ item: { id: second.id, output: 'draft one' } }],
  });
});

test('[I3] ten reviewers at once make one decision, and nine hear which stands', async () => {
  const { id } = await submit();
  const people = await Promise.all(Array.from({ length: 10 }, (_, n) => signIn(`P${n}`)));
  const answers = await Promise.all(
    people.map((one, n) => one.call('POST', `/v1/items/${id}/reviews`, { verdict: 'edit', output: `text ${n}` })),
  );
  const bodies = await Promise.all(answers.map((one) => one.json()));
  const won = answers.findIndex(({ status }) => status === 200);
  const standing = bodies[won].item.decision;
  expect(standing.by.id).toBe(people[won]?.id);
  for (const [n, one] of people.entries()) {
    if (n === won) continue;
    expect(answers[n]?.status).toBe(409);
    expect(bodies[n]).toMatchObject({ code: 'already_decided', context: { itemId: id, decision: standing } });
    expect(await (await one.call('GET', `/v1/items/${id}/draft`)).json()).toMatchObject({ draft: { output: `text ${n}` } });
  }
});

test('[I1] the same review again is answered 200, marked as replayed', async () => {
  const { id } = await submit();
  const input = { verdict: 'edit', output: 'better', comment: 'shorter' };
  const first = await review(id, input);
  const second = await review(id, input);
  expect([first.headers.get('idempotent-replayed'), second.status, second.headers.get('idempotent-replayed')]).toEqual([null, 200, 'true']);
  expect((await second.json()).item).toEqual((await first.json()).item);
  const other = await review(id, { verdict: 'approve' });
  expect([other.status, (await other.json()).code]).toEqual([409, 'already_decided']);
});

test('[I7] a review of an output that is no longer there is refused', async () => {
  const item = await submit();
  const stale = await review(item.id, { verdict: 'approve', outputHash: `sha256:${'0'.repeat(64)}` });
  expect([stale.status, await stale.json()]).toMatchObject([409, { code: 'output_changed', context: { outputHash: item.outputHash } }]);
  const right = await review(item.id, { verdict: 'approve', outputHash: item.outputHash });
  expect((await right.json()).item.decision.outputHash).toBe(item.outputHash);
});

test('[I9] what is invalid, unknown or closed is an error and changes nothing', async () => {
  const item = await submit();
  const expectProblem = async (answer: Promise<Response>, status: number, code: string) =>
    expect([(await answer).status, (await (await answer).json()).code]).toEqual([status, code]);
  await expectProblem(review('item_none', { verdict: 'approve' }), 404, 'not_found');
  await expectProblem(review(item.id, { verdict: 'maybe' }), 400, 'invalid_input');
  await expectProblem(review(item.id, { verdict: 'approve', output: 'x' }), 400, 'invalid_input');
  await expectProblem(review(item.id, { verdict: 'edit' }), 400, 'invalid_input');
  await expectProblem(review(item.id, { verdict: 'edit', output: 'far longer than twenty letters' }), 422, 'schema_violation');
  await expectProblem(review(item.id, { verdict: 'reject', reasons: ['unknown'] }), 400, 'invalid_input');
  await expectProblem(review(item.id, { verdict: 'approve' }, service), 403, 'not_allowed');
  expect(await (await owner.call('GET', `/v1/items/${item.id}`)).json()).toEqual(item);
  await service.call('POST', '/v1/checkpoints/texts/items', { key: item.key, input: 2, output: 'other', supersede: true });
  await expectProblem(review(item.id, { verdict: 'approve' }), 409, 'not_reviewable');
});

test('[C2] a review of what somebody else holds is refused', async () => {
  const { id } = await submit();
  await owner.call('POST', '/v1/claims', { item: id });
  const response = await review(id, { verdict: 'edit', output: 'mine' });
  expect([response.status, await response.json()]).toMatchObject([
    409,
    { code: 'claimed_by_other', detail: expect.stringContaining('kept as a draft') },
  ]);
});

test('[C7] the decider is the holder of the key, whatever the body says', async () => {
  const { id } = await submit();
  const forged = await review(id, { verdict: 'approve', by: { kind: 'person', id: owner.id }, personId: owner.id });
  expect(forged.status).toBe(400);
  expect((await (await review(id, { verdict: 'approve' })).json()).item.decision.by.id).toBe(reviewer.id);
});

test('[I5] undo gives the item back claimed, with the text as a draft, until it takes effect', async () => {
  const { id, outputHash } = await submit();
  await review(id, { verdict: 'edit', output: 'better' });
  const byOther = await owner.call('POST', `/v1/items/${id}/undo`, {});
  expect([byOther.status, (await byOther.json()).code]).toEqual([409, 'undo_closed']);
  const undone = await reviewer.call('POST', `/v1/items/${id}/undo`, {});
  expect([undone.status, await undone.json()]).toMatchObject([
    200,
    { claim: { item: { id, state: 'waiting', output: 'draft one', outputHash }, draft: 'better' } },
  ]);
  const again = await reviewer.call('POST', `/v1/items/${id}/undo`, {});
  expect([again.status, (await again.json()).code]).toEqual([409, 'undo_closed']);
  const released = await submit('at-once');
  await review(released.id, { verdict: 'approve' });
  const late = await reviewer.call('POST', `/v1/items/${released.id}/undo`, {});
  expect([late.status, await late.json()]).toMatchObject([409, { code: 'undo_closed', context: { state: 'released' } }]);
  expect((await reviewer.call('POST', '/v1/items/item_none/undo', {})).status).toBe(404);
});

test('a draft is kept for its person alone, and any JSON will do', async () => {
  const { id } = await submit();
  const none = await reviewer.call('GET', `/v1/items/${id}/draft`);
  expect([none.status, await none.json()]).toEqual([200, { draft: null }]);
  for (const output of ['half a sen', { a: ['\u0000', null] }, null, 0]) {
    const kept = await reviewer.call('PUT', `/v1/items/${id}/draft`, { output });
    expect([kept.status, await kept.json()]).toEqual([200, { output, updatedAt: expect.any(String) }]);
    expect((await (await reviewer.call('GET', `/v1/items/${id}/draft`)).json()).draft.output).toEqual(output);
  }
  expect(await (await owner.call('GET', `/v1/items/${id}/draft`)).json()).toEqual({ draft: null });
  expect((await reviewer.call('PUT', '/v1/items/item_none/draft', { output: 1 })).status).toBe(404);
  expect((await reviewer.call('PUT', `/v1/items/${id}/draft`, {})).status).toBe(400);
});

test('the history shows every revision and review, with the undone ones', async () => {
  const { id } = await submit();
  await review(id, { verdict: 'edit', output: 'one' });
  await reviewer.call('POST', `/v1/items/${id}/undo`, {});
  await review(id, { verdict: 'edit', output: 'two' });
  const history = await (await service.call('GET', `/v1/items/${id}/history`)).json();
  expect(history.revisions.map(({ output }: { output: string }) => output)).toEqual(['draft one', 'one', 'two']);
  expect(history.reviews.map(({ undoneAt }: { undoneAt: string | null }) => undoneAt !== null)).toEqual([true, false]);
  expect((await service.call('GET', '/v1/items/item_none/history')).status).toBe(404);
});
