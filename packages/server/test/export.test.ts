import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const { service, reviewer, checkpoint } = await app.team();

const submit = async (name: string, input: Record<string, unknown>) =>
  (await service.call('POST', `/v1/checkpoints/${name}/items`, input)).json();
const review = (id: string, input: Record<string, unknown>) => reviewer.call('POST', `/v1/items/${id}/reviews`, input);
const linesOf = async (response: Response) => (await response.text()).trimEnd().split('\n');

test('every item is one JSON line, oldest first, with what the AI proposed and what stands', async () => {
  const name = await checkpoint('shop', { undoSeconds: 0 });
  const first = await submit(name, { key: 'a', input: { n: 1 }, output: 'red\nblue', metadata: { run: 1 } });
  await submit(name, { key: 'b', input: 2, output: 'green', confidence: 0.4, model: 'm' });
  await review(first.id, { verdict: 'edit', output: 'purple' });
  const response = await service.call('GET', `/v1/checkpoints/${name}/export`);
  expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
    200,
    'application/x-ndjson',
    'attachment; filename="shop.jsonl"',
  ]);
  const text = await response.text();
  expect(text.endsWith('\n')).toBe(true);
  const items = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(items).toMatchObject([
    { key: 'a', state: 'released', proposed: 'red\nblue', output: 'purple', metadata: { run: 1 }, decision: { outcome: 'edited' } },
    { key: 'b', state: 'waiting', proposed: 'green', output: 'green', confidence: 0.4, model: 'm', decision: null, releasedAt: null },
  ]);
  expect(items[0].releasedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const waiting = await service.call('GET', `/v1/checkpoints/${name}/export?state=waiting`);
  expect((await linesOf(waiting)).map((line) => JSON.parse(line).key)).toEqual(['b']);
});

test('CSV has a column per property of the schemas, and quotes what needs it', async () => {
  const name = await checkpoint('csv', {
    outputSchema: { type: 'object', properties: { title: { type: 'string' }, tags: { type: 'array' } } },
    reasons: [{ code: 'tone', label: 'Tone' }],
  });
  const { id } = await submit(name, { key: 'a', input: 'x', output: { title: 'Say "hi",\nthen go', tags: ['a', 'b'] } });
  await submit(name, { key: 'b', input: { deep: 1 }, output: {} });
  await review(id, { verdict: 'reject', reasons: ['tone'], comment: 'no' });
  const response = await service.call('GET', `/v1/checkpoints/${name}/export?format=csv`);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const [header, ...rows] = (await response.text()).split(/\n(?=item_)|\n$/);
  expect(header).toBe(
    'id,key,state,outcome,decided_by,decided_at,reasons,comment,released_at,confidence,model,output.title,output.tags,input\n'.trimEnd(),
  );
  expect(rows[0]).toMatch(/^item_\w+,a,decided,rejected,Rita Reviewer,[\dTZ:.-]+,tone,no,,,,"Say ""hi"",\nthen go","\[""a"",""b""\]",x$/);
  expect(rows[1]).toMatch(/^item_\w+,b,waiting,,,,,,,,,,,"\{""deep"":1\}"$/);
});

test('cells that a spreadsheet would run as a formula are escaped, numbers stay numbers', async () => {
  const name = await checkpoint('formulas');
  const dangerous = ['=1+1', '+1', '-1+cmd', '@sum(a1)', '\t=1', '\r=1', '＝1'];
  for (const [n, output] of dangerous.entries()) await submit(name, { key: `=k${n}`, input: 0, output });
  await submit(name, { key: 'number', input: -5, output: -12.5 });
  const rows = (await (await service.call('GET', `/v1/checkpoints/${name}/export?format=csv`)).text()).split(/\n(?=item_)/).slice(1);
  for (const [n, output] of dangerous.entries()) {
    expect(rows[n]).toContain(`,'=k${n},`);
    expect(rows[n]).toMatch(new RegExp(`,"?'${output.replace(/[+()]/g, '\\$&')}"?,`));
  }
  expect(rows[dangerous.length]?.trimEnd()).toMatch(/,number,.*,-12\.5,-5$/);
});

test('an empty checkpoint exports no line, and in CSV the header', async () => {
  const name = await checkpoint('empty');
  expect(await (await service.call('GET', `/v1/checkpoints/${name}/export`)).text()).toBe('');
  expect(await linesOf(await service.call('GET', `/v1/checkpoints/${name}/export?format=csv`))).toHaveLength(1);
});

test('an unknown checkpoint, format or state is refused before anything is sent', async () => {
  const name = await checkpoint('known');
  expect((await service.call('GET', '/v1/checkpoints/unknown/export')).status).toBe(404);
  expect((await service.call('GET', `/v1/checkpoints/${name}/export?format=xml`)).status).toBe(400);
  expect((await service.call('GET', `/v1/checkpoints/${name}/export?state=lost`)).status).toBe(400);
});
