import type { Token } from '../text/tokens.ts';
import { fractionValue, parseNumber, wordPower, wordValue } from './number-words.ts';
import type { Quantity } from './quantity.ts';
import { readUnit } from './read-unit.ts';
import { type Unit, unitOf } from './units.ts';

const vague = new Set([
  'about',
  'around',
  'approximately',
  'approx',
  'roughly',
  'nearly',
  'almost',
  'over',
  '~',
  '≈',
  'circa',
  'above',
  'under',
  'below',
]);
const count: Unit = { dimension: 'count', factor: 1 };

interface Bare {
  raw: number;
  decimals: number;
  to: number;
  spelled: boolean;
  or?: number;
}

/** "twenty-five", "twelve hundred", "one hundred and fifty", "two million", "two dozen". */
const readSpelled = (tokens: readonly Token[], at: number): Bare | undefined => {
  const first = wordValue(tokens[at]!.lower);
  if (first === undefined) return undefined;
  let total = 0;
  let current = first;
  let to = at + 1;
  const readOnes = (): void => {
    const dash = tokens[to]?.text === '-' ? 1 : 0;
    const ones = wordValue(tokens[to + dash]?.lower ?? '');
    if (current < 20 || current % 10 !== 0 || ones === undefined || ones < 1 || ones > 9) return;
    current += ones;
    to += dash + 1;
  };
  readOnes();
  for (;;) {
    const power = first >= 1 ? wordPower(tokens[to]?.lower ?? '') : undefined;
    if (power === undefined) break;
    to += 1;
    current *= power;
    if (power >= 1000) {
      total += current;
      current = 0;
    }
    const and = tokens[to]?.lower === 'and' ? 1 : 0;
    const more = wordValue(tokens[to + and]?.lower ?? '');
    if (power < 100 || more === undefined || more < 1 || (and === 1 && tokens[to + 2]?.lower === 'half')) continue;
    to += and + 1;
    const before = current;
    current = more;
    readOnes();
    current += before;
  }
  const raw = total + current;
  return withHalf(tokens, { raw, decimals: raw === 0.5 ? 1 : 0, to, spelled: true });
};

const parts = new Map([
  ['half', 0.5],
  ['quarter', 0.25],
]);

/** "one and a half", "2 and a quarter". */
const withHalf = (tokens: readonly Token[], bare: Bare): Bare => {
  const [and, a, part] = tokens.slice(bare.to, bare.to + 3);
  const added = and?.lower === 'and' && a?.lower === 'a' && Number.isInteger(bare.raw) ? parts.get(part?.lower ?? '') : undefined;
  return added === undefined ? bare : { ...bare, raw: bare.raw + added, decimals: 2, to: bare.to + 3 };
};

const whole = /^\d{1,3}$/;
const measured = new Set<string>(['length', 'volume', 'mass', 'time', 'area']);

/** `3/4` and `1 1/2`, where a unit of measure follows: `4/8 GB` are two sizes. */
const readFraction = (tokens: readonly Token[], at: number): Bare | undefined => {
  const isMixed = tokens[at + 1]?.kind === 'number' && !tokens[at + 1]!.glued && tokens[at + 2]?.text === '/';
  const from = isMixed ? at + 1 : at;
  const [top, slash, bottom] = tokens.slice(from, from + 3);
  if (top === undefined || slash?.text !== '/' || !slash.glued || !bottom?.glued || !whole.test(top.text) || !whole.test(bottom.text))
    return undefined;
  if (isMixed && !whole.test(tokens[at]!.text)) return undefined;
  const [over, under] = [Number(top.text), Number(bottom.text)];
  if (over < 1 || over >= under || ![2, 3, 4, 5, 8, 16, 32].includes(under)) return undefined;
  const raw = (isMixed ? Number(tokens[at]!.text) : 0) + over / under;
  const unit = readUnit(tokens, from + 3, raw, 2);
  return unit !== undefined && measured.has(unit.unit.dimension) ? { raw, decimals: 3, to: from + 3, spelled: false } : undefined;
};

const readBare = (tokens: readonly Token[], at: number): Bare | undefined => {
  const token = tokens[at]!;
  if (token.kind === 'word') return readSpelled(tokens, at);
  const part = fractionValue(token.text);
  if (part !== undefined) return { raw: part, decimals: 2, to: at + 1, spelled: false };
  if (token.kind !== 'number') return undefined;
  const fraction = readFraction(tokens, at);
  if (fraction !== undefined) return fraction;
  const written = parseNumber(token.text);
  if (written === undefined) return undefined;
  const added = tokens[at + 1]?.glued ? fractionValue(tokens[at + 1]!.text) : undefined;
  if (added !== undefined) return { raw: written.value + added, decimals: 2, to: at + 2, spelled: false };
  const power = tokens[at + 1]?.glued === false ? wordPower(tokens[at + 1]!.lower) : undefined;
  const or = written.or === undefined ? {} : { or: written.or };
  return power === undefined
    ? withHalf(tokens, { raw: written.value, decimals: written.decimals, to: at + 1, spelled: false, ...or })
    : { raw: written.value * power, decimals: 0, to: at + 2, spelled: false };
};

const isMinus = (tokens: readonly Token[], at: number): boolean => {
  const sign = tokens[at - 1];
  return sign?.lower === 'minus' || (tokens[at]!.glued && (sign?.text === '−' || (sign?.text === '-' && !sign.glued)));
};

/** Currency before the amount, `f/1.7`. */
const unitBefore = (tokens: readonly Token[], at: number): { unit: Unit; from: number } | undefined => {
  const before = tokens[at - 1];
  if (before === undefined) return undefined;
  if (before.text === '/' && before.glued && tokens[at - 2]?.lower === 'f')
    return { unit: { dimension: 'aperture', factor: 1 }, from: at - 2 };
  const unit = unitOf(before.text);
  return unit?.dimension === 'money' && before.text === before.text.toUpperCase() ? { unit, from: at - 1 } : undefined;
};

const toBase = (raw: number, unit: Unit): number => (raw + (unit.offset ?? 0)) * unit.factor;

const twoDigits = (token: Token | undefined): number | undefined =>
  token?.kind === 'number' && token.glued && /^[0-5]\d$/.test(token.text) ? Number(token.text) : undefined;

/** `17:30`, `5:30 pm`, `17:30:00`: minutes since midnight. */
const readClock = (tokens: readonly Token[], at: number): Quantity | undefined => {
  const minutes = tokens[at + 1]?.text === ':' && tokens[at + 1]?.glued ? twoDigits(tokens[at + 2]) : undefined;
  const hours = /^\d{1,2}$/.test(tokens[at]!.text) ? Number(tokens[at]!.text) : 24;
  if (minutes === undefined || hours > 23) return undefined;
  const to = tokens[at + 3]?.text === ':' && twoDigits(tokens[at + 4]) !== undefined ? at + 5 : at + 3;
  const half = tokens[to]?.lower;
  const isHalf = half === 'am' || half === 'pm';
  const value = ((isHalf ? hours % 12 : hours) + (half === 'pm' ? 12 : 0)) * 60 + minutes;
  const end = tokens[isHalf ? to : to - 1]!.end;
  const unit: Unit = { dimension: 'clock', factor: 1 };
  return {
    from: at,
    to: isHalf ? to + 1 : to,
    start: tokens[at]!.start,
    end,
    raw: value,
    value,
    decimals: 0,
    unit,
    dimension: 'clock',
    spelled: false,
    carried: false,
    vague: false,
  };
};

const readOne = (tokens: readonly Token[], at: number): Quantity | undefined => {
  const clock = readClock(tokens, at);
  if (clock !== undefined) return clock;
  const bare = readBare(tokens, at);
  if (bare === undefined) return undefined;
  const glue = tokens[bare.to];
  const minus = isMinus(tokens, at);
  const raw = minus ? -bare.raw : bare.raw;
  const ratio = glue?.text === ':' && glue.glued && tokens[bare.to + 1]?.glued ? readBare(tokens, bare.to + 1) : undefined;
  const before = unitBefore(tokens, at);
  const after = ratio || before ? undefined : readUnit(tokens, bare.to, bare.raw, bare.decimals);
  if (glue?.glued === true && glue.text === 'G' && bare.raw <= 6) return undefined;
  const unit: Unit | undefined = ratio ? { dimension: 'ratio', factor: 1 / Math.max(ratio.raw, 0.001) } : (before?.unit ?? after?.unit);
  const from = before?.from ?? (minus ? at - 1 : at);
  const to = ratio ? bare.to + 2 : (after?.to ?? bare.to);
  return {
    from,
    to,
    start: tokens[from]!.start,
    end: tokens[to - 1]!.end,
    raw,
    value: toBase(raw, unit ?? count),
    decimals: bare.decimals,
    unit,
    dimension: unit?.dimension ?? 'count',
    spelled: bare.spelled,
    carried: false,
    vague: vague.has(tokens[from - 1]?.lower ?? ''),
    ...(bare.or !== undefined && { or: toBase(minus ? -bare.or : bare.or, unit ?? count) }),
  };
};

const joins = new Set([',', '…', 'and', 'or', '/', 'to', '-', '–', '—', '&', '×', '+', 'by', 'x', '(']);

/** "3 h 30 min" is one time, "2 lb 3 oz" one mass. */
const merges = (one: Quantity, next: Quantity, tokens: readonly Token[]): boolean =>
  one.unit !== undefined &&
  next.unit !== undefined &&
  one.dimension === next.dimension &&
  (['time', 'mass'].includes(one.dimension) || (one.unit.factor === 304.8 && next.unit.factor === 25.4)) &&
  next.unit.factor < one.unit.factor &&
  next.raw < one.unit.factor / next.unit.factor &&
  (next.from === one.to || (next.from === one.to + 1 && tokens[one.to]!.lower === 'and'));

const carryUnits = (found: Quantity[], tokens: readonly Token[]): void => {
  for (let i = found.length - 2; i >= 0; i -= 1) {
    const one = found[i]!;
    const next = found[i + 1]!;
    const joint = tokens[one.to];
    if (
      one.unit !== undefined ||
      next.unit === undefined ||
      next.dimension === 'clock' ||
      next.from !== one.to + 1 ||
      joint === undefined ||
      !joins.has(joint.lower)
    )
      continue;
    if (next.unit.dimension === 'aperture' || next.unit.dimension === 'ratio' || (one.spelled && one.raw === 1)) continue;
    const isNamed = /^\p{Lu}/u.test(tokens[one.from - 1]?.text ?? '') && (joint.lower === ',' || joint.lower === 'and');
    if (isNamed || (next.dimension === 'lines' && joint.lower !== '/')) continue;
    found[i] = {
      ...one,
      unit: next.unit,
      dimension: next.dimension,
      value: toBase(one.raw, next.unit),
      carried: true,
      ...(one.or !== undefined && { or: toBase(one.or, next.unit) }),
    };
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
      found[found.length - 1] = {
        ...last,
        to: one.to,
        end: one.end,
        value: last.value + one.value,
        raw: last.raw + (one.raw * one.unit!.factor) / last.unit!.factor,
        decimals: 2,
        unit: last.unit,
        compound: true,
      };
    } else found.push(one);
    at = one.to - 1;
  }
  carryUnits(found, tokens);
  return found;
};
