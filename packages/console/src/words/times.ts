import { words } from './words.ts';

const relative = new Intl.RelativeTimeFormat(words.locale, { numeric: 'auto' });
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

export function sinceText(instant: string, now = Date.now()): string {
  const seconds = (Date.parse(instant) - now) / 1000;
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  if (!step) return words.justNow;
  if (step[0] === 'day' && Math.abs(seconds) > 14 * 86_400) return dateText(instant);
  return relative.format(Math.round(seconds / step[1]), step[0]);
}

export const whenText = (instant: string): string =>
  new Date(instant).toLocaleString(words.locale, { dateStyle: 'medium', timeStyle: 'short' });
export const dateText = (instant: string): string => new Date(instant).toLocaleDateString(words.locale, { dateStyle: 'medium' });
