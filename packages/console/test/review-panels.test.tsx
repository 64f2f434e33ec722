// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { defaultBindings } from '../src/keys/bindings.ts';
import { DecisionBar } from '../src/review/decision-bar.tsx';
import { HoldPanel } from '../src/review/hold-panel.tsx';
import { ReasonPanel } from '../src/review/reason-panel.tsx';
import { show } from './show.tsx';

const reasons = [
  { code: 'wrong', label: 'Wrong fact' },
  { code: 'tone', label: 'Off tone' },
];
const panel = (over: Partial<Parameters<typeof ReasonPanel>[0]> = {}) => {
  const [onCancel, onDecide] = [vi.fn(), vi.fn()];
  const { person } = show(
    <ReasonPanel verdict="reject" reasons={reasons} about={null} onCancel={onCancel} onDecide={onDecide} {...over} />,
  );
  return { person, onCancel, onDecide };
};

test('the decision bar is a group of four buttons, each with its key', async () => {
  const onCommand = vi.fn();
  const { person } = show(
    <DecisionBar
      bindings={defaultBindings()}
      isEdited={false}
      isWarned={false}
      disabled={false}
      returnRefusal={null}
      onCommand={onCommand}
    />,
  );
  const group = screen.getByRole('group', { name: 'Decision' });
  const buttons = within(group).getAllByRole('button');
  expect(buttons.map((button) => button.textContent)).toEqual(['ApproveA', 'RejectR', 'Send backB', 'SkipS']);
  expect(buttons.map((button) => button.getAttribute('aria-keyshortcuts'))).toEqual(['A Control+Enter', 'R', 'B', 'S']);
  await person.click(screen.getByRole('button', { name: /^Reject/ }));
  expect(onCommand.mock.calls).toEqual([['reject']]);
});

test.each([
  [false, false, 'Approve'],
  [true, false, 'Approve with edits'],
  [true, true, 'Approve anyway'],
])('the decision bar says what approving does (edited %s, warned of errors %s)', (isEdited, isWarned, label) => {
  show(<DecisionBar bindings={null} isEdited={isEdited} isWarned={isWarned} disabled={false} returnRefusal={null} onCommand={() => {}} />);
  expect(screen.getAllByRole('button')[0]?.textContent).toBe(label);
});

test('a number rejects with its reason at once', async () => {
  const { person, onDecide } = panel();
  await person.keyboard('2');
  expect(onDecide.mock.calls).toEqual([[['tone'], '']]);
});

test('with Shift a number marks one of several, and Enter decides with all', async () => {
  const { person, onDecide } = panel();
  await person.keyboard('{Shift>}1{/Shift}');
  expect(screen.getByRole('checkbox', { name: 'Wrong fact' }).getAttribute('aria-checked')).toBe('true');
  expect(onDecide).not.toHaveBeenCalled();
  await person.click(screen.getByRole('checkbox', { name: 'Off tone' }));
  await person.type(screen.getByRole('textbox', { name: 'Note (optional)' }), 'See 2.');
  await person.keyboard('{Control>}{Enter}{/Control}');
  expect(onDecide.mock.calls).toEqual([[['wrong', 'tone'], 'See 2.']]);
});

test('without a reason it says what is missing; Escape goes back', async () => {
  const { person, onCancel, onDecide } = panel();
  await person.click(screen.getByRole('button', { name: /^Reject/ }));
  expect(screen.getByRole('alert').textContent).toBe('Choose a reason or write a note first.');
  await person.keyboard('{Escape}');
  expect([onCancel.mock.calls.length, onDecide.mock.calls.length]).toEqual([1, 0]);
});

test('a return without reasons wants a note for the maker', async () => {
  const { person, onDecide } = panel({ verdict: 'return', reasons: [] });
  await person.click(screen.getByRole('button', { name: /^Send back/ }));
  expect(screen.getByRole('alert').textContent).toMatch(/Write a note first/);
  await person.type(screen.getByRole('textbox', { name: 'What should be changed?' }), 'Shorter.');
  await person.click(screen.getByRole('button', { name: /^Send back/ }));
  expect(onDecide.mock.calls).toEqual([[[], 'Shorter.']]);
});

test('an item is held until one of the usual times, chosen by number', async () => {
  const onHold = vi.fn();
  const { person } = show(<HoldPanel onHold={onHold} onCancel={() => {}} />);
  expect(screen.getByRole('dialog', { name: 'Hold until when?' })).toBeTruthy();
  expect(screen.getByRole('radio', { name: /In an hour/ }).getAttribute('aria-checked')).toBe('true');
  await person.keyboard('2{Enter}');
  const [until] = onHold.mock.calls[0] as [string];
  const hours = (Date.parse(until) - Date.now()) / 3_600_000;
  expect(new Date(until).getHours()).toBe(9);
  expect(hours > 0 && hours < 49).toBe(true);
});
