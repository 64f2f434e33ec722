const irregular: Record<string, string> = {
  aluminum: 'aluminium',
  gray: 'grey',
  feet: 'foot',
  men: 'man',
  women: 'woman',
  children: 'child',
  leaves: 'leaf',
  knives: 'knife',
  shelves: 'shelf',
  batteries: 'battery',
  weighs: 'weight',
  weigh: 'weight',
  weighing: 'weight',
  made: 'make',
  wifi: 'wlan',
  tyre: 'tire',
  mould: 'mold',
  fibre: 'fiber',
  centre: 'center',
  litre: 'liter',
  metre: 'meter',
};

const cut = (word: string, ending: string): string | undefined =>
  word.endsWith(ending) && word.length - ending.length >= 3 ? word.slice(0, -ending.length) : undefined;

const undouble = (word: string): string => (/([bdglmnprt])\1$/.test(word) ? word.slice(0, -1) : word);

const singular = (word: string): string => {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return /(?:x|ch|sh|ss|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
};

const remembered = new Map<string, string>();

/** A light English stemmer that also levels British and American spelling: `colours` and `coloring` give the same stem. */
export const stem = (lower: string): string => {
  const known = remembered.get(lower);
  if (known !== undefined) return known;
  const base = lower.replace(/'s$|'$/, '');
  const one = irregular[base] ?? singular(base);
  const whole = irregular[one] ?? one;
  const level = whole
    .replace(/(?<=[a-z]{2})our$/, 'or')
    .replace(/(?<=[a-z]{2})our(?=(?:ed|ing|ful|less)$)/, 'or')
    .replace(/is(?=(?:e|ed|ing)$)/, 'iz');
  const bare = cut(level, 'ing') ?? cut(level, 'ed') ?? level;
  const result = (bare === level ? bare : undouble(bare)).replace(/(?<=[^e]{3})e$/, '').replace(/(?<=..)y$/, 'i');
  if (remembered.size > 20_000) remembered.clear();
  remembered.set(lower, result);
  return result;
};
