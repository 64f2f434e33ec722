import { expect, test } from 'vitest';
import { comment } from '../src/comments/comment.ts';
import { listComments } from '../src/comments/list.ts';
import { listMentions, readMentions } from '../src/comments/mentions.ts';
import type { Context } from '../src/context.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, submit } from './acts.ts';
import { addedTo, logOf, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

const idOf = (ctx: Context) => (ctx.actor as { id: string }).id;

async function makeItem() {
  const workspace = await makeWorkspace(db);
  const item = await submit(workspace.service, await workspace.checkpoint('texts'), 'a');
  return { ...workspace, item, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

test('a comment with a mention is found on the item and by who was mentioned, until they have read it', async () => {
  const { item, ann, ben, owner } = await makeItem();
  const said = await comment({ ctx: ann, itemId: item.id, input: { text: 'Is this true?', mentions: [idOf(ben), idOf(ben)] } });
  expect(said).toMatchObject({ itemId: item.id, by: { name: 'Ann' }, text: 'Is this true?', mentions: [{ id: idOf(ben), name: 'Ben' }] });
  const answer = await comment({ ctx: ben, itemId: item.id, input: { text: 'Yes.' } });
  expect(await listComments({ ctx: owner, itemId: item.id })).toEqual([said, answer]);
  expect(await listMentions({ ctx: ben })).toEqual([{ ...said, itemLabel: item.label, checkpoint: 'texts', readAt: null }]);
  await readMentions({ ctx: ben, input: { ids: [said.id] } });
  const [read] = await listMentions({ ctx: ben });
  expect(read?.readAt).not.toBeNull();
  await readMentions({ ctx: ben, input: { ids: [said.id] } });
  expect((await listMentions({ ctx: ben }))[0]).toEqual(read);
});

test('nobody marks the mentions of others as read', async () => {
  const { item, ann, ben } = await makeItem();
  const said = await comment({ ctx: ann, itemId: item.id, input: { text: 'You?', mentions: [idOf(ben)] } });
  await readMentions({ ctx: ann, input: { ids: [said.id] } });
  expect((await listMentions({ ctx: ben }))[0]?.readAt).toBeNull();
  expect(await listMentions({ ctx: ann })).toEqual([]);
});

test('[G1] [G3] a comment is logged without its words', async () => {
  const { id, item, ann, ben } = await makeItem();
  const entries = await addedTo(db, id, () => comment({ ctx: ann, itemId: item.id, input: { text: 'a secret', mentions: [idOf(ben)] } }));
  expect(entries).toMatchObject([{ kind: 'item.commented', itemId: item.id, data: { mentions: [idOf(ben)] } }]);
  expect(JSON.stringify(entries)).not.toContain('secret');
});

test('fifty comments at once are all kept, in one order', async () => {
  const { id, item, ann, ben } = await makeItem();
  await Promise.all(Array.from({ length: 50 }, (_, n) => comment({ ctx: n % 2 ? ann : ben, itemId: item.id, input: { text: `n${n}` } })));
  const comments = await listComments({ ctx: ann, itemId: item.id });
  expect(new Set(comments.map(({ text }) => text)).size).toBe(50);
  expect(await listComments({ ctx: ben, itemId: item.id })).toEqual(comments);
  expect((await logOf(db, id)).filter(({ kind }) => kind === 'item.commented')).toHaveLength(50);
});

test('[P1] [P2] strangers, services and mentions of strangers are refused, and nothing is written', async () => {
  const { id, item, ann, service } = await makeItem();
  const { ann: stranger } = await makeItem();
  const before = await rowsOf(db, id);
  expect(await codeOf(comment({ ctx: ann, itemId: item.id, input: { text: 'x', mentions: [idOf(stranger)] } }))).toBe('invalid_input');
  expect(await codeOf(comment({ ctx: stranger, itemId: item.id, input: { text: 'x' } }))).toBe('not_found');
  expect(await codeOf(listComments({ ctx: stranger, itemId: item.id }))).toBe('not_found');
  expect(await codeOf(comment({ ctx: service, itemId: item.id, input: { text: 'x' } }))).toBe('not_allowed');
  expect(await codeOf(listComments({ ctx: service, itemId: item.id }))).toBe('not_allowed');
  expect(await rowsOf(db, id)).toEqual(before);
  expect(await listComments({ ctx: ann, itemId: item.id })).toEqual([]);
});
