/** One text of a decided item: what the AI wrote and what the person left. The same text twice is an untouched approval. */
export interface DecidedText {
  /** JSON pointer into the output; '' when the whole is a text. */
  path: string;
  before: string;
  after: string;
}

/** A decided item: approved as it was, or edited. Rejected and returned items teach nothing. */
export interface Decided {
  id: string;
  /** The document, receipt or page it belongs to: what is seen in one of them only is no rule. */
  group?: string | undefined;
  texts: readonly DecidedText[];
}
