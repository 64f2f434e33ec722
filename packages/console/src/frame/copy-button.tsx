import { Button } from '@mantine/core';
import { useState } from 'react';
import { words } from '../words/words.ts';

export function CopyButton({ text, label = words.copy }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <Button size="compact-sm" variant="default" onClick={() => void copy()}>
      {copied ? words.copied : label}
    </Button>
  );
}

/** The clipboard API exists only over https and on localhost; elsewhere the old command does it. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
