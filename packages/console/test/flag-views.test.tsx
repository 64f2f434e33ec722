// @vitest-environment happy-dom
import type { Flag, FlagDecision } from '@countersign/contract';
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ChangesView } from '../src/draft/changes-view.tsx';
import type { FlagBoard } from '../src/flags/flag-board.ts';
import { FlagCard } from '../src/flags/flag-card.tsx';
import { FlagList } from '../src/flags/flag-list.tsx';
import { flagOf } from './flag-of.ts';
import { show } from './show.tsx';

const output = 'The lamp weighs 2 kg and is sturdy.';
const weight = flagOf('weight', { start: 16, end: 20, replacements: ['3 kg', '3.0 kg'] });
const brand = flagOf('brand', { start: 28, end: 34, kind: 'brand', level: 'warning', message: 'Not our word.' });

const viewOf = (flags: Flag[], state: 'checking' | 'checked' | 'unchecked' = 'checked') => ({
  itemId: 'i',
  flags,
  current: null,
  lit: null,
  litFact: null,
  litIds: [],
  errors: 1,
  steps: 0,
  state,
});

/** A board that only notes what is asked of it. */
function noteBoard(fixable: Flag[] = [], view = viewOf([])) {
  const acts: string[] = [];
  const note =
    (name: string) =>
    (...values: unknown[]) => {
      acts.push([name, ...values].join(' ').trim());
      return true;
    };
  const board = {
    accept: note('accept'),
    acceptAll: note('accept all'),
    dismiss: note('dismiss'),
    show: note('show'),
    point: note('point'),
    fixable: () => fixable,
    subscribe: () => () => {},
    view: () => view,
  } as unknown as FlagBoard;
  return { board, acts: () => acts.filter((act) => !act.startsWith('point')) };
}

test('flags are a list that names level, kind and words, with what can be done', async () => {
  const { board, acts } = noteBoard([], viewOf([weight, brand]));
  const { person } = show(<FlagList board={board} output={output} />);
  const rows = within(screen.getByRole('region', { name: 'Flags' })).getAllByRole('listitem');
  expect(rows.map((row) => within(row).getAllByRole('button')[0]?.textContent?.replace(/\s+/g, ' '))).toEqual([
    expect.stringContaining('Error, Fact: “2 kg” The source says otherwise.'),
    expect.stringContaining('Warning, Brand: “sturdy” Not our word.'),
  ]);
  await person.click(screen.getByRole('button', { name: 'Replace with “3 kg”' }));
  await person.click(screen.getByRole('button', { name: 'Dismiss “sturdy”' }));
  expect(acts()).toEqual(['accept weight', 'dismiss brand']);
});

test('no flags is said, and so is that they cannot be looked for', () => {
  const { page } = show(<FlagList board={noteBoard().board} output={output} />);
  expect(screen.getByText('No flags')).toBeTruthy();
  page.unmount();
  show(<FlagList board={noteBoard([], viewOf([], 'unchecked')).board} output={output} />);
  expect(screen.getByText(/The checks cannot run in this browser/)).toBeTruthy();
});

const card = (flag: Flag, { board, isOwner = false }: { board: FlagBoard; isOwner?: boolean }) => (
  <FlagCard
    flag={flag}
    quote="“2 kg”"
    position="Flag 1 of 2"
    board={board}
    checkpoint="texts"
    isOwner={isOwner}
    keys={{ fix: 'f', dismiss: 'Alt+Backspace' }}
    onClose={() => {}}
    ref={null}
  />
);

test('a flag is a dialog: a replacement by its number, all of its kind, or dismissed with a reason', async () => {
  const { board, acts } = noteBoard([weight, brand]);
  const { person } = show(card(weight, { board }));
  const dialog = screen.getByRole('dialog', { name: 'Flag 1 of 2' });
  dialog.focus();
  await person.keyboard('2');
  await person.click(within(dialog).getByRole('button', { name: /^Accept all 2: Fact/ }));
  await person.click(within(dialog).getByRole('button', { name: 'Say why' }));
  await person.type(within(dialog).getByRole('textbox', { name: 'Why is this right as it is? (optional)' }), 'Weighed it{Enter}');
  expect(acts()).toEqual(['accept weight 1', 'accept all fact', 'dismiss weight Weighed it']);
});

test('a change is told by more than its colour, and can be taken back', async () => {
  const kept: (string | FlagDecision)[] = [];
  const { person } = show(<ChangesView before="The red lamp." after="The blue lamp." onRevert={(text) => kept.push(text)} />);
  const changes = screen.getByRole('region', { name: 'Your changes' });
  expect(within(changes).getByRole('deletion').textContent).toBe('Taken out: red');
  expect(within(changes).getByRole('insertion').textContent).toBe('Put in: blue');
  await person.click(within(changes).getByRole('button', { name: 'Put back “red” in place of “blue”' }));
  expect(kept).toEqual(['The red lamp.']);
});
