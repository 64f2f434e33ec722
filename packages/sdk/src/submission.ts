import type { Item, ItemInput } from '@countersign/contract';

/** One piece of AI work as the caller hands it in. */
export type Submission<Input, Output> = Omit<ItemInput, 'input' | 'output'> & {
  /** What the AI saw. */
  input: Input;
  /** What the AI proposes. */
  output: Output;
};

export type TypedItem<Input, Output> = Omit<Item, 'input' | 'output'> & { input: Input; output: Output };

export type Submitted<Input, Output> = TypedItem<Input, Output> & {
  /** The same content under the same key had been handed in before; this is that item. */
  replayed: boolean;
};
