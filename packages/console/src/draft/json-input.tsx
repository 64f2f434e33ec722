import type { Json } from '@countersign/contract';
import { useState } from 'react';
import { isSameJson } from '../review/same-json.ts';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import type { Field } from './field.ts';
import { TextEditor } from './text-editor.tsx';

interface JsonInputProps {
  itemId: string;
  field: Field;
  value: Json | undefined;
  set: (next: Json) => void;
  onInvalid: (isInvalid: boolean) => void;
}

const print = (value: Json | undefined) => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** For what no form fits. Text that is no JSON yet stays in the editor and blocks approving. */
export function JsonInput({ itemId, field, value, set, onInvalid }: JsonInputProps) {
  const [text, setText] = useState(print(value));
  const [invalid, setInvalid] = useState(false);
  const [last, setLast] = useState(value);
  if (!isSameJson(last, value)) {
    setLast(value);
    setText(print(value));
    setInvalid(false);
  }
  const mark = (isInvalid: boolean) => {
    setInvalid(isInvalid);
    onInvalid(isInvalid);
  };
  const type = (next: string) => {
    setText(next);
    try {
      const parsed = JSON.parse(next) as Json;
      mark(false);
      setLast(parsed);
      set(parsed);
    } catch {
      // Half-typed JSON is normal; it is only kept from being approved.
      mark(true);
    }
  };
  return (
    <>
      <TextEditor id={`${itemId}json${field.label}`} label={field.label} value={text} isLong isCode faulty={invalid} onChange={type} />
      {invalid && (
        <p className={styles.note} data-fault>
          {words.fault.json}
        </p>
      )}
    </>
  );
}
