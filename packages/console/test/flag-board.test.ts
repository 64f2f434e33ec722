import { check } from '@countersign/checks';
import type { Claim, ItemFlags } from '@countersign/contract';
import { expect, test } from 'vitest';
import type { Answer, Checker, Question } from '../src/flags/checker.ts';
import type { FlagBoard } from '../src/flags/flag-board.ts';
import { FlagBoards } from '../src/flags/flag-boards.ts';
import { claimOf, setUpDesk } from './desk-set-up.ts';

const banned = (phrase: string, replacement?: string) => ({ phrase, level: 'error' as const, ...(replacement && { replacement }) });
const rules = { banned: [banned('cheap', 'low-priced'), banned('huge', 'large'), banned('end')] };
const text = 'A cheap phone with a huge screen, and a cheap case. The end.';

/** The real checks, without a worker around them. */
function checkerHere() {
  let answered = (_: Answer) => {};
  const asked: Question[] = [];
  const checker: Checker = {
    ask: (question) => {
      asked.push(question);
      const { itemId, round, output, input, dismissed, language } = question;
      const flags = check({ input, output, rules, dismissed, more: language });
      queueMicrotask(() => answered({ itemId, round, flags, language: null }));
    },
    onAnswer: (listener) => {
      answered = listener;
    },
    onFailure: () => {},
  };
  return { checker, asked };
}

async function setUp(load: (id: string) => Promise<ItemFlags> = async () => ({ flags: [], dismissed: [] })) {
  const noted: string[] = [];
  const claimed = (id: string): Claim => ({ ...claimOf(id), item: { ...claimOf(id).item, output: text } });
  const { desk } = setUpDesk({
    claim: async ({ limit = 1 }) => ['a', 'b', 'c', 'd', 'e'].slice(0, limit).map(claimed),
    decideFlags: async (id, decisions) => {
      for (const each of decisions) noted.push(`${each.action} ${id} ${each.replacement ?? each.reason ?? ''}`.trim());
    },
  });
  const { checker, asked } = checkerHere();
  const boards = new FlagBoards({
    desk,
    checker,
    rest: async () => undefined,
    load,
    rulesOf: () => ({ rules: null, dictionary: [], lessons: [] }),
  });
  await desk.open({});
  await settle();
  return { desk, boards, board: boards.inHand!, noted, asked };
}

const settle = (milliseconds = 10) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const checked = () => settle(190);
const quotes = (board: FlagBoard) => board.view().flags.map((flag) => board.textAt(flag.path)?.slice(flag.start, flag.end));

test('the item in hand and the next one are checked at once', async () => {
  const { desk, boards, board, asked } = await setUp();
  expect([quotes(board), board.view().errors, asked.map((each) => each.itemId)]).toEqual([
    ['cheap', 'huge', 'cheap', 'end'],
    4,
    ['a', 'b'],
  ]);
  desk.decide('approve');
  expect([boards.inHand?.sheet.item.id, quotes(boards.inHand!).length]).toEqual(['b', 4]);
});

test('flags stay on their words while one types, before the next check', async () => {
  const { desk, board } = await setUp();
  desk.type(`Look! 👩‍🚀 ${text}`);
  expect(quotes(board)).toEqual(['cheap', 'huge', 'cheap', 'end']);
});

test('a replacement is one decision, is noted, and its flag is gone at once', async () => {
  const { desk, board, noted } = await setUp();
  board.step(1);
  board.accept(board.view().current!.id);
  expect([desk.view().current?.output, quotes(board), board.view().errors]).toEqual([
    text.replace('cheap', 'low-priced'),
    ['huge', 'cheap', 'end'],
    3,
  ]);
  expect(board.textAt('')?.slice(board.view().current!.start, board.view().current!.end)).toBe('huge');
  await settle();
  expect(noted).toEqual(['accepted a low-priced']);
});

test('all of one kind are accepted in one step that is taken back in one', async () => {
  const { desk, board, noted } = await setUp();
  board.acceptAll('brand');
  expect([desk.view().current?.output, quotes(board)]).toEqual([
    'A low-priced phone with a large screen, and a low-priced case. The end.',
    ['end'],
  ]);
  await settle();
  expect(noted).toHaveLength(3);
  expect([board.undoFix(), desk.view().current?.output, board.undoFix()]).toEqual([true, text, false]);
});

test('[L3] what was dismissed is not raised again, here or from the server, while the words are the same', async () => {
  const { desk, board, noted } = await setUp();
  board.dismiss(board.view().flags[1]!.id, 'it is huge');
  desk.type(`${text} More.`);
  await checked();
  expect(quotes(board)).toEqual(['cheap', 'cheap', 'end']);
  expect(noted).toEqual(['dismissed a it is huge']);
  const id = check({ output: text, rules })[0]!.id;
  const other = await setUp(async () => ({ flags: [], dismissed: [id] }));
  expect(quotes(other.board)).toEqual(['huge', 'cheap', 'end']);
});

test('the latest text wins: an answer about an older one changes nothing', async () => {
  const { desk, board } = await setUp();
  desk.type('A cheap one.');
  desk.type('Nothing here.');
  await checked();
  expect([quotes(board), board.view().state]).toEqual([[], 'checked']);
});

test('next and previous go round, and begin where the person writes', async () => {
  const { board } = await setUp();
  board.caret = { path: '', at: text.indexOf('and') };
  const at = () => board.view().current?.start;
  const places = [board.step(1), board.step(1), board.step(1), board.step(-1)].map((flag) => flag?.start);
  expect([places, at()]).toEqual([[text.lastIndexOf('cheap'), text.indexOf('end'), 2, text.indexOf('end')], text.indexOf('end')]);
});

test('until the checks have spoken, the counts of the server stand for the flags', async () => {
  const waits = new Promise<ItemFlags>(() => {});
  const claimed = { ...claimOf('a'), item: { ...claimOf('a').item, flags: { error: 2, warning: 0, info: 0 } } };
  const { desk } = setUpDesk({ claim: async () => [claimed] });
  const boards = new FlagBoards({
    desk,
    checker: checkerHere().checker,
    rest: async () => undefined,
    load: () => waits,
    rulesOf: () => ({ rules: null, dictionary: [], lessons: [] }),
  });
  await desk.open({});
  expect(boards.inHand?.view()).toMatchObject({ flags: [], errors: 2, state: 'checking' });
});
