import type { Json, ListedCheckpoint } from '@countersign/contract';
import { useMemo, useState } from 'react';
import { checkOutput, type Fault } from '../draft/check-output.ts';
import type { Field } from '../draft/field.ts';
import { fieldsOf } from '../draft/fields.ts';
import { words } from '../words/words.ts';
import type { Desk } from './desk.ts';
import type { Held } from './desk-view.ts';
import { isSameJson } from './same-json.ts';

export interface DraftState {
  fields: Field[];
  faults: Fault[];
  isEdited: boolean;
  type: (output: Json) => void;
  markJson: (pointer: string, isInvalid: boolean) => void;
  /** False when something must be corrected first; the first such field then has the focus. */
  check: (region: HTMLElement | null) => boolean;
}

export function useDraft(desk: Desk, held: Held, checkpoint: Pick<ListedCheckpoint, 'outputSchema'> | undefined): DraftState {
  const { item } = held.claim;
  const schema = checkpoint?.outputSchema ?? null;
  const fields = useMemo(() => fieldsOf(schema as Parameters<typeof fieldsOf>[0], item.output, words.review.draft), [schema, item.output]);
  const [found, setFound] = useState<Fault[]>([]);
  const [invalid, setInvalid] = useState<string[]>([]);
  const isEdited = !isSameJson(held.output, item.output);

  return {
    fields,
    faults: found.length > 0 ? found : (held.faults ?? []),
    isEdited,
    type: (output) => {
      // An editor may speak up late, when another item is in hand already.
      if (desk.view().current?.claim.item.id !== item.id) return;
      desk.type(output);
      setFound((now) => (now.length === 0 ? now : checkOutput(fields, output)));
    },
    markJson: (pointer, isInvalid) => {
      const others = invalid.filter((each) => each !== pointer);
      setInvalid(isInvalid ? [...others, pointer] : others);
    },
    check: (region) => {
      const faults = [
        ...(isEdited ? checkOutput(fields, held.output) : []),
        ...invalid.map((pointer) => ({ pointer, detail: words.fault.json })),
      ];
      if (faults.length > 0 || found.length > 0) setFound(faults);
      const [first] = faults;
      if (first) focusFault(region, first.pointer);
      return !first;
    },
  };
}

function focusFault(region: HTMLElement | null, pointer: string): void {
  const box = region?.querySelector(`[data-field="field-${CSS.escape(pointer || 'output')}"]`);
  const target = box?.querySelector<HTMLElement>('.cm-content, input, select');
  target?.focus();
  target?.scrollIntoView({ block: 'center' });
}
