import type { Flag, Json } from '@countersign/contract';
import { Button, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { ChangesView } from '../draft/changes-view.tsx';
import { isSameJson } from '../review/same-json.ts';
import { words } from '../words/words.ts';
import type { Card } from './card.ts';
import type { FrozenSet, GridView } from './frozen-set.ts';
import grid from './grid.module.css';
import { acceptIn, fixable, replaceIn } from './one-edit.ts';
import { textOf } from './outliers.ts';
import styles from './similar.module.css';

interface OneEditProps {
  set: FrozenSet;
  view: GridView;
  rule: string;
  phrase: string;
  selected: ReadonlySet<string>;
}

interface Change {
  card: Card;
  output: Json;
}

const previewed = 40;

/** Find and replace, or the checks' own correction, over all chosen cards, shown before it is done. */
export function OneEdit({ set, view, rule, phrase, selected }: OneEditProps) {
  const say = words.grid.find;
  const chosen = useMemo(() => view.cards.filter((card) => selected.has(card.item.id) && !card.isLost), [view.cards, selected]);
  const canAccept = rule !== '' && chosen.some((card) => fixable(card.flags ?? [], rule).length > 0);
  const [accepts, setAccepts] = useState(false);
  const [find, setFind] = useState('');
  const [replacement, setReplacement] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const usesFlags = accepts && canAccept;
  const sought = useDeferredValue(find || phrase);
  const changes = useMemo((): Change[] => {
    const outputOf = (card: Card) =>
      usesFlags ? acceptIn(card.output, card.flags ?? [], rule) : replaceIn(card.output, sought, replacement, matchCase);
    if (!usesFlags && (sought === '' || (find === '' && replacement === ''))) return [];
    return chosen.map((card) => ({ card, output: outputOf(card) })).filter(({ card, output }) => !isSameJson(card.output, output));
  }, [chosen, usesFlags, rule, sought, find, replacement, matchCase]);
  const apply = () => {
    const accepted = usesFlags
      ? new Map(changes.map(({ card }): [string, Flag[]] => [card.item.id, fixable(card.flags ?? [], rule)]))
      : new Map<string, Flag[]>();
    set.editAll(new Map(changes.map(({ card, output }) => [card.item.id, output])), accepted);
  };
  return (
    <section className={styles.oneEdit} aria-label={say.edit}>
      <h3>{say.edit}</h3>
      {canAccept && (
        <label className={grid.check}>
          <input type="checkbox" checked={accepts} onChange={(event) => setAccepts(event.target.checked)} /> {say.useSuggestion}
        </label>
      )}
      {!usesFlags && (
        <>
          <TextInput label={say.find} placeholder={phrase} value={find} onChange={(event) => setFind(event.currentTarget.value)} />
          <TextInput label={say.replace} value={replacement} onChange={(event) => setReplacement(event.currentTarget.value)} />
          <label className={grid.check}>
            <input type="checkbox" checked={matchCase} onChange={(event) => setMatchCase(event.target.checked)} /> {say.matchCase}
          </label>
        </>
      )}
      <p role="status" className={grid.dim}>
        {changes.length > 0 ? say.preview(changes.length) : say.nothing}
      </p>
      {changes.length > 0 && (
        <Button size="sm" onClick={apply}>
          {say.apply(changes.length)}
        </Button>
      )}
      {view.canTakeBackEdit && (
        <Button size="xs" variant="default" onClick={() => set.takeBackEdit()}>
          {say.takeBack}
        </Button>
      )}
      <div className={styles.previews}>
        {changes.slice(0, previewed).map(({ card, output }) => (
          <ChangesView
            key={card.item.id}
            before={textOf(card.output)}
            after={textOf(output)}
            label={`${card.item.label} · ${card.item.key}`}
          />
        ))}
        {changes.length > previewed && <p className={grid.dim}>{say.more(changes.length - previewed)}</p>}
      </div>
    </section>
  );
}
