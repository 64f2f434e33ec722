import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { findLocalModels } from '../src/drafting/discover.ts';
import { openModelFetch, readModelHosts, thisMachine } from '../src/drafting/model-address.ts';
import { openModelServer } from '../src/testing/index.ts';

const open = (hosts: string) => {
  const models = openModelFetch(readModelHosts(hosts));
  onTestFinished(() => models.close());
  return models.fetch;
};

const refusal = (error: { message: string; cause?: { message?: string } }) => `${error.message} ${error.cause?.message ?? ''}`;

test.each([
  'http://127.0.0.1:11434/v1',
  'http://localhost:11434/v1',
  'http://2130706433/v1',
  'http://0x7f.1/v1',
  'http://[::1]:11434/v1',
  'http://[::ffff:127.0.0.1]/v1',
  'http://10.0.0.1/v1',
  'http://169.254.169.254/latest/meta-data',
  'http://192.168.1.1/v1',
])('[D2] a model at %s is not called unless the operator allows it', async (address) => {
  const why = await open('')(address).then(
    () => 'called',
    (error) => refusal(error),
  );
  expect(why).toMatch(/not a public address.*COUNTERSIGN_MODEL_HOSTS/);
});

test('what the operator allows is called, by host or by host and port', async () => {
  const model = await openModelServer();
  const { host } = new URL(model.url);
  for (const hosts of [thisMachine, host]) expect((await open(hosts)(`${model.url}/models`)).status).toBe(200);
  await expect(open('127.0.0.1:1')(`${model.url}/models`)).rejects.toThrow(/not a public address/);
});

test('a redirect is not followed, so that no key goes elsewhere', async () => {
  const model = await openModelServer();
  const server = createServer((_, response) => response.writeHead(307, { location: `${model.url}/models` }).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  await expect(open(thisMachine)(`http://127.0.0.1:${port}/v1/models`)).rejects.toThrow(/sends models elsewhere \(307\)/);
});

test('servers of local models are found where they listen, and nobody else is', async () => {
  const model = await openModelServer();
  const found = await findLocalModels(open(thisMachine), { ollama: model.url, vllm: 'http://127.0.0.1:1/v1' });
  expect(found).toEqual([{ product: 'ollama', address: model.url, models: ['test-model'] }]);
});
