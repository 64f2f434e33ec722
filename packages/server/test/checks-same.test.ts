import { readFileSync } from 'node:fs';
import { check } from '@countersign/checks';
import { BrandRules, Flag, type Json } from '@countersign/contract';
import { expect, test } from 'vitest';
import { openCheckPool } from '../src/checking/check-pool.ts';

interface Sample {
  name: string;
  input: Json;
  output: Json;
  rules: Json;
  dictionary: string[];
  aiFlags: unknown;
}

/** What the browser's worker is asked in the browser tests too: the flags have to be the same in both. */
const samples: Sample[] = JSON.parse(readFileSync(new URL('../../checks/test/same-everywhere.json', import.meta.url), 'utf8'));

test("the server's threads give the same flags as the checks in one's own hands", async () => {
  const pool = openCheckPool({ grammar: false });
  try {
    for (const [i, { name, input, output, rules, dictionary, aiFlags }] of samples.entries()) {
      const parsed = rules === null ? null : BrandRules.parse(rules);
      const here = check({ input, output, original: output, dictionary, aiFlags, ...(parsed && { rules: parsed }) });
      const there = await pool.check({
        rulesKey: `rules-${i}`,
        rules: parsed,
        dictionary,
        lessons: [],
        traits: {},
        input,
        output,
        original: output,
        aiFlags,
      });
      expect(there, name).toEqual(here);
      expect(here.length, name).toBeGreaterThan(0);
      for (const flag of here) expect(Flag.parse(flag), name).toEqual(flag);
    }
  } finally {
    await pool.stop();
  }
});
