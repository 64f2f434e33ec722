import type { Cell } from './prior.ts';

/** What became of the candidates that were given up, per family: without them the rest would look better than they are. */
export class Outgone {
  readonly #counts: Map<string, number>;

  constructor(entries: readonly (readonly [string, number])[]) {
    this.#counts = new Map(entries);
  }

  add(family: string, { hits, misses }: { hits: number; misses: number }): void {
    if (hits + misses === 0) return;
    const key = `${family}|${hits}|${misses}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** The cells with their families. */
  *cells(): Generator<Cell & { family: string }> {
    for (const [key, weight] of this.#counts) {
      const [family = '', hits, misses] = key.split('|');
      yield { family, hits: Number(hits), misses: Number(misses), weight };
    }
  }

  get entries(): [string, number][] {
    return [...this.#counts];
  }
}
