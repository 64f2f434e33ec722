import { check, englishMessages } from '@countersign/checks';
import { expect, test } from 'vitest';
import { messageIn } from '../src/flags/flag-words.ts';
import { en } from '../src/words/en.ts';
import { chosenLanguage, languageCodes, languages } from '../src/words/languages.ts';

/** Keys with the kind of what they hold; functions with how many values they take. */
function shapeOf(value: unknown, path = ''): string[] {
  if (typeof value === 'function') return [`${path}()`];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, each]) => shapeOf(each, `${path}/${name}`));
}

const textsOf = (value: unknown, path = ''): [string, string][] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textsOf(each, `${path}/${name}`));
};

/** Words that are the same in both languages. */
const same = new Set([
  'System',
  'Countersign',
  'JSON',
  'Export',
  'Name',
  'ltr',
  'en',
  'Version',
  'Status',
  'Minute',
  'Link',
  'Text',
  'Layout',
  'Inline',
  'Prompt',
  'Budget',
  'Tokens',
  'OpenAI',
  'Anthropic',
  'Google',
  '',
]);

for (const code of languageCodes.filter((each) => each !== 'en')) {
  test(`${code} says everything that English says`, async () => {
    const other = await languages[code].load?.();
    expect(shapeOf(other)).toEqual(shapeOf(en));
  });

  test(`${code} says nothing in English`, async () => {
    const other = new Map(textsOf(await languages[code].load?.()));
    const left = textsOf(en).filter(([path, text]) => other.get(path) === text && !same.has(text) && /\p{L}{2}/u.test(text));
    expect(left).toEqual([]);
  });
}

test('plural forms and numbers follow the language', async () => {
  const de = (await languages.de.load?.()) as typeof en;
  expect([en.items(1), en.items(1234), de.items(1), de.items(1234)]).toEqual(['1 item', '1,234 items', '1 Vorgang', '1.234 Vorgänge']);
  expect([en.share(0.5), de.share(0.5).replace(/\s/u, ' ')]).toEqual(['50%', '50 %']);
});

test('without a choice the language is one of the known ones', () => {
  expect(languageCodes).toContain(chosenLanguage());
});

const placesOf = (template: string): string[] => [...new Set(template.match(/\{[a-z]+\}/g) ?? [])].toSorted();

for (const code of languageCodes.filter((each) => each !== 'en')) {
  test(`${code} has every message of a flag, with no more places than English fills`, async () => {
    const other = await languages[code].load?.();
    for (const [name, english] of Object.entries(englishMessages)) {
      const template = other?.flagMessage(name) ?? '';
      expect(template).not.toBe('');
      for (const place of placesOf(template)) expect([...placesOf(english), '{words}']).toContain(place);
    }
  });
}

test('a flag is told in the language of the person, from its code; one without a code as it came', async () => {
  const de = (await languages.de.load?.()) as typeof en;
  const [flag] = check({ input: { weight: '2 kg' }, output: 'It weighs 3 kg.' });
  expect(messageIn(de, flag!)).toBe('„3 kg“ stimmt nicht mit der Quelle überein. Dort steht „weight: 2 kg“.');
  expect(messageIn(en, flag!)).toBe(flag!.message);
  const { messageCode: _code, messageParams: _params, ...old } = flag!;
  expect(messageIn(de, old)).toBe(flag!.message);
});
