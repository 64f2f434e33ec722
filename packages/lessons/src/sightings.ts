/** Changes seen once, as hashes, with the document they were seen in. The oldest are forgotten. */
export class Sightings {
  readonly #seen: Map<number, number>;
  readonly #most: number;

  constructor(entries: readonly (readonly [number, number])[], most: number) {
    this.#seen = new Map(entries);
    this.#most = most;
  }

  /** Whether this change was seen in another document before; then it is forgotten here. */
  isSecond(change: number, document: number): boolean {
    const first = this.#seen.get(change);
    if (first !== undefined && first !== document) {
      this.#seen.delete(change);
      return true;
    }
    if (first !== undefined) return false;
    this.#seen.set(change, document);
    if (this.#seen.size > this.#most) this.#seen.delete(this.#seen.keys().next().value!);
    return false;
  }

  get entries(): [number, number][] {
    return [...this.#seen];
  }
}
