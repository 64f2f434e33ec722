import type { Money } from '@countersign/contract';
import { words } from '../words/words.ts';

/** An amount as people write it; small ones with as many digits as they need. */
export const moneyText = ({ micros, currency }: Money): string =>
  new Intl.NumberFormat(words.locale, {
    style: 'currency',
    currency,
    ...(micros > 0 && micros < 1_000_000 && { maximumSignificantDigits: 2 }),
  }).format(micros / 1_000_000);

/** What a person typed as an amount of whole units; null for none, undefined for what is no amount. */
export function readMoney(text: string, currency: string): Money | null | undefined {
  if (text.trim() === '') return null;
  const units = Number(text.trim().replace(',', '.'));
  return Number.isFinite(units) && units >= 0 ? { micros: Math.round(units * 1_000_000), currency } : undefined;
}
