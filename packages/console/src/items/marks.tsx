import type { ItemState, Severity as SeverityName } from '@countersign/contract';
import { words } from '../words/words.ts';
import styles from './items.module.css';

export function State({ state }: { state: ItemState }) {
  return (
    <span className={styles.state} data-state={state}>
      {words.state[state]}
    </span>
  );
}

export function Severity({ severity }: { severity: SeverityName }) {
  return (
    <span className={styles.severity} data-severity={severity}>
      {words.severity[severity]}
    </span>
  );
}
