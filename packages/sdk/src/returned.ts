import { CountersignError, type Decision, type Item, isSettled } from '@countersign/contract';
import { itemPath, waitUntilSettled } from './items.ts';
import { retrying, throughOutages } from './retry.ts';
import type { Sent, TypedItem } from './submission.ts';
import type { Transport } from './transport.ts';

/** A piece of work that a reviewer sent back to its maker. */
export interface Returned<Input, Output> {
  /** The item; `item.output` is the version that was refused. */
  item: TypedItem<Input, Output>;
  /** Codes of the reasons that the reviewer picked. */
  reasons: string[];
  /** What the reviewer wrote. */
  comment: string;
  decision: Decision;
  /** How often it was returned, this time included. */
  returns: number;
  /** Ends with the wait. */
  signal: AbortSignal;
}

/** Makes the next version of a returned output; `undefined` gives up, and the review comes out as returned. */
export type OnReturn<Input, Output> = (returned: Returned<Input, Output>) => Sent<Output> | undefined | Promise<Sent<Output> | undefined>;

/**
 * Answers each return with a new version until the item settles otherwise. A version names the return that it answers, so that
 * after a crash, or with two makers, no return is answered twice: then this waits for the decision on the version that was first.
 */
export const answerReturns = async <Input, Output>(
  transport: Transport,
  first: Item,
  { onReturn, signal }: { onReturn: OnReturn<Input, Output> | undefined; signal: AbortSignal },
): Promise<Item> => {
  let item = first;
  while (item.state === 'returned' && item.decision && onReturn) {
    const { decision, returns } = item;
    const { reasons, comment } = decision;
    const output = await onReturn({ item: item as TypedItem<Input, Output>, reasons, comment, decision, returns, signal });
    if (output === undefined) return item;
    item = await sendRevision(transport, item.id, { output, returnId: decision.id }, signal);
    if (!isSettled(item.state) || (item.state === 'returned' && item.decision?.id === decision.id))
      item = await waitUntilSettled(transport, item.id, signal);
  }
  return item;
};

const answeredByOthers = new Set(['already_revised', 'not_returned']);

const sendRevision = async (transport: Transport, id: string, body: object, signal: AbortSignal): Promise<Item> => {
  const send = () =>
    transport.json<Item>({ method: 'POST', path: itemPath(id, '/revisions'), body, isRepeatable: true, retries: 0, signal });
  try {
    return (await retrying(send, { isWorthRetrying: throughOutages(transport.settings.maxRetries), signal })).body;
  } catch (error) {
    if (!(error instanceof CountersignError) || !answeredByOthers.has(error.code)) throw error;
    return (await transport.json<Item>({ path: itemPath(id), signal })).body;
  }
};
