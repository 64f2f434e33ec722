import { describe, expect, test } from 'vitest';
import { openRowReader } from '../src/batches/read-row.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { getWorkflow, loadDefinition } from '../src/workflows/get.ts';
import { putWorkflow } from '../src/workflows/put.ts';
import { recordedDraft, stepsTo } from './drafting-verbs.ts';
import { addedTo } from './observe.ts';

const { db } = await useTestDatabase();
const draft = (name: string, more: object = {}) => ({ draft: name, ...recordedDraft, ...more });

describe('a workflow', () => {
  test('counts its version up when its steps change, and keeps the versions that work began with', async () => {
    const { owner: ctx, checkpoint } = await makeWorkspace(db);
    await checkpoint('texts');
    const put = (prompt: string) =>
      putWorkflow({ ctx, name: 'shop', input: { steps: [draft('write', { prompt }), { checkpoint: 'texts' }] } });
    const entries = await addedTo(db, ctx.workspaceId, () => put('One'));
    expect(entries).toMatchObject([{ kind: 'workflow.changed', data: { name: 'shop', version: 1 } }]);
    expect(await addedTo(db, ctx.workspaceId, () => put('One'))).toEqual([]);
    expect((await put('Two')).workflow.version).toBe(2);
    expect((await getWorkflow({ ctx, name: 'shop' })).steps[0]).toMatchObject({ prompt: 'Two' });
    expect((await loadDefinition(ctx, 'shop', 1)).steps[0]).toMatchObject({ prompt: 'One' });
  });

  test('that is put by several at once has one version for each that differs', async () => {
    const { owner: ctx, checkpoint } = await makeWorkspace(db);
    await checkpoint('texts');
    await putWorkflow({ ctx, name: 'shop', input: stepsTo('texts') });
    const put = (n: number) =>
      putWorkflow({ ctx, name: 'shop', input: { steps: [draft('write', { prompt: `${n}` }), { checkpoint: 'texts' }] } });
    await Promise.all([1, 2, 3, 4].map(put));
    const { rows } = await db.pool.query('select version from workflow_versions where workspace_id = $1 order by 1', [ctx.workspaceId]);
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });

  test.each([
    ['a draft that goes out undecided', [draft('write'), { deliver: 'shop' }], '/steps/0'],
    ['a draft at the end', [{ checkpoint: 'texts' }, draft('write')], '/steps/1'],
    ['a delivery before the end', [{ checkpoint: 'texts' }, { deliver: 'a' }, { checkpoint: 'others' }], '/steps/1'],
    ['two steps of one name', [draft('texts'), { checkpoint: 'texts' }], '/steps/1'],
    ['no checkpoint', [{ deliver: 'shop' }], '/steps'],
    ['a checkpoint that is not there', [{ checkpoint: 'nowhere' }], '/steps/0/checkpoint'],
    ['a provider that is not there', [draft('write', { provider: 'nobody' }), { checkpoint: 'texts' }], '/steps/0/provider'],
    ['a broken template', [draft('write', { prompt: '{{ x' }), { checkpoint: 'texts' }], '/steps/0/prompt'],
    ['a schema that is none', [draft('write', { outputSchema: { type: 'no' } }), { checkpoint: 'texts' }], '/steps/0/outputSchema'],
  ])('with %s is refused, with a pointer', async (_, steps, pointer) => {
    const { owner: ctx, checkpoint } = await makeWorkspace(db);
    await checkpoint('texts');
    await checkpoint('others');
    await expect(putWorkflow({ ctx, name: 'shop', input: { steps } })).rejects.toMatchObject({ details: { pointer } });
  });
});

describe('a row', () => {
  const schema = {
    properties: {
      weight: { type: 'number' },
      isNew: { type: 'boolean' },
      tags: { type: 'array' },
      size: { type: 'object' },
      code: { type: 'string' },
    },
  };

  test('becomes an input by the names of its columns, with cells as the schema asks for them', () => {
    const columns = ['SKU', 'weight', 'isNew', 'tags', 'size', 'code', 'empty'];
    const { key, input } = openRowReader(columns, { key: null, input: null }, schema, 'batch_1').read(
      ['p-1', '2.5', 'yes', 'red; blue', '{"w":1}', '007', ''],
      1,
    );
    expect(key).toBe('p-1');
    expect(input).toEqual({ SKU: 'p-1', weight: 2.5, isNew: true, tags: ['red', 'blue'], size: { w: 1 }, code: '007' });
  });

  test('is mapped, and named by its number when no column names it', () => {
    const reader = openRowReader(['Title', 'Grams'], { key: null, input: { name: 'title', weight: 'Grams' } }, schema, 'batch_1');
    expect(reader.read(['Kettle', 'heavy'], 7)).toEqual({ key: 'batch_1-7', input: { name: 'Kettle', weight: 'heavy' } });
  });

  test('never sets what all objects share', () => {
    const { input } = openRowReader(['__proto__', 'id'], { key: null, input: null }, null, 'b').read(['{"isAdmin":true}', '1'], 1);
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
    expect(Object.keys(input)).toEqual(['__proto__', 'id']);
  });

  test('without the columns of its mapping, or without its name, is refused', () => {
    expect(() => openRowReader(['a'], { key: 'b', input: null }, null, 'b')).toThrow(/There is no column "b"\. The file has: a\./);
    expect(() => openRowReader(['id'], { key: null, input: null }, null, 'b').read([' '], 1)).toThrow(/This row has no id/);
  });
});
