import { mkdirSync, writeFileSync } from 'node:fs';

const folder = new URL('../../docs/traces/', import.meta.url);

/** Keeps what a browser bench saw, press by press or frame by frame, beside the page with its results. */
export function keepTrace(name: string, found: unknown): void {
  mkdirSync(folder, { recursive: true });
  const rounded = JSON.stringify(found, (_, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value), 1);
  writeFileSync(new URL(`${name}.json`, folder), `${rounded.replaceAll(/\n {4,}/g, ' ')}\n`);
}
