import type { Flag, Json } from '@countersign/contract';
import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { CheckIcon, CrossIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import type { FlagBoard } from './flag-board.ts';
import { levelSign, messageOf, quoteOf } from './flag-words.ts';
import styles from './flags.module.css';
import { useFlags } from './my-boards.ts';

const say = words.desk.flags;

/** All open flags of the item, in the order of its text. */
export function FlagList({ board, output }: { board: FlagBoard; output: Json }) {
  const { flags, state, current } = useFlags(board);
  return (
    <section className={styles.list} aria-label={say.title} data-state={state}>
      <h2 className="eyebrow">
        {say.title} {flags.length > 0 && <span className="num">{flags.length}</span>}
        {state === 'checking' && <span className={styles.checking}>{say.checking}</span>}
      </h2>
      {flags.length === 0 && state !== 'checking' && (
        <p className={styles.none}>
          <CheckIcon /> {say.none}
        </p>
      )}
      {state === 'unchecked' && <p className={styles.note}>{say.unchecked}</p>}
      <ol>
        {flags.map((flag) => (
          <Row key={flag.id} flag={flag} board={board} quote={quoteOf(flag, output)} isCurrent={flag === current} />
        ))}
      </ol>
    </section>
  );
}

function Row({ flag, board, quote, isCurrent }: { flag: Flag; board: FlagBoard; quote: string; isCurrent: boolean }) {
  const row = useRef<HTMLLIElement>(null);
  const [first] = flag.replacements;
  useEffect(() => {
    const list = row.current?.parentElement;
    // Only where the list scrolls by itself: the page stays where the words are.
    if (isCurrent && list && list.scrollHeight > list.clientHeight) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <li
      ref={row}
      className={styles.row}
      data-level={flag.level}
      data-current={isCurrent || undefined}
      onMouseEnter={() => board.point(flag.id)}
      onMouseLeave={() => board.point(null)}
    >
      <UnstyledButton
        className={styles.what}
        aria-current={isCurrent || undefined}
        onClick={() => board.show(flag.id)}
        onFocus={() => board.point(flag.id)}
        onBlur={() => board.point(null)}
      >
        <span className={styles.sign} data-level={flag.level} aria-hidden="true">
          {levelSign[flag.level]}
        </span>
        <span className={styles.words}>
          <span className="visually-hidden">
            {say.level[flag.level]}, {say.kind[flag.kind]}:{' '}
          </span>
          <span className={styles.quote} dir="auto">
            {quote}
          </span>{' '}
          <span className={styles.message}>{messageOf(flag)}</span>
        </span>
      </UnstyledButton>
      <span className={styles.acts}>
        {first !== undefined && (
          <UnstyledButton
            className={styles.act}
            title={say.accept(first)}
            aria-label={say.accept(first)}
            onClick={() => board.accept(flag.id)}
          >
            <CheckIcon />
          </UnstyledButton>
        )}
        <UnstyledButton
          className={styles.act}
          title={say.dismiss}
          aria-label={say.dismissThis(quote)}
          onClick={() => board.dismiss(flag.id)}
        >
          <CrossIcon />
        </UnstyledButton>
      </span>
    </li>
  );
}
