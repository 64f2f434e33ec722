import type { Json } from '@countersign/contract';
import { FactsView } from '../facts/fact-view.tsx';
import styles from './item.module.css';

/** An output to read: a text as a text, a record as its facts. */
export function Output({ value }: { value: Json }) {
  if (typeof value === 'string') return <p className={styles.output}>{value}</p>;
  return <FactsView value={value} />;
}
