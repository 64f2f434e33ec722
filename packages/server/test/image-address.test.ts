import { expect, test } from 'vitest';
import { isPublicAddress } from '../src/images/address.ts';
import { occursIn } from '../src/images/occurs.ts';

test.each([
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '168.63.129.16',
  '::',
  '::1',
  '::127.0.0.1',
  '::8.8.8.8',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:0:127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:0808:0808::',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'not an address',
  '',
])('[D2] %s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '100.63.255.255', '100.128.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
  '[D2] %s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

const address = 'https://shop.example/a.png?x=1&y=2';

test.each([
  address,
  { image: { url: address } },
  [1, null, ['text', address]],
  `See ${address}.`,
  `![alt](${address} "title") and more`,
  `<img src="${address.replace('&', '&amp;')}">`,
  `<img src='${address}'/>`,
])('an address that stands in the value is found: %j', (value) => {
  expect(occursIn(value, address)).toBe(true);
});

test.each([
  'https://shop.example/a.png?x=1',
  'https://shop.example/a.png?x=1&y=22',
  `${address}3`,
  `${address}.evil.example/`,
  { [address]: 'a name' },
  null,
])('a part of an address, or another, is not: %j', (value) => {
  expect(occursIn(value, address)).toBe(false);
});

test('what is nested deep is looked through', () => {
  let value: unknown = address;
  for (let depth = 0; depth < 50_000; depth += 1) value = [value];
  expect(occursIn(value as never, address)).toBe(true);
});
