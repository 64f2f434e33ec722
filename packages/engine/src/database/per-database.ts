import type { Database } from './open.ts';

/** A value that each open database has one of, made at first use and gone with the database. For caches. */
export function perDatabase<T>(make: () => T): (db: Database) => T {
  const made = new WeakMap<Database, { value: T }>();
  return (db) => {
    const kept = made.get(db) ?? { value: make() };
    made.set(db, kept);
    return kept.value;
  };
}
