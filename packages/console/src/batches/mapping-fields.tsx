import { Button, NativeSelect, Radio, TextInput, UnstyledButton } from '@mantine/core';
import { CrossIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import styles from './batches.module.css';

interface MappingFieldsProps {
  columns: string[];
  fields: [field: string, column: string][] | null;
  onChange: (fields: [field: string, column: string][] | null) => void;
}

const say = words.batches.setUp;

/** Which column goes into which field of what the AI and the reviewers see. */
export function MappingFields({ columns, fields, onChange }: MappingFieldsProps) {
  const set = (at: number, part: [string, string]) => onChange((fields ?? []).map((one, index) => (index === at ? part : one)));
  return (
    <fieldset className={styles.mapping}>
      <legend>{say.mapping}</legend>
      <Radio label={say.allColumns} checked={fields === null} onChange={() => onChange(null)} />
      <Radio
        label={say.someColumns}
        checked={fields !== null}
        onChange={() => onChange(fields ?? columns.map((column) => [column, column]))}
      />
      {fields?.map(([field, column], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the form is its place, and its name changes as one types
        <div key={at} className={styles.mapRow}>
          <TextInput aria-label={say.field} value={field} onChange={(event) => set(at, [event.currentTarget.value, column])} />
          <NativeSelect
            aria-label={say.column}
            value={column}
            onChange={(event) => set(at, [field, event.currentTarget.value])}
            data={columns}
          />
          <UnstyledButton
            type="button"
            className={styles.remove}
            aria-label={say.removeField(field)}
            onClick={() => onChange(fields.filter((_, index) => index !== at))}
          >
            <CrossIcon />
          </UnstyledButton>
        </div>
      ))}
      {fields && (
        <Button type="button" variant="default" size="xs" onClick={() => onChange([...fields, ['', columns[0] ?? '']])}>
          {say.addField}
        </Button>
      )}
    </fieldset>
  );
}
