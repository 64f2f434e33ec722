import { Button, CloseButton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { nameToLabel } from '../facts/name-to-label.ts';
import { words } from '../words/words.ts';
import { type FrozenSet, type GridView, largestSet } from './frozen-set.ts';
import grid from './grid.module.css';
import { similarQuery } from './grid-calls.ts';
import { modelsIn, rulesIn, type Wanted, wantsNothing } from './one-edit.ts';
import { OneEdit } from './one-edit-form.tsx';
import styles from './similar.module.css';

interface SimilarPanelProps {
  set: FrozenSet;
  view: GridView;
  name: string;
  wanted: Wanted;
  selected: ReadonlySet<string>;
  only: boolean;
  onWant: (wanted: Wanted) => void;
  onOnly: (only: boolean) => void;
  onClose: () => void;
}

/** Items alike: by flag, by phrase, by model; in the set, and waiting outside it. One edit then goes over all of them. */
export function SimilarPanel({ set, view, name, wanted, selected, only, onWant, onOnly, onClose }: SimilarPanelProps) {
  const say = words.grid.find;
  const rules = useMemo(() => rulesIn(view.cards), [view.cards]);
  const models = useMemo(() => modelsIn(view.cards), [view.cards]);
  return (
    <aside className={styles.panel} aria-label={say.title}>
      <div className={styles.panelHead}>
        <h2>{say.title}</h2>
        <CloseButton size="sm" aria-label={say.close} onClick={onClose} />
      </div>
      <p className={grid.dim}>{say.help}</p>
      <label className={styles.labelled}>
        {say.rule}
        <select value={wanted.rule} onChange={(event) => onWant({ ...wanted, rule: event.target.value })}>
          <option value="">{say.anyRule}</option>
          {rules.map(({ rule, kind, cards }) => (
            <option key={rule} value={rule}>
              {`${words.desk.flags.kind[kind]}: ${nameToLabel(rule)} (${words.count(cards)})`}
            </option>
          ))}
        </select>
      </label>
      <TextInput
        label={say.phrase}
        placeholder={say.phraseHint}
        maxLength={200}
        value={wanted.phrase}
        onChange={(event) => onWant({ ...wanted, phrase: event.currentTarget.value })}
      />
      {models.length > 0 && (
        <label className={styles.labelled}>
          {say.model}
          <select value={wanted.model} onChange={(event) => onWant({ ...wanted, model: event.target.value })}>
            <option value="">{say.anyModel}</option>
            {models.map((model) => (
              <option key={model}>{model}</option>
            ))}
          </select>
        </label>
      )}
      {!wantsNothing(wanted) && (
        <>
          <p role="status">
            <strong className="num">{say.found(selected.size, view.cards.length)}</strong>
          </p>
          <label className={grid.check}>
            <input type="checkbox" checked={only} onChange={(event) => onOnly(event.target.checked)} /> {say.only}
          </label>
          <Outside set={set} view={view} name={name} wanted={wanted} />
          <Button size="xs" variant="default" disabled={selected.size === 0} onClick={() => set.setException([...selected], true)}>
            {say.leaveOut}
          </Button>
          <OneEdit key={wanted.rule} set={set} view={view} rule={wanted.rule} phrase={wanted.phrase.trim()} selected={selected} />
        </>
      )}
    </aside>
  );
}

function Outside({ set, view, name, wanted }: Pick<SimilarPanelProps, 'set' | 'view' | 'name' | 'wanted'>) {
  const say = words.grid.find;
  const [added, setAdded] = useState<number | null>(null);
  const [isAdding, setAdding] = useState(false);
  const asked = useDeferredValue(wanted);
  const { data } = useQuery(similarQuery(name, asked));
  const known = new Set(view.cards.map((card) => card.item.id));
  const outside = (data?.items ?? []).filter((item) => !known.has(item.id));
  const room = largestSet - view.cards.length;
  if (outside.length === 0) return added === null ? null : <p role="status">{say.added(added)}</p>;
  const add = async () => {
    setAdding(true);
    setAdded(await set.take(outside.map((item) => item.id)));
    setAdding(false);
  };
  return (
    <div className={styles.outside}>
      <p>{say.outside(outside.length, data?.nextCursor != null)}</p>
      {room > 0 ? (
        <Button size="xs" variant="default" loading={isAdding} onClick={() => void add()}>
          {say.add}
        </Button>
      ) : (
        <p className={grid.dim}>{say.full}</p>
      )}
    </div>
  );
}
