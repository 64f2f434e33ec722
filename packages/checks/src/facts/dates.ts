import type { Token } from '../text/tokens.ts';

/** A date as far as it is given. Months count from 1. */
export interface GivenDate {
  year: number;
  month: number | undefined;
  day: number | undefined;
  from: number;
  to: number;
}

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
export const monthNames: ReadonlySet<string> = new Set(months);
const monthOf = (token: Token | undefined): number | undefined => {
  if (token === undefined || !/^\p{Lu}/u.test(token.text)) return undefined;
  const i = months.findIndex(
    (month) => month === token.lower || (token.lower.length >= 3 && token.lower.length <= 4 && month.startsWith(token.lower)),
  );
  return i === -1 ? undefined : i + 1;
};
const numberOf = (token: Token | undefined): number | undefined =>
  token?.kind === 'number' && /^\d{1,4}$/.test(token.text) ? Number(token.text) : undefined;
const isYear = (value: number | undefined): value is number => value !== undefined && value >= 1900 && value < 2100;
const isDay = (value: number | undefined): value is number => value !== undefined && value >= 1 && value <= 31;
const skip = (tokens: readonly Token[], at: number, step: 1 | -1): number => {
  let i = at;
  while ([',', 'of'].includes(tokens[i]?.lower ?? '') || /^(?:st|nd|rd|th)$/.test(tokens[i]?.lower ?? '') || isShortening(tokens, i))
    i += step;
  return i;
};

/** The point of "Jan. 1951" and of "29. November". */
const isShortening = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1];
  if (tokens[at]?.text !== '.' || !tokens[at].glued || before === undefined) return false;
  return (before.kind === 'word' && before.text.length <= 4 && monthOf(before) !== undefined) || /^\d{1,2}$/.test(before.text);
};

const isMonth = (value: number | undefined): value is number => value !== undefined && value >= 1 && value <= 12;

/** `2023-11-29`, `29.11.2023`; with slashes days and months are told apart only where one is above 12. */
const numericDate = (tokens: readonly Token[], at: number): GivenDate | undefined => {
  const [a, mark, b, again, c] = tokens.slice(at, at + 5);
  if (
    mark === undefined ||
    !mark.glued ||
    !['-', '/', '.'].includes(mark.text) ||
    again?.text !== mark.text ||
    !again.glued ||
    !b?.glued ||
    !c?.glued
  )
    return undefined;
  const [first, second, third] = [numberOf(a), numberOf(b), numberOf(c)];
  const place = { from: at, to: at + 5 };
  if (isYear(first) && isMonth(second) && isDay(third)) return { year: first, month: second, day: third, ...place };
  if (!isYear(third)) return undefined;
  if (isDay(first) && isMonth(second) && (mark.text !== '/' || first > 12)) return { year: third, month: second, day: first, ...place };
  return mark.text === '/' && isMonth(first) && isDay(second) && second > 12
    ? { year: third, month: first, day: second, ...place }
    : undefined;
};

/** `29.11.2023` is one number to the tokens. */
const dottedDate = (token: Token, at: number): GivenDate | undefined => {
  const [day, month, year] = /^\d{1,2}\.\d{1,2}\.\d{4}$/.test(token.text) ? token.text.split('.').map(Number) : [];
  return isYear(year) && isMonth(month) && isDay(day) ? { year, month, day, from: at, to: at + 1 } : undefined;
};

/** `2022, September 21`, `21 September 2022`, `September 21, 2022`, `September 2022`: around the name of a month, linear in the tokens. */
export const datesOf = (tokens: readonly Token[]): GivenDate[] =>
  tokens.flatMap((token, at) => {
    const month = monthOf(token);
    if (month === undefined) return token.kind === 'number' ? (numericDate(tokens, at) ?? dottedDate(token, at) ?? []) : [];
    const after = skip(tokens, at + 1, 1);
    const before = skip(tokens, at - 1, -1);
    const next = numberOf(tokens[after]);
    const last = numberOf(tokens[before]);
    const later = skip(tokens, after + 1, 1);
    if (isYear(next)) return [{ year: next, month, day: isDay(last) ? last : undefined, from: isDay(last) ? before : at, to: after + 1 }];
    if (isDay(next) && isYear(numberOf(tokens[later])))
      return [{ year: numberOf(tokens[later])!, month, day: next, from: at, to: later + 1 }];
    if (isYear(last))
      return [{ year: last, month, day: isDay(next) ? next : undefined, from: before, to: isDay(next) ? after + 1 : at + 1 }];
    return [];
  });

export const sameDate = (claimed: GivenDate, known: GivenDate): boolean =>
  claimed.year === known.year &&
  (claimed.month === undefined || claimed.month === known.month) &&
  (claimed.day === undefined || claimed.day === known.day);
