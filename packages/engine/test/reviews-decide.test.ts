import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { findDraft, saveDraft } from '../src/drafts/save.ts';
import { hashJson } from '../src/hash.ts';
import { passDeadlines } from '../src/items/deadlines.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, edited, instant, review, submit } from './acts.ts';
import { rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeItem(settings: Record<string, unknown> = {}, more: object = {}) {
  const workspace = await makeWorkspace(db);
  const name = await workspace.checkpoint('texts', {
    reasons: [
      { code: 'tone', label: 'Tone' },
      { code: 'fact', label: 'Fact' },
    ],
    ...settings,
  });
  return {
    ...workspace,
    name,
    item: await submit(workspace.service, name, 'a', more),
    ann: await workspace.person('Ann'),
    ben: await workspace.person('Ben'),
  };
}

test.each([
  ['approve', 'approved', {}],
  ['edit', 'edited', edited('by hand')],
  ['reject', 'rejected', { reasons: ['tone', 'fact'] }],
  ['return', 'returned', { reasons: ['fact'] }],
] as const)('the verdict %s makes the decision %s, which can be undone for a while', async (verdict, outcome, more) => {
  const { ann, item } = await makeItem({ undoSeconds: 20 });
  const {
    item: decided,
    claims,
    replayed,
  } = await review(at(ann, 5), item.id, verdict, { ...more, comment: 'because', activeSeconds: 3.5 });
  const output = 'output' in more ? more.output : item.output;
  const revision = verdict === 'edit' ? 2 : 1;
  expect({ claims, replayed }).toEqual({ claims: [], replayed: false });
  expect(decided).toMatchObject({ state: 'decided', revision, outputHash: hashJson(output), releasedAt: null });
  expect(decided.decision).toEqual({
    id: expect.stringMatching(/^review_/),
    outcome,
    by: ann.actor,
    at: instant(5).toISOString(),
    outputHash: hashJson(output),
    revision,
    reasons: 'reasons' in more ? more.reasons : [],
    comment: 'because',
    undoUntil: instant(25).toISOString(),
  });
  expect(await getItem({ ctx: ann, id: item.id })).toMatchObject({ ...decided, output });
  const { revisions, reviews } = await getHistory({ ctx: ann, id: item.id });
  expect(revisions).toHaveLength(revision);
  if (verdict === 'edit') expect(revisions[1]).toMatchObject({ output, author: ann.actor });
  expect(reviews).toMatchObject([
    { id: decided.decision?.id, verdict, by: ann.actor, comment: 'because', activeSeconds: 3.5, undoneAt: null },
  ]);
});

test('an edit that changes nothing is an approval', async () => {
  const { ann, item } = await makeItem({}, { output: { b: 1, a: 2 } });
  const { item: decided } = await review(ann, item.id, 'edit', { output: { a: 2, b: 1.0 } });
  expect(decided).toMatchObject({ revision: 1, outputHash: item.outputHash, decision: { outcome: 'approved' } });
  expect(JSON.stringify((await getItem({ ctx: ann, id: item.id })).output), 'the order of members stays as it came').toBe('{"b":1,"a":2}');
});

test('[I7] a decision on the output that was looked at is taken, on any other refused', async () => {
  const { id, ann, item } = await makeItem();
  const before = await rowsOf(db, id);
  await expect(review(ann, item.id, 'approve', { outputHash: hashJson('other') })).rejects.toMatchObject({
    code: 'output_changed',
    details: { context: { outputHash: item.outputHash, decision: null } },
  });
  expect(await rowsOf(db, id)).toEqual(before);
  const { item: decided } = await review(ann, item.id, 'approve', { outputHash: hashJson(item.output) });
  expect(decided.decision?.outputHash).toBe(hashJson(item.output));
});

test('[I7] an edit names the hash of what was written, and its base is checked', async () => {
  const { ann, item } = await makeItem();
  expect(await codeOf(review(ann, item.id, 'edit', { ...edited('mine'), outputHash: hashJson(edited('mine').output) }))).toBe(
    'output_changed',
  );
  expect(await findDraft({ ctx: ann, itemId: item.id }), 'and the text is kept').toMatchObject(edited('mine'));
  const { item: decided } = await review(ann, item.id, 'edit', { ...edited('mine'), outputHash: item.outputHash });
  expect(decided.decision?.outputHash).toBe(hashJson(edited('mine').output));
});

test('[I3] the same review sent again is answered as before and changes nothing', async () => {
  const { id, ann, item } = await makeItem();
  const sent = { ...edited('mine'), reasons: ['tone'], comment: 'c', outputHash: item.outputHash };
  const first = await review(at(ann, 0), item.id, 'edit', sent);
  const before = await rowsOf(db, id);
  expect(await review(at(ann, 9), item.id, 'edit', sent)).toEqual({ ...first, replayed: true });
  expect(await rowsOf(db, id)).toEqual(before);
  await releaseDue(db, { at: instant(60) });
  expect(await review(at(ann, 99), item.id, 'edit', sent)).toMatchObject({ replayed: true, item: { state: 'released' } });
});

test('[I3] a replayed review that asks for the next items gets them', async () => {
  const { ann, name, item, service } = await makeItem();
  const next = await submit(service, name, 'b');
  await review(ann, item.id, 'approve');
  const { claims, replayed } = await review(ann, item.id, 'approve', { claimNext: { checkpoint: name, limit: 3 } });
  expect({ replayed, ids: claims.map(({ item: { id } }) => id) }).toEqual({ replayed: true, ids: [next.id] });
});

test.each([
  ['another verdict', 'reject', {}],
  ['another text', 'edit', edited('other')],
  ['another comment', 'approve', { comment: 'x' }],
  ['other reasons', 'approve', { reasons: ['tone'] }],
  ['another base', 'approve', { outputHash: hashJson('x') }],
] as const)('[I3] the same person with %s is refused: their first decision stands', async (_, verdict, more) => {
  const { id, ann, item } = await makeItem();
  const { item: decided } = await review(ann, item.id, 'approve');
  const { drafts: __, ...before } = await rowsOf(db, id);
  await expect(review(ann, item.id, verdict, more)).rejects.toMatchObject({
    code: 'already_decided',
    details: { context: { decision: decided.decision } },
  });
  const { drafts, ...after } = await rowsOf(db, id);
  expect(after).toEqual(before);
  expect(drafts).toHaveLength(verdict === 'edit' ? 1 : 0);
});

test('[I3] the same person with another text after an edit is refused, and the other text is kept', async () => {
  const { ann, item } = await makeItem();
  const { item: decided } = await review(ann, item.id, 'edit', edited('first'));
  await expect(review(ann, item.id, 'edit', edited('second'))).rejects.toMatchObject({
    code: 'already_decided',
    details: { context: { decision: decided.decision } },
  });
  expect(await findDraft({ ctx: ann, itemId: item.id })).toMatchObject(edited('second'));
});

test('[I3] a late decision gets the one that stands, and its text is kept as a draft', async () => {
  const { ann, ben, item } = await makeItem();
  const { item: decided } = await review(ann, item.id, 'reject', { reasons: ['fact'] });
  for (const state of ['decided', 'rejected']) {
    const text = edited(`while ${state}`);
    await expect(review(ben, item.id, 'edit', text)).rejects.toMatchObject({
      code: 'already_decided',
      message: expect.stringMatching(/rejected by Ann.*kept as a draft/),
      details: { context: { state, decision: decided.decision } },
    });
    expect(await findDraft({ ctx: ben, itemId: item.id })).toMatchObject(text);
    await releaseDue(db, { at: new Date('2100-01-01') });
  }
});

test('[I3] a decision by the clock stands as one by a person does', async () => {
  const { ann, item } = await makeItem({ onDeadline: 'expire' }, { dueAt: instant(10).toISOString() });
  await passDeadlines(db, { at: instant(10) });
  await expect(review(ann, item.id, 'edit', edited('late'))).rejects.toMatchObject({
    code: 'already_decided',
    message: expect.stringContaining('expired by the deadline rule'),
    details: { context: { state: 'expired', decision: { outcome: 'expired', by: { kind: 'policy', id: 'deadline' } } } },
  });
  expect(await findDraft({ ctx: ann, itemId: item.id })).toMatchObject(edited('late'));
});

test.each([
  ['an unknown item', 'not_found', { verdict: 'approve' }],
  ['an unknown item, with an edit', 'not_found', { verdict: 'edit', output: 1 }],
])('[I9] a decision on %s is an error', async (_, code, { verdict, ...more }) => {
  const { id, ann } = await makeItem();
  const before = await rowsOf(db, id);
  expect(await codeOf(review(ann, 'item_00000000000000000000000000', verdict as 'approve', more))).toBe(code);
  expect(await rowsOf(db, id)).toEqual(before);
});

test.each([
  ['an unknown verdict', 'ZodError', { verdict: 'maybe' }],
  ['an edit without output', 'invalid_input', { verdict: 'edit' }],
  ['an approval with output', 'invalid_input', { verdict: 'approve', output: 1 }],
  ['a rejection with output', 'invalid_input', { verdict: 'reject', output: 1 }],
  ['an unknown reason', 'invalid_input', { verdict: 'reject', reasons: ['tone', 'nope'] }],
  ['an edit that breaks the schema', 'schema_violation', { verdict: 'edit', output: 1 }],
  ['no hash', 'ZodError', { verdict: 'approve', outputHash: 'md5:1' }],
  ['a field of its own', 'ZodError', { verdict: 'approve', by: 'me' }],
  ['an impossible time', 'ZodError', { verdict: 'approve', activeSeconds: -1 }],
  ['a next checkpoint that is none', 'not_found', { verdict: 'approve', claimNext: { checkpoint: 'nowhere', limit: 1 } }],
])('[I9] a decision with %s changes nothing', async (_, code, input) => {
  const { id, ann, item } = await makeItem({ outputSchema: { type: 'object' } });
  await claim({ ctx: ann, input: {} });
  await saveDraft({ ctx: ann, itemId: item.id, input: { output: 'typed' } });
  const before = await rowsOf(db, id);
  expect(await codeOf(review(ann, item.id, input.verdict as 'approve', input))).toBe(code);
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[C7] the decider is who the context says, never who the body says', async () => {
  const { id, ann, ben, item } = await makeItem();
  expect(await codeOf(review(ann, item.id, 'approve', { by: ben.actor }))).toBe('ZodError');
  expect(await codeOf(review(ann, item.id, 'approve', { person: ben.actor.id }))).toBe('ZodError');
  const { item: decided } = await review(ann, item.id, 'approve');
  expect(decided.decision?.by).toEqual(ann.actor);
  const { rows } = await db.pool.query('select person_id from reviews where workspace_id = $1', [id]);
  expect(rows).toEqual([{ person_id: ann.actor.id }]);
});

test('[I10] a decision other than the edit itself keeps what the person had typed', async () => {
  const { ann, item } = await makeItem();
  await saveDraft({ ctx: ann, itemId: item.id, input: { output: 'half an hour of typing' } });
  await review(ann, item.id, 'reject');
  expect(await findDraft({ ctx: ann, itemId: item.id })).toMatchObject({ output: 'half an hour of typing' });
});
