import type { Claim, CountersignError, FlagDecision, Json, ReviewInput, ReviewResult, Verdict } from '@countersign/contract';
import { ActiveClock } from './active-clock.ts';
import type { Act, DeskSetting, DeskView, Held, Scope, Trouble, Undoable } from './desk-view.ts';
import { Drafts } from './drafts.ts';
import { type Entry, Outbox } from './outbox.ts';
import { Pile } from './pile.ts';
import { isSameJson } from './same-json.ts';
import { sendEntry } from './send-entry.ts';
import { Supply } from './supply.ts';
import { toTrouble } from './to-trouble.ts';
import { UndoStack } from './undo-stack.ts';

const mostFlagDecisions = 200;
const asideUndoFor = 10_000;

export interface Wording {
  reasons?: string[];
  comment?: string;
}

/**
 * The reviewer's desk: the item in hand, the next ones claimed ahead, and the decisions on their way out. Deciding never waits for
 * the server: the next item is taken from the pile at once, the decision goes into the outbox. Holds no React and no DOM.
 */
export class Desk {
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  #pile = new Pile();
  #supply: Supply;
  #undo = new UndoStack();
  #troubles: Trouble[] = [];
  #done = 0;
  #skipped = 0;
  #undoing = false;
  #clock = new ActiveClock();
  #listeners = new Set<() => void>();
  #view: DeskView;

  private readonly setting: DeskSetting;

  constructor(setting: DeskSetting) {
    this.setting = setting;
    this.drafts = new Drafts(setting.draftShelf, setting.api.saveDraft);
    this.outbox = new Outbox(
      { send: (entry) => this.#send(entry), sent: this.#sent, refused: this.#refused, changed: () => this.#changed() },
      { shelf: setting.outboxShelf, tab: setting.tab, now: setting.now, wait: setting.wait, rest: setting.rest },
    );
    this.#supply = new Supply(
      this.#pile,
      this.drafts,
      { changed: () => this.#changed(), cameToHand: () => this.#cameToHand(), leaving: () => this.outbox.itemIds },
      setting,
    );
    this.#view = this.#look();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  view = (): DeskView => this.#view;

  /** Claims the first items of a scope; `remembered` is the item that was in hand before the page was loaded again. */
  open(scope: Scope, remembered: string | null = null): Promise<void> {
    return this.#supply.open(scope, remembered);
  }

  /** Ends the work. Returns the items still held, to be given back to the others; decisions on their way are still sent. */
  close(): string[] {
    this.drafts.flush();
    return this.#supply.close();
  }

  heldIds(): string[] {
    return this.#pile.ids;
  }

  /** Where the items in hand come from, each checkpoint once. */
  heldCheckpoints(): string[] {
    return this.#pile.checkpoints;
  }

  async fill(includeSkipped = false): Promise<void> {
    const isFilled = await this.#supply.fill(includeSkipped);
    if (!isFilled || !includeSkipped) return;
    this.#skipped = 0;
    this.#changed();
  }

  type(output: Json): void {
    const held = this.#pile.current;
    if (!held || isSameJson(output, held.output)) return;
    this.#pile.type(output);
    this.#clock.sign();
    this.drafts.type(held.claim.item.id, output);
    this.#changed();
  }

  /** Puts the AI's text back in place of the person's. */
  restoreOriginal(): void {
    const held = this.#pile.current;
    if (held) this.type(held.claim.item.output);
  }

  decide(verdict: Verdict, wording: Wording = {}): void {
    const held = this.#pile.current;
    if (!held || held.lost) return;
    const { item } = held.claim;
    const review: ReviewInput = {
      verdict,
      reasons: wording.reasons ?? [],
      comment: wording.comment ?? '',
      outputHash: item.outputHash,
      activeSeconds: this.#clock.seconds,
    };
    if (verdict === 'edit') review.output = held.output;
    this.#done += 1;
    this.#dispatch(held, verdict, { kind: 'review', review });
  }

  skip(): void {
    const held = this.#pile.current;
    if (!held || held.lost) return;
    this.#skipped += 1;
    this.#dispatch(held, 'skip', { kind: 'skip' });
  }

  /** Puts the item aside until a time. */
  hold(until: string, note = ''): void {
    const held = this.#pile.current;
    if (held && !held.lost) this.#dispatch(held, 'hold', { kind: 'hold', hold: { until, note } });
  }

  /** Gives the item to one person. */
  assign(personId: string, note = ''): void {
    const held = this.#pile.current;
    if (held && !held.lost) this.#dispatch(held, 'assign', { kind: 'assign', assign: { personId, note } });
  }

  /** Notes what the person did about flags of the item in hand. */
  decideFlags(decisions: FlagDecision[]): void {
    const item = this.#pile.current?.claim.item;
    if (!item || decisions.length === 0) return;
    this.#clock.sign();
    for (let from = 0; from < decisions.length; from += mostFlagDecisions)
      this.outbox.add(this.#entryOf(item, { kind: 'flags', decisions: decisions.slice(from, from + mostFlagDecisions) }));
  }

  /** Takes back the last decision, or the one that is named. */
  async undo(entryId?: string): Promise<void> {
    const last = entryId ? this.#undo.list.find((each) => each.entryId === entryId) : this.#undo.list.at(-1);
    const held = last && this.#undo.heldOf(last.entryId);
    if (!last || !held || this.#undoing) return;
    this.#undoing = true;
    this.#changed();
    try {
      if (!this.outbox.take(last.entryId)) await this.#undoAtServer(last, held);
      else this.#supply.putFirst(held.claim, held.output);
      if (last.verdict === 'skip') this.#skipped -= 1;
      else if (!isAside(last.verdict)) this.#done -= 1;
    } catch (error) {
      this.#report(last, error as CountersignError, held);
    } finally {
      this.#undo.forget(last.entryId);
      this.#undoing = false;
      this.#changed();
    }
  }

  /** Takes an item in hand again after a refused decision; the person's text comes along. */
  async retry(trouble: Trouble): Promise<void> {
    const output = trouble.output;
    if (!(await this.#supply.claimExactly(trouble.itemId, output))) return this.#changed();
    const held = this.#pile.current;
    const faults = trouble.errors.map((each) => ({ ...each, pointer: each.pointer.replace(/^\/output(?=\/|$)/, '') }));
    if (held) this.#pile.change({ faults });
    this.dismiss(trouble.id);
  }

  dismiss(troubleId: string): void {
    this.#troubles = this.#troubles.filter((each) => each.id !== troubleId);
    this.#changed();
  }

  /** Puts down an item that is no longer the person's and goes on to the next. */
  putDown(): void {
    const held = this.#pile.take();
    if (held) this.drafts.hold(held.claim.item.id);
    this.#cameToHand();
    void this.fill();
  }

  /** Forgets decisions whose time to undo is over. */
  expireUndo(): void {
    if (this.#undo.expire(this.setting.now(), (entryId) => this.outbox.has(entryId))) this.#changed();
  }

  setSeen(seen: boolean): void {
    this.#clock.setSeen(seen);
  }

  /** Renews the leases. An item in hand that was lost is claimed again, or marked with who decided it. */
  heartbeat(): Promise<void> {
    return this.#supply.heartbeat();
  }

  #entryOf(item: Claim['item'], post: Entry['post']): Entry {
    return { id: this.setting.newId(), itemId: item.id, label: item.label, at: this.setting.now(), tab: this.setting.tab, post };
  }

  #dispatch(held: Held, verdict: Act, post: Entry['post']): void {
    const { item } = held.claim;
    const entry = this.#entryOf(item, post);
    this.drafts.hold(item.id);
    if (!isSameJson(held.output, item.output)) this.drafts.keep(item.id, held.output);
    const length = isAside(verdict) ? asideUndoFor : this.setting.undoSeconds(item.checkpoint) * 1000;
    this.#undo.push({ entryId: entry.id, itemId: item.id, label: item.label, verdict, until: entry.at + length, length }, held);
    this.#pile.take();
    this.#clock = new ActiveClock();
    this.outbox.add(entry);
  }

  async #send(entry: Entry): Promise<ReviewResult | null> {
    const { round, wish } = this.#supply;
    const result = await sendEntry(this.setting.api, entry, wish);
    if (result) this.#supply.add(result.claims, round);
    return result;
  }

  #sent = (entry: Entry, result: ReviewResult | null, startedAt: number): void => {
    if (entry.post.kind === 'flags') return;
    if (entry.post.kind === 'review' || entry.post.kind === 'skip') this.drafts.settle(entry.itemId);
    if (result) this.#undo.confirm(entry.id, result.item.decision, startedAt);
    if (result) this.setting.onDecided(result.item);
    this.expireUndo();
    this.#changed();
    this.#supply.fillSoon();
  };

  #refused = (entry: Entry, error: CountersignError): void => {
    // Flags are evidence beside the decision: when the server has no use for them, the work goes on.
    if (entry.post.kind === 'flags') return;
    const held = this.#undo.heldOf(entry.id);
    this.#undo.forget(entry.id);
    const about = { itemId: entry.itemId, label: entry.label };
    if (entry.post.kind === 'review') {
      this.#done = Math.max(0, this.#done - 1);
      this.#report({ ...about, verdict: entry.post.review.verdict }, error, held, entry.post.review.output);
    } else if (entry.post.kind !== 'skip') this.#report({ ...about, verdict: entry.post.kind }, error, held);
    this.#changed();
    void this.fill();
  };

  #report(about: Pick<Trouble, 'itemId' | 'label' | 'verdict'>, error: CountersignError, held?: Held, sentOutput?: Json): void {
    const { itemId, label, verdict } = about;
    const trouble = toTrouble({ id: this.setting.newId(), itemId, label, verdict }, error, held, sentOutput);
    if (trouble.isEdited && trouble.output !== null) this.drafts.keep(itemId, trouble.output);
    this.#troubles = [...this.#troubles, trouble];
  }

  async #undoAtServer(last: Undoable, held: Held): Promise<void> {
    while (this.outbox.has(last.entryId)) {
      await this.setting.wait(50);
      if (this.outbox.take(last.entryId)) return this.#supply.putFirst(held.claim, held.output);
    }
    if (!this.#undo.heldOf(last.entryId)) return;
    if (last.verdict === 'assign') await this.setting.api.assign(last.itemId, { personId: null, note: '' });
    if (isAside(last.verdict)) {
      const [claim] = await this.setting.api.claim({ item: last.itemId, includeSkipped: true });
      if (claim) this.#supply.putFirst(claim, held.output);
      return;
    }
    const { claim } = await this.setting.api.undo(last.itemId);
    this.#supply.putFirst(claim, held.output);
  }

  #cameToHand(): void {
    this.#clock = new ActiveClock();
    this.#changed();
  }

  #changed(): void {
    this.#view = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #look(): DeskView {
    const { current } = this.#pile;
    const isBusy = this.#supply.isBusy || (this.outbox.size > 0 && !this.outbox.isPaused);
    return {
      phase: current ? 'working' : isBusy ? 'fetching' : this.#supply.error ? 'failed' : 'empty',
      current,
      next: this.#pile.next,
      ahead: Math.max(0, this.#pile.size - 1),
      done: this.#done,
      skipped: this.#skipped,
      undoable: this.#undo.list,
      isUndoing: this.#undoing,
      troubles: this.#troubles,
      unsent: this.outbox.size,
      leaving: this.outbox.itemIds.length,
      isPaused: this.outbox.isPaused,
      error: this.#supply.error,
    };
  }
}

/** The item was neither decided nor kept: others may get it, now or later. */
const isAside = (act: Act): boolean => act === 'skip' || act === 'hold' || act === 'assign';
