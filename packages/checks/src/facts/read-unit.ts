import { stem } from '../text/stem.ts';
import type { Token } from '../text/tokens.ts';
import { type Unit, unitOf } from './units.ts';

const linesOfK = new Map([
  [2, 1440],
  [4, 2160],
  [8, 4320],
]);
const thousand: Unit = { dimension: 'count', factor: 1000 };

const perUnits = new Map<string, Unit>([
  ['pixel inch', { dimension: 'density', factor: 1 }],
  ['dot inch', { dimension: 'density', factor: 1 }],
  ['frame second', { dimension: 'framerate', factor: 1 }],
  ['kilometer hour', { dimension: 'speed', factor: 1 }],
  ['mile hour', { dimension: 'speed', factor: 1.609344 }],
  ['gram square', { dimension: 'surfacemass', factor: 1 }],
]);

/** Units of two words, by stem. */
const pairs = new Map<string, Unit>(
  (
    [
      ['ampere hour', 'charge', 1000],
      ['amp hour', 'charge', 1000],
      ['milliampere hour', 'charge', 1],
      ['milliamp hour', 'charge', 1],
      ['watt hour', 'energy', 1],
      ['kilowatt hour', 'energy', 1000],
      ['fluid ounce', 'volume', 29.5735],
      ['fl oz', 'volume', 29.5735],
    ] as const
  ).map(([name, dimension, factor]) => [name.split(' ').map(stem).join(' '), { dimension, factor }]),
);

export interface ReadUnit {
  unit: Unit;
  to: number;
}

const needsCapital = new Set(['a', 'n', 'j', 'v']);
const needsSmall = new Set(['m', 's', 'g', 'h', 'in', 'min', 'sec', 'ha', 'pa', 'stone', 'ms']);

const readWordUnit = (tokens: readonly Token[], at: number, value: number, decimals: number): ReadUnit | undefined => {
  const token = tokens[at];
  if (token === undefined || token.kind === 'number') return undefined;
  const next = tokens[at + 1];
  if (token.lower === 'per' && next?.lower === 'cent') return { unit: unitOf('%')!, to: at + 2 };
  const pair = next === undefined || next.glued ? undefined : pairs.get(`${token.stem} ${next.stem}`);
  if (pair !== undefined) return { unit: pair, to: at + 2 };
  const per = next?.lower === 'per' ? perUnits.get(`${token.stem} ${tokens[at + 2]?.stem}`) : undefined;
  if (per) return { unit: per, to: at + 3 };
  if (token.text === '°' || token.text === '˚') {
    const degree = next?.glued === true || /^[CF]$/.test(next?.text ?? '') ? unitOf(`°${next!.text}`) : undefined;
    return degree ? { unit: degree, to: at + 2 } : { unit: unitOf('°')!, to: at + 1 };
  }
  if (next?.text === '/' && next.glued && tokens[at + 2]?.glued) {
    const joined = unitOf(`${token.text}/${tokens[at + 2]!.text}`);
    if (joined) return { unit: joined, to: at + 3 };
  }
  if (token.glued && token.text === 'p') return { unit: { dimension: 'lines', factor: 1 }, to: at + 1 };
  if (token.glued && token.text === 'x' && token.kind === 'word') return { unit: { dimension: 'zoom', factor: 1 }, to: at + 1 };
  if (token.text === 'K' && token.glued)
    return linesOfK.has(value) && decimals === 0
      ? { unit: { dimension: 'lines', factor: linesOfK.get(value)! / value }, to: at + 1 }
      : { unit: value >= 1000 ? unitOf('k')! : thousand, to: at + 1 };
  if (token.lower === 'k' && value < 1000) return undefined;
  if (needsCapital.has(token.lower) && token.text === token.lower && !(token.lower === 'v' && token.glued)) return undefined;
  if (needsSmall.has(token.lower) && token.text !== token.lower && token.text !== 'M') return undefined;
  if (token.text === 'M' && !token.glued) return undefined;
  if ((token.lower === 'l' || token.lower === 'w') && token.text === token.lower && !token.glued && token.lower === 'w') return undefined;
  if (token.lower === 'in' && !(token.glued || decimals > 0) && next !== undefined && next.kind !== 'mark') return undefined;
  if (token.lower === 'second' || (token.lower === 'degree' && next?.lower === 'of')) return undefined;
  if ((token.lower === 'square' || token.lower === 'cubic') && next !== undefined) {
    const squared = unitOf(
      `${({ metre: 'm', metres: 'm', meter: 'm', meters: 'm', centimetre: 'cm', centimetres: 'cm', foot: 'ft', feet: 'ft' })[next.lower] ?? ''}${token.lower === 'square' ? '²' : '³'}`,
    );
    return squared ? { unit: squared, to: at + 2 } : undefined;
  }
  if (token.lower === 'degrees' || token.lower === 'degree') {
    const scale = unitOf(
      `°${next?.lower === 'celsius' || next?.text === 'C' ? 'c' : next?.lower === 'fahrenheit' || next?.text === 'F' ? 'f' : ''}`,
    )!;
    return { unit: scale, to: at + (scale.dimension === 'temperature' ? 2 : 1) };
  }
  const unit = unitOf(token.text);
  return unit === undefined ? undefined : { unit, to: at + 1 };
};

/** The unit that stands at a place behind a number, also after a hyphen: `6.7-inch`. */
export const readUnit = (tokens: readonly Token[], at: number, value: number, decimals: number): ReadUnit | undefined => {
  const dash = tokens[at];
  const dashed =
    dash !== undefined &&
    (dash.text === '-' || dash.text === '‑') &&
    dash.glued &&
    tokens[at + 1]?.glued === true &&
    tokens[at + 1]?.kind === 'word';
  if (!dashed) return readWordUnit(tokens, at, value, decimals);
  const unit = readWordUnit(tokens, at + 1, value, decimals);
  return unit?.unit.dimension === 'zoom' ? undefined : unit;
};
