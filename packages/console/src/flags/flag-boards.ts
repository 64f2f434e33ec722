import type { FlagDecision, ItemFlags, Json } from '@countersign/contract';
import type { Held } from '../review/desk-view.ts';
import { isSameJson } from '../review/same-json.ts';
import type { Checker } from './checker.ts';
import { FlagBoard } from './flag-board.ts';
import { isLanguage, newSheet } from './flag-sheet.ts';
import type { TextRules } from './text-rules.ts';

export interface BoardsSetting {
  desk: {
    subscribe: (listener: () => void) => () => void;
    view: () => { current: Held | null; next: Held | null };
    type: (output: Json) => void;
    decideFlags: (decisions: FlagDecision[]) => void;
    outbox: { flagDecisionsOf: (itemId: string) => FlagDecision[] };
  };
  checker: Checker;
  /** Lets the item in hand be painted first. */
  rest: () => Promise<void>;
  load: (itemId: string) => Promise<ItemFlags>;
  rulesOf: (checkpoint: string) => TextRules;
}

const pauseBeforeCheck = 150;
const mostBoards = 12;

/** A board of flags for the item in hand and one for the next, whose text is checked ahead. Each text is checked anew when the person pauses. */
export class FlagBoards {
  #boards = new Map<string, FlagBoard>();
  #inHand: FlagBoard | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBroken = false;

  private readonly setting: BoardsSetting;

  constructor(setting: BoardsSetting) {
    this.setting = setting;
    setting.checker.onAnswer((answer) => this.#boards.get(answer.itemId)?.receive(answer));
    setting.checker.onFailure(() => {
      this.#isBroken = true;
      for (const board of this.#boards.values()) board.fail();
    });
    setting.desk.subscribe(this.#follow);
    this.#follow();
  }

  get inHand(): FlagBoard | null {
    return this.#inHand;
  }

  /** The board of an item on the desk. */
  of(held: Held): FlagBoard {
    const { item } = held.claim;
    const known = this.#boards.get(item.id);
    return known?.sheet.item.outputHash === item.outputHash ? known : this.#open(held);
  }

  /** Rules or dictionary have changed: checks every text again. */
  recheck(): void {
    for (const board of this.#boards.values()) this.#ask(board);
  }

  #follow = (): void => {
    const { current, next } = this.setting.desk.view();
    const before = this.#inHand;
    this.#inHand = current && this.of(current);
    if (before !== this.#inHand) before?.rest();
    for (const held of [current, next]) if (held && this.of(held).follow(held.output)) this.#askSoon(this.of(held));
    this.#forget(current, next);
  };

  #forget(current: Held | null, next: Held | null): void {
    const kept = [current?.claim.item.id, next?.claim.item.id];
    const oldest = [...this.#boards.keys()].slice(0, Math.max(0, this.#boards.size - mostBoards));
    for (const id of oldest) if (!kept.includes(id)) this.#boards.delete(id);
  }

  #open({ claim: { item }, output }: Held): FlagBoard {
    const { desk } = this.setting;
    const board = new FlagBoard(newSheet(item, output), {
      type: (output) => desk.type(output),
      decide: (decisions) => desk.decideFlags(decisions),
      recheckAll: () => this.recheck(),
    });
    for (const decision of desk.outbox.flagDecisionsOf(item.id))
      if (decision.action === 'dismissed') board.sheet.dismissed.add(decision.flag.id);
    if (this.#isBroken) board.fail();
    this.#boards.set(item.id, board);
    void this.#load(board);
    return board;
  }

  async #load(board: FlagBoard): Promise<void> {
    const { sheet } = board;
    await this.setting.rest();
    const found = await this.setting.load(sheet.item.id).catch(() => null); // the checks here do without
    for (const id of found?.dismissed ?? []) sheet.dismissed.add(id);
    sheet.isLoaded = true;
    if (found && !sheet.isKnown && isSameJson(sheet.output, sheet.item.output)) {
      sheet.flags = found.flags.filter((flag) => !sheet.dismissed.has(flag.id));
      sheet.language = sheet.flags.filter(isLanguage);
      sheet.isKnown = true;
    }
    this.#ask(board);
    board.changed();
  }

  #askSoon(board: FlagBoard): void {
    board.sheet.round += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(board), pauseBeforeCheck);
  }

  #ask({ sheet }: FlagBoard): void {
    if (!sheet.isLoaded) return;
    sheet.round += 1;
    const { item, output, dismissed, language, round } = sheet;
    const { rules, dictionary, lessons } = this.setting.rulesOf(item.checkpoint);
    const aiFlags = item.metadata['flags'];
    this.setting.checker.ask({
      itemId: item.id,
      round,
      input: item.input,
      output,
      rules,
      dictionary,
      lessons,
      metadata: item.metadata,
      original: item.output,
      aiFlags,
      dismissed: [...dismissed],
      language,
    });
  }
}
