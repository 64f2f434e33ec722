import { Button } from '@mantine/core';
import { words } from '../words/words.ts';
import styles from './broken.module.css';
import { WarnIcon } from './icons.tsx';

export function Broken({ error }: { error: unknown }) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    <main className={styles.page} role="alert">
      <h1>{words.broken.title}</h1>
      <p>{words.broken.help}</p>
      <pre className={styles.detail}>{text}</pre>
      <Button onClick={() => location.reload()}>{words.broken.reload}</Button>
    </main>
  );
}

export function NotFound() {
  return (
    <main className={styles.page}>
      <h1>{words.broken.notFound}</h1>
      <p>{words.broken.notFoundHelp}</p>
      <a href="/">{words.review.backHome}</a>
    </main>
  );
}

/** A part of a page that could not be loaded, with what to do. */
export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div className={styles.failed} role="alert">
      <WarnIcon />
      <div>
        <strong>{words.broken.failed}</strong>
        <p>{error.message}</p>
        <Button size="xs" variant="default" onClick={retry}>
          {words.tryAgain}
        </Button>
      </div>
    </div>
  );
}
