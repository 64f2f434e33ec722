import type { Json } from '@countersign/contract';
import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useIsNarrow } from '../frame/use-is-narrow.ts';
import { useBindings } from '../keys/use-bindings.ts';
import { placeOf } from '../review/keys.ts';
import { words } from '../words/words.ts';
import type { FlagBoard } from './flag-board.ts';
import styles from './flag-card.module.css';
import { FlagCard } from './flag-card.tsx';
import { messageOf, quoteOf } from './flag-words.ts';
import { useFlags } from './my-boards.ts';

const say = words.desk.flags;

interface FlagPopoverProps {
  board: FlagBoard;
  output: Json;
  checkpoint: string;
  isOwner: boolean;
}

/** The flag that is looked at, below its words. Numbers choose a replacement while nobody is typing. */
export function FlagPopover({ board, output, checkpoint, isOwner }: FlagPopoverProps) {
  const { current, flags, steps } = useFlags(board);
  const host = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ top: number; left: number } | null>(null);
  const bindings = useBindings();
  const isNarrow = useIsNarrow();
  useNumbers(board);

  useLayoutEffect(() => {
    const frame = host.current?.parentElement;
    if (!current || !frame) return setPlace(null);
    const settle = () => {
      const anchor = anchorOf(frame, current.id, current.path);
      const box = frame.getBoundingClientRect();
      const spot = anchor?.getBoundingClientRect() ?? box;
      const width = card.current?.offsetWidth ?? 340;
      setPlace({ top: spot.bottom - box.top + 6, left: Math.max(0, Math.min(spot.left - box.left, box.width - width)) });
    };
    settle();
    const after = requestAnimationFrame(settle);
    const watch = new ResizeObserver(settle);
    watch.observe(frame);
    return () => {
      cancelAnimationFrame(after);
      watch.disconnect();
    };
  }, [current, output]);

  useEffect(() => {
    if (!current || steps === 0) return;
    const frame = requestAnimationFrame(() => {
      // On a narrow screen the card lies at the lower edge and would cover words that stand there.
      const frame = host.current?.parentElement;
      if (frame) anchorOf(frame, current.id, current.path)?.scrollIntoView({ block: isNarrow ? 'center' : 'nearest' });
      if (!isNarrow) card.current?.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [current?.id, steps, isNarrow]);

  const quote = current ? quoteOf(current, output) : '';
  const position = current ? say.position(flags.indexOf(current) + 1, flags.length) : '';
  const fixes = current?.replacements.map((text, index) => `${index + 1} ${text || say.takeOut}`).join(', ') ?? '';
  return (
    <div ref={host} className={styles.host}>
      <p className="visually-hidden" aria-live="polite" data-testid="flag-announcement">
        {current && say.announce(position, say.level[current.level], quote, messageOf(current), fixes)}
      </p>
      {current && (
        <div
          className={styles.popover}
          style={place ? ({ '--top': `${place.top}px`, '--left': `${place.left}px` } as CSSProperties) : { visibility: 'hidden' }}
        >
          <FlagCard
            key={current.id}
            ref={card}
            flag={current}
            quote={quote}
            position={position}
            board={board}
            checkpoint={checkpoint}
            isOwner={isOwner}
            keys={{ fix: bindings?.flagFix[0], dismiss: bindings?.flagDismiss[0] }}
            onClose={() => {
              const { path } = current;
              const hadFocus = card.current?.contains(document.activeElement);
              board.select(null);
              const frame = host.current?.parentElement;
              if (hadFocus && frame) fieldOf(frame, path)?.querySelector<HTMLElement>('.cm-content, input')?.focus();
            }}
          />
        </div>
      )}
    </div>
  );
}

const fieldOf = (frame: Element, pointer: string): Element | null => {
  for (let path = pointer; ; path = path.slice(0, path.lastIndexOf('/'))) {
    const found = frame.querySelector(`[data-line="${CSS.escape(path)}"], [data-field="field-${CSS.escape(path || 'output')}"]`);
    if (found || path === '') return found;
  }
};

const anchorOf = (frame: Element, id: string, path: string): Element | null =>
  frame.querySelector(`[data-flag="${CSS.escape(id)}"]`) ?? fieldOf(frame, path);

function useNumbers(board: FlagBoard): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const flag = board.view().current;
      const number = Number(event.key);
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
      const place = placeOf(event.target);
      if (!flag || !isPlain || !(number >= 1) || (place !== 'page' && place !== 'control')) return;
      if (board.accept(flag.id, number - 1)) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [board]);
}
