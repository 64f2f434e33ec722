import { CloseButton } from '@mantine/core';
import { CopyButton } from '../frame/copy-button.tsx';
import { words } from '../words/words.ts';
import styles from './settings.module.css';

/** A secret that cannot be shown again. */
export function ShownOnce({ title, secret, help, onDone }: { title: string; secret: string; help: string; onDone: () => void }) {
  return (
    <div className={styles.once} role="status">
      <div className={styles.onceHead}>
        <strong>{title}</strong>
        <CloseButton size="sm" aria-label={words.dismiss} onClick={onDone} />
      </div>
      <div className={styles.secret}>
        <code data-testid="secret">{secret}</code>
        <CopyButton text={secret} />
      </div>
      <p className={styles.dim}>{help}</p>
    </div>
  );
}
