import { Button } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { words } from '../words/words.ts';
import styles from './batches.module.css';

interface UploadBoxProps {
  isBusy: boolean;
  error: Error | null;
  onFile: (file: File) => void;
}

const say = words.batches;

/** Takes a file that is dropped or chosen. */
export function UploadBox({ isBusy, error, onFile }: UploadBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <section
      className={styles.upload}
      aria-label={say.upload}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <p>{isBusy ? say.uploading : say.uploadHelp}</p>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={say.upload}
        accept=".csv,.xlsx,.jsonl,.ndjson"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button loading={isBusy} onClick={() => input.current?.click()}>
        {say.upload}
      </Button>
      {error && (
        <p className={styles.error} role="alert">
          {error.message}
        </p>
      )}
    </section>
  );
}
