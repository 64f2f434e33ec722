const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const values = new Map<string, number>([
  ...small.map((word, i): [string, number] => [word, i]),
  ...tens.flatMap((word, i): [string, number][] => (word === '' ? [] : [[word, i * 10]])),
  ['dozen', 12],
  ['half', 0.5],
]);
const powers = new Map<string, number>([
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1e6],
  ['billion', 1e9],
]);
const fractions = new Map<string, number>([
  ['½', 0.5],
  ['⅓', 1 / 3],
  ['⅔', 2 / 3],
  ['¼', 0.25],
  ['¾', 0.75],
  ['⅛', 0.125],
]);

export const wordValue = (lower: string): number | undefined => values.get(lower);
export const wordPower = (lower: string): number | undefined => powers.get(lower);
export const fractionValue = (text: string): number | undefined => fractions.get(text);

export interface Written {
  value: number;
  /** Digits after the point, as written: the precision that is claimed. */
  decimals: number;
  /** What it may mean as well: `1.080` is 1080 to half of the world. */
  or?: number;
}

/** `1,080`, `10 000`, `10'000`, `1.5`, `1,5`, `1.080,5`; undefined for versions such as `4.2.2` and lists such as `1,2,3`. */
export const parseNumber = (text: string): Written | undefined => {
  const plain = text.replace(/[ \u00a0\u2009\u202f'’]/g, '');
  const decimalsOf = (mark: string): number => plain.split(mark)[1]?.length ?? 0;
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) {
    const other = /^\d{1,3},\d{3}$/.test(plain) ? { or: Number(plain.replace(',', '.')) } : {};
    return { value: Number(plain.replaceAll(',', '')), decimals: decimalsOf('.'), ...other };
  }
  if (/^\d{1,3}(?:\.\d{3})+,\d+$/.test(plain) || /^\d{1,3}(?:\.\d{3}){2,}$/.test(plain))
    return { value: Number(plain.replaceAll('.', '').replace(',', '.')), decimals: decimalsOf(',') };
  if (!/^\d+(?:[.,]\d+)?$/.test(plain)) return undefined;
  const other = /^[1-9]\d{0,2}\.\d{3}$/.test(plain) ? { or: Number(plain.replace('.', '')) } : {};
  return { value: Number(plain.replace(',', '.')), decimals: Math.max(decimalsOf('.'), decimalsOf(',')), ...other };
};
