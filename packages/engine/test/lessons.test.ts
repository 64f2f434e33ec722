import { describe, expect, test } from 'vitest';
import { findCheckpoint } from '../src/checkpoints/find.ts';
import type { Context } from '../src/context.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { submitItem } from '../src/items/submit.ts';
import { changeLesson } from '../src/lessons/change.ts';
import { getLesson } from '../src/lessons/get.ts';
import { listLessons } from '../src/lessons/list.ts';
import { makeBrandRule } from '../src/lessons/make-brand-rule.ts';
import { mineDue } from '../src/lessons/mine.ts';
import { ratifyLesson } from '../src/lessons/ratify.ts';
import { switchOffLesson } from '../src/lessons/switch-off.ts';
import { decide } from '../src/reviews/decide.ts';
import { plantLesson } from '../src/testing/lessons.ts';
import { cloneTemplate } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf } from './acts.ts';
import { logOf } from './observe.ts';

const places = ['kitchen', 'garden', 'hall', 'office', 'cabin', 'studio', 'garage'];

/** A database of its own, because the worker looks at all workspaces. Decisions take effect at once. */
async function makeDesk() {
  const { db, drop } = await cloneTemplate();
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', { undoSeconds: 0 });
  const ann = await workspace.person('Ann');
  const lead = await workspace.person('Lena', 'lead');
  let count = 0;
  const submit = async (text = `You can utilize it in the ${places[count % 7]}.`, more: object = {}) =>
    (
      await submitItem({
        ctx: workspace.service,
        checkpoint: 'texts',
        input: { key: `k${++count}`, input: { count }, output: { text }, ...more },
      })
    ).item;
  const approve = async (times: number, text?: string) => {
    for (let i = 0; i < times; i += 1) await decide({ ctx: ann, itemId: (await submit(text)).id, input: { verdict: 'approve' } });
  };
  const correct = async (times: number, more: object = {}) => {
    for (let i = 0; i < times; i += 1) {
      const { id, output } = await submit(undefined, more);
      const text = (output as { text: string }).text.replace('utilize', 'use');
      await decide({ ctx: ann, itemId: id, input: { verdict: 'edit', output: { text } } });
    }
  };
  /** What happened elsewhere in the server can hold back the log for a moment, so it is asked again for a while. */
  const mine = async (expected: number) => {
    let mined = 0;
    await expect
      .poll(
        async () => {
          for (let turn = await mineDue(db); !turn.isDone; turn = await mineDue(db)) mined += turn.mined;
          return mined;
        },
        { timeout: 60_000 },
      )
      .toBe(expected);
  };
  return {
    ...workspace,
    db,
    ann,
    lead,
    submit,
    approve,
    correct,
    mine,
    list: () => listLessons({ ctx: lead }),
    [Symbol.asyncDispose]: drop,
  };
}

const kindsOf = async (desk: Awaited<ReturnType<typeof makeDesk>>) =>
  (await logOf(desk.db, desk.id)).map(({ kind }) => kind).filter((kind) => kind.startsWith('lesson.'));
const shownAt = async (ctx: Context) => (await findCheckpoint(ctx, 'texts', { fresh: true })).lessons.shown.map(({ id }) => id);

test('[L2] the same correction is tried in silence, then proposed with its evidence, and shown only after a lead agrees', async () => {
  await using desk = await makeDesk();
  await desk.correct(6);
  await desk.mine(6);
  expect(await desk.list()).toMatchObject([{ state: 'trial', text: '“utilize” → “use”', changed: 4, cases: 4 }]);
  await desk.correct(14);
  await desk.mine(14);
  const [lesson] = await desk.list();
  expect(lesson).toMatchObject({
    state: 'proposed',
    checkpoint: 'texts',
    changed: 18,
    cases: 18,
    accepted: 0,
    dismissed: 0,
    mayApply: false,
  });
  expect(lesson?.bound).toBeGreaterThan(0.8);
  const { items, weeks } = await getLesson({ ctx: desk.lead, id: lesson!.id });
  expect(items).toHaveLength(20);
  expect(items[0]).toMatchObject({ changed: 1, cases: 1 });
  expect(weeks.reduce((sum, { cases }) => sum + cases, 0)).toBe(20);
  expect(await shownAt(desk.lead)).toEqual([]);
  expect(await ratifyLesson({ ctx: desk.lead, id: lesson!.id })).toMatchObject({ state: 'shown', ratifiedBy: { id: desk.lead.actor.id } });
  expect(await shownAt(desk.lead)).toEqual([lesson!.id]);
  expect(await kindsOf(desk)).toEqual(['lesson.proposed', 'lesson.ratified']);
});

test('[L1] untouched approvals teach nothing, and count against what was noticed', async () => {
  await using desk = await makeDesk();
  await desk.approve(15);
  await desk.mine(15);
  expect(await desk.list()).toEqual([]);
  await desk.correct(12);
  await desk.approve(6);
  await desk.mine(18);
  expect((await desk.list()).filter(({ state }) => state !== 'trial')).toEqual([]);
});

test('each decision teaches exactly once, by however many workers, and from where the last one ended', async () => {
  await using desk = await makeDesk();
  await desk.correct(9);
  await expect
    .poll(
      async () => {
        await Promise.all(Array.from({ length: 5 }, () => mineDue(desk.db)));
        return (await desk.db.pool.query('select sum(items)::integer as items from learners')).rows[0].items;
      },
      { timeout: 60_000 },
    )
    .toBe(9);
  await desk.correct(3);
  await desk.mine(3);
  const { rows } = await desk.db.pool.query("select items, (state -> 'items')::text as learned from learners");
  expect(rows).toEqual([{ items: 12, learned: '12' }]);
});

test('rejected items teach nothing', async () => {
  await using desk = await makeDesk();
  for (let i = 0; i < 3; i += 1) await decide({ ctx: desk.ann, itemId: (await desk.submit()).id, input: { verdict: 'reject' } });
  await desk.correct(1);
  await desk.mine(1);
});

test('[L2] a shown lesson retires by itself when people no longer do it, and is not proposed again without new evidence', async () => {
  await using desk = await makeDesk();
  await desk.correct(20);
  await desk.mine(20);
  const [{ id } = { id: '' }] = await desk.list();
  await ratifyLesson({ ctx: desk.lead, id });
  await desk.approve(5);
  await desk.mine(5);
  expect(await desk.list()).toMatchObject([{ id, state: 'retired', endedAt: expect.any(String) }]);
  expect(await shownAt(desk.lead)).toEqual([]);
  await desk.correct(5);
  await desk.mine(5);
  expect((await desk.list()).find((lesson) => lesson.id === id)?.state).toBe('retired');
  expect(await kindsOf(desk)).toEqual(['lesson.proposed', 'lesson.ratified', 'lesson.retired']);
});

describe('what leads do with lessons', () => {
  test('to ratify twice at once is to ratify once', async () => {
    await using desk = await makeDesk();
    const id = await plantLesson(desk.owner, 'texts');
    await Promise.all([ratifyLesson({ ctx: desk.lead, id }), ratifyLesson({ ctx: desk.owner, id })]);
    expect(await kindsOf(desk)).toEqual(['lesson.ratified']);
    expect(await shownAt(desk.lead)).toEqual([id]);
  });

  test('two lessons ratified at once are both shown', async () => {
    await using desk = await makeDesk();
    const ids = [await plantLesson(desk.owner, 'texts'), await plantLesson(desk.owner, 'texts'), await plantLesson(desk.owner, 'texts')];
    await Promise.all(ids.map((id) => ratifyLesson({ ctx: desk.lead, id })));
    expect(await shownAt(desk.lead)).toEqual(ids.toSorted());
  });

  test('a lesson that is switched off is shown to nobody, and stays off', async () => {
    await using desk = await makeDesk();
    await desk.correct(20);
    await desk.mine(20);
    const [{ id } = { id: '' }] = await desk.list();
    await ratifyLesson({ ctx: desk.lead, id });
    expect(await switchOffLesson({ ctx: desk.lead, id })).toMatchObject({ state: 'off' });
    expect(await shownAt(desk.lead)).toEqual([]);
    await desk.correct(15);
    await desk.mine(15);
    expect((await desk.list()).find((lesson) => lesson.id === id)?.state).toBe('off');
    expect(await kindsOf(desk)).toEqual(['lesson.proposed', 'lesson.ratified', 'lesson.switched-off']);
  });

  test('a scope keeps a lesson to some items; another rule begins without evidence', async () => {
    await using desk = await makeDesk();
    const id = await plantLesson(desk.owner, 'texts', { state: 'shown', from: 'utilize', to: 'use' });
    expect(await changeLesson({ ctx: desk.lead, id, input: { scope: { locale: 'en-GB' } } })).toMatchObject({
      scope: { locale: 'en-GB', category: null },
      cases: 38,
    });
    expect((await findCheckpoint(desk.lead, 'texts', { fresh: true })).lessons.shown).toMatchObject([{ scope: { locale: 'en-GB' } }]);
    const rule = { kind: 'replace', field: '/text', before: [], from: ['utilize'], after: [], to: 'employ' };
    expect(await changeLesson({ ctx: desk.lead, id, input: { rule } })).toMatchObject({
      rule,
      changed: 0,
      cases: 0,
      bound: 0,
      state: 'shown',
    });
    const other = await plantLesson(desk.owner, 'texts');
    await expect(changeLesson({ ctx: desk.lead, id: other, input: { rule } })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await kindsOf(desk)).toEqual(['lesson.changed', 'lesson.changed']);
  });

  test('a brand rule takes the place of its lesson', async () => {
    await using desk = await makeDesk();
    const id = await plantLesson(desk.owner, 'texts', { state: 'shown', from: 'utilize', to: 'use' });
    const { brandRules, lessons } = await makeBrandRule({ ctx: desk.owner, id });
    expect(brandRules?.banned).toEqual([{ phrase: 'utilize', replacement: 'use', level: 'warning' }]);
    expect(lessons.shown).toEqual([]);
    expect((await desk.list())[0]?.state).toBe('off');
    const comma = await plantLesson(desk.owner, 'texts');
    await changeLesson({
      ctx: desk.lead,
      id: comma,
      input: { rule: { kind: 'punctuation', field: '', before: [], from: ['!'], after: [], to: '.' } },
    });
    await expect(makeBrandRule({ ctx: desk.owner, id: comma })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('[P2] a lesson of another workspace does not exist', async () => {
    await using desk = await makeDesk();
    const other = await makeWorkspace(desk.db, 'Other');
    await other.checkpoint('texts');
    const id = await plantLesson(other.owner, 'texts');
    const acts = [getLesson, ratifyLesson, switchOffLesson, makeBrandRule].map((act) => codeOf(act({ ctx: desk.owner, id })));
    acts.push(codeOf(changeLesson({ ctx: desk.owner, id, input: { scope: { locale: 'de' } } })));
    expect(await Promise.all(acts)).toEqual(Array(5).fill('not_found'));
    expect(await desk.list()).toEqual([]);
    expect(await kindsOf(desk)).toEqual([]);
  });
});

describe('lessons that are applied by themselves', () => {
  const sure = { state: 'shown', from: 'utilize', to: 'use', mayApply: true } as const;

  test('[L2] only where the checkpoint allows it, as a revision of its own before review', async () => {
    await using desk = await makeDesk();
    const id = await plantLesson(desk.owner, 'texts', { ...sure, state: 'proposed' });
    await ratifyLesson({ ctx: desk.lead, id });
    expect(await desk.submit()).toMatchObject({ revision: 1, output: { text: expect.stringContaining('utilize') } });
    await desk.checkpoint('texts', { undoSeconds: 0, lessons: { apply: true } });
    const item = await desk.submit();
    expect(item).toMatchObject({ revision: 2, output: { text: expect.stringContaining('use it') } });
    const { revisions } = await getHistory({ ctx: desk.ann, id: item.id });
    expect(revisions.map(({ author, output }) => [author.kind, (output as { text: string }).text.includes('utilize')])).toEqual([
      ['apiKey', true],
      ['lesson', false],
    ]);
    expect((await logOf(desk.db, desk.id)).filter(({ itemId }) => itemId === item.id)).toMatchObject([
      { kind: 'item.submitted' },
      { kind: 'item.revised', actor: { kind: 'lesson', id }, data: { revision: 2, outputHash: item.outputHash } },
    ]);
  });

  test('what the person leaves of it counts for the lesson, what they take back against it; a retry is the same item', async () => {
    await using desk = await makeDesk();
    const id = await plantLesson(desk.owner, 'texts', { ...sure, state: 'proposed' });
    await ratifyLesson({ ctx: desk.lead, id });
    await desk.checkpoint('texts', { undoSeconds: 0, lessons: { apply: true } });
    await desk.approve(2);
    const item = await desk.submit('Please utilize this.');
    await decide({ ctx: desk.ann, itemId: item.id, input: { verdict: 'edit', output: { text: 'Please utilize this.' } } });
    await desk.mine(3);
    const { items, applied } = await getLesson({ ctx: desk.lead, id });
    expect(applied).toBe(3);
    expect(items.map(({ changed }) => changed).sort()).toEqual([0, 1, 1]);
    const again = { key: 'again', input: 1, output: { text: 'You utilize it.' } };
    const first = await submitItem({ ctx: desk.service, checkpoint: 'texts', input: again });
    const second = await submitItem({ ctx: desk.service, checkpoint: 'texts', input: again });
    expect([second.replayed, second.item.id]).toEqual([true, first.item.id]);
    expect(await getItem({ ctx: desk.ann, id: first.item.id })).toMatchObject({ revision: 2, output: { text: 'You use it.' } });
  });

  test('an output that would break its schema is left as it came', async () => {
    await using desk = await makeDesk();
    const id = await plantLesson(desk.owner, 'texts', { ...sure, state: 'proposed' });
    await ratifyLesson({ ctx: desk.lead, id });
    const outputSchema = { type: 'object', properties: { text: { type: 'string', pattern: 'utilize' } } };
    await desk.checkpoint('texts', { undoSeconds: 0, outputSchema, lessons: { apply: true } });
    expect(await desk.submit()).toMatchObject({ revision: 1 });
  });
});
