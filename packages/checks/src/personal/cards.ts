/** Luhn's check digit (ISO/IEC 7812-1, annex B). */
const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
};

/** Numbers of the large card schemes by their first digits and length. */
const scheme =
  /^(?:4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|220\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17})$/;

/** Payment cards: right scheme, right length, right check digit, and written as people write them. */
export const findCards = (text: string): { start: number; end: number }[] =>
  [...text.matchAll(/(?<![\d.,/-])\d(?:[ -]?\d){12,18}(?![\d/]|[.,-]\d)/g)].flatMap((match) => {
    const digits = match[0].replace(/\D/g, '');
    const isGrouped = /^(?:\d+|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})$/.test(match[0]);
    return isGrouped && scheme.test(digits) && passesLuhn(digits) ? [{ start: match.index, end: match.index + match[0].length }] : [];
  });
