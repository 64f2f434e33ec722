import type { Json } from '@countersign/contract';
import { CloseButton, UnstyledButton } from '@mantine/core';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import { DraftForm, type FormParts } from './draft-form.tsx';
import type { Field, GroupField, RowsField } from './field.ts';
import { FieldInput } from './field-input.tsx';
import { noteIdOf, pointerOf, valueAt, withValueAt } from './place.ts';

interface RowsInputProps {
  field: RowsField;
  parts: FormParts;
  value: Json[];
  set: (next: Json) => void;
}

/** A list of records: flat ones as a table, others as one form under the other. */
export function RowsInput({ field, parts, value, set }: RowsInputProps) {
  const say = words.shapes;
  const isTable = field.look === 'table' && value.length > 0;
  const remove = (index: number) => set(value.toSpliced(index, 1));
  return (
    <>
      {isTable ? (
        <Table field={field} parts={parts} value={value} onRemove={remove} />
      ) : (
        <ol className={styles.entries}>
          {value.map((each, index) => (
            <li key={index}>
              <div className={styles.entryHead}>
                <span className="eyebrow">{say.entry(index + 1)}</span>
                <CloseButton size="sm" aria-label={say.remove(say.entry(index + 1))} onClick={() => remove(index)} />
              </div>
              <DraftForm {...parts} fields={fieldsIn(field.at(index, each))} />
            </li>
          ))}
        </ol>
      )}
      <UnstyledButton className={styles.add} onClick={() => set([...value, field.blank()])}>
        + {isTable ? say.addRow : say.addEntry}
      </UnstyledButton>
    </>
  );
}

const fieldsIn = (field: Field): Field[] => (field.kind === 'group' && !field.isOpen ? field.fields : [field]);

interface TableProps {
  field: RowsField;
  parts: FormParts;
  value: Json[];
  onRemove: (index: number) => void;
}

function Table({ field, parts, value, onRemove }: TableProps) {
  const say = words.shapes;
  const rows = value.map((each, index) => field.at(index, each) as GroupField);
  const columns = [...new Map(rows.flatMap((row) => row.fields.map((cell) => [String(cell.path.at(-1)), cell.label]))).entries()];
  return (
    <section className={styles.tableScroll} aria-label={say.rows(field.label)}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(([name, label]) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
            <th>
              <span className="visually-hidden">{say.row}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(([name, label]) => {
                const cell = row.fields.find((each) => each.path.at(-1) === name);
                return <td key={name}>{cell && <Cell field={{ ...cell, label: say.cell(label, index + 1) }} parts={parts} />}</td>;
              })}
              <td>
                <CloseButton size="sm" aria-label={say.removeRow(index + 1)} onClick={() => onRemove(index)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ field, parts }: { field: Field; parts: FormParts }) {
  const pointer = (parts.prefix ?? '') + pointerOf(field.path);
  const id = `field-${pointer}`;
  const fault = parts.faults.find((each) => each.pointer === pointer)?.detail ?? null;
  const value = valueAt(parts.output, field.path);
  const set = (next: Json | undefined) => parts.onChange(withValueAt(parts.output, field.path, next));
  return (
    <div data-field={id}>
      <FieldInput field={field} parts={parts} pointer={pointer} value={value} fault={fault} set={set} />
      {fault && (
        <p id={noteIdOf(parts.itemId, pointer)} className={styles.note} data-fault>
          {fault}
        </p>
      )}
    </div>
  );
}
