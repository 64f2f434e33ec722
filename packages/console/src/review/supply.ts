import type { Claim, CountersignError, Json } from '@countersign/contract';
import type { DeskSetting, Scope } from './desk-view.ts';
import type { Drafts } from './drafts.ts';
import type { Pile } from './pile.ts';
import { isSameJson } from './same-json.ts';
import type { NextClaims } from './send-entry.ts';

const wantedAhead = 5;

export interface SupplyEvents {
  changed: () => void;
  /** Another item is in hand. */
  cameToHand: () => void;
  /** Items that were put out of hand and whose server does not know it yet. */
  leaving: () => string[];
}

/** Keeps a pile of claimed items ahead of the person, and their claims alive. */
export class Supply {
  #scope: Scope = {};
  #isOpen = false;
  #isLoaded = false;
  #isFilling = false;
  /** Counts what was opened: an answer to an earlier question is given back. */
  #round = 0;
  #error: CountersignError | null = null;

  private readonly pile: Pile;
  private readonly drafts: Drafts;
  private readonly events: SupplyEvents;
  private readonly setting: Pick<DeskSetting, 'api' | 'now'>;

  constructor(pile: Pile, drafts: Drafts, events: SupplyEvents, setting: Pick<DeskSetting, 'api' | 'now'>) {
    this.pile = pile;
    this.drafts = drafts;
    this.events = events;
    this.setting = setting;
  }

  get isBusy(): boolean {
    return this.#isFilling || !this.#isLoaded;
  }

  get error(): CountersignError | null {
    return this.#error;
  }

  get round(): number {
    return this.#round;
  }

  /** Claims the first items of a scope; `remembered` is the item that was in hand before the page was loaded again. */
  async open(scope: Scope, remembered: string | null): Promise<void> {
    const round = ++this.#round;
    this.#scope = scope;
    this.#isOpen = true;
    this.#isLoaded = false;
    this.#isFilling = false;
    this.#error = null;
    this.events.changed();
    const first = scope.item ?? remembered;
    if (first && !this.events.leaving().includes(first)) await this.claimExactly(first);
    if (round !== this.#round) return;
    await this.fill();
    if (round !== this.#round) return;
    this.#isLoaded = true;
    this.events.changed();
  }

  /** Ends the work. Returns the items still held. */
  close(): string[] {
    this.#round += 1;
    const { ids } = this.pile;
    this.pile.clear();
    this.#isOpen = false;
    return ids;
  }

  /** Claims what is missing on the pile. True when the server has answered. */
  async fill(includeSkipped = false): Promise<boolean> {
    const limit = this.#missing;
    if (this.#scope.item || !this.#isOpen || this.#isFilling || limit <= 0) return false;
    const round = this.#round;
    this.#isFilling = true;
    this.events.changed();
    try {
      this.add(await this.setting.api.claim({ ...this.#scope, limit, includeSkipped }), round);
      if (round === this.#round) this.#error = null;
    } catch (error) {
      if (round === this.#round) this.#error = error as CountersignError;
    }
    if (round !== this.#round) return false;
    this.#isFilling = false;
    this.events.changed();
    return this.#error === null;
  }

  /** Fills up before the pile runs out. */
  fillSoon(): void {
    if (this.#missing >= wantedAhead - 2) void this.fill();
  }

  /** What a review may bring along; null when nothing is missing. */
  get wish(): NextClaims | null {
    return this.#isOpen && this.#missing > 0 && !this.#scope.item ? { ...this.#scope, limit: this.#missing } : null;
  }

  add(claims: Claim[], round: number): void {
    if (round !== this.#round) return void this.#giveBack(claims.map((claim) => claim.item.id));
    const leaving = new Set(this.events.leaving());
    const hadNone = this.pile.size === 0;
    for (const claim of claims) {
      const { item, draft } = claim;
      if (this.pile.has(item.id) || leaving.has(item.id)) continue;
      this.pile.add({ claim, output: this.drafts.restore(item.id, draft) ?? item.output, since: this.setting.now() });
    }
    if (hadNone && this.pile.size > 0) this.events.cameToHand();
    else this.events.changed();
  }

  /** Takes one item in hand, with the person's text where it is known. False when it cannot be had. */
  async claimExactly(itemId: string, output?: Json | null): Promise<boolean> {
    const round = this.#round;
    try {
      const [claim] = await this.setting.api.claim({ item: itemId, includeSkipped: true });
      if (round !== this.#round) return this.#giveBack(claim ? [itemId] : []);
      if (!claim) return false;
      this.putFirst(claim, output ?? this.drafts.restore(itemId, claim.draft) ?? claim.item.output);
      return true;
    } catch (error) {
      if (this.#scope.item && round === this.#round) this.#error = error as CountersignError;
      return false;
    }
  }

  /** Puts a claimed item in hand before all others. */
  putFirst(claim: Claim, output: Json): void {
    this.pile.putFirst({ claim, output, since: this.setting.now() });
    if (!isSameJson(output, claim.item.output)) this.drafts.type(claim.item.id, output);
    this.events.cameToHand();
  }

  /** Renews the leases. An item in hand that was lost is claimed again, or marked with who decided it. */
  async heartbeat(): Promise<void> {
    const ids = [...new Set([...this.pile.ids, ...this.events.leaving()])];
    if (ids.length === 0) return;
    const { lost } = await this.setting.api.heartbeat(ids.slice(0, 100));
    const inHand = this.pile.current?.claim.item.id;
    this.pile.dropAhead(lost);
    if (inHand && lost.includes(inHand)) await this.#reclaim(inHand);
    this.events.changed();
    void this.fill();
  }

  async #reclaim(itemId: string): Promise<void> {
    const held = this.pile.current;
    if (!held || held.claim.item.id !== itemId) return;
    const [again] = await this.setting.api.claim({ item: itemId }).catch(() => []);
    const item = again ? null : await this.setting.api.getItem(itemId).catch(() => null);
    if (this.pile.current?.claim.item.id !== itemId) return;
    if (again && again.item.outputHash === held.claim.item.outputHash) this.pile.change({ claim: again });
    else if (again) this.pile.change({ claim: again, outputChanged: true });
    else this.pile.change({ lost: { decision: item?.decision ?? null, state: item?.state ?? null } });
  }

  get #missing(): number {
    return wantedAhead - this.pile.size;
  }

  /** Claims that came when the screen was gone go back at once. */
  #giveBack(itemIds: string[]): false {
    if (itemIds.length > 0) void this.setting.api.giveBack(itemIds, false).catch(() => undefined); // the lease ends by itself
    return false;
  }
}
