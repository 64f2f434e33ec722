import type { Json } from '@countersign/contract';
import { UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import type { FormParts } from './draft-form.tsx';
import type { Field } from './field.ts';
import { pointerOf, valueAt, withValueAt } from './place.ts';

/** Optional fields without a value, apart from all others. A field that is emptied while somebody types in it stays where it is. */
export function useSortedFields(fields: Field[], { itemId, output }: FormParts): { present: Field[]; absent: Field[] } {
  const seen = useRef({ itemId, pointers: new Set<string>() });
  if (seen.current.itemId !== itemId) seen.current = { itemId, pointers: new Set() };
  const { pointers } = seen.current;
  const isPresent = (field: Field) => {
    const pointer = pointerOf(field.path);
    if (field.required || valueAt(output, field.path) !== undefined) pointers.add(pointer);
    return pointers.has(pointer);
  };
  return { present: fields.filter(isPresent), absent: fields.filter((field) => !isPresent(field)) };
}

const beginnings: Record<Field['kind'], (field: Field) => Json> = {
  text: () => '',
  number: (field) => (field.kind === 'number' ? (field.minimum ?? 0) : 0),
  list: () => [''],
  choice: (field) => (field.kind === 'choice' ? (field.options[0] ?? null) : null),
  choices: () => [],
  switch: () => false,
  group: () => ({}),
  rows: () => [],
  tool: () => ({}),
  json: () => null,
};

/** What is optional and not set takes one line until somebody adds it. */
export function Absent({ fields, parts }: { fields: Field[]; parts: FormParts }) {
  if (fields.length === 0) return null;
  return (
    <p className={styles.absent}>
      <span>{words.shapes.optional}</span>
      {fields.map((field) => (
        <UnstyledButton
          key={field.path.join('/')}
          className={styles.add}
          aria-label={words.shapes.add(field.label)}
          onClick={() => parts.onChange(withValueAt(parts.output, field.path, beginnings[field.kind](field)))}
        >
          + {field.label}
        </UnstyledButton>
      ))}
    </p>
  );
}
