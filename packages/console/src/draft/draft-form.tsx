import type { Json } from '@countersign/contract';
import { use } from 'react';
import { isSameJson } from '../review/same-json.ts';
import { Absent, useSortedFields } from './absent.tsx';
import { AddProperty } from './add-property.tsx';
import { ChangesFormContext } from './changes-form.ts';
import { ChangesView } from './changes-view.tsx';
import type { Fault } from './check-output.ts';
import styles from './draft.module.css';
import { type Field, type GroupField, isObject } from './field.ts';
import { FieldBox } from './field-box.tsx';
import { FieldInput } from './field-input.tsx';
import { noteIdOf, pointerOf, valueAt, withValueAt } from './place.ts';

export interface FormParts {
  itemId: string;
  output: Json;
  original: Json;
  faults: Fault[];
  onChange: (output: Json) => void;
  onInvalidJson: (pointer: string, isInvalid: boolean) => void;
  /** Where `output` stands in the whole, as a JSON pointer. */
  prefix?: string;
}

export interface DraftFormProps extends FormParts {
  fields: Field[];
}

export function DraftForm({ fields, ...parts }: DraftFormProps) {
  const isOneText = fields.length === 1 && fields[0]?.path.length === 0;
  const { present, absent } = useSortedFields(fields, parts);
  return (
    <div className={styles.form}>
      {present.map((field) =>
        field.kind === 'group' ? (
          <GroupInput key={pointerOf(field.path)} field={field} parts={parts} />
        ) : (
          <FormField key={pointerOf(field.path)} field={field} bare={isOneText} parts={parts} />
        ),
      )}
      <Absent fields={absent} parts={parts} />
    </div>
  );
}

export function FormField({ field, bare, parts }: { field: Exclude<Field, GroupField>; bare: boolean; parts: FormParts }) {
  const { output, original, faults, onChange, prefix = '' } = parts;
  const pointer = prefix + pointerOf(field.path);
  const value = valueAt(output, field.path);
  const before = valueAt(original, field.path);
  const isWhole = field.kind === 'rows' || field.kind === 'tool';
  const fault = faults.find((each) => each.pointer === pointer || (!isWhole && each.pointer.startsWith(`${pointer}/`)))?.detail ?? null;
  const set = (next: Json | undefined) => onChange(withValueAt(output, field.path, next));
  const id = `field-${pointer || 'output'}`;
  const form = use(ChangesFormContext);
  const changes = field.kind === 'text' && (
    <ChangesView before={String(before ?? '')} after={String(value ?? '')} form={form} onRevert={set} />
  );
  const length = field.kind === 'text' ? { now: [...String(value ?? '')].length, limit: field.maxLength } : null;
  return (
    <FieldBox
      id={id}
      noteId={noteIdOf(parts.itemId, pointer)}
      field={field}
      bare={bare}
      fault={fault}
      changed={!isSameJson(value, before)}
      length={length}
      below={changes}
    >
      <FieldInput field={field} parts={parts} pointer={pointer} value={value} fault={fault} set={set} />
    </FieldBox>
  );
}

/** Fields that belong together, and room for properties that no schema names. */
function GroupInput({ field, parts }: { field: GroupField; parts: FormParts }) {
  const { output, onChange } = parts;
  const value = valueAt(output, field.path);
  const given = isObject(value) ? value : {};
  const isRoot = field.path.length === 0;
  const add = (name: string) => onChange(withValueAt(output, [...field.path, name], ''));
  const rest = <AddProperty taken={Object.keys(given)} onAdd={add} />;
  const body = (
    <>
      <DraftForm {...parts} fields={field.fields} />
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
