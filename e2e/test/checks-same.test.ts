import { readdirSync, readFileSync } from 'node:fs';
import { check } from '@countersign/checks';
import { BrandRules, type Flag, type Json } from '@countersign/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSite, type TestSite } from '../src/test-site.ts';

interface Sample {
  name: string;
  input: Json;
  output: Json;
  rules: Json;
  dictionary: string[];
  aiFlags: unknown;
}

const samples: Sample[] = JSON.parse(readFileSync(new URL('../../packages/checks/test/same-everywhere.json', import.meta.url), 'utf8'));

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

/** JSON in letters that every wire carries, halves of surrogate pairs too. */
const plainJson = (value: unknown) =>
  JSON.stringify(value).replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Asks the worker of the console, and takes its first answer: the one before grammar, which only English texts get. */
const ask = (worker: string, question: object) => `new Promise((resolve, reject) => {
  const worker = new Worker(${JSON.stringify(worker)}, { type: 'module' });
  worker.onerror = (event) => reject(new Error(event.message));
  worker.onmessage = ({ data }) => { worker.terminate(); resolve(JSON.stringify(data.flags)); };
  worker.postMessage(JSON.parse(${JSON.stringify(plainJson(question))}));
})`;

test("the browser's worker gives the same flags as the checks in one's own hands, as the server's threads do", async () => {
  const assets = readdirSync(new URL('../../packages/console/dist/assets/', import.meta.url));
  const worker = assets.filter((name) => /^check-worker-.*\.js$/.test(name));
  expect(worker).toHaveLength(1);
  const { page, context, troubles } = await site.visit('ada');
  await page.goto('/settings');
  for (const { name, input, output, rules, dictionary, aiFlags } of samples) {
    const parsed = rules === null ? null : BrandRules.parse(rules);
    const here = check({ input, output, original: output, dictionary, aiFlags, ...(parsed && { rules: parsed }) });
    const question = {
      itemId: name,
      round: 1,
      input,
      output,
      rules: parsed,
      dictionary,
      lessons: [],
      metadata: {},
      original: output,
      aiFlags,
      dismissed: [],
      language: [],
    };
    const there: Flag[] = JSON.parse(await page.evaluate(ask(`/assets/${worker[0]}`, question)));
    expect(there, name).toEqual(here);
    expect(here.length, name).toBeGreaterThan(0);
  }
  expect(troubles).toEqual([]);
  await context.close();
});
