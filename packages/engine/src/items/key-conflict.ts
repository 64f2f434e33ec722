import { CountersignError } from '@countersign/contract';
import type { StandingItem } from './store.ts';

export const keyConflict = ({ id, key, state }: StandingItem): CountersignError =>
  new CountersignError(
    'key_conflict',
    state === 'waiting' || state === 'returned'
      ? `The key ${key} already stands for other content. Send the same content, take another key, or set "supersede": true to replace it.`
      : `The key ${key} already stands for other content, and that is ${state}. Take another key for new work.`,
    { context: { itemId: id, state } },
  );
