import { BrandRules, type DraftStep } from '@countersign/contract';
import { describe, expect, test } from 'vitest';
import { brandText } from '../src/prompts/brand-text.ts';
import { promptHash, renderPrompt, unknownInPrompt } from '../src/prompts/render.ts';
import { parseTemplate, renderTemplate, unknownFields } from '../src/prompts/template.ts';

const step = (more: Partial<DraftStep> = {}): DraftStep => ({
  draft: 'write',
  provider: 'local',
  model: 'm',
  prompt: 'Describe {{ input.name }}.',
  system: '',
  outputSchema: null,
  temperature: null,
  maxOutputTokens: null,
  examples: 3,
  ...more,
});
const values = { input: { name: 'Kettle', facts: { colour: 'red' }, tags: ['a', 'b'] }, outputs: {}, examples: [], feedback: null };

describe('a template', () => {
  test('fills in fields, writes objects as JSON, and leaves out what is not there', () => {
    const text = '{{ input.name }} {{ input.facts }} {{ input.tags | join: "+" }} [{{ input.none }}]';
    expect(renderTemplate(text, values, '/prompt')).toBe('Kettle {"colour":"red"} a+b []');
  });

  test.each([
    '{{ input.constructor }}',
    '{{ input.__proto__ }}',
    '{{ input.toString }}',
    '{{ constructor.constructor }}',
    '{{ process.env }}',
    '{{ globalThis }}',
  ])('reaches nothing of the host: %s', (text) => {
    expect(renderTemplate(text, values, '/prompt')).toBe('');
  });

  test.each(["{% include '/etc/passwd' %}", "{% render 'package.json' %}", "{% layout 'x' %}"])('reads no file: %s', (text) => {
    expect(() => renderTemplate(text, values, '/prompt')).toThrow(/cannot be (read|filled in)/);
  });

  test('that would take for ever is given up', () => {
    expect(() => renderTemplate('{% for i in (1..100000000) %}x{% endfor %}', values, '/prompt')).toThrow(/cannot be filled in/);
  });

  test.each(['{{ input.name', '{% if x %}', '{{ input.name | no_such_filter }}'])(
    'that is broken is refused with its pointer: %s',
    (text) => {
      expect(() => renderTemplate(text, values, '/draft/prompt')).toThrow(
        expect.objectContaining({ code: 'invalid_input', details: { pointer: '/draft/prompt' } }),
      );
    },
  );

  test('names the fields that a row does not have', () => {
    expect(unknownFields('{{ input.name }} {{ input.colour }} {{ input.facts.size }} {{ nothing }}', values)).toEqual([
      'input.colour',
      'input.facts.size',
      'nothing',
    ]);
    expect(unknownFields('{% for tag in input.tags %}{{ tag }}{% endfor %}', values)).toEqual([]);
    expect(parseTemplate('plain', '/prompt')).toHaveLength(1);
  });
});

describe('a prompt', () => {
  const example = { input: { name: 'Lamp' }, proposed: 'A lamp!!', output: 'A lamp.' };
  const feedback = { reasons: ['Tone'], comment: 'Calmer.', output: 'A KETTLE!', returnId: 'review_1', step: 1 };
  const user = (more: Partial<DraftStep>, given: object) => renderPrompt(null, step(more), { ...values, ...given })[1]?.content ?? '';

  test('gets corrections, feedback and schema behind it when it does not place them itself', () => {
    const schema = { type: 'object' as const };
    const text = user({ outputSchema: schema }, { examples: [example], feedback });
    expect(text).toMatch(
      /^Describe Kettle\.\n\nHow people corrected.*\nSource: \{"name":"Lamp"\}\nDraft: A lamp!!\nCorrected: A lamp\.\n\nYour last draft/,
    );
    expect(text).toMatch(
      /A KETTLE!\nReasons: Tone\nThe reviewer says: Calmer\.\nWrite it again.*\n\nAnswer with JSON alone.*\{"type":"object"\}$/,
    );
  });

  test('that places them itself has them once', () => {
    const text = user(
      { prompt: '{% for e in examples %}<{{ e.output }}>{% endfor %} {{ input.name }} {{ feedback.comment }}' },
      { examples: [example], feedback },
    );
    expect(text).toBe('<A lamp.> Kettle Calmer.');
  });

  test('tells of unknown fields, and its hash changes with model, template and schema only', () => {
    expect(unknownInPrompt(null, step({ prompt: '{{ input.nope }}' }), values)).toEqual(['input.nope']);
    const hash = promptHash(step(), null);
    expect(promptHash(step({ draft: 'other', examples: 1 }), null)).toBe(hash);
    for (const more of [{ model: 'n' }, { prompt: 'x' }, { system: 'x' }, { outputSchema: { type: 'object' } }, { temperature: 1 }])
      expect(promptHash(step(more as Partial<DraftStep>), null)).not.toBe(hash);
  });
});

test('brand rules are told as sentences, and none without rules', () => {
  expect(brandText(null)).toBe('');
  const rules = BrandRules.parse({
    banned: [
      { phrase: 'cheap', replacement: 'affordable', reason: 'sounds poor' },
      { phrase: 'very', replacement: '' },
    ],
    preferred: [{ use: 'sofa', insteadOf: ['couch', 'settee'] }],
    required: [{ anyOf: ['machine washable'] }],
    length: [{ fields: ['/description'], words: { min: 40, max: 90 } }],
    punctuation: { exclamationMarks: 'never', oxfordComma: 'always' },
    spelling: 'en-GB',
  });
  expect(brandText(rules).split('\n')).toEqual([
    '- Never write "cheap"; write "affordable" (sounds poor).',
    '- Never write "very"; leave it out.',
    '- Write "sofa" instead of "couch" or "settee".',
    '- Say "machine washable".',
    '- Write at least 40 words and at most 90 words in /description.',
    '- No exclamation marks.',
    '- Use the Oxford comma.',
    '- Use British spelling.',
  ]);
});
