import { Button, CloseButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { messageOf } from '../flags/flag-words.ts';
import { UndoIcon, WarnIcon } from '../frame/icons.tsx';
import { Keycap } from '../frame/keycap.tsx';
import { words } from '../words/words.ts';
import type { Confirmed, FrozenSet, GridView } from './frozen-set.ts';
import grid from './grid.module.css';
import styles from './result.module.css';

/** What became of the last confirmation: sent or not, what was left out, and the time to take it back as one. */
export function ResultBar({ set, view }: { set: FrozenSet; view: GridView }) {
  const say = words.grid;
  return (
    <div aria-live="polite" className={styles.results}>
      {view.sending === 'waiting' && (
        <section className={styles.banner} data-tone="amber" role="status">
          <p>{say.waiting}</p>
          <Button size="compact-sm" variant="default" onClick={() => set.hurry()}>
            {say.sendNow}
          </Button>
        </section>
      )}
      {view.error && view.sending === 'no' && view.phase !== 'failed' && (
        <section className={styles.banner} data-tone="brick" role="alert">
          <WarnIcon />
          <p>
            <strong>{say.refused}</strong> {view.error.message}
          </p>
          <CloseButton size="sm" aria-label={words.dismiss} onClick={() => set.dismissResult()} />
        </section>
      )}
      {view.confirmed && <Result set={set} view={view} confirmed={view.confirmed} />}
    </div>
  );
}

function Result({ set, view, confirmed }: { set: FrozenSet; view: GridView; confirmed: Confirmed }) {
  const say = words.grid.result;
  const { result, undo, closed } = confirmed;
  const left = useSecondsLeft(confirmed);
  const labelOf = (itemId: string) => view.cards.find((card) => card.item.id === itemId)?.item.label ?? itemId;
  return (
    <section className={styles.banner} data-tone="sign" aria-label={say.title(result.decided.length)} data-bulk={confirmed.id}>
      <div className={styles.resultText}>
        <p>
          <strong>{result.decided.length > 0 ? say.title(result.decided.length) : say.none}</strong> {undo === 'done' && say.undone}{' '}
          {closed.length > 0 && say.undoneNot(closed.length)}
          {undo === 'closed' && closed.length === 0 && result.decided.length > 0 && <span className={grid.dim}>{say.closed}</span>}
        </p>
        {result.leftOut.length > 0 && (
          <details open={result.leftOut.length <= 5}>
            <summary>{say.leftOut(result.leftOut.length)}</summary>
            <ul>
              {result.leftOut.map((each) => (
                <li key={each.itemId}>
                  <Link to="/items/$id" params={{ id: each.itemId }}>
                    {labelOf(each.itemId)}
                  </Link>
                  : {words.grid.leftOutCodes[each.code]} {each.flags[0] && messageOf(each.flags[0])}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {(undo === 'running' || (undo === 'open' && left > 0)) && (
        <Button size="compact-md" variant="default" loading={undo === 'running'} onClick={() => void set.undo()} aria-keyshortcuts="u">
          <UndoIcon />
          &nbsp;{say.undo}&nbsp;
          <Keycap keys={['U']} />
          <span className="num">&nbsp;{words.review.secondsLeft(left)}</span>
        </Button>
      )}
      <CloseButton size="sm" aria-label={words.dismiss} onClick={() => set.dismissResult()} />
    </section>
  );
}

function useSecondsLeft({ until, id }: Confirmed): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [id]);
  return Math.max(0, Math.ceil((until - now) / 1000));
}
