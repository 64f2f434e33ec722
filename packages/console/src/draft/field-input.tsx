import type { Json } from '@countersign/contract';
import { lazy, Suspense } from 'react';
import { DateInput } from './date-input.tsx';
import type { FormParts } from './draft-form.tsx';
import type { Field, TextField } from './field.ts';
import { JsonInput } from './json-input.tsx';
import { ListInput } from './list-input.tsx';
import { noteIdOf } from './place.ts';
import { ChoiceInput, ChoicesInput, NumberInput, SwitchInput } from './plain-inputs.tsx';
import { TextEditor } from './text-editor.tsx';

const RowsInput = lazy(() => import('./rows-input.tsx').then((module) => ({ default: module.RowsInput })));
const ToolInput = lazy(() => import('./tool-input.tsx').then((module) => ({ default: module.ToolInput })));
const ImageInput = lazy(() => import('./image-input.tsx').then((module) => ({ default: module.ImageInput })));
const Rendering = lazy(() => import('./rendering.tsx').then((module) => ({ default: module.Rendering })));

export interface FieldInputProps {
  field: Field;
  parts: FormParts;
  pointer: string;
  value: Json | undefined;
  fault: string | null;
  set: (next: Json | undefined) => void;
}

/** The input that fits a field. */
export function FieldInput(props: FieldInputProps) {
  const { field, parts, pointer, value, set } = props;
  const describedBy = noteIdOf(parts.itemId, pointer);
  switch (field.kind) {
    case 'text':
      return <TextInput {...props} field={field} describedBy={describedBy} />;
    case 'list':
      return <ListInput field={field} pointer={pointer} value={Array.isArray(value) ? value.map(String) : []} set={set} />;
    case 'number':
      return (
        <NumberInput
          key={parts.itemId}
          field={field}
          describedBy={describedBy}
          value={typeof value === 'number' ? value : null}
          set={set}
        />
      );
    case 'choice':
      return <ChoiceInput field={field} describedBy={describedBy} value={value} set={set} />;
    case 'choices':
      return <ChoicesInput field={field} describedBy={describedBy} value={Array.isArray(value) ? value : []} set={set} />;
    case 'switch':
      return <SwitchInput field={field} describedBy={describedBy} value={value === true} set={set} />;
    case 'rows':
      return (
        <Suspense>
          <RowsInput field={field} parts={parts} value={Array.isArray(value) ? value : []} set={set} />
        </Suspense>
      );
    case 'tool':
      return (
        <Suspense>
          <ToolInput field={field} parts={parts} pointer={pointer} value={value ?? {}} set={set} />
        </Suspense>
      );
    default:
      return (
        <JsonInput
          key={parts.itemId}
          itemId={parts.itemId}
          field={field}
          value={value}
          set={set}
          onInvalid={(isInvalid) => parts.onInvalidJson(pointer, isInvalid)}
        />
      );
  }
}

function TextInput({ field, parts, pointer, value, fault, set, describedBy }: FieldInputProps & { field: TextField; describedBy: string }) {
  const text = String(value ?? '');
  if (field.format === 'date' || field.format === 'date-time')
    return <DateInput field={field} describedBy={describedBy} value={text} set={set} />;
  if (field.format === 'image')
    return (
      <Suspense>
        <ImageInput itemId={parts.itemId} field={field} describedBy={describedBy} value={text} set={set} />
      </Suspense>
    );
  const editor = (
    <TextEditor
      id={parts.itemId + pointer}
      pointer={pointer}
      label={field.label}
      value={text}
      isLong={field.isLong}
      faulty={fault !== null}
      describedBy={describedBy}
      onChange={set}
    />
  );
  if (field.format === 'plain') return editor;
  return (
    <>
      {editor}
      <Suspense>
        <Rendering format={field.format} label={field.label} text={text} itemId={parts.itemId} />
      </Suspense>
    </>
  );
}
