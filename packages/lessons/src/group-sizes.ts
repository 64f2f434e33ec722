/** A group with more items than this is a kind of item, not a document: then its items count one by one. */
const largestDocument = 40;
const mostGroups = 5_000;

/** How many items each group had so far. The oldest groups are forgotten. */
export class GroupSizes {
  readonly #sizes: Map<number, number>;

  constructor(entries: readonly (readonly [number, number])[]) {
    this.#sizes = new Map(entries);
  }

  /** Counts an item of the group. */
  isTooLarge(group: number): boolean {
    const size = (this.#sizes.get(group) ?? 0) + 1;
    this.#sizes.delete(group);
    this.#sizes.set(group, size);
    if (this.#sizes.size > mostGroups) this.#sizes.delete(this.#sizes.keys().next().value!);
    return size > largestDocument;
  }

  get entries(): [number, number][] {
    return [...this.#sizes];
  }
}
