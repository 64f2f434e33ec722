export interface Found {
  start: number;
  end: number;
}

const found = (matches: Iterable<RegExpExecArray>): Found[] =>
  [...matches].map((match) => ({ start: match.index, end: match.index + match[0].length }));

const at = /@/g;
const mailSign = /^[\p{L}\p{N}._%+-]$/u;
const domain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}/u;

/** Looks around each @ only, so that it is linear. */
export const findEmails = (text: string): Found[] =>
  [...text.matchAll(at)].flatMap((match) => {
    let from = match.index;
    while (from > 0 && match.index - from < 64 && mailSign.test(text.charAt(from - 1))) from -= 1;
    const before = text.slice(from, match.index).replace(/^[.%+-]+/, '');
    const after = domain.exec(text.slice(match.index + 1, match.index + 260))?.[0];
    return before !== '' && after ? [{ start: match.index - before.length, end: match.index + 1 + after.length }] : [];
  });

const international =
  /(?:(?<![\p{L}\p{N}+])\+|(?<![\p{L}\p{N}+./-])00(?=[1-9]))[1-9]\d{0,2}(?:[ ./-]{0,2}\(?\d{1,5}\)?){2,6}(?![\p{L}\d])/gu;
const national = /(?<![\p{L}\p{N}.,/-])\(?0\d{1,5}\)?[ /-]{1,2}\d{2,5}(?:[ -]\d{2,5}){0,3}(?![\p{L}\d]|[.,]\d)/gu;
const american = /(?<![\p{L}\p{N}.,/-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-.])[2-9]\d{2}[-.]\d{4}(?![\p{L}\d-])/gu;
const afterWord =
  /\b(?:tel|telephone|phone|call|mobile|cell|fax|whatsapp|hotline|ring|dial|text)\b(?: {0,2}(?:us|me|now|at|on|no|number|nr|is|under)\b){0,3}\.? {0,2}:? {0,2}$/i;
/** Hyphens alone also join article numbers. */
const isWritten = (text: string): boolean => /[ /()]/.test(text);
const bare = /(?<![\p{L}\p{N}.,/-])[0-9][0-9 -]{6,16}[0-9](?![\p{L}\d])/gu;

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

/** Telephone numbers: with a country code, a leading 0 and groups, or the American form; bare digits only after a word such as "call". */
export const findPhones = (text: string): Found[] => {
  const isNamed = (match: RegExpExecArray): boolean => afterWord.test(text.slice(Math.max(0, match.index - 40), match.index));
  const local = [...text.matchAll(national)].filter((match) => digitsIn(match[0]) >= 9 && (isWritten(match[0]) || isNamed(match)));
  const written = [...text.matchAll(international), ...local, ...text.matchAll(american)];
  const named = [...text.matchAll(bare)].filter(isNamed);
  const phones = found([...written, ...named].filter((match) => digitsIn(match[0]) >= 8 && digitsIn(match[0]) <= 15)).sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
  return phones.filter((phone, i) => !phones.some((other, k) => k < i && other.end > phone.start));
};
