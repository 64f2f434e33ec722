import type { Json } from '@countersign/contract';
import { describe, expect, test } from 'vitest';
import { checkFacts } from '../src/index.ts';

const found = (input: Json, output: Json) =>
  checkFacts({ input, output })
    .filter((flag) => flag.kind === 'fact')
    .map((flag) => `${flag.level} ${(output as string).slice(flag.start, flag.end)}`);

describe('a number in another dress is the same number', () => {
  test.each([
    ['6.7 inches', 'A 6.7" display.'],
    ['6.7 inches', 'A 6.7-inch display.'],
    ['6.7 inches', 'A display of 17 cm.'],
    ['6.74 inches', 'A 6.7-inch display.'],
    ['8.0 inches', 'An 8-inch display.'],
    ['1,080 g', 'It weighs 1080 g.'],
    ['1080 g', 'It weighs 1.08 kg.'],
    ['10 000 mAh', 'A battery of 10,000 mAh.'],
    ['2 litres', 'It holds two litres.'],
    ['20 x 30 cm', 'It measures 20 × 30 cm.'],
    ['200 x 300 mm', 'It measures 20 x 30 cm.'],
    ['24 months', 'With a 2-year warranty.'],
    ['5 h 30 min', 'Up to 5 hours and 30 minutes.'],
    ['0.5 l', 'It holds half a litre.'],
    ['½ inch', 'It takes 0.5 inch screws.'],
    ['4K video', 'It records 2160p video.'],
    ['~ 401 ppi density', '401 pixels per inch.'],
    ['20 °C', 'Wash at 68 °F.'],
    ['-25 to 60 °C', 'From −25 °C to 60 °C.'],
    ['65K colors', 'It shows 65,000 colors.'],
    ['90 % recycled', 'Recycled at 90 percent.'],
  ])('%s: %s', (fact, text) => {
    expect(found({ value: fact, warranty: 'yes' }, text)).toEqual([]);
  });
});

describe('another number is found', () => {
  test.each([
    ['2.6 kg', 'It weighs 2.7 kg.', 'error 2.7 kg'],
    ['6.78 inches', 'A 6.7-inch display.', 'error 6.7-inch'],
    ['2 h 30 min', 'It lasts 2 hours.', 'error 2 hours'],
    ['3 min 45 s', 'It boils in 2 min 45 s.', 'error 2 min 45 s'],
    ['60 m', 'A range of 60 km.', 'error 60 km'],
    ['50 kg', 'It carries 50 lb.', 'error 50 lb'],
    ['45 °C', 'Not above 60 °C.', 'error 60 °C'],
    ['green', 'It weighs 300 g.', 'warning 300 g'],
  ])('%s: %s', (fact, text, expected) => {
    expect(found({ value: fact }, text)).toEqual([expected]);
  });
});

test('fields that name their unit are read with it', () => {
  const input = { dimensions: { length_cm: 220, height_cm: 105 }, 'weight (kg)': 2.6 };
  expect(found(input, 'It is 2.2 m long, 105 cm high and weighs 2600 g.')).toEqual([]);
  expect(found(input, 'It is 105 cm long.')).toEqual(['error 105 cm']);
});

test('the right number of the wrong thing is found', () => {
  expect(found({ keeps: 'hot 12 h, cold 24 h' }, 'It keeps tea hot for 24 h and water cold for 12 h.')).toEqual([
    'error 24 h',
    'error 12 h',
  ]);
  expect(found({ keeps: 'hot 12 h, cold 24 h' }, 'It keeps tea hot for 12 h and water cold for 24 h.')).toEqual([]);
});

test('money is compared within its currency, also as minor units', () => {
  const input = { price: { amount: 21900, currency: 'EUR' } };
  expect(found(input, 'It costs €219.')).toEqual([]);
  expect(found(input, 'It costs 199 EUR.')).toEqual(['error 199 EUR']);
});

test('counts are compared with what they count', () => {
  const input = { doors: 2, in_the_box: ['1 large cube', '2 medium cubes'] };
  expect(found(input, 'A tent with two doors, one large cube and two medium cubes.')).toEqual([]);
  expect(found(input, 'A tent with three doors.')).toEqual(['error three doors']);
  expect(found(input, 'With two large cubes.')).toEqual(['error two large']);
});

test('numbers in names are names', () => {
  expect(found({ name: 'Drift 35 Backpack', size: '30 l' }, 'The Drift 35 holds 30 litres.')).toEqual([]);
});

test('a replacement says it as the source does, in the form of the text', () => {
  const [flag] = checkFacts({ input: { display: '6.5 inches' }, output: 'A 6.7-inch display.' });
  expect(flag?.replacements).toEqual(['6.5-inches']);
  expect(flag?.message).toContain('display: 6.5 inches');
  expect(flag?.source).toMatchObject({ checker: 'facts', inputPath: '/display', inputStart: 0, inputEnd: 10 });
});
