import { decideBulk } from '../src/bulk/decide.ts';
import { undoBulk } from '../src/bulk/undo.ts';
import { addWords } from '../src/checkpoints/add-words.ts';
import { comment } from '../src/comments/comment.ts';
import { listComments } from '../src/comments/list.ts';
import { listMentions, readMentions } from '../src/comments/mentions.ts';
import type { Checker } from '../src/flags/checker.ts';
import { decideFlags } from '../src/flags/decide.ts';
import { getFlags } from '../src/flags/get.ts';
import { hashJson } from '../src/hash.ts';
import { assign } from '../src/holds/assign.ts';
import { hold } from '../src/holds/hold.ts';
import { reopen } from '../src/items/reopen.ts';
import { findSimilar } from '../src/items/similar.ts';
import { getPace } from '../src/pace/pace.ts';
import { getPreferences, putPreferences } from '../src/preferences/preferences.ts';
import type { Verb } from './verbs.ts';

const checker: Checker = { version: 'none', check: async () => [] };

const flag = {
  id: 'flag',
  path: '',
  start: 0,
  end: 1,
  kind: 'spelling',
  level: 'warning',
  message: 'm',
  replacements: [],
  source: { checker: 'c', rule: 'r' },
};

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** The verbs of the reviewer's desk. */
export const deskVerbs: Verb[] = [
  {
    name: 'decideBulk',
    action: 'item.review',
    run: (ctx, { itemId }) =>
      decideBulk({ ctx, input: { id: 'bulk-0001', items: [{ itemId, outputHash: hashJson('foreign output') }] }, checker }),
  },
  { name: 'undoBulk', action: 'item.review', run: (ctx) => undoBulk({ ctx, id: 'bulk-none' }) },
  {
    name: 'addWords',
    action: 'checkpoint.write',
    run: (ctx, { checkpoint }) => addWords({ ctx, name: checkpoint, input: { words: ['word'] } }),
  },
  { name: 'comment', action: 'item.comment', run: (ctx, { itemId }) => comment({ ctx, itemId, input: { text: 'Look at this' } }) },
  { name: 'listComments', action: 'item.comment', run: (ctx, { itemId }) => listComments({ ctx, itemId }) },
  { name: 'listMentions', action: 'item.comment', run: (ctx) => listMentions({ ctx }) },
  { name: 'readMentions', action: 'item.comment', run: (ctx) => readMentions({ ctx, input: { ids: ['comment_none'] } }) },
  { name: 'getFlags', action: 'item.read', run: (ctx, { itemId }) => getFlags({ ctx, itemId, checker }) },
  {
    name: 'decideFlags',
    action: 'item.review',
    run: (ctx, { itemId }) => decideFlags({ ctx, itemId, input: { decisions: [{ flag, action: 'dismissed' }] } }),
  },
  { name: 'assign', action: 'item.review', run: (ctx, { itemId }) => assign({ ctx, itemId, input: { personId: null } }) },
  { name: 'hold', action: 'item.review', run: (ctx, { itemId }) => hold({ ctx, itemId, input: { until: inAnHour() } }) },
  { name: 'reopen', action: 'item.reopen', run: (ctx, { itemId }) => reopen({ ctx, itemId, input: { comment: 'Again' } }) },
  { name: 'getPace', action: 'item.review', run: (ctx) => getPace({ ctx, query: {} }) },
  { name: 'getPace of a checkpoint', action: 'item.review', run: (ctx, { checkpoint }) => getPace({ ctx, query: { checkpoint } }) },
  {
    name: 'findSimilar',
    action: 'item.read',
    run: (ctx, { checkpoint }) => findSimilar({ ctx, query: { checkpoint, phrase: 'foreign' } }),
  },
  { name: 'getPreferences', action: 'preferences.own', run: (ctx) => getPreferences({ ctx }) },
  { name: 'putPreferences', action: 'preferences.own', run: (ctx) => putPreferences({ ctx, input: { theme: 'dark' } }) },
];
