import { expect, test } from 'vitest';
import { checkAll, checkGrammar } from '../src/grammar/index.ts';
import { applyReplacement, shiftFlags } from '../src/index.ts';

test('"This are a test of the the grammer." is corrected by accepting each first replacement', async () => {
  const output = 'This are a test of the the grammer.';
  let flags = await checkGrammar({ output });
  expect(flags.map(({ kind }) => kind).toSorted()).toEqual(['grammar', 'grammar', 'spelling']);
  let text = output;
  for (let flag = flags[0]; flag !== undefined; flag = flags[0]) {
    const done = applyReplacement(text, flag, flag.replacements[0]!);
    text = done.text;
    flags = shiftFlags(flags.slice(1), [done.change]);
  }
  expect(text).toBe('This is a test of the grammar.');
});

test('offsets are UTF-16 units behind astral characters, in every field', async () => {
  const output = { title: '👩‍👩‍👧 𝒩 recieve it', bullets: ['Fine.', '😀😀 the the end'] };
  const flags = await checkGrammar({ output });
  const words = flags.map((flag) => (flag.path === '/title' ? output.title : output.bullets[1]!).slice(flag.start, flag.end));
  expect(words).toContain('recieve');
  expect(words).toContain('the the');
});

test('the dialect decides which spelling is right', async () => {
  const output = 'The aluminium colour.';
  expect(await checkGrammar({ output, dialect: 'en-GB' })).toEqual([]);
  expect((await checkGrammar({ output, dialect: 'en-US' })).map((flag) => flag.replacements[0])).toEqual(['aluminum', 'color']);
});

test('words of the dictionary and of the source are right', async () => {
  const output = 'The Skerryvore and its fnordel.';
  expect(await checkGrammar({ output })).not.toEqual([]);
  expect(await checkGrammar({ output, dictionary: ['fnordel'], input: { name: 'Skerryvore' } })).toEqual([]);
});

test('"this are" that is no subject is let pass', async () => {
  expect(await checkGrammar({ output: 'Bags like this are good.' })).toEqual([]);
});

test('checkAll gives everything at once', async () => {
  const flags = await checkAll({
    input: { weight: '2 kg' },
    output: 'It weighs 3 kg, recieve it.',
    rules: { banned: [{ phrase: 'weighs' }] },
  });
  expect(flags.map((flag) => flag.kind)).toEqual(['brand', 'fact', 'spelling']);
});
