import type { Json } from '@countersign/contract';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import { DraftForm, type FormParts } from './draft-form.tsx';
import { isObject, type ToolField } from './field.ts';
import { JsonInput } from './json-input.tsx';
import { pointerOf, valueAt } from './place.ts';
import { parseArguments } from './tool-field.ts';

interface ToolInputProps {
  field: ToolField;
  parts: FormParts;
  pointer: string;
  value: Json;
  set: (next: Json) => void;
}

/** A call of a tool, with its arguments as a form or as JSON. Arguments that came as text go back as text. */
export function ToolInput({ field, parts, pointer, value, set }: ToolInputProps) {
  const say = words.shapes;
  const [look, setLook] = useState<'form' | 'json'>('form');
  const call = isObject(value) ? value : {};
  const given = call[field.argumentsKey] ?? {};
  const isText = typeof given === 'string';
  const parsed = parseArguments(given);
  const before = valueAt(parts.original, field.path);
  const beforeArguments = parseArguments((isObject(before) ? before[field.argumentsKey] : null) ?? {}) ?? {};
  const place = `${pointer}${pointerOf([field.argumentsKey])}`;
  const setArguments = (next: Json) => set({ ...call, [field.argumentsKey]: isText ? JSON.stringify(next) : next });
  const inner: FormParts = { ...parts, output: parsed ?? {}, original: beforeArguments, onChange: setArguments, prefix: place };
  const fields = field.argumentFields(parsed ?? {});
  return (
    <div className={styles.tool}>
      <div className={styles.toolHead}>
        <span className="eyebrow">{say.tool}</span>
        <code>{String(call[field.nameKey] ?? '')}</code>
        <SegmentedControl
          size="xs"
          aria-label={say.view(say.arguments)}
          value={parsed ? look : 'json'}
          onChange={(next) => setLook(next as 'form' | 'json')}
          data={[
            { value: 'form', label: say.asForm },
            { value: 'json', label: say.asJson },
          ]}
        />
      </div>
      {parsed && look === 'form' ? (
        <>
          {fields.length === 0 && <p className={styles.note}>{say.noArguments}</p>}
          <DraftForm {...inner} fields={fields} />
        </>
      ) : (
        <JsonInput
          itemId={parts.itemId + place}
          field={{ kind: 'json', path: [], label: say.arguments, help: null, required: true }}
          value={parsed ?? given}
          set={setArguments}
          onInvalid={(isInvalid) => parts.onInvalidJson(place, isInvalid)}
        />
      )}
    </div>
  );
}
