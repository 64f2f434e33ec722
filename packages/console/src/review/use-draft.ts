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

export function useDraft(desk: Desk, held: Held, checkpoint: ListedCheckpoint | undefined): DraftState {
  const { item } = held.claim;
  const schema = checkpoint?.outputSchema ?? null;
  const fields = useMemo(() => fieldsOf(schema as Parameters<typeof fieldsOf>[0], item.output, words.review.draft), [schema, item.output]);
  const [found, setFound] = useState<{ itemId: string; faults: Fault[] }>({ itemId: item.id, faults: [] });
  const [badJson, setBadJson] = useState<{ itemId: string; pointers: string[] }>({ itemId: item.id, pointers: [] });
  const isEdited = !isSameJson(held.output, item.output);
  const invalid = badJson.itemId === item.id ? badJson.pointers : [];

  return {
    fields,
    faults: found.itemId === item.id && found.faults.length > 0 ? found.faults : (held.faults ?? []),
    isEdited,
    type: (output) => {
      desk.type(output);
      setFound((now) => (now.faults.length === 0 ? now : { itemId: item.id, faults: checkOutput(fields, output) }));
    },
    markJson: (pointer, isInvalid) => {
      const others = invalid.filter((each) => each !== pointer);
      setBadJson({ itemId: item.id, pointers: isInvalid ? [...others, pointer] : others });
    },
    check: (region) => {
      const faults = [
        ...(isEdited ? checkOutput(fields, held.output) : []),
        ...invalid.map((pointer) => ({ pointer, detail: words.fault.json })),
      ];
      setFound({ itemId: item.id, faults });
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
