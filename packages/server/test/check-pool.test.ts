import type { CheckRequest } from '@countersign/engine';
import { afterAll, expect, test } from 'vitest';
import { type CheckPool, openCheckPool, type PoolSettings } from '../src/checking/check-pool.ts';

const opened: CheckPool[] = [];
const open = (settings?: PoolSettings) => {
  const pool = openCheckPool(settings);
  opened.push(pool);
  return pool;
};
afterAll(() => Promise.all(opened.map((pool) => pool.stop())));

const request = (output: CheckRequest['output'], more: Partial<CheckRequest> = {}): CheckRequest => ({
  rulesKey: 'none',
  rules: null,
  dictionary: [],
  lessons: [],
  traits: {},
  input: null,
  output,
  original: output,
  aiFlags: undefined,
  ...more,
});

const banned = (phrase: string) => ({
  banned: [{ phrase, level: 'error' as const }],
  preferred: [],
  required: [],
  length: [],
  capitals: [],
  dictionary: [],
});

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code,
  );

test('the checks run in a thread: facts, brand rules, personal data and the flags of the AI', async () => {
  const pool = open();
  const flags = await pool.check(
    request(
      { text: 'It weighs 300 g. Pay with 4111 1111 1111 1111. Cheap!' },
      {
        rulesKey: 'a@1',
        rules: banned('cheap'),
        input: { weight: '200 g' },
        aiFlags: [{ path: '/text', text: 'Pay', message: 'Really?' }],
      },
    ),
  );
  expect(new Set(flags.map(({ kind }) => kind))).toEqual(new Set(['fact', 'personal', 'brand', 'ai']));
});

test('rules are known by their key, also when more come by than a thread keeps', async () => {
  const pool = open();
  const countWith = async (n: number) => (await pool.check(request(`word${n}`, { rulesKey: `a@${n}`, rules: banned(`word${n}`) }))).length;
  for (let n = 0; n < 60; n += 1) expect(await countWith(n)).toBe(1);
  for (let n = 0; n < 60; n += 1) expect(await countWith(n)).toBe(1);
});

test('two hundred at once are answered each with their own, by one thread or by two', async () => {
  for (const size of [1, 2]) {
    const pool = open({ size });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => pool.check(request(`word${n % 7}`, { rulesKey: `a@${n % 3}`, rules: banned(`word${n % 3}`) }))),
    );
    expect(answers.map((flags) => flags.length)).toEqual(answers.map((_, n) => (n % 7 === n % 3 ? 1 : 0)));
  }
});

const misbehaving = new URL('./threads/misbehaving.ts', import.meta.url);

test.each([
  ['hang', 'timeout'],
  ['exit', 'internal'],
  ['throw', 'internal'],
  ['memory', 'internal'],
])('an output on which the thread does %s is refused with %s, and the next ones are checked by another thread', async (output, code) => {
  const pool = open({ module: misbehaving, limitMs: output === 'memory' ? 20_000 : 300, memoryMb: 32 });
  const waiting = [request('a'), request(output), request('b'), request(output), request('c')];
  expect(await Promise.all(waiting.map((one) => codeOf(pool.check(one))))).toEqual(['done', code, 'done', code, 'done']);
});

test('the real checks on a hostile text of a megabyte end or are ended, and the pool goes on', async () => {
  const pool = open();
  const text = `${'1.2.3.4 mm '.repeat(50_000)}${'a'.repeat(500_000)}`;
  expect(['done', 'timeout']).toContain(await codeOf(pool.check(request({ text }, { input: { text } }))));
  expect(await codeOf(pool.check(request('short')))).toBe('done');
});

test('with grammar it finds mistakes of the language, but for words of the dictionary', async () => {
  const pool = open({ grammar: true });
  const kindsOf = async (dictionary: string[], rulesKey: string) =>
    (await pool.check(request('This is a blorbix and and a phone.', { dictionary, rulesKey }))).map(({ kind }) => kind).toSorted();
  expect(await kindsOf([], 'a@1')).toEqual(['grammar', 'spelling']);
  expect(await kindsOf(['blorbix'], 'a@2')).toEqual(['grammar']);
  expect(pool.version).not.toBe(open({ grammar: false }).version);
});

test('stopped, it refuses what waits and what comes', async () => {
  const pool = open({ module: misbehaving });
  const answers = [request('hang'), request('a')].map((one) => codeOf(pool.check(one)));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await pool.stop();
  expect(await Promise.all(answers)).toEqual(['shutting_down', 'shutting_down']);
  expect(await codeOf(pool.check(request('a')))).toBe('shutting_down');
});
