import type { Json } from '@countersign/contract';
import { useState } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import type { TextField } from './field.ts';

interface ImageInputProps {
  itemId: string;
  field: TextField;
  describedBy: string;
  value: string;
  set: (next: Json | undefined) => void;
}

/** An address with its image beside it, fetched by our own server so that no other one learns who looks at what. */
export function ImageInput({ itemId, field, describedBy, value, set }: ImageInputProps) {
  return (
    <div className={styles.image}>
      <ProxiedImage itemId={itemId} address={value} label={field.label} />
      <input
        type="url"
        className={styles.input}
        aria-label={field.label}
        aria-describedby={describedBy}
        placeholder={words.shapes.imageAddress}
        value={value}
        onChange={(event) => set(event.target.value === '' && !field.required ? undefined : event.target.value)}
      />
    </div>
  );
}

export function ProxiedImage({ itemId, address, label }: { itemId: string; address: string; label: string }) {
  const [failed, setFailed] = useState<string | null>(null);
  if (!/^https?:\/\//.test(address)) return <p className={styles.noImage}>{words.shapes.noImage}</p>;
  if (failed === address) return <p className={styles.noImage}>{words.shapes.imageFailed}</p>;
  const source = `/v1/images?${new URLSearchParams({ item: itemId, url: address })}`;
  return <img src={source} alt={words.shapes.image(label)} loading="lazy" decoding="async" onError={() => setFailed(address)} />;
}
