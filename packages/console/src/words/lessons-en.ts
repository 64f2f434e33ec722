import type { LessonState } from '@countersign/contract';

const numbers = new Intl.NumberFormat('en');
const shares = new Intl.NumberFormat('en', { style: 'percent' });
const count = (number: number) => numbers.format(number);
const some = (number: number, one: string, other: string) => `${count(number)} ${number === 1 ? one : other}`;

/** Words of the screen of lessons. */
export const lessonsEn = {
  title: 'Lessons',
  intro: 'What people correct in the same way again and again. A lesson is shown to reviewers once you agree.',
  none: 'No lessons yet',
  noneHelp: 'Lessons come from edits: once the same correction has proved right on later items, it is proposed here.',
  checkpoint: 'Checkpoint',
  allCheckpoints: 'All checkpoints',
  export: 'Export as JSON Lines',
  groups: {
    proposed: 'Waiting for you',
    shown: 'Shown to reviewers',
    trial: 'On trial, in silence',
    retired: 'Retired by themselves',
    off: 'Switched off',
  } satisfies Record<LessonState, string>,
  takeOut: (from: string) => `Take out ${from}`,
  putIn: (to: string) => `Put in ${to}`,
  replace: (from: string, to: string) => `${from} → ${to}`,
  after: (text: string) => `after ${text}`,
  before: (text: string) => `before ${text}`,
  inField: (field: string) => `in ${field}`,
  onlyFor: (what: string) => `only ${what}`,
  kinds: { '<number>': 'a number', '<word>': 'a word', '<start>': 'the start', '<end>': 'the end', '<list>': 'a list' } as Record<
    string,
    string
  >,
  quote: (text: string) => `“${text}”`,
  evidence: (changed: number, cases: number) => `Changed in ${count(changed)} of ${some(cases, 'case', 'cases')}`,
  bound: (bound: number) => `right in at least ${shares.format(bound)}`,
  outcome: (accepted: number, dismissed: number) => `${count(accepted)} accepted, ${count(dismissed)} dismissed`,
  saved: (edits: number) => some(edits, 'edit saved', 'edits saved'),
  applied: (items: number) => `applied by itself in ${some(items, 'item', 'items')}`,
  sure: 'sure enough to be applied by itself',
  ratify: 'Show to reviewers',
  ratifyThis: (text: string) => `Show to reviewers: ${text}`,
  edit: 'Edit',
  switchOff: 'Switch off',
  brandRule: 'Make a brand rule',
  brandRuleDone: 'It is a brand rule now.',
  evidenceOf: 'Evidence',
  items: 'Items that speak for it and against it',
  didIt: 'changed',
  leftIt: 'left as it was',
  overTime: 'Precision by week',
  week: (date: string, changed: number, cases: number) => `Week of ${date}: ${count(changed)} of ${count(cases)}`,
  failed: (why: string) => `That was not saved. ${why}`,
  editor: {
    title: 'Edit the lesson',
    help: 'Other words begin without evidence.',
    from: 'Look for',
    to: 'Put in its place (empty to take it out)',
    field: 'Only in this field (a JSON pointer; empty for any)',
    locale: 'Only for this locale',
    category: 'Only for this category',
    save: 'Save',
  },
};
