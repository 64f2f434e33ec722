import type { ItemState, ListedCheckpoint } from '@countersign/contract';
import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { exportAddress } from '../api/calls.ts';
import { DownloadIcon, SearchIcon } from '../frame/icons.tsx';
import type { ItemsSearch } from '../router.tsx';
import { words } from '../words/words.ts';
import styles from './items.module.css';

interface FiltersProps {
  search: ItemsSearch;
  checkpoints: ListedCheckpoint[];
  shown: string;
  fresh: number;
  onChange: (search: ItemsSearch) => void;
  onFresh: () => void;
}

const without = (search: ItemsSearch, name: keyof ItemsSearch, value: string): ItemsSearch => {
  const { [name]: _, ...rest } = search;
  return value ? { ...rest, [name]: value } : rest;
};

export function Filters({ search, checkpoints, shown, fresh, onChange, onFresh }: FiltersProps) {
  const say = words.list;
  return (
    <search className={styles.filters}>
      <SearchField value={search.search ?? ''} onChange={(text) => onChange(without(search, 'search', text))} />
      <label>
        <span className="visually-hidden">{say.checkpoint}</span>
        <select value={search.checkpoint ?? ''} onChange={(event) => onChange(without(search, 'checkpoint', event.target.value))}>
          <option value="">{say.anyCheckpoint}</option>
          {checkpoints.map((each) => (
            <option key={each.name} value={each.name}>
              {each.title}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="visually-hidden">{say.state}</span>
        <select value={search.state ?? ''} onChange={(event) => onChange(without(search, 'state', event.target.value))}>
          <option value="">{say.anyState}</option>
          {(Object.keys(words.state) as ItemState[]).map((state) => (
            <option key={state} value={state}>
              {words.state[state]}
            </option>
          ))}
        </select>
      </label>
      <span className={`${styles.shown} num`} role="status">
        {shown}
      </span>
      {fresh > 0 && (
        <UnstyledButton className={styles.fresh} onClick={onFresh}>
          {say.fresh(fresh)}
        </UnstyledButton>
      )}
      {search.checkpoint && (
        <span className={styles.exports}>
          <DownloadIcon />
          <a href={exportAddress(search.checkpoint, 'jsonl', search.state)} download>
            JSONL<span className="visually-hidden"> {words.home.exportAs}</span>
          </a>
          <a href={exportAddress(search.checkpoint, 'csv', search.state)} download>
            CSV<span className="visually-hidden"> {words.home.exportAs}</span>
          </a>
        </span>
      )}
    </search>
  );
}

const pauseBeforeSearch = 250;

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(next.trim()), pauseBeforeSearch);
  };
  return (
    <label className={styles.search}>
      <SearchIcon />
      <span className="visually-hidden">{words.list.search}</span>
      <input
        ref={input}
        type="search"
        value={text}
        maxLength={200}
        placeholder={words.list.searchHint}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </label>
  );
}
