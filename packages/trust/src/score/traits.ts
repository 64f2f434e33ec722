/** What a score may look at: everything known about an item before a person has looked at it. Everything may be missing. */
export interface Traits {
  /** What the model says of itself, in [0, 1]. */
  confidence?: number | null;
  /** Open flags: all, and those at level error. */
  flags?: number;
  errors?: number;
  /** Texts of what the AI saw and wrote. */
  input?: string;
  output?: string;
  category?: string;
  model?: string;
  /** Other figures, by name: token probabilities, scores of checkers, counts of fields. */
  numbers?: Readonly<Record<string, number>>;
}

/** An item with its label: the loss in [0, 1], 1 for bad. */
export interface Example {
  traits: Traits;
  loss: number;
}
