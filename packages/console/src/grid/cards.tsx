import type { Json, ListedCheckpoint } from '@countersign/contract';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
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
  place: HTMLElement;
}

const usualHeight = 300;

/** Cards in lines of equal height; only the lines near the window are in the page. */
export function Cards({ cards, columns, cursor, place, ...rest }: CardsProps) {
  const top = useTop(place);
  const lines = useWindowVirtualizer({
    count: Math.ceil(cards.length / columns),
    estimateSize: () => usualHeight,
    overscan: 3,
    useFlushSync: false,
    scrollMargin: top,
    gap: 14,
    scrollPaddingStart: 70,
    scrollPaddingEnd: 90,
    getItemKey: (line) => cards[line * columns]?.item.id ?? line,
  });
  useCursor(cards, cursor, (index) => lines.scrollToIndex(Math.floor(index / columns), { align: 'auto' }));
  return (
    <ul className={styles.lines} aria-label={words.grid.list} style={{ height: lines.getTotalSize() }}>
      {lines.getVirtualItems().map((line) => (
        <li
          key={line.key}
          ref={lines.measureElement}
          data-index={line.index}
          className={styles.line}
          style={{ transform: `translateY(${line.start - top}px)`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        >
          {cards.slice(line.index * columns, (line.index + 1) * columns).map((card, offset) => {
            const index = line.index * columns + offset;
            const { id } = card.item;
            return (
              <CardView
                key={id}
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
            );
          })}
        </li>
      ))}
    </ul>
  );
}

/** Where the cards begin in the page; read when something above may have changed its height, never while scrolling. */
function useTop(place: HTMLElement): number {
  const [top, setTop] = useState(place.offsetTop);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setTop(place.offsetTop));
    observer.observe(document.body);
    for (const above of document.querySelectorAll('[data-above]')) observer.observe(above);
    return () => observer.disconnect();
  }, [place]);
  return top;
}

/** Brings the card under the cursor into sight and gives it the focus, unless a person is typing or in a dialog. */
function useCursor(cards: Card[], cursor: number, show: (index: number) => void): void {
  const last = useRef(-1);
  const latest = useRef({ cards, show });
  latest.current = { cards, show };
  useEffect(() => {
    const isFirst = last.current === -1;
    if (last.current === cursor) return;
    last.current = cursor;
    const id = latest.current.cards[cursor]?.item.id;
    if (!id) return;
    if (!isFirst && document.activeElement?.closest('[data-card]')?.getAttribute('data-card') !== id) latest.current.show(cursor);
    const focus = (tries: number) => {
      const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);
      if (card?.contains(document.activeElement) || document.activeElement?.closest('[role=dialog], aside')) return;
      if (card) card.focus({ preventScroll: true });
      else if (tries > 0) requestAnimationFrame(() => focus(tries - 1));
    };
    focus(10);
  }, [cursor]);
}
