import type { Flag, FlagDecision, Json } from '@countersign/contract';
import { isSameJson } from '../review/same-json.ts';
import type { Answer } from './checker.ts';
import { type FactPlace, speaksOf } from './fact-place.ts';
import { type Caret, flagAfter, flagUnder, stepFrom } from './flag-order.ts';
import { type FlagSheet, openErrors, retype, takeOff } from './flag-sheet.ts';
import { textAt } from './move-flags.ts';
import { replaceFlags } from './replace-flags.ts';

export interface FlagsView {
  flags: Flag[];
  current: Flag | null;
  /** The flag that is looked at or pointed at: its fact is lit on both sides. */
  lit: Flag | null;
  litFact: FactPlace | null;
  /** Flags that speak of the fact pointed at. */
  litIds: string[];
  errors: number;
  /** Counts the steps from flag to flag: each wants to be brought into sight. */
  steps: number;
  state: 'checking' | 'checked' | 'unchecked';
}

/** What becomes of a flag. */
export interface FlagActs {
  type: (output: Json) => void;
  decide: (decisions: FlagDecision[]) => void;
  /** Rules or dictionary have changed: checks every text again. */
  recheckAll: () => void;
}

const mostFixes = 50;

/**
 * The flags of one item, as a spell-checker keeps them: they move with the text as it is typed and go away when accepted or
 * dismissed. Holds no React and no DOM.
 */
export class FlagBoard {
  /** Where the person writes; null while the cursor is in no text. */
  caret: Caret | null = null;
  readonly sheet: FlagSheet;
  #current: string | null = null;
  #pointed: string | null = null;
  #litFact: FactPlace | null = null;
  #fixes: { before: Json; after: Json }[] = [];
  #isBroken = false;
  #steps = 0;
  #listeners = new Set<() => void>();
  #view: FlagsView;

  private readonly acts: FlagActs;

  constructor(sheet: FlagSheet, acts: FlagActs) {
    this.sheet = sheet;
    this.acts = acts;
    this.#view = this.#look();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  view = (): FlagsView => this.#view;

  /** The text of a field as the flags stand on it. */
  textAt(pointer: string): string | null {
    return textAt(this.sheet.output, pointer);
  }

  flagsAt(pointer: string): Flag[] {
    return this.#view.flags.filter((flag) => flag.path === pointer);
  }

  select(id: string | null): void {
    this.#current = id;
    this.changed();
  }

  /** Goes to the next flag, or the previous one, round and round; at first from where the person writes. */
  step(direction: 1 | -1): Flag | null {
    const next = stepFrom(this.#view.flags, direction, this.#view.current, this.caret);
    return next && this.show(next.id);
  }

  /** Looks at a flag and brings it into sight. */
  show(id: string): Flag | null {
    this.#steps += 1;
    this.select(id);
    return this.#view.current;
  }

  /** The flag that a key acts on: the one looked at, or the one under the cursor. */
  flagInHand(): Flag | null {
    return this.#view.current ?? (this.caret && flagUnder(this.#view.flags, this.caret));
  }

  /** The flag to fix when none is chosen: the worst that has a replacement. */
  firstFixable(): Flag | null {
    const fixable = this.#view.flags.filter((flag) => flag.replacements.length > 0);
    return fixable.find((flag) => flag.level === 'error') ?? fixable[0] ?? null;
  }

  fixable(kind: Flag['kind']): Flag[] {
    return this.#view.flags.filter((flag) => flag.kind === kind && flag.replacements.length > 0);
  }

  /** Puts a replacement in the place of the flagged words. */
  accept(id: string, index = 0): boolean {
    const flag = this.#view.flags.find((each) => each.id === id);
    const text = flag?.replacements[index];
    if (!flag || text === undefined) return false;
    return this.#replace([{ flag, text }]);
  }

  /** Accepts the first replacement of every flag of a kind, in one step. */
  acceptAll(kind: Flag['kind']): boolean {
    return this.#replace(this.fixable(kind).map((flag) => ({ flag, text: flag.replacements[0]! })));
  }

  dismiss(id: string, reason = ''): boolean {
    const flag = this.#view.flags.find((each) => each.id === id);
    if (!flag) return false;
    this.#goOnFrom([flag]);
    this.sheet.dismissed.add(id);
    this.acts.decide([{ flag, action: 'dismissed', ...(reason.trim() && { reason: reason.trim() }) }]);
    this.changed();
    return true;
  }

  /** Takes back the last replacement while nothing was typed since. False when there is none. */
  undoFix(): boolean {
    const last = this.#fixes.at(-1);
    if (!last || !isSameJson(last.after, this.sheet.output)) return false;
    this.#fixes.pop();
    this.acts.type(last.before);
    return true;
  }

  point(id: string | null): void {
    if (this.#pointed === id) return;
    this.#pointed = id;
    this.changed();
  }

  lightFact(place: FactPlace | null): void {
    this.#litFact = place;
    this.changed();
  }

  recheckAll(): void {
    this.acts.recheckAll();
  }

  /** Follows the text. True when it is another one, which is to be checked. */
  follow(output: Json): boolean {
    if (this.sheet.output === output) return false;
    const { flags } = this.sheet;
    const isSame = isSameJson(this.sheet.output, output);
    retype(this.sheet, output);
    if (!isSame || this.sheet.flags !== flags) this.changed();
    return !isSame;
  }

  /** The item was put out of hand: nothing of it is looked at any more. */
  rest(): void {
    if (this.#current === null && this.#pointed === null && this.#litFact === null) return;
    this.#current = null;
    this.#pointed = null;
    this.#litFact = null;
    this.changed();
  }

  /** Takes what the checks found in the text as it was when they were asked. An answer to an older question is none. */
  receive({ round, flags, language }: Answer): void {
    const { sheet } = this;
    if (sheet.round !== round) return;
    sheet.flags = flags.filter((flag) => !sheet.dismissed.has(flag.id));
    if (language) sheet.language = language;
    sheet.isKnown = true;
    sheet.answered = round;
    this.changed();
  }

  /** The checks do not run here. */
  fail(): void {
    this.#isBroken = true;
    this.changed();
  }

  /** Something on the sheet has changed. */
  changed(): void {
    this.#view = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #replace(wanted: { flag: Flag; text: string }[]): boolean {
    if (wanted.length === 0) return false;
    const before = this.sheet.output;
    const { output, done } = replaceFlags(before, wanted);
    this.#goOnFrom(done.map((each) => each.flag));
    this.#fixes = [...this.#fixes, { before, after: output }].slice(-mostFixes);
    this.acts.decide(done.map(({ flag, text }) => ({ flag, action: 'accepted', replacement: text })));
    this.acts.type(output);
    this.changed();
    return true;
  }

  /** Takes flags off, and looks at the one after them where one was looked at. */
  #goOnFrom(gone: Flag[]): void {
    const { flags, current } = this.#view;
    this.#current = this.#current && flagAfter(flags, gone, current);
    this.#steps += 1;
    takeOff(this.sheet, gone);
  }

  #look(): FlagsView {
    const { sheet } = this;
    const { flags } = sheet;
    const current = flags.find((flag) => flag.id === this.#current) ?? null;
    const pointed = flags.find((flag) => flag.id === this.#pointed) ?? null;
    const isChecked = sheet.isKnown && sheet.answered === sheet.round;
    return {
      flags,
      current,
      lit: pointed ?? current,
      litFact: this.#litFact,
      litIds: this.#litFact ? flags.filter((flag) => speaksOf(flag, this.#litFact)).map((flag) => flag.id) : [],
      errors: openErrors(sheet),
      steps: this.#steps,
      state: this.#isBroken ? 'unchecked' : isChecked ? 'checked' : 'checking',
    };
  }
}
