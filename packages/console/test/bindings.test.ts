import { expect, test } from 'vitest';
import { bindingsOf, commandWith, defaultBindings, isComplete, refusalOf, toStored, withChord } from '../src/keys/bindings.ts';
import { chordsOf, type KeyPress } from '../src/keys/chords.ts';
import { bindables } from '../src/keys/commands.ts';
import { commandOf } from '../src/review/keys.ts';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  ...over,
});

test('the standard keys are all allowed, and none stands for two commands', () => {
  const all = Object.entries(defaultBindings());
  expect(all.flatMap(([command, chords]) => chords.filter((chord) => refusalOf(chord, command as 'skip')))).toEqual([]);
  const chords = all.flatMap(([, each]) => each);
  expect(new Set(chords).size).toBe(chords.length);
});

test('what a person stored wins over every standard key, and survives an upgrade word for word', () => {
  const stored = { skip: ['a'], approve: ['Enter'], fromTomorrow: ['z'] };
  const bindings = bindingsOf(stored);
  expect([bindings.skip, bindings.approve, commandWith('a', bindings)]).toEqual([['a'], ['Enter'], 'skip']);
  expect(toStored(bindings, stored)['fromTomorrow']).toEqual(['z']);
  expect(bindingsOf(toStored(bindings, stored))).toEqual(bindings);
});

test('a command that is new gets only those of its keys that are free', () => {
  const before = { ...defaultBindings(), skip: ['d', 'F8'] } as Record<string, string[]>;
  delete before['diff'];
  delete before['flagNext'];
  const after = bindingsOf(before);
  expect([after.diff, after.flagNext, after.skip, isComplete(before), isComplete(after)]).toEqual([[], ['n'], ['d', 'F8'], false, true]);
});

test('Backspace and Delete alone can be bound to nothing, by hand or in stored settings', () => {
  for (const command of bindables)
    for (const chord of ['Backspace', 'Delete', 'Shift+Backspace', 'Shift+Delete']) expect(refusalOf(chord, command)).toBe('destructive');
  expect([bindingsOf({ reject: ['Backspace', 'x'] }).reject, refusalOf('Alt+Backspace', 'flagDismiss')]).toEqual([['x'], null]);
});

test('keys that move the page, choose by number or belong to the browser are refused', () => {
  expect(['Tab', 'Escape', 'ArrowDown', 'Alt+ArrowLeft', '1', 'Mod+w', 'F5', 'Enter'].map((chord) => refusalOf(chord, 'skip'))).toEqual([
    'reserved',
    'reserved',
    'reserved',
    'reserved',
    'number',
    'browser',
    'browser',
    'reserved',
  ]);
});

test('a key that is given to another command is taken from the first', () => {
  const next = withChord(defaultBindings(), 'skip', 'r', 's');
  expect([next.skip, next.reject]).toEqual([['r'], []]);
});

test('broken settings are no settings', () => {
  for (const broken of [null, 'x', 7, [], { approve: 'a' }, { approve: [1, {}] }]) expect(bindingsOf(broken as never).skip).toEqual(['s']);
});

test('the same key in two stored commands stays with the first alone', () => {
  const bindings = bindingsOf({ approve: ['q'], reject: ['q'] });
  expect([bindings.approve, bindings.reject]).toEqual([['q'], []]);
});

test('keys are read with their modifiers; AltGr types a character and is no key of ours', () => {
  expect([
    chordsOf(press('F8', { shiftKey: true })),
    chordsOf(press('?', { shiftKey: true })),
    chordsOf(press('Z', { ctrlKey: true, shiftKey: true })),
    chordsOf(press('A', { shiftKey: true })),
    chordsOf(press('@', { ctrlKey: true, altKey: true })),
    chordsOf(press('Shift', { shiftKey: true })),
    chordsOf(press('å', { altKey: true, code: 'KeyA' })),
  ]).toEqual([['Shift+F8'], ['?'], ['Mod+Shift+z'], ['Shift+a', 'a'], [], [], ['Alt+a']]);
});

test('flag keys with Alt or F work while typing, their letters do not', () => {
  const at = (key: string, over?: Partial<KeyPress>) => commandOf(press(key, over), 'text', defaultBindings());
  expect([
    at('F8'),
    at('F8', { shiftKey: true }),
    at('Enter', { altKey: true }),
    at('Backspace', { altKey: true }),
    at('n'),
    at('f'),
  ]).toEqual(['flagNext', 'flagPrevious', 'flagFix', 'flagDismiss', null, null]);
});
