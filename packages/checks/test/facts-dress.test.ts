import type { Json } from '@countersign/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFacts } from '../src/index.ts';

const factsIn = (input: Json, output: string) => checkFacts({ input, output }).filter((flag) => flag.kind === 'fact');
const wordsOf = (input: Json, output: string) => factsIn(input, output).map((flag) => output.slice(flag.start, flag.end));

/** How people write one number. */
const grouped = (value: number, sign: string): string => {
  const [whole, part] = String(value).split('.') as [string, string?];
  return whole.replace(/\B(?=(?:\d{3})+$)/g, sign) + (part === undefined ? '' : `.${part}`);
};
const european = (value: number, sign: string): string => grouped(value, '_').replace('.', ',').replaceAll('_', sign);

const numberDresses: ((value: number) => string)[] = [
  String,
  (value) => grouped(value, ','),
  (value) => grouped(value, '\u202f'),
  (value) => grouped(value, '\u00a0'),
  (value) => grouped(value, '’'),
  (value) => (Number.isInteger(value) ? `${value}.0` : `${value}0`),
  (value) => String(value).replace('.', ','),
  (value) => european(value, '\u00a0'),
  (value) => european(value, '.'),
];

/** Names of a unit, and how many of it one of the first is. */
const units: [names: string[], perFirst: number][][] = [
  [
    [['kg', 'kilograms', 'kilogrammes', 'kilos'], 1],
    [['g', 'grams', 'grammes'], 1000],
  ],
  [
    [['cm', 'centimetres', 'centimeters'], 1],
    [['mm', 'millimetres', 'millimeters'], 10],
  ],
  [
    [['l', 'litres', 'liters', 'L'], 1],
    [['ml', 'millilitres', 'mL'], 1000],
  ],
  [
    [['W', 'watts', 'Watt'], 1],
    [['kW', 'kilowatts'], 0.001],
  ],
  [
    [['Ah', 'ampere hours'], 1],
    [['mAh'], 1000],
  ],
  [
    [['TB', 'terabytes'], 1],
    [['GB', 'gigabytes', 'Gigabytes'], 1000],
  ],
  [[['°C', 'degrees Celsius', '° C', 'degrees C'], 1]],
  [[['%', 'percent', 'per cent', ' %'], 1]],
];

const amount = fc.oneof(
  fc.integer({ min: 2, max: 99 }),
  fc.integer({ min: 1000, max: 98_765 }),
  fc.integer({ min: 15, max: 9999 }).map((value) => value / 10),
);

const dressed = fc
  .record({
    value: amount,
    kind: fc.nat(units.length - 1),
    unit: fc.nat(10),
    name: fc.nat(10),
    dress: fc.nat(numberDresses.length - 1),
    gap: fc.constantFrom(' ', '', '\u00a0', '-', '\u202f'),
    sentence: fc.nat(3),
  })
  .map(({ value, kind, unit, name, dress, gap, sentence }) => {
    const family = units[kind]!;
    const [names, per] = family[unit % family.length]!;
    const unitName = names[name % names.length]!;
    const said = Number((value * per).toPrecision(12));
    const space =
      (gap === '-' && !/^[a-z]/i.test(unitName)) || unitName.startsWith(' ') ? '' : gap === '' && unitName.includes(' ') ? ' ' : gap;
    const write = (number: number): string => `${numberDresses[dress]!(number)}${space}${unitName}`;
    const around = (figure: string): string =>
      [`It has ${figure}.`, `😀 With its ${figure} it is good 👍.`, `The value: ${figure}`, `Good; ${figure} in all, we say.`][sentence]!;
    return { fact: `${value} ${family[0]![0][0]}`, said, write, around };
  });

describe('a fact of the source', () => {
  test('in any equivalent dress it is not flagged', () => {
    fc.assert(
      fc.property(dressed, ({ fact, said, write, around }) => {
        expect(wordsOf({ value: fact }, around(write(said)))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test('with another value it is flagged at exactly the changed figure', () => {
    fc.assert(
      fc.property(dressed, fc.constantFrom(1.5, 2, 3, 10), ({ fact, said, write, around }, factor) => {
        const figure = write(Number((said * factor).toPrecision(12)));
        const output = around(figure);
        expect(wordsOf({ value: fact }, output)).toEqual([figure.trim()]);
        const [flag] = factsIn({ value: fact }, output);
        expect(flag).toMatchObject({ source: { inputPath: '/value', inputStart: 0, inputEnd: fact.length } });
      }),
      { numRuns: 3000 },
    );
  });
});

const day = fc.record({
  year: fc.integer({ min: 1950, max: 2049 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 13, max: 28 }),
});
type Day = { year: number; month: number; day: number };
const long = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const two = (value: number): string => String(value).padStart(2, '0');
const dates: ((date: Day) => string)[] = [
  ({ year, month, day }) => `${year}-${two(month)}-${two(day)}`,
  ({ year, month, day }) => `${year}/${two(month)}/${two(day)}`,
  ({ year, month, day }) => `${day}.${month}.${year}`,
  ({ year, month, day }) => `${two(day)}.${two(month)}.${year}`,
  ({ year, month, day }) => `${day}/${month}/${year}`,
  ({ year, month, day }) => `${month}/${day}/${year}`,
  ({ year, month, day }) => `${day} ${long[month - 1]} ${year}`,
  ({ year, month, day }) => `${day}. ${long[month - 1]} ${year}`,
  ({ year, month, day }) => `${long[month - 1]} ${day}, ${year}`,
  ({ year, month, day }) => `${long[month - 1]} ${day}th, ${year}`,
  ({ year, month, day }) => `the ${day}th of ${long[month - 1]}, ${year}`,
  ({ year, month, day }) => `${long[month - 1]!.slice(0, 3)} ${day}, ${year}`,
  ({ year, month, day }) => `${day} ${long[month - 1]!.slice(0, 3)}. ${year}`,
  ({ year, month, day }) => `${year}, ${long[month - 1]} ${day}`,
];
const dateDress = fc.constantFrom(...dates);

test('a date is the same in every usual form, another one is flagged', () => {
  fc.assert(
    fc.property(day, dateDress, dateDress, fc.constantFrom<keyof Day>('year', 'month', 'day'), (date, known, said, part) => {
      const input = { released: known(date) };
      expect(wordsOf(input, `It was released on ${said(date)} in all shops.`)).toEqual([]);
      const other = {
        ...date,
        [part]: part === 'month' ? (date.month % 12) + 1 : part === 'day' ? ((date.day - 12) % 16) + 13 : date.year + 1,
      };
      const figure = said(other).replace(/^the /, '');
      expect(wordsOf(input, `It was released on ${said(other)} in all shops.`)).toEqual([figure]);
    }),
    { numRuns: 2000 },
  );
});

const prices: ((value: string) => string)[] = [
  (value) => `€${value}`,
  (value) => `€ ${value}`,
  (value) => `${value} €`,
  (value) => `${value}€`,
  (value) => `EUR ${value}`,
  (value) => `${value} EUR`,
  (value) => `${value} euros`,
];

test('a price is the same with its currency before, behind or in words, and within its currency only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 999_999 }), fc.constantFrom(...prices), fc.nat(2), (cents, write, dress) => {
      const value = cents / 100;
      const figure = write([value.toFixed(2), value.toFixed(2).replace('.', ','), grouped(Number(value.toFixed(2)), ',')][dress]!);
      const input = { price: `${value.toFixed(2)} EUR` };
      expect(wordsOf(input, `It costs ${figure} today.`)).toEqual([]);
      const dearer = write((value * 1.25 + 1).toFixed(2));
      expect(wordsOf(input, `It costs ${dearer} today.`)).toEqual([dearer]);
      expect(wordsOf(input, `It costs $${value.toFixed(2)} today.`)).toHaveLength(1);
    }),
    { numRuns: 1000 },
  );
});

test('a range is the same however it is written, and each end is looked at', () => {
  const joints = ['–', '-', ' – ', ' to ', ' - ', ' and ', '…'];
  fc.assert(
    fc.property(
      fc.integer({ min: 11, max: 60 }),
      fc.integer({ min: 61, max: 95 }),
      fc.constantFrom(...joints),
      fc.constantFrom(...joints),
      (low, high, known, said) => {
        const input = { length: `${low}${known}${high} cm` };
        expect(wordsOf(input, `It is ${low}${said}${high} cm long.`)).toEqual([]);
        expect(wordsOf(input, `It is ${low} cm${said.trim() === said ? ` ${said} ` : said}${high} cm long.`)).toEqual([]);
        expect(wordsOf(input, `It is ${low}${said}${high * 3} cm long.`).join()).toContain(String(high * 3));
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['2 litres', 'It holds two litres.'],
  ['12 pieces', 'It has a dozen pieces.'],
  ['25 kg', 'It carries twenty-five kilograms.'],
  ['1200 W', 'It draws twelve hundred watts.'],
  ['150 minutes', 'It lasts one hundred and fifty minutes.'],
  ['0.5 l', 'It holds half a litre.'],
  ['1.5 h', 'It takes one and a half hours.'],
  ['1.5 h', 'It takes 1½ hours.'],
  ['1.5 h', 'It takes an hour and a half.'],
  ['0.75 l', 'It holds ¾ l.'],
  ['0.75 l', 'It holds 3/4 litre.'],
  ['1.5 inches', 'It is 1 1/2 inches thick.'],
  ['2,000,000 cycles', 'It is good for 2 million cycles.'],
  ['6.7 inches', 'A display of 17 cm.'],
  ['5 ft 7 in', 'It is 170 cm tall.'],
  ['-18 °C', 'It cools to minus 18 degrees.'],
  ['80 °F', 'It is for 27 °C.'],
  ['2 h', 'It runs for 120 minutes.'],
  ['90 %', 'It is ninety percent full.'],
])('%s is the same as: %s', (fact, output) => {
  expect(wordsOf({ value: fact }, output)).toEqual([]);
});
