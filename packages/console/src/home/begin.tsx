import { Link } from '@tanstack/react-router';
import { CopyButton } from '../frame/copy-button.tsx';
import { words } from '../words/words.ts';
import styles from './home.module.css';

/** The first thing a new workspace sees: how to get the first item in. */
export function Begin() {
  const base = location.origin;
  const curl = `curl -X PUT ${base}/v1/checkpoints/product-descriptions -H 'authorization: Bearer cs_…' -H 'content-type: application/json' -d '{"title":"Product descriptions"}'
curl ${base}/v1/checkpoints/product-descriptions/items -H 'authorization: Bearer cs_…' -H 'content-type: application/json' -d '{"key":"lamp-1","input":{"name":"Desk lamp"},"output":"A lamp for every desk."}'`;
  const command = 'countersign import product-descriptions items.jsonl';
  return (
    <div className={styles.page}>
      <section className={styles.begin}>
        <h1>{words.home.emptyTitle}</h1>
        <p>{words.home.empty}</p>
        <Snippet title={words.home.emptyCurl} text={curl} />
        <Snippet title={words.home.emptyCli} text={command} />
        <p className={styles.sub}>
          <Link to="/settings">{words.settings.keys}</Link>: {words.home.emptyKey} {words.home.started}
        </p>
      </section>
    </div>
  );
}

function Snippet({ title, text }: { title: string; text: string }) {
  return (
    <figure className={styles.snippet}>
      <figcaption>
        <span>{title}</span>
        <CopyButton text={text} />
      </figcaption>
      <pre>{text}</pre>
    </figure>
  );
}
