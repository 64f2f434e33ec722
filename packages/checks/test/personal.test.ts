import { describe, expect, test } from 'vitest';
import { checkPersonalData } from '../src/index.ts';

const found = (output: string) => checkPersonalData({ output }).map((flag) => [flag.source.rule, output.slice(flag.start, flag.end)]);

/** Numbers: the card schemes' and banks' published test numbers, the IBAN registry's examples, telephone numbers reserved for fiction. */
describe('personal data is found', () => {
  test.each([
    ['Pay with 4111 1111 1111 1111 please', 'card', '4111 1111 1111 1111'],
    ['5555555555554444', 'card', '5555555555554444'],
    ['Amex 3782 822463 10005.', 'card', '3782 822463 10005'],
    ['To GB82 WEST 1234 5698 7654 32, thanks', 'iban', 'GB82 WEST 1234 5698 7654 32'],
    ['DE89370400440532013000', 'iban', 'DE89370400440532013000'],
    ['😀 ann.o-neil+x@mail.example.co.uk.', 'email', 'ann.o-neil+x@mail.example.co.uk'],
    ['Call +44 20 7946 0958 now', 'phone', '+44 20 7946 0958'],
    ['(212) 555-0142', 'phone', '(212) 555-0142'],
    ['Tel. 020 7946 0958', 'phone', '020 7946 0958'],
    ['phone: 5550142123', 'phone', '5550142123'],
    ['Call us at 555-014-2123', 'phone', '555-014-2123'],
    ['Hotline 0800 555 111', 'phone', '0800 555 111'],
    ['Tel.+49 30 901820', 'phone', '+49 30 901820'],
    [`key sk-proj-${'a1B2'.repeat(8)}`, 'secret', `sk-proj-${'a1B2'.repeat(8)}`],
    [`ghp_${'a1B2'.repeat(9)}`, 'secret', `ghp_${'a1B2'.repeat(9)}`],
    ['AKIAIOSFODNN7EXAMPLE', 'secret', 'AKIAIOSFODNN7EXAMPLE'],
    ['-----BEGIN RSA PRIVATE KEY-----', 'secret', '-----BEGIN RSA PRIVATE KEY-----'],
    ['password: hunter2hunter2', 'secret', 'hunter2hunter2'],
  ])('%s', (text, rule, words) => {
    expect(found(text)).toEqual([[rule, words]]);
  });
});

describe('what only looks like it is let pass', () => {
  test.each([
    '4111 1111 1111 1112',
    'GB82 WEST 1234 5698 7654 33',
    'EAN 4006381333931',
    'Article 5901234123457, model 3782-82',
    'GSM 850 / 900 / 1800 / 1900',
    '164.6 x 75.4 x 8.6 mm (6.48 x 2.97 x 0.34 in)',
    '10 000 mAh, 1200 mAh, 27,500 INR',
    'Released 2022-09-21, 21.09.2022',
    'ISBN 978-3-16-148410-0',
    'HSPA 42.2/5.76 Mbps, LTE-A Cat6 300/50 Mbps',
    'password: choose a long one',
    'Meet @ the shop',
    'SKU HAP-OUT-101 0815-4711',
    'Carry your cards in this CardNinja 029-470-121 smartphone wallet',
    'Safeguard your cell phone with this Samsung 34-2939-05-XP case',
    'Razer mouse RZ01-00151400, part numbers BT.00603.012 and BT.00604.006',
    'A cell phone of 2016 with 1440 x 2560 pixels',
    'UPC 012345678905, ASIN B00EXAMPLE, MPN 5011-0024-8800',
    'LTE band 1 2 3 4 5 7 8 12 17 20 28 38 40 41',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});
