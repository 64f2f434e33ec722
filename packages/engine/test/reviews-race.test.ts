import type { Item } from '@countersign/contract';
import { expect, test } from 'vitest';
import { findDraft } from '../src/drafts/save.ts';
import { passDeadlines } from '../src/items/deadlines.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, countOf, edited, instant, review, submit } from './acts.ts';
import { allAtOnce, kindsOf, placeInQueue } from './observe.ts';

const { db } = await useTestDatabase({ max: 30 });

async function makeCrowd(size: number, settings: Record<string, unknown> = {}, more: object = {}) {
  const workspace = await makeWorkspace(db);
  const name = await workspace.checkpoint('texts', settings);
  const people = await Promise.all(Array.from({ length: size }, (_, n) => workspace.person(`Person ${n}`)));
  return { ...workspace, people, newItem: (key = 'a'): Promise<Item> => submit(workspace.service, name, key, more) };
}

test.each([2, 20])('[I3] of %i who decide at once exactly one does; the others get that decision and keep their text', async (size) => {
  const { id, people, newItem } = await makeCrowd(size);
  const item = await newItem();
  const starts = people.map(
    (ctx, n) => () =>
      review(ctx, item.id, 'edit', edited(`by ${n}`)).then(
        ({ item: { decision } }) => ({ n, won: true, decision }),
        (error) => ({ n, won: false, decision: error.details?.context?.decision, code: error.code }),
      ),
  );
  const answers = await allAtOnce(db, placeInQueue(id, item.id), starts);
  const winners = answers.filter(({ won }) => won);
  expect(winners).toHaveLength(1);
  const standing = await getItem({ ctx: people[0]!, id: item.id });
  expect(standing.output).toEqual({ text: `by ${winners[0]!.n}` });
  for (const answer of answers) {
    expect(answer.decision).toEqual(standing.decision);
    const draft = await findDraft({ ctx: people[answer.n]!, itemId: item.id });
    if (answer.won) expect(draft).toBeNull();
    else expect([answer, draft]).toMatchObject([{ code: 'already_decided' }, edited(`by ${answer.n}`)]);
  }
  expect((await getHistory({ ctx: people[0]!, id: item.id })).reviews).toHaveLength(1);
  expect((await kindsOf(db, id)).filter((kind) => kind === 'item.decided')).toHaveLength(1);
});

test('[I3] one person who presses the key ten times decides once, and is told so each time', async () => {
  const { id, people, newItem } = await makeCrowd(1);
  const item = await newItem();
  const answers = await allAtOnce(
    db,
    placeInQueue(id, item.id),
    Array.from({ length: 10 }, () => () => review(people[0]!, item.id, 'approve')),
  );
  expect(countOf(answers.map(({ replayed }) => String(replayed)))).toEqual({ true: 9, false: 1 });
  expect(new Set(answers.map(({ item: { decision } }) => decision?.id)).size).toBe(1);
});

test('[I3] of a decision and the deadline at once, one wins', async () => {
  const { id, people, newItem } = await makeCrowd(1, { onDeadline: 'reject' }, { dueAt: instant(0).toISOString() });
  const seen = new Set<string>();
  for (let round = 0; round < 40; round += 1) {
    const item = await newItem(`k${round}`);
    const [code, ended] = await Promise.all([
      codeOf(review(people[0]!, item.id, 'approve')),
      new Promise((done) => setTimeout(done, round % 4)).then(() => passDeadlines(db, { at: instant(1) })),
    ]);
    const { decision } = await getItem({ ctx: people[0]!, id: item.id });
    const person = { code: 'done', ended: 0, by: 'person' };
    const clock = { code: 'already_decided', ended: 1, by: 'policy' };
    expect([person, clock]).toContainEqual({ code, ended: ended.length, by: decision?.by.kind });
    seen.add(decision?.by.kind ?? '');
  }
  expect(seen, 'both happened').toContain('person');
  expect((await kindsOf(db, id)).filter((kind) => kind === 'item.decided' || kind === 'item.rejected')).toHaveLength(40);
});

test('[I5] of an undo and the release at once, exactly one wins', async () => {
  const { id, people, newItem } = await makeCrowd(1);
  const ann = people[0]!;
  for (let round = 0; round < 30; round += 1) {
    const item = await newItem(`k${round}`);
    await review(at(ann, 0), item.id, 'edit', edited('mine'));
    const start = (turn: boolean) => new Promise((begin) => setTimeout(begin, turn ? round % 3 : 0));
    const [undone, { settled }] = await Promise.all([
      start(round % 2 === 0).then(() => codeOf(undo({ ctx: at(ann, 9), itemId: item.id }))),
      start(round % 2 === 1).then(() => releaseDue(db, { at: instant(10) })),
    ]);
    const { state } = await getItem({ ctx: ann, id: item.id });
    expect([
      { state: 'waiting', undone: 'done', settled: 0 },
      { state: 'released', undone: 'undo_closed', settled: 1 },
    ]).toContainEqual({ state, undone, settled: settled.length });
  }
  const kinds = countOf(await kindsOf(db, id));
  expect((kinds['item.undone'] ?? 0) + (kinds['item.released'] ?? 0)).toBe(30);
});

test('[I5] a release passes over an item that is being undone, and takes it when that is given up', async () => {
  const { id, people, newItem } = await makeCrowd(1);
  const item = await newItem();
  await review(at(people[0]!, 0), item.id, 'approve');
  const client = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select from items where workspace_id = $1 and id = $2 for update', [id, item.id]);
    expect((await releaseDue(db, { at: instant(10) })).settled).toEqual([]);
  } finally {
    await client.query('rollback');
    client.release();
  }
  expect((await releaseDue(db, { at: instant(10) })).settled).toHaveLength(1);
});

test('[I5] two undos of one decision: one reopens the item, the other comes too late', async () => {
  const { people, newItem } = await makeCrowd(1);
  const item = await newItem();
  await review(at(people[0]!, 0), item.id, 'approve');
  const codes = await Promise.all([1, 2, 3].map(() => codeOf(undo({ ctx: at(people[0]!, 1), itemId: item.id }))));
  expect(countOf(codes)).toEqual({ done: 1, undo_closed: 2 });
});

test('[I5] many releasers side by side settle every decision once', async () => {
  const { id, people, newItem } = await makeCrowd(1);
  for (let n = 0; n < 60; n += 1) await review(at(people[0]!, 0), (await newItem(`k${n}`)).id, n % 3 ? 'approve' : 'reject');
  const rounds = await Promise.all(Array.from({ length: 12 }, () => releaseDue(db, { at: instant(10), limit: 7 })));
  const rest = await releaseDue(db, { at: instant(10) });
  const settled = [...rounds.flatMap((round) => round.settled), ...rest.settled].map(({ itemId }) => itemId);
  expect(settled).toHaveLength(60);
  expect(new Set(settled).size).toBe(60);
  expect(countOf(await kindsOf(db, id))).toMatchObject({ 'item.decided': 60, 'item.released': 40, 'item.rejected': 20 });
});
