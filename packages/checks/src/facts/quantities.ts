import type { Token } from '../text/tokens.ts';
import { fractionValue, parseNumber, wordPower, wordValue } from './number-words.ts';
import { type Dimension, type Unit, unitOf } from './units.ts';

/** A number with what it counts or measures. `from` and `to` are token indexes, `start` and `end` places in the text. */
export interface Quantity {
  from: number;
  to: number;
  start: number;
  end: number;
  /** As written, before the unit. */
  raw: number;
  /** In base units of the dimension. */
  value: number;
  decimals: number;
  unit: Unit | undefined;
  dimension: Dimension;
  /** Written as a word: "two". */
  spelled: boolean;
  /** The unit stands later in the list: the 20 of "20 x 30 cm". */
  carried: boolean;
  /** "about", "over", "nearly" before it. */
  vague: boolean;
  /** "6 h 40 min": exact to the smaller unit, so "6 hours" or "7 hours" is another figure. */
  compound?: true;
}

const vague = new Set(['about', 'around', 'approximately', 'approx', 'roughly', 'nearly', 'almost', 'over', '~', '≈', 'circa', 'above', 'under', 'below']);
const linesOfK = new Map([[2, 1440], [4, 2160], [8, 4320]]);
const count: Unit = { dimension: 'count', factor: 1 };
const thousand: Unit = { dimension: 'count', factor: 1000 };

const perUnits = new Map<string, Unit>([
  ['pixel inch', { dimension: 'density', factor: 1 }],
  ['dot inch', { dimension: 'density', factor: 1 }],
  ['frame second', { dimension: 'framerate', factor: 1 }],
  ['kilometer hour', { dimension: 'speed', factor: 1 }],
  ['mile hour', { dimension: 'speed', factor: 1.609344 }],
  ['gram square', { dimension: 'surfacemass', factor: 1 }],
]);

interface ReadUnit {
  unit: Unit;
  to: number;
}

const needsCapital = new Set(['a', 'n', 'j', 'v']);
const needsSmall = new Set(['m', 's', 'g', 'h', 'in', 'min', 'sec', 'ha', 'pa', 'stone', 'ms']);

const readWordUnit = (tokens: readonly Token[], at: number, value: number, decimals: number): ReadUnit | undefined => {
  const token = tokens[at];
  if (token === undefined || token.kind === 'number') return undefined;
  const next = tokens[at + 1];
  const per = next?.lower === 'per' ? perUnits.get(`${token.stem} ${tokens[at + 2]?.stem}`) : undefined;
  if (per) return { unit: per, to: at + 3 };
  if (token.text === '°' || token.text === '˚') {
    const degree = next?.glued === true ? unitOf(`°${next.text}`) : undefined;
    return degree ? { unit: degree, to: at + 2 } : { unit: unitOf('°')!, to: at + 1 };
  }
  if (next?.text === '/' && next.glued && tokens[at + 2]?.glued) {
    const joined = unitOf(`${token.text}/${tokens[at + 2]!.text}`);
    if (joined) return { unit: joined, to: at + 3 };
  }
  if (token.glued && token.text === 'p') return { unit: { dimension: 'lines', factor: 1 }, to: at + 1 };
  if (token.glued && token.text === 'x') return { unit: { dimension: 'zoom', factor: 1 }, to: at + 1 };
  if (token.text === 'K' && token.glued) return linesOfK.has(value) && decimals === 0 ? { unit: { dimension: 'lines', factor: linesOfK.get(value)! / value }, to: at + 1 } : { unit: value >= 1000 ? unitOf('k')! : thousand, to: at + 1 };
  if (token.lower === 'k' && value < 1000) return undefined;
  if (needsCapital.has(token.lower) && token.text === token.lower && !(token.lower === 'v' && token.glued)) return undefined;
  if (needsSmall.has(token.lower) && token.text !== token.lower && token.text !== 'M') return undefined;
  if (token.text === 'M' && !token.glued) return undefined;
  if ((token.lower === 'l' || token.lower === 'w') && token.text === token.lower && !token.glued && token.lower === 'w') return undefined;
  if (token.lower === 'in' && !(token.glued || decimals > 0) && next !== undefined && next.kind !== 'mark') return undefined;
  if (token.lower === 'second' || (token.lower === 'degree' && next?.lower === 'of')) return undefined;
  if ((token.lower === 'square' || token.lower === 'cubic') && next !== undefined) {
    const squared = unitOf(`${({ metre: 'm', metres: 'm', meter: 'm', meters: 'm', centimetre: 'cm', centimetres: 'cm', foot: 'ft', feet: 'ft' })[next.lower] ?? ''}${token.lower === 'square' ? '²' : '³'}`);
    return squared ? { unit: squared, to: at + 2 } : undefined;
  }
  if (token.lower === 'degrees' || token.lower === 'degree') {
    const scale = unitOf(`°${next?.lower === 'celsius' ? 'c' : next?.lower === 'fahrenheit' ? 'f' : ''}`)!;
    return { unit: scale, to: at + (scale.dimension === 'temperature' ? 2 : 1) };
  }
  const unit = unitOf(token.text);
  return unit === undefined ? undefined : { unit, to: at + 1 };
};

const readUnit = (tokens: readonly Token[], at: number, value: number, decimals: number): ReadUnit | undefined => {
  const dash = tokens[at];
  const dashed = dash !== undefined && (dash.text === '-' || dash.text === '‑') && dash.glued && tokens[at + 1]?.glued === true && tokens[at + 1]?.kind === 'word';
  if (!dashed) return readWordUnit(tokens, at, value, decimals);
  const unit = readWordUnit(tokens, at + 1, value, decimals);
  return unit?.unit.dimension === 'zoom' ? undefined : unit;
};

interface Bare {
  raw: number;
  decimals: number;
  to: number;
  spelled: boolean;
}

const readSpelled = (tokens: readonly Token[], at: number): Bare | undefined => {
  const first = wordValue(tokens[at]!.lower);
  if (first === undefined) return undefined;
  let raw = first;
  let to = at + 1;
  const dash = tokens[to]?.text === '-' ? 1 : 0;
  const ones = wordValue(tokens[to + dash]?.lower ?? '');
  if (raw >= 20 && raw % 10 === 0 && ones !== undefined && ones > 0 && ones < 10) {
    raw += ones;
    to += dash + 1;
  }
  for (let power = wordPower(tokens[to]?.lower ?? ''); power !== undefined; power = wordPower(tokens[to]?.lower ?? '')) {
    raw *= power;
    to += 1;
  }
  return { raw, decimals: raw === 0.5 ? 1 : 0, to, spelled: true };
};

const readBare = (tokens: readonly Token[], at: number): Bare | undefined => {
  const token = tokens[at]!;
  if (token.kind === 'word') return readSpelled(tokens, at);
  const part = fractionValue(token.text);
  if (part !== undefined) return { raw: part, decimals: 2, to: at + 1, spelled: false };
  if (token.kind !== 'number') return undefined;
  const written = parseNumber(token.text);
  if (written === undefined) return undefined;
  const added = tokens[at + 1]?.glued ? fractionValue(tokens[at + 1]!.text) : undefined;
  if (added !== undefined) return { raw: written.value + added, decimals: 2, to: at + 2, spelled: false };
  const power = tokens[at + 1]?.glued === false ? wordPower(tokens[at + 1]!.lower) : undefined;
  return power === undefined ? { raw: written.value, decimals: written.decimals, to: at + 1, spelled: false } : { raw: written.value * power, decimals: 0, to: at + 2, spelled: false };
};

const isMinus = (tokens: readonly Token[], at: number): boolean => {
  const sign = tokens[at - 1];
  return tokens[at]!.glued && (sign?.text === '−' || (sign?.text === '-' && !sign.glued));
};

/** Currency before the amount, `f/1.7`. */
const unitBefore = (tokens: readonly Token[], at: number): { unit: Unit; from: number } | undefined => {
  const before = tokens[at - 1];
  if (before === undefined) return undefined;
  if (before.text === '/' && before.glued && tokens[at - 2]?.lower === 'f') return { unit: { dimension: 'aperture', factor: 1 }, from: at - 2 };
  const unit = unitOf(before.text);
  return unit?.dimension === 'money' && before.text === before.text.toUpperCase() ? { unit, from: at - 1 } : undefined;
};

const toBase = (raw: number, unit: Unit): number => (raw + (unit.offset ?? 0)) * unit.factor;

const readOne = (tokens: readonly Token[], at: number): Quantity | undefined => {
  const bare = readBare(tokens, at);
  if (bare === undefined) return undefined;
  const glue = tokens[bare.to];
  const minus = isMinus(tokens, at);
  const raw = minus ? -bare.raw : bare.raw;
  const ratio = glue?.text === ':' && glue.glued && tokens[bare.to + 1]?.glued ? readBare(tokens, bare.to + 1) : undefined;
  const before = unitBefore(tokens, at);
  const after = ratio || before ? undefined : readUnit(tokens, bare.to, bare.raw, bare.decimals);
  if (glue?.glued === true && glue.text === 'G' && bare.raw <= 6) return undefined;
  const unit: Unit | undefined = ratio ? { dimension: 'ratio', factor: 1 / ratio.raw } : (before?.unit ?? after?.unit);
  const from = before?.from ?? (minus ? at - 1 : at);
  const to = ratio ? bare.to + 2 : (after?.to ?? bare.to);
  return {
    from, to, start: tokens[from]!.start, end: tokens[to - 1]!.end, raw, value: toBase(raw, unit ?? count), decimals: bare.decimals, unit,
    dimension: unit?.dimension ?? 'count', spelled: bare.spelled, carried: false, vague: vague.has(tokens[from - 1]?.lower ?? ''),
  };
};

const joins = new Set([',', 'and', 'or', '/', 'to', '-', '–', '—', '&', '×', '+', 'by', 'x', '(']);

/** "3 h 30 min" is one time, "2 lb 3 oz" one mass. */
const merges = (one: Quantity, next: Quantity, tokens: readonly Token[]): boolean =>
  one.unit !== undefined && next.unit !== undefined && one.dimension === next.dimension && ['time', 'mass'].includes(one.dimension) && next.unit.factor < one.unit.factor &&
  next.raw < one.unit.factor / next.unit.factor && (next.from === one.to || (next.from === one.to + 1 && tokens[one.to]!.lower === 'and'));

const carryUnits = (found: Quantity[], tokens: readonly Token[]): void => {
  for (let i = found.length - 2; i >= 0; i -= 1) {
    const one = found[i]!;
    const next = found[i + 1]!;
    const joint = tokens[one.to];
    if (one.unit !== undefined || next.unit === undefined || next.from !== one.to + 1 || joint === undefined || !joins.has(joint.lower)) continue;
    if (next.unit.dimension === 'aperture' || next.unit.dimension === 'ratio' || (one.spelled && one.raw === 1)) continue;
    const isNamed = /^\p{Lu}/u.test(tokens[one.from - 1]?.text ?? '') && (joint.lower === ',' || joint.lower === 'and');
    if (isNamed || (next.dimension === 'lines' && joint.lower !== '/')) continue;
    found[i] = { ...one, unit: next.unit, dimension: next.dimension, value: toBase(one.raw, next.unit), carried: true };
  }
};

/** Every quantity of a text, in order. */
export const quantitiesOf = (tokens: readonly Token[]): Quantity[] => {
  const found: Quantity[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const one = readOne(tokens, at);
    if (one === undefined) continue;
    const last = found.at(-1);
    if (last !== undefined && merges(last, one, tokens)) {
      found[found.length - 1] = { ...last, to: one.to, end: one.end, value: last.value + one.value, raw: last.raw + (one.raw * one.unit!.factor) / last.unit!.factor, decimals: 2, unit: last.unit, compound: true };
    } else found.push(one);
    at = one.to - 1;
  }
  carryUnits(found, tokens);
  return found;
};

/** Half a unit of the last digit shown: 6.7 stands for 6.65 to 6.75. */
export const toleranceOf = (quantity: Quantity): number => {
  const half = 0.5 * 10 ** -quantity.decimals * (quantity.unit?.factor ?? 1);
  const slack = quantity.vague ? Math.abs(quantity.value) * 0.1 : 0;
  return Math.max(half, slack) * 1.0001;
};

const isComparable = (one: Quantity, other: Quantity): boolean =>
  one.dimension === other.dimension && (one.unit?.only === undefined || other.unit?.only === undefined || one.unit.only === other.unit.only);

/** Whether a claimed quantity says the same as one of the source, within the digits that it shows. */
export const agrees = (claimed: Quantity, known: Quantity): boolean => {
  if (!isComparable(claimed, known)) return false;
  const gap = Math.abs(claimed.value - known.value);
  if (known.compound && !claimed.vague) return gap <= Math.max(known.value * 0.004, toleranceOf({ ...claimed, decimals: Math.max(1, claimed.decimals) }));
  if (gap <= toleranceOf(claimed)) return true;
  const isConverted = claimed.unit?.factor !== known.unit?.factor;
  return isConverted && gap <= Math.max(toleranceOf(claimed), toleranceOf(known), Math.abs(known.value) * (claimed.dimension === 'time' ? 0.01 : 0.002));
};
