import type { ItemState, Verdict } from '@countersign/contract';

/** `acknowledged`: the server said that it is done. `uncertain`: it was sent, and no answer came. */
export type Certainty = 'acknowledged' | 'uncertain';

export interface SentItem {
  key: string;
  input: { topic: string };
  output: { text: string };
  certainty: Certainty;
  /** Known when the server told it. */
  id: string | null;
}

export interface SentReview {
  /** Sent as the comment, so that it is found again. */
  mark: string;
  itemId: string;
  personId: string;
  verdict: Verdict;
  output: { text: string } | null;
  certainty: Certainty;
  undo: 'none' | Certainty;
}

/** An answer to a return. */
export interface SentRevision {
  itemId: string;
  returnId: string;
  output: { text: string };
  certainty: Certainty;
}

export interface SeenOutcome {
  itemId: string;
  state: ItemState;
  decisionId: string | null;
}

/** What the clients of one checkpoint remember of what they did. */
export class Record {
  readonly checkpoint: string;
  readonly items = new Map<string, SentItem>();
  readonly reviews = new Map<string, SentReview>();
  /** By the return that they answer. */
  readonly revisions = new Map<string, SentRevision>();
  readonly skips: { itemId: string; personId: string; certainty: Certainty }[] = [];
  readonly outcomes: SeenOutcome[] = [];
  /** What a person's draft of an item may be now, as JSON; `null` for none. */
  readonly #drafts = new Map<string, Set<string>>();

  constructor(checkpoint: string) {
    this.checkpoint = checkpoint;
  }

  /** The draft is this now, or, when uncertain, perhaps this. */
  setDraft(personId: string, itemId: string, draft: unknown, certainty: Certainty): void {
    const name = `${personId} ${itemId}`;
    const before = certainty === 'uncertain' ? (this.#drafts.get(name) ?? ['null']) : [];
    this.#drafts.set(name, new Set([...before, JSON.stringify(draft)]));
  }

  drafts(): { personId: string; itemId: string; possible: Set<string> }[] {
    return [...this.#drafts].map(([name, possible]) => {
      const [personId = '', itemId = ''] = name.split(' ');
      return { personId, itemId, possible };
    });
  }

  /** Items that are known to be there, by id. */
  knownIds(): string[] {
    return [...this.items.values()].flatMap(({ id }) => id ?? []);
  }
}
