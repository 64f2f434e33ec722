// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtual list are positioned, which table rows cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in the row has the focus
import type { ItemSummary } from '@countersign/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { ItemsSearch } from '../router.tsx';
import { sinceText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { nameOf } from './actor-name.ts';
import styles from './items.module.css';
import { Severity, State } from './marks.tsx';

const rowHeight = 46;

interface ItemRowsProps {
  items: ItemSummary[];
  hasMore: boolean;
  isLoading: boolean;
  loadMore: () => void;
  search: ItemsSearch;
}

export function ItemRows({ items, hasMore, isLoading, loadMore, search }: ItemRowsProps) {
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({ count: items.length, estimateSize: () => rowHeight, overscan: 12, scrollMargin: top });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const [cursor, setCursor] = useRowKeys(items, (index) => rows.scrollToIndex(index, { align: 'auto' }), search);

  useEffect(() => {
    if (hasMore && !isLoading && last >= items.length - 60) loadMore();
  }, [hasMore, isLoading, last, items.length, loadMore]);

  return (
    <div className={styles.table} role="table" aria-label={words.list.title} aria-rowcount={hasMore ? -1 : items.length}>
      <div className={styles.head} role="row">
        {[words.list.state, words.list.item, words.list.severity, words.list.confidence, words.list.decidedBy, words.list.arrived].map(
          (title) => (
            <span key={title} role="columnheader">
              {title}
            </span>
          ),
        )}
      </div>
      <div ref={list} role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {visible.map((row) => {
          const item = items[row.index];
          return item ? (
            <Row
              key={item.id}
              item={item}
              index={row.index}
              top={row.start - top}
              isCurrent={row.index === cursor}
              onPoint={() => setCursor(row.index)}
            />
          ) : null;
        })}
      </div>
      <p className={styles.end}>{hasMore ? words.loading : words.list.end}</p>
    </div>
  );
}

interface RowProps {
  item: ItemSummary;
  index: number;
  top: number;
  isCurrent: boolean;
  onPoint: () => void;
}

function Row({ item, index, top, isCurrent, onPoint }: RowProps) {
  return (
    <div
      className={styles.row}
      role="row"
      aria-rowindex={index + 1}
      data-current={isCurrent || undefined}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      onMouseDown={onPoint}
    >
      <span role="cell">
        <State state={item.state} />
      </span>
      <span role="cell" className={styles.what}>
        <Link to="/items/$id" params={{ id: item.id }} preload={false}>
          {item.label}
        </Link>
        <span className={styles.dim}>{item.key === item.label ? item.checkpoint : item.key}</span>
      </span>
      <span role="cell">
        <Severity severity={item.severity} />
      </span>
      <span role="cell" className="num">
        {item.confidence === null ? '' : `${Math.round(item.confidence * 100)} %`}
      </span>
      <span role="cell" className={styles.who}>
        {item.decision ? nameOf(item.decision.by) : ''}
      </span>
      <span role="cell" className={styles.dim}>
        {sinceText(item.createdAt)}
      </span>
    </div>
  );
}

/** j and k move a cursor over the rows, Enter opens the row. */
function useRowKeys(items: ItemSummary[], show: (index: number) => void, search: ItemsSearch): [number, (index: number) => void] {
  const navigate = useNavigate();
  const [cursor, setCursor] = useState(-1);
  useEffect(() => setCursor(-1), [search]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as Element;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, select, textarea, [role=menu], [role=dialog]')) return;
      const move = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
      const item = items[cursor];
      if (move) {
        const next = Math.min(items.length - 1, Math.max(0, cursor + move));
        setCursor(next);
        show(next);
        event.preventDefault();
      } else if (event.key === 'Enter' && item && !target.closest('a, button'))
        void navigate({ to: '/items/$id', params: { id: item.id } });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [items, cursor, show, navigate]);
  return [cursor, setCursor];
}
