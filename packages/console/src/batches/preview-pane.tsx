import type { Batch, BatchSettings } from '@countersign/contract';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { words } from '../words/words.ts';
import { preview } from './batch-calls.ts';
import styles from './batches.module.css';

interface PreviewPaneProps {
  batch: Batch;
  settings: BatchSettings | null;
}

const say = words.batches.preview;
const pauseMs = 300;

/** The messages for one row, exactly as they would be sent, while the prompt is being written. */
export function PreviewPane({ batch, settings }: PreviewPaneProps) {
  const [row, setRow] = useState(1);
  const [asked] = useDebouncedValue(JSON.stringify(settings), pauseMs);
  const { data, error, isFetching } = useQuery({
    queryKey: ['preview', batch.id, row, asked],
    queryFn: ({ signal }) => preview(batch.id, { row, settings: JSON.parse(asked) }, signal),
    enabled: asked !== 'null',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isAsked = asked !== 'null';
  return (
    <section className={styles.part} aria-label={say.title} aria-busy={isFetching}>
      <h2>{say.title}</h2>
      <div className={styles.stepper}>
        <Button variant="default" size="xs" disabled={row <= 1} onClick={() => setRow(row - 1)}>
          {say.previous}
        </Button>
        <span>{say.row(row, batch.rows)}</span>
        <Button variant="default" size="xs" disabled={row >= batch.rows} onClick={() => setRow(row + 1)}>
          {say.next}
        </Button>
      </div>
      {!isAsked && <p className={styles.sub}>{say.empty}</p>}
      {isAsked && error && (
        <p className={styles.error} role="alert">
          {error.message}
        </p>
      )}
      {isAsked && !error && !data && <p className={styles.sub}>{say.loading}</p>}
      {isAsked && !error && data && (
        <>
          {data.unknownFields.length > 0 && <p className={styles.warning}>{say.unknown(data.unknownFields.join(', '))}</p>}
          {data.problems.length > 0 && (
            <div className={styles.warning}>
              <strong>{say.problem}</strong>
              <ul>
                {data.problems.map(({ pointer, detail }) => (
                  <li key={pointer + detail}>
                    <code>{pointer}</code> {detail}
                  </li>
                ))}
              </ul>
            </div>
          )}
          {data.messages.map((message, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages have no name but their place
            <figure key={index} className={styles.message}>
              <figcaption>{say.role[message.role]}</figcaption>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long message is scrolled by key */}
              <pre tabIndex={0} dir="auto">
                {message.content}
              </pre>
            </figure>
          ))}
        </>
      )}
    </section>
  );
}
