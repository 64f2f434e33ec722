import { closeSync, openSync, writeSync } from 'node:fs';
import type { Rejection } from '@countersign/sdk';
import { formatCount } from '../progress.ts';

const mostKinds = 1000;
const kindsShown = 5;

interface Kind {
  count: number;
  first: Rejection;
}

const parseItem = (text: string): { item: unknown } | { text: string } => {
  try {
    return { item: JSON.parse(text) };
  } catch {
    return { text }; // not JSON, which is why it was rejected
  }
};

/** Collects rejected lines into a file, made at the first one, and counts them by kind. */
export class Rejects {
  readonly file: string;
  readonly #kinds = new Map<string, Kind>();
  #descriptor: number | undefined;
  #count = 0;

  constructor(file: string) {
    this.file = file;
  }

  get count(): number {
    return this.#count;
  }

  add(rejection: Rejection, text: string): void {
    this.#count++;
    this.#descriptor ??= openSync(this.file, 'w', 0o600);
    writeSync(this.#descriptor, `${JSON.stringify({ ...rejection, ...parseItem(text) })}\n`);
    const name = `${rejection.code} ${rejection.pointer} ${rejection.pointer ? rejection.detail : ''}`;
    const kind = this.#kinds.get(name);
    if (kind) kind.count++;
    else if (this.#kinds.size < mostKinds) this.#kinds.set(name, { count: 1, first: rejection });
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
  }

  /** The commonest kinds, each with the first line it was found on. */
  summary(): string {
    const kinds = [...this.#kinds.values()].sort((a, b) => b.count - a.count);
    const lines = kinds.slice(0, kindsShown).map(({ count, first: { code, pointer, detail, line } }) => {
      return `  ${formatCount(count)} × ${code}${pointer && ` at ${pointer}`}: ${detail} (first on line ${line})`;
    });
    if (kinds.length > kindsShown) lines.push(`  and ${formatCount(kinds.length - kindsShown)} more kinds`);
    return lines.join('\n');
  }
}
