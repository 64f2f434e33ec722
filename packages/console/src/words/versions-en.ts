const numbers = new Intl.NumberFormat('en');
const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
const count = (number: number) => numbers.format(number);

/** What the view of models and prompts says in English. */
export const versionsEn = {
  title: 'Models and prompts',
  nav: 'Models and prompts',
  help: 'What people made of each version at their first look, with 95 % intervals. Each is compared with the one before it on the same kinds of items: severity, category and length.',
  none: 'Nothing was reviewed here yet.',
  noModel: 'no model named',
  version: 'Version',
  items: 'Items',
  edited: 'Edited',
  rejected: 'Rejected',
  returned: 'Sent back',
  distance: 'Words changed',
  seconds: 'Time per item',
  time: (seconds: number) => `${count(Math.round(seconds))} s`,
  signedTime: (seconds: number) => `${signed.format(Math.round(seconds))} s`,
  points: (part: number) => `${signed.format(100 * part)} points`,
  between: (low: string, high: string) => `${low} to ${high}`,
  against: (after: string, before: string) => `${after} against ${before}`,
  better: 'better',
  worse: 'worse',
  unsure: 'no difference shown',
  kinds: (kinds: number, before: number, after: number) =>
    `${count(kinds)} ${kinds === 1 ? 'kind' : 'kinds'} of items that both have: ${count(before)} before, ${count(after)} after. Others are left out.`,
  looked: (items: number, isWhole: boolean) =>
    isWhole ? `All ${count(items)} reviewed items.` : `The newest ${count(items)} reviewed items.`,
};
