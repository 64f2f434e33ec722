import type { Item, ItemInput, Json, RevisionInput } from '@countersign/contract';

/** Without a schema anything is accepted that can be written as JSON, also values typed by an interface. */
export type Sent<T> = Json extends T ? unknown : T;

/** One piece of AI work as the caller hands it in. */
export type Submission<Input, Output> = Omit<ItemInput, 'input' | 'output'> & {
  /** What the AI saw. */
  input: Sent<Input>;
  /** What the AI proposes. */
  output: Sent<Output>;
};

/** The answer to a return: what the AI proposes now. */
export type Revising<Output> = Omit<RevisionInput, 'output'> & { output: Sent<Output> };

export type TypedItem<Input, Output> = Omit<Item, 'input' | 'output'> & { input: Input; output: Output };

export type Submitted<Input, Output> = TypedItem<Input, Output> & {
  /** The same content under the same key had been handed in before; this is that item. */
  replayed: boolean;
};
