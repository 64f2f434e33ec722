import type { Json } from '@countersign/contract';
import { CloseButton, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, use, useMemo, useRef, useSyncExternalStore } from 'react';
import type { FlagsView } from '../flags/flag-board.ts';
import { FlagsContext } from '../flags/flags-context.ts';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import type { ListField } from './field.ts';

interface ListInputProps {
  field: ListField;
  pointer: string;
  value: string[];
  set: (next: Json) => void;
}

/** Lines of text. Enter begins a new line, Backspace in an empty one takes it out. */
export function ListInput({ field, pointer, value, set }: ListInputProps) {
  const levels = useLineLevels(pointer);
  const list = useRef<HTMLOListElement>(null);
  const focusLine = (index: number) => requestAnimationFrame(() => list.current?.querySelectorAll('input')[index]?.focus());
  const addAfter = (index: number) => {
    set(value.toSpliced(index + 1, 0, ''));
    focusLine(index + 1);
  };
  const remove = (index: number) => {
    set(value.toSpliced(index, 1));
    focusLine(Math.max(0, index - 1));
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>, index: number) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      addAfter(index);
    }
    if (event.key === 'Backspace' && value[index] === '' && value.length > 1) {
      event.preventDefault();
      remove(index);
    }
  };
  return (
    <>
      <ol className={styles.lines} ref={list}>
        {value.map((line, index) => (
          <li key={index} data-line={`${pointer}/${index}`}>
            <input
              className={styles.input}
              aria-label={words.form.line(field.label, index + 1)}
              dir="auto"
              data-flagged={levels[`${pointer}/${index}`]}
              value={line}
              onChange={(event) => set(value.with(index, event.target.value))}
              onKeyDown={(event) => onKey(event, index)}
            />
            <CloseButton size="sm" tabIndex={-1} aria-label={words.form.removeLine(index + 1)} onClick={() => remove(index)} />
          </li>
        ))}
      </ol>
      <UnstyledButton className={styles.add} onClick={() => addAfter(value.length - 1)}>
        + {words.form.addLine}
      </UnstyledButton>
    </>
  );
}

const strength = { info: 0, warning: 1, error: 2 };
const noFlags: FlagsView['flags'] = [];

/** The worst open flag of each line. */
function useLineLevels(pointer: string): Record<string, string> {
  const board = use(FlagsContext);
  const flags = useSyncExternalStore(board?.subscribe ?? noSubscription, () => board?.view().flags ?? noFlags);
  return useMemo(() => {
    const here = flags.filter((flag) => flag.path.startsWith(`${pointer}/`));
    return Object.fromEntries(here.toSorted((a, b) => strength[a.level] - strength[b.level]).map((flag) => [flag.path, flag.level]));
  }, [flags, pointer]);
}

const noSubscription = () => () => {};
