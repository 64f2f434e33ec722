import { checkPersonalData } from '@countersign/checks';
import type { Json } from '@countersign/contract';

/** The value with every e-mail address, telephone number, IBAN, card and secret replaced by what it is, such as [EMAIL]. */
export function maskPersonal(value: Json): Json {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(maskPersonal);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, maskPersonal(part)]));
}

function maskText(text: string): string {
  let masked = text;
  const flags = checkPersonalData({ output: text }).toSorted((a, b) => b.start - a.start);
  for (const { start, end, source } of flags) masked = `${masked.slice(0, start)}[${source.rule.toUpperCase()}]${masked.slice(end)}`;
  return masked;
}
