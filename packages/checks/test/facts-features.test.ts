import type { Json } from '@countersign/contract';
import { describe, expect, test } from 'vitest';
import { checkFacts } from '../src/index.ts';

const found = (input: Json, output: string) =>
  checkFacts({ input, output })
    .filter((flag) => flag.kind === 'fact')
    .map((flag) => `${flag.level} ${output.slice(flag.start, flag.end)}`);

const phone =
  'name: Aster 9\nNetwork / Technology: GSM / HSPA\nSelfie camera: No\nSound / 3.5mm jack: No\nComms / WLAN: Wi-Fi 802.11 b/g/n\nComms / Bluetooth: 5.1, A2DP\nComms / NFC: No\nFeatures / Java: No\nBattery / Type: Li-Ion 900 mAh, removable';

describe('what the source denies', () => {
  test.each([
    ['It has Wi-Fi, Bluetooth 5.1 and NFC.', ['error NFC']],
    ['It has no NFC.', []],
    ['It does not have NFC, Java or a headphone jack.', []],
    ['It lacks modern features such as NFC.', []],
    ['NFC is not supported.', []],
    ['GPS, NFC (absent) and Wi-Fi.', ['warning GPS']],
    ['A front-facing camera takes selfies.', ['error front-facing camera']],
    ['It runs Java games.', ['error Java']],
  ])('%s', (text, expected) => {
    expect(found(phone, text)).toEqual(expected);
  });
});

test('what the source lists without it is contradicted', () => {
  expect(found(phone, 'With 5G.')).toEqual(['error 5G']);
  expect(found({ network: { technology: 'No cellular connectivity' } }, 'It is a smartphone that pairs with your smartphone.')).toEqual([
    'error smartphone',
  ]);
});

test('what the source affirms and the text denies', () => {
  expect(found(phone, 'It comes without Bluetooth.')).toEqual(['error Bluetooth']);
});

test('what the source does not mention is a warning', () => {
  expect(found(phone, 'With a barometer and wireless charging.')).toEqual(['warning barometer and wireless charging']);
});

test('another version is found', () => {
  expect(found(phone, 'It has Bluetooth 4.2.')).toEqual(['error 4.2']);
  expect(found('OS: Android 4.0.4, upgradable to 4.1', 'It runs Android 4.1.')).toEqual([]);
});

test('another multiple is found', () => {
  expect(found({ cpu: 'Octa-core 2.0 GHz' }, 'A quad-core processor.')).toEqual(['error quad']);
});

describe('yes and no of a household thing', () => {
  const input = {
    dishwasher_safe: false,
    machine_washable: true,
    backup_battery: false,
    drain_hole: true,
    warranty: '10 years',
    care: 'wipe clean, do not tumble dry',
  };
  test.each([
    ['It can go in the dishwasher.', ['error dishwasher']],
    ['It is not dishwasher safe.', []],
    ['Please keep it out of the dishwasher.', []],
    ['A backup battery keeps the time.', ['error backup battery']],
    ['There is no backup battery.', []],
    ['There is no drain hole.', ['error drain hole']],
    ['Lifetime warranty', ['error Lifetime warranty']],
    ['10-year warranty', []],
    ['Tumble dry low.', ['error Tumble dry']],
    ['Award-winning and certified.', ['warning Award-winning and certified']],
    ['It relieves stress.', ['warning relieves stress']],
  ])('%s', (text, expected) => {
    expect(found(input, text)).toEqual(expected);
  });
});

test('materials, colours, origin and names', () => {
  const input = { name: 'Quay Board', material: 'solid beech, steel handle', colours: ['sand', 'chalk'], origin: 'made in Austria' };
  expect(found(input, 'A board of wood with a metal handle, in sand or chalk, made in Austria.')).toEqual([]);
  expect(found(input, 'A board of oak.')).toEqual(['error oak']);
  expect(found(input, 'Available in charcoal.')).toEqual(['error charcoal']);
  expect(found(input, 'It is made in Australia.')).toEqual(['error Australia']);
  expect(found(input, 'A board designed by Nordhaus.')).toEqual(['warning Nordhaus']);
  expect(checkFacts({ input, output: 'It is made in Australia.' })[0]?.replacements).toEqual(['Austria']);
});

test('names are known in other dress: by country, without accents, joined otherwise', () => {
  const input = { club: 'Montréal', country: 'Canada', maker: 'Swiss made', chip: 'SM8650-AB' };
  expect(found(input, 'The Canadian club of Montreal, from Switzerland, with an SM8650AB.')).toEqual([]);
  expect(found(input, 'The club of the Danish king.')).toEqual(['warning Danish']);
});

test('dates are compared as far as they are given, and with what happened on them', () => {
  const input = 'Announced: 2022, September 21\nStatus: Available. Released 2022, October 04';
  expect(found(input, 'It was announced in September 2022 and released on October 4, 2022.')).toEqual([]);
  expect(found(input, 'It was announced in August 2022.')).toEqual(['error August 2022']);
  expect(found(input, 'It was released in September 2022.')).toEqual(['error September 2022']);
});

test.each([
  ['2023-11-29 17:30:00', 'On November 29, 2023, at 5:30 pm.', []],
  ['2023-11-29 17:30:00', 'On 29.11.2023 at 17:30.', []],
  ['29/11/2023 17:30', 'On 28 November 2023 at 18:30.', ['error 28 November 2023', 'error 18:30']],
])('dates in figures and times of day: %s, %s', (start, text, expected) => {
  expect(found({ start }, text)).toEqual(expected);
});

test('a title that begins with No is no denial', () => {
  expect(found({ film: 'No Country for Old Men', cast_member: 'Noël-Noël' }, 'A film with a cast member.')).toEqual([]);
});

test('praise is no fact: it has a kind of its own', () => {
  const flags = checkFacts({ input: { material: 'steel' }, output: 'The best pan, a perfect choice.' });
  expect(flags.map(({ kind, level }) => [kind, level])).toEqual([
    ['claim', 'warning'],
    ['claim', 'info'],
  ]);
});

test('nested records, texts in fields and free text are all sources', () => {
  expect(found({ specs: { radio: { nfc: false } } }, 'With NFC.')).toEqual(['error NFC']);
  expect(found({ text: 'Weight: 2 kg\nNFC: No' }, 'It weighs 3 kg, with NFC.')).toEqual(['error 3 kg', 'error NFC']);
  expect(found('The tent weighs 2 kg and is not waterproof.', 'It weighs 2.5 kg and is waterproof.')).toEqual([
    'error 2.5 kg',
    'error waterproof',
  ]);
});
