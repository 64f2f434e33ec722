import type { Json } from '@countersign/contract';
import type { FactPlace } from '../flags/fact-place.ts';
import { words } from '../words/words.ts';
import { nameToLabel } from './name-to-label.ts';

/** Something the AI saw, in the form in which a person reads it best. */
export type Fact = { place?: FactPlace } & FactForm;

type FactForm =
  | { kind: 'text'; text: string }
  | { kind: 'value'; text: string }
  | { kind: 'link'; address: string }
  | { kind: 'none' }
  | { kind: 'list'; facts: Fact[] }
  | { kind: 'pairs'; pairs: Pair[] };

export interface Pair {
  label: string;
  fact: Fact;
}

const units: Record<string, string> = {
  lb: 'lb',
  kg: 'kg',
  g: 'g',
  oz: 'oz',
  mm: 'mm',
  cm: 'cm',
  m: 'm',
  km: 'km',
  in: 'in',
  inch: 'in',
  inches: 'in',
  ft: 'ft',
  ml: 'ml',
  l: 'l',
  w: 'W',
  kw: 'kW',
  kwh: 'kWh',
  v: 'V',
  mah: 'mAh',
  gb: 'GB',
  mb: 'MB',
  tb: 'TB',
  hz: 'Hz',
  mhz: 'MHz',
  ghz: 'GHz',
  ms: 'ms',
  seconds: 's',
  minutes: 'min',
  hours: 'h',
  days: 'days',
  percent: '%',
  pct: '%',
  celsius: '°C',
  px: 'px',
  mp: 'MP',
};
const currencies = new Set([
  'usd',
  'eur',
  'gbp',
  'chf',
  'jpy',
  'inr',
  'cad',
  'aud',
  'sek',
  'nok',
  'dkk',
  'pln',
  'czk',
  'cny',
  'brl',
  'mxn',
]);

/** Turns any JSON input into facts; objects and "label: value" texts become pairs. Each knows its place in the input. */
export function factsOf(value: Json, locale = words.locale, path = ''): Fact {
  return { ...formOf(value, locale, path), place: { path } };
}

const below = (path: string, step: string | number) => `${path}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;

function formOf(value: Json, locale: string, path: string): FactForm {
  if (value === null || value === '') return { kind: 'none' };
  if (typeof value === 'string') return textFact(value, path);
  if (typeof value === 'number') return { kind: 'value', text: value.toLocaleString(locale, { maximumFractionDigits: 20 }) };
  if (typeof value === 'boolean') return { kind: 'value', text: value ? words.form.yes : words.form.no };
  if (Array.isArray(value)) return listFact(value.map((each, index) => factsOf(each, locale, below(path, index))));
  const money = moneyText(value, locale);
  if (money) return { kind: 'value', text: money };
  const pairs = Object.entries(value).map(([name, each]) => pairOf(name, each, locale, below(path, name)));
  return pairs.length === 0 ? { kind: 'none' } : { kind: 'pairs', pairs };
}

function pairOf(name: string, value: Json, locale: string, path: string): Pair {
  const place = { path };
  const [, stem, suffix] = /^(.+)_([a-z]+)$/i.exec(name) ?? [];
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
  if (stem && suffix && number !== null) {
    if (currencies.has(suffix.toLowerCase()))
      return { label: nameToLabel(stem), fact: { kind: 'value', text: currencyText(number, suffix, locale), place } };
    const unit = units[suffix.toLowerCase()];
    if (unit) return { label: nameToLabel(stem), fact: { kind: 'value', text: `${number.toLocaleString(locale)}\u00a0${unit}`, place } };
  }
  return { label: nameToLabel(name), fact: factsOf(value, locale, path) };
}

function textFact(text: string, path: string): FactForm {
  if (/^https?:\/\/\S+$/.test(text)) return { kind: 'link', address: text };
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text)))
    return { kind: 'value', text: new Date(text).toLocaleString(words.locale, { dateStyle: 'medium', timeStyle: 'short' }) };
  return pairsInText(text, path) ?? { kind: 'text', text };
}

const shortList = 48;

/** A few short words read better side by side. */
function listFact(facts: Fact[]): FactForm {
  if (facts.length === 0) return { kind: 'none' };
  const texts = facts.flatMap((fact) => (fact.kind === 'text' || fact.kind === 'value' ? [fact.text] : []));
  const line = texts.join(', ');
  const isShort = texts.length === facts.length && line.length <= shortList && texts.every((text) => !/[,\n]/.test(text));
  return isShort ? { kind: 'value', text: line } : { kind: 'list', facts };
}

/** A text that is really a table: nearly every line reads "label: value". "Body / Weight: 105 g" goes under "Body". */
function pairsInText(text: string, path: string): FactForm | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const found = lines.map((line) => /^\s*([^:]{1,48}?)\s*:\s+(\S.*)$/.exec(line));
  if (lines.length < 3 || found.filter(Boolean).length < lines.length * 0.9) return null;
  const pairs: Pair[] = [];
  let from = 0;
  found.forEach((match, index) => {
    const start = text.indexOf(lines[index]!, from);
    from = start + lines[index]!.length;
    const place = { path, start, end: from };
    const [group, name] = match?.[1]?.includes(' / ') ? splitOnce(match[1], ' / ') : [null, match?.[1] ?? ''];
    const pair: Pair = { label: nameToLabel(name), fact: { kind: 'value', text: match?.[2] ?? lines[index] ?? '', place } };
    const last = pairs.at(-1);
    if (!group) pairs.push(pair);
    else if (last?.label === nameToLabel(group) && last.fact.kind === 'pairs') last.fact.pairs.push(pair);
    else pairs.push({ label: nameToLabel(group), fact: { kind: 'pairs', pairs: [pair] } });
  });
  return { kind: 'pairs', pairs };
}

const splitOnce = (text: string, by: string): [string, string] => {
  const at = text.indexOf(by);
  return [text.slice(0, at), text.slice(at + by.length)];
};

/** An amount of minor units with its currency, as our own payloads carry money. */
function moneyText(value: { [key: string]: Json }, locale?: string): string | null {
  const { amount, currency } = value;
  const isMoney =
    Object.keys(value).length === 2 &&
    typeof amount === 'number' &&
    Number.isInteger(amount) &&
    typeof currency === 'string' &&
    /^[A-Za-z]{3}$/.test(currency);
  if (!isMoney) return null;
  const digits = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return currencyText(amount / 10 ** digits, currency, locale);
}

const currencyText = (amount: number, currency: string, locale?: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() }).format(amount);
