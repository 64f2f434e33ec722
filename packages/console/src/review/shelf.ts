/** A small keyed store that outlives the page. */
export interface Shelf<T> {
  put(id: string, value: T): void;
  get(id: string): T | null;
  has(id: string): boolean;
  remove(id: string): void;
  all(): T[];
}

/** A shelf in localStorage. Where storage is closed or full, it lives as long as the page. */
export function openShelf<T>(prefix: string, storage: Storage | null = localStorageOrNull()): Shelf<T> {
  const spill = new Map<string, T>();
  const read = (name: string): T | null => {
    const text = storage?.getItem(name);
    if (!text) return null;
    try {
      return JSON.parse(text) as T;
    } catch {
      storage?.removeItem(name);
      return null;
    }
  };
  const shelf: Shelf<T> = {
    put(id, value) {
      try {
        if (!storage) throw new Error('no storage');
        storage.setItem(prefix + id, JSON.stringify(value));
        spill.delete(id);
      } catch {
        // Full or forbidden: memory still holds it until the page closes.
        spill.set(id, value);
      }
    },
    get: (id) => spill.get(id) ?? read(prefix + id),
    has: (id) => spill.has(id) || storage?.getItem(prefix + id) != null,
    remove(id) {
      spill.delete(id);
      storage?.removeItem(prefix + id);
    },
    all() {
      const names = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? '');
      const stored = names.filter((name) => name.startsWith(prefix)).flatMap((name) => read(name) ?? []);
      return [...spill.values(), ...stored];
    },
  };
  return shelf;
}

export function localStorageOrNull(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
