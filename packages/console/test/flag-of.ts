import type { Flag } from '@countersign/contract';

export const flagOf = (id: string, over: Partial<Flag> = {}): Flag => ({
  id,
  path: '',
  start: 0,
  end: 0,
  kind: 'fact',
  level: 'error',
  message: 'The source says otherwise.',
  replacements: [],
  source: { checker: 'facts', rule: 'quantity' },
  ...over,
});
