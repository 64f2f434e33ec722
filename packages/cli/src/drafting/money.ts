import type { Money } from '@countersign/contract';
import { UsageError } from '../exit-codes.ts';

/** `2.50EUR`, `2.50 EUR` or `EUR 2.50` as millionths of the currency. Throws a UsageError that shows how to write it. */
export function parseMoney(text: string, option: string): Money {
  const [, before, amount = '', after] = /^\s*([A-Za-z]{3})?\s*(\d+(?:\.\d{1,6})?)\s*([A-Za-z]{3})?\s*$/.exec(text) ?? [];
  const currency = (before ?? after)?.toUpperCase();
  if (amount === '' || currency === undefined)
    throw new UsageError(`${option}: "${text}" is no amount of money. Write it with its currency, such as 2.50EUR.`);
  const [whole = '0', part = ''] = amount.split('.');
  return { micros: Number(whole) * 1_000_000 + Number(part.padEnd(6, '0')), currency };
}

/** Two digits, or as many as a small amount needs. */
export function formatMoney({ micros, currency }: Money): string {
  const digits = micros === 0 || micros >= 1_000_000 ? 2 : 4;
  return `${(micros / 1_000_000).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}

export const parseWhole = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is no whole number.`);
};
