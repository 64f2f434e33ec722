import { expect, test } from 'vitest';
import { defaultBindings } from '../src/keys/bindings.ts';
import { commandOf, type KeyPress, type Place } from '../src/review/keys.ts';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  ...over,
});
const at = (place: Place) => (key: string, over?: Partial<KeyPress>) => commandOf(press(key, over), place, defaultBindings());

test('single letters work on the page', () => {
  const page = at('page');
  expect(['a', 'Enter', 'e', 'r', 'b', 's', 'u', '?'].map((key) => page(key))).toEqual([
    'approve',
    'approve',
    'edit',
    'reject',
    'return',
    'skip',
    'undo',
    'help',
  ]);
});

test('single letters are text while typing; Ctrl+Enter and Cmd+Enter confirm, Escape leaves', () => {
  const text = at('text');
  expect(['a', 'r', 's', 'u', 'Enter'].map((key) => text(key))).toEqual([null, null, null, null, null]);
  expect([text('Enter', { ctrlKey: true }), text('Enter', { metaKey: true }), text('Escape')]).toEqual(['confirm', 'confirm', 'leave']);
  expect(text('z', { ctrlKey: true })).toBe(null);
});

test('a held key never decides', () => {
  expect([at('page')('a', { repeat: true }), at('page')('Enter', { repeat: true, ctrlKey: true })]).toEqual([null, null]);
});

test('nothing fires in a menu, a dialog or a composition', () => {
  expect([
    at('overlay')('a'),
    at('overlay')('Enter', { ctrlKey: true }),
    at('text')('Enter', { ctrlKey: true, isComposing: true }),
  ]).toEqual([null, null, null]);
});

test('Enter on a button belongs to the button; letters still work there', () => {
  expect([at('control')('Enter'), at('control')('a'), at('control')('Enter', { ctrlKey: true })]).toEqual([null, 'approve', 'confirm']);
});

test('Alt, Ctrl and Cmd leave the browser its own keys', () => {
  const page = at('page');
  expect([
    page('ArrowLeft', { altKey: true }),
    page('r', { ctrlKey: true }),
    page('a', { metaKey: true }),
    page('s', { ctrlKey: true }),
  ]).toEqual([null, null, null, null]);
  expect([page('z', { ctrlKey: true }), page('z', { ctrlKey: true, shiftKey: true })]).toEqual(['undo', null]);
});

test('a keyboard of another script uses the same places', () => {
  expect([at('page')('ф', { code: 'KeyA' }), at('page')('A', { shiftKey: true })]).toEqual(['approve', 'approve']);
});
