import type { BrandRules, Flag, FlagDecision, Item, ItemFlags, Json } from '@countersign/contract';
import type { Held } from '../review/desk-view.ts';
import { isSameJson } from '../review/same-json.ts';
import type { Answer, Checker } from './checker.ts';
import { type FactPlace, speaksOf } from './fact-place.ts';
import { type FlagSheet, isLanguage, newSheet, openErrors, retype, takeOff } from './flag-sheet.ts';
import { textAt } from './move-flags.ts';
import { replaceFlags } from './replace-flags.ts';

export interface FlagsView {
  itemId: string | null;
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

interface Caret {
  path: string;
  at: number;
}

export interface BoardSetting {
  desk: {
    subscribe: (listener: () => void) => () => void;
    view: () => { current: Held | null };
    peek: () => Held | null;
    type: (output: Json) => void;
    decideFlags: (decisions: FlagDecision[]) => void;
    outbox: { flagDecisionsOf: (itemId: string) => FlagDecision[] };
  };
  checker: Checker;
  load: (itemId: string) => Promise<ItemFlags>;
  rulesOf: (checkpoint: string) => { rules: BrandRules | null; dictionary: string[] };
}

const pauseBeforeCheck = 150;
const mostSheets = 12;

/**
 * The flags of the item in hand, as a spell-checker keeps them: they move with the text as it is typed, are checked anew when the
 * person pauses, and go away when accepted or dismissed. The next item is checked ahead. Holds no React and no DOM.
 */
export class FlagBoard {
  #sheets = new Map<string, FlagSheet>();
  #current: string | null = null;
  #pointed: string | null = null;
  #litFact: FactPlace | null = null;
  #fixes: { itemId: string; before: Json; after: Json }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBroken = false;
  #steps = 0;
  /** Where the person writes; null while the cursor is in no text. */
  caret: Caret | null = null;
  #listeners = new Set<() => void>();
  #view: FlagsView;

  private readonly setting: BoardSetting;

  constructor(setting: BoardSetting) {
    this.setting = setting;
    setting.checker.onAnswer(this.#receive);
    setting.checker.onFailure(() => {
      this.#isBroken = true;
      this.#changed();
    });
    this.#view = this.#look();
    setting.desk.subscribe(this.#follow);
    this.#follow();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  view = (): FlagsView => this.#view;

  /** The text of a field as the flags stand on it. */
  textAt(pointer: string): string | null {
    const sheet = this.#sheet();
    return sheet && textAt(sheet.output, pointer);
  }

  flagsAt(pointer: string): Flag[] {
    return this.#view.flags.filter((flag) => flag.path === pointer);
  }

  select(id: string | null): void {
    this.#current = id;
    this.#changed();
  }

  /** Goes to the next flag, or the previous one, round and round; at first from where the person writes. */
  step(direction: 1 | -1): Flag | null {
    const { flags, current } = this.#view;
    if (flags.length === 0) return null;
    const index = current ? flags.indexOf(current) + direction : this.#indexFrom(flags, direction);
    return this.show(flags[(index + flags.length) % flags.length]!.id);
  }

  /** Looks at a flag and brings it into sight. */
  show(id: string): Flag | null {
    this.#steps += 1;
    this.select(id);
    return this.#view.current;
  }

  /** The flag that a key acts on: the one looked at, or the one under the cursor. */
  flagInHand(): Flag | null {
    const { current, flags } = this.#view;
    const { caret } = this;
    if (current || !caret) return current;
    return (
      flags.find((flag) => flag.path === caret.path && flag.start <= caret.at && caret.at <= flag.end && flag.end > flag.start) ?? null
    );
  }

  /** The flag to fix when none is chosen: the worst that has a replacement. */
  firstFixable(): Flag | null {
    const fixable = this.#view.flags.filter((flag) => flag.replacements.length > 0);
    return fixable.find((flag) => flag.level === 'error') ?? fixable[0] ?? null;
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

  fixable(kind: Flag['kind']): Flag[] {
    return this.#view.flags.filter((flag) => flag.kind === kind && flag.replacements.length > 0);
  }

  dismiss(id: string, reason = ''): boolean {
    const sheet = this.#sheet();
    const flag = this.#view.flags.find((each) => each.id === id);
    if (!sheet || !flag) return false;
    this.#current = this.#current && this.#after([flag]);
    this.#steps += 1;
    sheet.dismissed.add(id);
    takeOff(sheet, [flag]);
    this.setting.desk.decideFlags([{ flag, action: 'dismissed', ...(reason.trim() && { reason: reason.trim() }) }]);
    this.#changed();
    return true;
  }

  /** Takes back the last replacement while nothing was typed since. False when there is none. */
  undoFix(): boolean {
    const last = this.#fixes.at(-1);
    const sheet = this.#sheet();
    if (!last || !sheet || last.itemId !== sheet.item.id || !isSameJson(last.after, sheet.output)) return false;
    this.#fixes.pop();
    this.setting.desk.type(last.before);
    return true;
  }

  point(id: string | null): void {
    if (this.#pointed === id) return;
    this.#pointed = id;
    this.#changed();
  }

  lightFact(place: FactPlace | null): void {
    this.#litFact = place;
    this.#changed();
  }

  /** Rules or dictionary have changed: checks again. */
  recheck(): void {
    for (const sheet of this.#sheets.values()) this.#ask(sheet);
  }

  #replace(wanted: { flag: Flag; text: string }[]): boolean {
    const sheet = this.#sheet();
    if (!sheet || wanted.length === 0) return false;
    const before = sheet.output;
    const { output, done } = replaceFlags(before, wanted);
    const flags = done.map((each) => each.flag);
    this.#current = this.#current && this.#after(flags);
    this.#steps += 1;
    takeOff(sheet, flags);
    this.#fixes = [...this.#fixes, { itemId: sheet.item.id, before, after: output }].slice(-50);
    this.setting.desk.decideFlags(done.map(({ flag, text }) => ({ flag, action: 'accepted', replacement: text })));
    this.setting.desk.type(output);
    this.#changed();
    return true;
  }

  #indexFrom(flags: Flag[], direction: 1 | -1): number {
    const from = this.caret;
    if (!from) return direction === 1 ? 0 : -1;
    const inField = flags.filter((flag) => flag.path === from.path);
    const found = direction === 1 ? inField.find((flag) => flag.end >= from.at) : inField.findLast((flag) => flag.start < from.at);
    if (found) return flags.indexOf(found);
    if (inField.length === 0) return direction === 1 ? 0 : -1;
    return direction === 1 ? flags.indexOf(inField.at(-1)!) + 1 : flags.indexOf(inField[0]!) - 1;
  }

  /** The flag to look at once these are gone. */
  #after(gone: Flag[]): string | null {
    const { flags, current } = this.#view;
    if (current && !gone.includes(current)) return current.id;
    const at = current ? flags.indexOf(current) : 0;
    const rest = [...flags.slice(at), ...flags.slice(0, at)].filter((flag) => !gone.includes(flag));
    return rest[0]?.id ?? null;
  }

  #sheet(): FlagSheet | null {
    const held = this.setting.desk.view().current;
    return held ? (this.#sheets.get(held.claim.item.id) ?? null) : null;
  }

  #follow = (): void => {
    const { current: held } = this.setting.desk.view();
    const next = this.setting.desk.peek();
    if (held) this.#open(held);
    if (next) this.#open(next);
    for (const id of [...this.#sheets.keys()].slice(0, Math.max(0, this.#sheets.size - mostSheets)))
      if (id !== held?.claim.item.id && id !== next?.claim.item.id) this.#sheets.delete(id);
    const isSameItem = (held?.claim.item.id ?? null) === this.#view.itemId;
    if (isSameItem && (this.#sheet()?.flags ?? this.#view.flags) === this.#view.flags) return;
    if (!isSameItem) {
      this.#current = null;
      this.#pointed = null;
      this.#litFact = null;
    }
    this.#changed();
  };

  #open({ claim: { item }, output }: Held): void {
    const known = this.#sheets.get(item.id);
    if (known && known.item.outputHash === item.outputHash) {
      if (known.output === output) return;
      const isSame = isSameJson(known.output, output);
      retype(known, output);
      if (!isSame) this.#askSoon(known);
      return;
    }
    const sheet = newSheet(item, output);
    for (const decision of this.setting.desk.outbox.flagDecisionsOf(item.id))
      if (decision.action === 'dismissed') sheet.dismissed.add(decision.flag.id);
    this.#sheets.set(item.id, sheet);
    // After the item in hand has been painted; the next one is seldom needed within that time.
    setTimeout(() => void this.#load(sheet, item));
  }

  async #load(sheet: FlagSheet, item: Item): Promise<void> {
    const found = await this.setting.load(item.id).catch(() => null); // the checks here do without
    for (const id of found?.dismissed ?? []) sheet.dismissed.add(id);
    sheet.isLoaded = true;
    if (found && !sheet.isKnown && isSameJson(sheet.output, item.output)) {
      sheet.flags = found.flags.filter((flag) => !sheet.dismissed.has(flag.id));
      sheet.language = sheet.flags.filter(isLanguage);
      sheet.isKnown = true;
    }
    this.#ask(sheet);
    this.#changed();
  }

  #askSoon(sheet: FlagSheet): void {
    sheet.round += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(sheet), pauseBeforeCheck);
  }

  #ask(sheet: FlagSheet): void {
    if (!sheet.isLoaded) return;
    sheet.round += 1;
    const { item, output, dismissed, language, round } = sheet;
    const { rules, dictionary } = this.setting.rulesOf(item.checkpoint);
    const aiFlags = item.metadata['flags'];
    this.setting.checker.ask({
      itemId: item.id,
      round,
      input: item.input,
      output,
      rules,
      dictionary,
      original: item.output,
      aiFlags,
      dismissed: [...dismissed],
      language,
    });
  }

  #receive = (answer: Answer): void => {
    const sheet = this.#sheets.get(answer.itemId);
    if (!sheet || sheet.round !== answer.round) return;
    sheet.flags = answer.flags.filter((flag) => !sheet.dismissed.has(flag.id));
    if (answer.language) sheet.language = answer.language;
    sheet.isKnown = true;
    sheet.answered = answer.round;
    if (this.#sheet() === sheet) this.#changed();
  };

  #changed(): void {
    this.#view = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #look(): FlagsView {
    const sheet = this.#sheet();
    const flags = sheet?.flags ?? [];
    const current = flags.find((flag) => flag.id === this.#current) ?? null;
    const pointed = flags.find((flag) => flag.id === this.#pointed) ?? null;
    const isChecked = sheet?.isKnown && sheet.answered === sheet.round;
    return {
      itemId: sheet?.item.id ?? null,
      flags,
      current,
      lit: pointed ?? current,
      litFact: this.#litFact,
      steps: this.#steps,
      litIds: this.#litFact ? flags.filter((flag) => speaksOf(flag, this.#litFact)).map((flag) => flag.id) : [],
      errors: sheet ? openErrors(sheet) : 0,
      state: this.#isBroken ? 'unchecked' : isChecked ? 'checked' : 'checking',
    };
  }
}
