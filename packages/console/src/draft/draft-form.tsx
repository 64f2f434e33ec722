import type { Json } from '@countersign/contract';
import { use } from 'react';
import { isSameJson } from '../review/same-json.ts';
import { ChangesFormContext } from './changes-form.ts';
import { ChangesView } from './changes-view.tsx';
import type { Fault } from './check-output.ts';
import styles from './draft.module.css';
import { FieldBox } from './field-box.tsx';
import type { Field } from './fields.ts';
import { JsonInput } from './json-input.tsx';
import { ListInput } from './list-input.tsx';
import { pointerOf, valueAt, withValueAt } from './place.ts';
import { ChoiceInput, NumberInput, SwitchInput } from './plain-inputs.tsx';
import { TextEditor } from './text-editor.tsx';

export interface DraftFormProps {
  itemId: string;
  fields: Field[];
  output: Json;
  original: Json;
  faults: Fault[];
  onChange: (output: Json) => void;
  onInvalidJson: (pointer: string, isInvalid: boolean) => void;
}

export function DraftForm({ fields, ...rest }: DraftFormProps) {
  const isOneText = fields.length === 1 && fields[0]?.path.length === 0;
  return (
    <div className={styles.form}>
      {fields.map((field) =>
        field.kind === 'group' ? (
          <fieldset key={pointerOf(field.path)} className={styles.group}>
            <legend>{field.label}</legend>
            <DraftForm {...rest} fields={field.fields} />
          </fieldset>
        ) : (
          <FormField key={pointerOf(field.path)} field={field} bare={isOneText} {...rest} />
        ),
      )}
    </div>
  );
}

function FormField({
  field,
  bare,
  itemId,
  output,
  original,
  faults,
  onChange,
  onInvalidJson,
}: Omit<DraftFormProps, 'fields'> & { field: Field; bare: boolean }) {
  const pointer = pointerOf(field.path);
  const value = valueAt(output, field.path);
  const before = valueAt(original, field.path);
  const fault = faults.find((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`))?.detail ?? null;
  const set = (next: Json | undefined) => onChange(withValueAt(output, field.path, next));
  const id = `field-${pointer || 'output'}`;
  const form = use(ChangesFormContext);
  const changes = field.kind === 'text' && (
    <ChangesView before={String(before ?? '')} after={String(value ?? '')} form={form} onRevert={set} />
  );
  const length = field.kind === 'text' ? { now: [...String(value ?? '')].length, limit: field.maxLength } : null;
  return (
    <FieldBox id={id} field={field} bare={bare} fault={fault} changed={!isSameJson(value, before)} length={length} below={changes}>
      <FieldInput
        field={field}
        itemId={itemId}
        id={id}
        value={value}
        fault={fault}
        set={set}
        onInvalidJson={onInvalidJson}
        pointer={pointer}
      />
    </FieldBox>
  );
}

interface FieldInputProps {
  field: Field;
  itemId: string;
  id: string;
  pointer: string;
  value: Json | undefined;
  fault: string | null;
  set: (next: Json | undefined) => void;
  onInvalidJson: (pointer: string, isInvalid: boolean) => void;
}

function FieldInput({ field, itemId, id, pointer, value, fault, set, onInvalidJson }: FieldInputProps) {
  const describedBy = `${id}-note`;
  switch (field.kind) {
    case 'text':
      return (
        <TextEditor
          id={itemId + pointer}
          pointer={pointer}
          label={field.label}
          value={String(value ?? '')}
          isLong={field.isLong}
          faulty={fault !== null}
          describedBy={describedBy}
          onChange={set}
        />
      );
    case 'list':
      return <ListInput field={field} pointer={pointer} value={Array.isArray(value) ? value.map(String) : []} set={set} />;
    case 'number':
      return (
        <NumberInput key={itemId} field={field} describedBy={describedBy} value={typeof value === 'number' ? value : null} set={set} />
      );
    case 'choice':
      return <ChoiceInput field={field} describedBy={describedBy} value={value} set={set} />;
    case 'switch':
      return <SwitchInput field={field} describedBy={describedBy} value={value === true} set={set} />;
    default:
      return (
        <JsonInput
          key={itemId}
          itemId={itemId}
          field={field}
          value={value}
          set={set}
          onInvalid={(isInvalid) => onInvalidJson(pointer, isInvalid)}
        />
      );
  }
}
