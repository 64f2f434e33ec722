import { useState } from 'react';
import { copyText } from '../frame/copy-button.tsx';

const shownFor = 2000;

/** Copies the address of an item, and says for a moment that it was done. */
export function useCopiedLink(itemId: string): [boolean, () => void] {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    await copyText(`${location.origin}/items/${itemId}`);
    setCopied(itemId);
    setTimeout(() => setCopied(null), shownFor);
  };
  return [copied === itemId, () => void copy()];
}
