import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const { service, reviewer, checkpoint } = await app.team();
await checkpoint('texts', { undoSeconds: 0, instructions: 'Plain words.' });

const input = { name: 'Kettle', asked: 'by ada@example.com, IBAN DE89 3704 0044 0532 0130 00' };
const { id } = await (await service.call('POST', '/v1/checkpoints/texts/items', { key: 'k1', input, output: 'BUY NOW' })).json();
await reviewer.call('POST', `/v1/items/${id}/reviews`, { verdict: 'edit', output: 'A kettle. Write to ada@example.com.' });

const read = async (query: string) => {
  const answer = await reviewer.call('GET', `/v1/checkpoints/texts/dataset?${query}`);
  expect(answer.status).toBe(200);
  return (await answer.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
};
const system = { role: 'system', content: 'Plain words.' };
const user = { role: 'user', content: JSON.stringify(input) };
const edited = 'A kettle. Write to ada@example.com.';

test('each form is what its readers expect', async () => {
  expect(await read('as=sft')).toEqual([{ messages: [system, user, { role: 'assistant', content: edited }] }]);
  expect(await read('as=dpo')).toEqual([
    {
      input: { messages: [system, user] },
      preferred_output: [{ role: 'assistant', content: edited }],
      non_preferred_output: [{ role: 'assistant', content: 'BUY NOW' }],
    },
  ]);
  expect(await read('as=pairs')).toEqual([{ prompt: `Plain words.\n\n${user.content}`, chosen: edited, rejected: 'BUY NOW' }]);
  expect(await read('as=evals')).toMatchObject([{ id: 'k1', input, expected: edited, outcome: 'edited' }]);
});

test('personal data is masked on request, in input and output', async () => {
  const [line] = await read('as=evals&mask=personal');
  expect(line).toMatchObject({ expected: 'A kettle. Write to [EMAIL].', input: { name: 'Kettle' } });
  expect(line.input.asked).toBe('by [EMAIL], IBAN [IBAN]');
  expect(JSON.stringify(await read('as=pairs&mask=personal'))).not.toMatch(/example\.com|DE89/);
});

test('a form that there is not is refused', async () => {
  expect((await reviewer.call('GET', '/v1/checkpoints/texts/dataset?as=xml')).status).toBe(400);
  expect((await reviewer.call('GET', '/v1/checkpoints/none/dataset?as=sft')).status).toBe(404);
});
