import type { CountersignError, Decision, Json } from '@countersign/contract';
import type { Held, Trouble } from './desk-view.ts';
import { isSameJson } from './same-json.ts';

type About = Pick<Trouble, 'id' | 'itemId' | 'label' | 'verdict'>;

/** What a person is told of a decision that the server refused, with their text. */
export function toTrouble(about: About, error: CountersignError, held: Held | undefined, sentOutput?: Json): Trouble {
  const { context, errors, pointer } = error.details;
  return {
    ...about,
    code: error.code,
    message: error.message,
    decision: (context?.['decision'] as Decision | undefined) ?? null,
    output: held?.output ?? sentOutput ?? null,
    isEdited: held ? !isSameJson(held.output, held.claim.item.output) : sentOutput !== undefined,
    errors: errors ?? (pointer === undefined ? [] : [{ pointer, detail: error.message }]),
  };
}
