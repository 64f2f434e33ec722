import { memo, useEffect, useRef } from 'react';
import { afterFrame } from '../frame/after-frame.ts';
import { words } from '../words/words.ts';
import type { Desk } from './desk.ts';
import type { Held, Scope } from './desk-view.ts';
import styles from './review.module.css';
import { useGate } from './use-gate.ts';
import { Workbench } from './workbench.tsx';

interface BenchProps {
  desk: Desk;
  held: Held;
  scope: Scope;
  isInHand: boolean;
  isUndoing: boolean;
}

/** The place of one item. Until it comes to hand it is laid out where it will stand, out of sight and out of reach; then nothing in it is rendered again. */
export const Bench = memo(function Bench({ desk, held, scope, isInHand, isUndoing }: BenchProps) {
  const place = useRef<HTMLDivElement>(null);
  const { id } = held.claim.item;
  const gate = useGate(isInHand, id, place);
  useEffect(() => {
    // What is out of sight is laid out when somebody asks where it stands: now, instead of when it is needed.
    if (isInHand) return;
    return afterFrame(() => void place.current?.querySelector('h1')?.getBoundingClientRect());
  }, [isInHand]);
  return (
    <div ref={place} className={styles.bench} data-bench={isInHand ? 'inHand' : 'away'} {...(isInHand && { 'data-item': id })}>
      <Workbench desk={desk} held={held} scope={scope} gate={gate} isUndoing={isUndoing} />
      {isUndoing && (
        <p className={styles.veil} role="status">
          {words.review.undoing}
        </p>
      )}
    </div>
  );
});
