import type {
  BulkReviewInput,
  BulkReviewResult,
  BulkUndoResult,
  Claim,
  CountersignError,
  Flag,
  FlagDecision,
  Item,
  Json,
} from '@countersign/contract';
import { ActiveClock } from '../review/active-clock.ts';
import type { Shelf } from '../review/shelf.ts';
import { type Card, isEdited, sortSet } from './card.ts';
import { SetOutbox } from './set-outbox.ts';

export const largestSet = 200;

export interface GridApi {
  claim: (query: { checkpoint?: string; limit?: number; item?: string; includeSkipped?: boolean }) => Promise<Claim[]>;
  heartbeat: (itemIds: string[]) => Promise<{ lost: string[] }>;
  bulkReview: (input: BulkReviewInput) => Promise<BulkReviewResult>;
  bulkUndo: (id: string) => Promise<BulkUndoResult>;
  decideFlags: (itemId: string, decisions: FlagDecision[]) => Promise<unknown>;
}

export interface GridSetting {
  api: GridApi;
  shelf: Shelf<BulkReviewInput>;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  newId: () => string;
  undoSeconds: (checkpoint: string) => number;
  recheck: (item: Item, output: Json, before: Flag[]) => Promise<Flag[]>;
}

/** The last confirmed set: what went out, what did not, and until when it can be taken back as one. */
export interface Confirmed {
  id: string;
  result: BulkReviewResult;
  until: number;
  length: number;
  undo: 'open' | 'running' | 'done' | 'closed';
  closed: string[];
}

export interface GridView {
  phase: 'fetching' | 'ready' | 'empty' | 'failed';
  cards: Card[];
  sending: 'no' | 'running' | 'waiting';
  error: CountersignError | null;
  confirmed: Confirmed | null;
  canTakeBackEdit: boolean;
}

/** A set of items, claimed together and frozen as shown, on which one person decides at once. Holds no React and no DOM. */
export class FrozenSet {
  #cards: Card[] = [];
  #gone = new Map<string, Card>();
  #before: Map<string, Card> | null = null;
  #accepted = new Map<string, FlagDecision[]>();
  #phase: GridView['phase'] = 'fetching';
  #error: CountersignError | null = null;
  #confirmed: Confirmed | null = null;
  #checkpoint = '';
  #round = 0;
  #clock = new ActiveClock();
  #listeners = new Set<() => void>();
  #view: GridView;
  readonly #outbox: SetOutbox;
  private readonly setting: GridSetting;

  constructor(setting: GridSetting) {
    this.setting = setting;
    this.#outbox = new SetOutbox({
      send: setting.api.bulkReview,
      shelf: setting.shelf,
      wait: setting.wait,
      changed: () => this.#changed(),
    });
    this.#view = this.#look();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  view = (): GridView => this.#view;

  /** Claims the set. A confirmation that never reached the server is sent before. */
  async open(checkpoint: string): Promise<void> {
    const round = ++this.#round;
    this.#checkpoint = checkpoint;
    this.#cards = [];
    this.#confirmed = null;
    const { unsent } = this.#outbox;
    if (unsent) await this.#send(unsent, round);
    if (round === this.#round) await this.fill();
  }

  /** Claims more of the queue, up to a whole set. What is in the set stays in it. */
  async fill(): Promise<void> {
    const round = this.#round;
    this.#phase = 'fetching';
    this.#error = null;
    this.#changed();
    try {
      const claims = await this.setting.api.claim({ checkpoint: this.#checkpoint, limit: largestSet - this.#cards.length });
      if (round !== this.#round) return;
      this.#add(claims);
      this.#phase = this.#cards.length > 0 ? 'ready' : 'empty';
    } catch (error) {
      if (round !== this.#round) return;
      this.#error = error as CountersignError;
      this.#phase = this.#cards.length > 0 ? 'ready' : 'failed';
    }
    this.#clock = new ActiveClock();
    this.#changed();
  }

  /** Takes single items of the same checkpoint into the set. Returns how many could be had. */
  async take(itemIds: string[]): Promise<number> {
    const round = this.#round;
    const before = this.#cards.length;
    for (const item of itemIds.slice(0, largestSet - before)) {
      const claims = await this.setting.api.claim({ item }).catch(() => []); // somebody else has it
      if (round !== this.#round) return 0;
      this.#add(claims);
    }
    this.#changed();
    return this.#cards.length - before;
  }

  /** Ends the work. Returns the items to be given back to the others. */
  close(): string[] {
    this.#round += 1;
    const going = new Set(this.#outbox.itemIds);
    const ids = this.#heldIds().filter((id) => !going.has(id));
    this.#cards = [];
    return ids;
  }

  sign(): void {
    this.#clock.sign();
  }

  setSeen(seen: boolean): void {
    this.#clock.setSeen(seen);
  }

  setException(itemIds: string[], isException: boolean | 'other'): void {
    if (this.#isOnItsWay) return;
    this.#clock.sign();
    this.#change(itemIds, (card) => ({ ...card, isException: isException === 'other' ? !card.isException : isException }));
  }

  setFlags(itemId: string, flags: Flag[]): void {
    const card = this.#cards.find((each) => each.item.id === itemId);
    if (!card || card.flags) return;
    this.#change([itemId], (now) => ({ ...now, flags }));
    if (isEdited(card)) void this.#recheck(itemId);
  }

  edit(itemId: string, output: Json): void {
    if (this.#isOnItsWay) return;
    this.#clock.sign();
    this.#change([itemId], (card) => ({ ...card, output, leftOut: null }));
    void this.#recheck(itemId);
  }

  /** One edit on several cards, which can be taken back as one. `accepted` names the flags whose replacement it was. */
  editAll(outputs: Map<string, Json>, accepted: Map<string, Flag[]> = new Map()): void {
    if (this.#isOnItsWay) return;
    this.#before = new Map(this.#cards.filter((card) => outputs.has(card.item.id)).map((card) => [card.item.id, card]));
    for (const [itemId, flags] of accepted) {
      const decisions = flags.map((flag): FlagDecision => ({ flag, action: 'accepted', replacement: flag.replacements[0] ?? '' }));
      this.#accepted.set(itemId, [...(this.#accepted.get(itemId) ?? []), ...decisions]);
    }
    this.#change([...outputs.keys()], (card) => ({ ...card, output: outputs.get(card.item.id) as Json, leftOut: null }));
    for (const itemId of outputs.keys()) void this.#recheck(itemId);
  }

  takeBackEdit(): void {
    const before = this.#before;
    if (!before || this.#isOnItsWay) return;
    this.#before = null;
    for (const itemId of before.keys()) this.#accepted.delete(itemId);
    this.#change([...before.keys()], (card) => ({ ...card, output: before.get(card.item.id)?.output ?? card.output }));
    for (const itemId of before.keys()) void this.#recheck(itemId);
  }

  /** Approves all that is neither an exception nor in error, as shown or as edited here. */
  async confirm(): Promise<void> {
    const { approve } = sortSet(this.#cards);
    if (approve.length === 0 || this.#isOnItsWay) return;
    const items = approve.map((card) => ({
      itemId: card.item.id,
      outputHash: card.item.outputHash,
      ...(isEdited(card) && { output: card.output }),
    }));
    const input: BulkReviewInput = { id: this.setting.newId(), items, comment: '', activeSeconds: this.#clock.seconds };
    await this.#send(input, this.#round);
  }

  /** Sends again at once what waits for the server. */
  hurry(): void {
    this.#outbox.hurry();
  }

  async undo(): Promise<void> {
    const confirmed = this.#confirmed;
    if (confirmed?.undo !== 'open') return;
    this.#mark(confirmed, { undo: 'running' });
    try {
      const { undone, closed } = await this.setting.api.bulkUndo(confirmed.id);
      const back = undone.flatMap((id) => this.#gone.get(id) ?? []);
      this.#cards = [...back, ...this.#cards];
      this.#phase = this.#cards.length > 0 ? 'ready' : 'empty';
      this.#mark(confirmed, { undo: undone.length > 0 ? 'done' : 'closed', closed });
    } catch (error) {
      this.#error = error as CountersignError;
      this.#mark(confirmed, { undo: this.#error.code === 'undo_closed' ? 'closed' : 'open' });
    }
  }

  dismissResult(): void {
    this.#confirmed = null;
    this.#error = null;
    this.#outbox.forgetError();
    this.#changed();
  }

  /** Renews the leases of the whole set; what is no longer the person's is marked. */
  async heartbeat(): Promise<void> {
    const ids = this.#heldIds();
    if (ids.length === 0 || this.#isOnItsWay) return;
    const { lost } = await this.setting.api.heartbeat(ids);
    if (lost.length > 0 && !this.#isOnItsWay) this.#change(lost, (card) => ({ ...card, isLost: true }));
  }

  /** What was confirmed goes out as it was: nothing is changed until the server has answered, so that no change is lost. */
  get #isOnItsWay(): boolean {
    return this.#outbox.state !== 'no';
  }

  async #send(input: BulkReviewInput, round: number): Promise<void> {
    const startedAt = this.setting.now();
    this.#error = null;
    const result = await this.#outbox.send(input);
    if (result && round === this.#round) this.#settle(input.id, result, startedAt);
    else this.#changed();
  }

  #settle(id: string, result: BulkReviewResult, startedAt: number): void {
    const decided = new Set(result.decided.map(({ itemId }) => itemId));
    const leftOut = new Map(result.leftOut.map((each) => [each.itemId, each]));
    this.#gone = new Map(this.#cards.filter((card) => decided.has(card.item.id)).map((card) => [card.item.id, card]));
    this.#cards = this.#cards.filter((card) => !decided.has(card.item.id)).map((card) => withReason(card, leftOut.get(card.item.id)));
    this.#phase = this.#cards.length > 0 ? 'ready' : 'empty';
    const length = this.setting.undoSeconds(this.#checkpoint) * 1000;
    this.#confirmed = {
      id,
      result,
      until: startedAt + length,
      length,
      undo: length > 0 && decided.size > 0 ? 'open' : 'closed',
      closed: [],
    };
    this.#before = null;
    this.#sendAccepted(decided);
    this.#clock = new ActiveClock();
    this.#changed();
  }

  /** What was accepted is evidence for later; it never holds up the work. */
  #sendAccepted(decided: Set<string>): void {
    for (const [itemId, decisions] of this.#accepted)
      if (decided.has(itemId)) void this.setting.api.decideFlags(itemId, decisions).catch(() => undefined);
    this.#accepted.clear();
  }

  async #recheck(itemId: string): Promise<void> {
    const card = this.#cards.find((each) => each.item.id === itemId);
    if (!card) return;
    const flags = await this.setting.recheck(card.item, card.output, card.flags ?? []).catch(() => null);
    if (flags) this.#change([itemId], (now) => (now.output === card.output ? { ...now, flags } : now));
  }

  #add(claims: Claim[]): void {
    const known = new Set(this.#cards.map((card) => card.item.id));
    const fresh = claims.filter((claim) => !known.has(claim.item.id));
    this.#cards = [...this.#cards, ...fresh.map(toCard)];
  }

  #change(itemIds: string[], change: (card: Card) => Card): void {
    const wanted = new Set(itemIds);
    this.#cards = this.#cards.map((card) => (wanted.has(card.item.id) ? change(card) : card));
    this.#changed();
  }

  #mark(confirmed: Confirmed, changes: Partial<Confirmed>): void {
    if (this.#confirmed?.id === confirmed.id) this.#confirmed = { ...this.#confirmed, ...changes };
    this.#changed();
  }

  #heldIds(): string[] {
    return this.#cards.filter((card) => !card.isLost).map((card) => card.item.id);
  }

  #changed(): void {
    this.#view = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #look(): GridView {
    return {
      phase: this.#phase,
      cards: this.#cards,
      sending: this.#outbox.state,
      error: this.#outbox.error ?? this.#error,
      confirmed: this.#confirmed,
      canTakeBackEdit: this.#before !== null,
    };
  }
}

/** An item without flags needs no look at them; a draft was written over what the server has checked. */
function toCard({ item, draft }: Claim): Card {
  const { flags } = item;
  const isClean = flags !== null && flags !== undefined && flags.error + flags.warning + flags.info === 0 && draft === null;
  return { item, output: draft ?? item.output, isException: false, isLost: false, flags: isClean ? [] : null, leftOut: null };
}

const lostCodes = ['already_decided', 'claimed_by_other', 'not_reviewable', 'not_found', 'output_changed'];

function withReason(card: Card, leftOut: Card['leftOut'] | undefined): Card {
  if (!leftOut) return card;
  const flags = leftOut.code === 'open_errors' && leftOut.flags.length > 0 && !card.flags ? leftOut.flags : card.flags;
  return { ...card, leftOut, flags, isLost: lostCodes.includes(leftOut.code) };
}
