import type { Json } from '@countersign/contract';
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import { DraftForm, type FormParts } from './draft-form.tsx';
import { type Field, type GroupField, isObject } from './fields.ts';
import { valueAt, withValueAt } from './place.ts';

/** Fields that belong together. What is optional and not set takes one line until somebody adds it. */
export function GroupInput({ field, parts }: { field: GroupField; parts: FormParts }) {
  const { output, onChange } = parts;
  const value = valueAt(output, field.path);
  const given = isObject(value) ? value : {};
  const { present, absent } = sortFields(field.fields, output);
  const isRoot = field.path.length === 0;
  const add = (name: string) => onChange(withValueAt(output, [...field.path, name], ''));
  const rest = <AddProperty taken={Object.keys(given)} onAdd={add} />;
  const body = (
    <>
      <DraftForm {...parts} fields={present} />
      <Absent fields={absent} parts={parts} />
      {field.isOpen && rest}
    </>
  );
  if (isRoot) return <div className={styles.form}>{body}</div>;
  return (
    <fieldset className={styles.group}>
      <legend>{field.label}</legend>
      {body}
    </fieldset>
  );
}

/** Optional fields without a value, apart from all others. */
export function sortFields(fields: Field[], output: Json): { present: Field[]; absent: Field[] } {
  const isAbsent = (field: Field) => !field.required && valueAt(output, field.path) === undefined;
  return { present: fields.filter((field) => !isAbsent(field)), absent: fields.filter(isAbsent) };
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

function AddProperty({ taken, onAdd }: { taken: string[]; onAdd: (name: string) => void }) {
  const [name, setName] = useState('');
  const add = () => {
    const next = name.trim();
    if (next === '' || taken.includes(next)) return;
    onAdd(next);
    setName('');
  };
  return (
    <div className={styles.property}>
      <input
        className={styles.input}
        aria-label={words.shapes.propertyName}
        placeholder={words.shapes.propertyName}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          add();
        }}
      />
      <UnstyledButton className={styles.add} onClick={add}>
        + {words.shapes.addProperty}
      </UnstyledButton>
    </div>
  );
}
