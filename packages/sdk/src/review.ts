import { CountersignError, type Decision, type Item, isSettled, type Outcome } from '@countersign/contract';
import { itemPath, waitUntilSettled } from './items.ts';
import { retrying, throughOutages } from './retry.ts';
import { answerReturns, type OnReturn } from './returned.ts';
import type { Submission, Submitted, TypedItem } from './submission.ts';
import type { Transport } from './transport.ts';

/**
 * What to do when the key is taken by other content: `fail` with `key_conflict`, `keep` to the item that is there and wait
 * for it, or `supersede` it with this content.
 */
export type OnConflict = 'fail' | 'keep' | 'supersede';

interface Approved<Output, TItem> {
  approved: true;
  /** Whether a person changed the output. */
  edited: boolean;
  outcome: 'approved' | 'edited';
  /** What may go live: the exact output that was decided on. */
  output: Output;
  decision: Decision;
  item: TItem;
}

interface NotApproved<TItem> {
  approved: false;
  edited: false;
  outcome: Exclude<Outcome, 'approved' | 'edited'> | 'superseded';
  /** Nothing may go live. What was refused is in `item.output`. */
  output: null;
  /** Who refused it and why; null when it was superseded or expired without one. */
  decision: Decision | null;
  item: TItem;
}

/** How a review came out. `output` can only be read after a look at `approved`. */
export type Reviewed<Input, Output> = Approved<Output, TypedItem<Input, Output>> | NotApproved<TypedItem<Input, Output>>;

const outcomeWithoutDecision = (item: Item): NotApproved<Item>['outcome'] => (item.state === 'superseded' ? 'superseded' : 'expired');

export const toReviewed = <Input, Output>(item: TypedItem<Input, Output>): Reviewed<Input, Output> => {
  const { decision } = item;
  const outcome = decision?.outcome ?? outcomeWithoutDecision(item as Item);
  if (item.state === 'released' && decision && (outcome === 'approved' || outcome === 'edited')) {
    return { approved: true, edited: outcome === 'edited', outcome, output: item.output, decision, item };
  }
  const refusal = outcome === 'approved' || outcome === 'edited' ? outcomeWithoutDecision(item as Item) : outcome;
  return { approved: false, edited: false, outcome: refusal, output: null, decision, item };
};

export interface ReviewCall<Input, Output> {
  submission: Submission<Input, Output>;
  onConflict: OnConflict;
  onReturn: OnReturn<Input, Output> | undefined;
  submit(submission: Submission<Input, Output>, signal: AbortSignal): Promise<Submitted<Input, Output>>;
  signal: AbortSignal;
}

/**
 * Submits and waits until settled. Before the server has confirmed the item, an outage means submitting again, which the
 * key makes safe; after that, asking for that very item, so that a supersede is never repeated. An item that is gone (a
 * server restored from an older backup) is submitted once more.
 */
export const reviewItem = async <Input, Output>(
  transport: Transport,
  call: ReviewCall<Input, Output>,
): Promise<Reviewed<Input, Output>> => {
  try {
    return await submitAndWait(transport, call);
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== 'not_found' || call.signal.aborted) throw error;
    return submitAndWait(transport, call);
  }
};

const submitAndWait = async <Input, Output>(transport: Transport, call: ReviewCall<Input, Output>): Promise<Reviewed<Input, Output>> => {
  const isWorthRetrying = throughOutages(transport.settings.maxRetries);
  const item = await retrying(() => submitOrKeep(transport, call), { isWorthRetrying, signal: call.signal });
  const settled = isSettled(item.state) ? (item as Item) : await waitUntilSettled(transport, item.id, call.signal);
  const answered = await answerReturns<Input, Output>(transport, settled, call);
  return toReviewed(answered as TypedItem<Input, Output>);
};

const submitOrKeep = async <Input, Output>(
  transport: Transport,
  { submission, onConflict, submit, signal }: ReviewCall<Input, Output>,
): Promise<TypedItem<Input, Output>> => {
  try {
    return await submit(onConflict === 'supersede' ? { ...submission, supersede: true } : submission, signal);
  } catch (error) {
    const standing =
      onConflict === 'keep' && error instanceof CountersignError && error.code === 'key_conflict' && error.details.context?.itemId;
    if (typeof standing !== 'string') throw error;
    const { body } = await transport.json<Item>({ path: itemPath(standing), signal });
    return body as TypedItem<Input, Output>;
  }
};
