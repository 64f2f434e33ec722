/**
 * The secret number of an item, in [0, 1): the first 52 bits of HMAC-SHA-256(secret, item id), as hexadecimal digits from the
 * caller, because this package does no cryptography. The same item has the same coin for ever.
 * @throws RangeError for fewer than 13 hexadecimal digits.
 */
export function coinFrom(hmacHex: string): number {
  const digits = hmacHex.slice(0, 13);
  if (!/^[0-9a-f]{13}$/i.test(digits)) throw new RangeError('A coin needs 13 hexadecimal digits.');
  return Number.parseInt(digits, 16) / 2 ** 52;
}
