import type { Json, ListedCheckpoint } from '@countersign/contract';
import { useEffect, useRef } from 'react';
import { words } from '../words/words.ts';
import type { Card } from './card.ts';
import { type CardActions, CardView } from './card-view.tsx';
import styles from './grid.module.css';

interface CardsProps {
  cards: Card[];
  columns: number;
  cursor: number;
  editing: string | null;
  facts: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  isSelecting: boolean;
  isLocked: boolean;
  checkpoint: ListedCheckpoint | undefined;
  actions: CardActions;
  onEdit: (itemId: string, output: Json) => void;
}

/**
 * All cards, in lines of equal height. They stay in the page, so that scrolling makes nothing and the browser's own search finds
 * everything; what is far from the window is neither laid out nor painted (`content-visibility`).
 */
export function Cards({ cards, columns, cursor, ...rest }: CardsProps) {
  useCursor(cards, cursor);
  return (
    <ul className={styles.cards} aria-label={words.grid.list} style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {cards.map((card, index) => {
        const { id } = card.item;
        return (
          <li key={id} className={styles.place}>
            <CardView
              card={card}
              index={index}
              isCurrent={index === cursor}
              isEditing={rest.editing === id}
              isSelected={rest.selected.has(id)}
              isSelecting={rest.isSelecting}
              isLocked={rest.isLocked}
              showsFacts={rest.facts.has(id)}
              checkpoint={rest.checkpoint}
              actions={rest.actions}
              onEdit={rest.onEdit}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** Brings the card under the cursor into sight and gives it the focus, unless a person is typing or in a dialog. */
function useCursor(cards: Card[], cursor: number): void {
  const last = useRef(-1);
  const id = cards[cursor]?.item.id;
  useEffect(() => {
    const isFirst = last.current === -1;
    if (last.current === cursor || id === undefined) return;
    last.current = cursor;
    const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
    if (!card || card.contains(document.activeElement)) return;
    if (!isFirst) card.scrollIntoView({ block: 'nearest' });
    if (!document.activeElement?.closest('[role=dialog], aside')) card.focus({ preventScroll: true });
  }, [cursor, id]);
}
