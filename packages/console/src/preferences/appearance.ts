import type { Json } from '@countersign/contract';
import { isObject } from '../draft/field.ts';

export interface Appearance {
  theme: 'light' | 'dark' | 'auto';
  contrast: 'auto' | 'more' | 'normal';
  motion: 'auto' | 'less';
}

const themes = ['light', 'dark', 'auto'] as const;
const contrasts = ['auto', 'more', 'normal'] as const;
const motions = ['auto', 'less'] as const;
const storageName = 'countersign.look';

const oneOf = <T extends string>(known: readonly T[], value: unknown, otherwise: T): T => known.find((each) => each === value) ?? otherwise;

/** What is kept, with what is unknown or missing left to the system. */
export function toAppearance(kept: Json | undefined): Appearance {
  const given = isObject(kept) ? kept : {};
  return {
    theme: oneOf(themes, given['theme'], 'auto'),
    contrast: oneOf(contrasts, given['contrast'], 'auto'),
    motion: oneOf(motions, given['motion'], 'auto'),
  };
}

export function keptHere(): Appearance {
  try {
    const look = JSON.parse(localStorage.getItem(storageName) ?? '{}') as Json;
    return toAppearance({ ...(isObject(look) ? look : {}), theme: localStorage.getItem('countersign.theme') });
  } catch {
    return toAppearance({});
  }
}

/** Puts contrast and motion into effect and keeps them for the next start, where theme.js reads them before the first paint. */
export function showAppearance({ contrast, motion }: Appearance): void {
  const root = document.documentElement;
  const isMore = contrast === 'more' || (contrast === 'auto' && matchMedia('(prefers-contrast: more)').matches);
  if (isMore) root.dataset['contrast'] = 'more';
  else delete root.dataset['contrast'];
  if (motion === 'less') root.dataset['motion'] = 'less';
  else delete root.dataset['motion'];
  try {
    localStorage.setItem(storageName, JSON.stringify({ contrast, motion }));
  } catch {
    // Storage is closed: it holds until the page is left.
  }
}
