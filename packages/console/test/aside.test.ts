import type { Member } from '@countersign/contract';
import { expect, test } from 'vitest';
import { canHoldUntil, holdTimes, toLocalInput } from '../src/review/hold-times.ts';
import { secondsLeft, WorkSpell } from '../src/review/pace.ts';
import { mentionAt, mentionsIn, peopleFor, withMention } from '../src/thread/mentions-in.ts';

const person = (id: string, name: string): Member => ({
  id,
  name,
  email: `${id}@shop.test`,
  role: 'reviewer',
  createdAt: '2026-11-22T09:00:00.000Z',
});
const people = [person('p1', 'Ann'), person('p2', 'Ann Marie Weber'), person('p3', 'Jonas Weber')];

test('the usual times to hold until are in the future, in the morning of the person', () => {
  for (let day = 1; day <= 7; day += 1) {
    const now = new Date(2026, 10, 22 + day, 15, 30);
    const { inAnHour, tomorrow, monday } = holdTimes(now);
    expect([inAnHour.getTime() - now.getTime(), tomorrow.getHours(), monday.getDay(), monday.getHours()]).toEqual([3_600_000, 9, 1, 9]);
    expect([tomorrow > now, monday > now, canHoldUntil(monday, now)]).toEqual([true, true, true]);
  }
});

test('no longer than thirty days, never in the past', () => {
  const now = new Date(2026, 10, 22);
  const ahead = (days: number) => canHoldUntil(new Date(now.getTime() + days * 86_400_000), now);
  expect([ahead(-1), ahead(0), ahead(1), ahead(30), ahead(31), toLocalInput(new Date(2026, 0, 5, 9, 7))]).toEqual([
    false,
    false,
    true,
    true,
    false,
    '2026-01-05T09:07',
  ]);
});

test('a mention is completed at the cursor, and the longest name counts', () => {
  const at = mentionAt('Ask @ann m', 10);
  expect([at?.search, peopleFor(at!.search, people).map((each) => each.id)]).toEqual(['ann m', ['p2']]);
  expect(withMention('Ask @ann m today', at!, people[1]!)).toEqual({ text: 'Ask @Ann Marie Weber today', cursor: 21 });
  expect([mentionAt('mail a@b', 8), mentionAt('@', 1)?.search]).toEqual([null, '']);
  expect([mentionsIn('@Ann Marie Weber, look', people), mentionsIn('@Ann and @Jonas Weber', people).toSorted()]).toEqual([
    ['p2'],
    ['p1', 'p3'],
  ]);
});

test('a spell of work begins anew after five minutes without a sign, and a break is due after fifty', () => {
  const spell = new WorkSpell();
  const minute = 60_000;
  for (let at = 0; at <= 52; at += 4) spell.note(at * minute);
  expect([spell.minutes(53 * minute), spell.minutes(58 * minute)]).toEqual([52, 0]);
  spell.note(60 * minute);
  expect(spell.minutes(60 * minute)).toBe(0);
});

test('the end is estimated from the median of the person; without one there is none', () => {
  expect([secondsLeft(300, 14), secondsLeft(300, null), secondsLeft(0, 14)]).toEqual([4200, null, null]);
});
