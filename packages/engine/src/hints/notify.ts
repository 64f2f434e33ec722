import type { Database } from '../database/open.ts';

export const hintChannel = 'countersign';

/** What changed, in short: nothing depends on a hint's arrival, it only saves the wait for the next look. */
export interface Hint {
  /** Items that settled. */
  items?: string[];
  /** Workspaces whose log grew. */
  workspaces?: string[];
  /** People and keys whose rights must be read again. */
  access?: string[];
  /** A decision waits for its time to undo to end. */
  decided?: boolean;
}

// NOTIFY takes one lock for the whole database at commit: in the statement of a decision it would queue all decisions behind
// each other's disk flush. So hints go out after the commit, gathered, in a transaction of their own that waits for no disk.
// A payload is at most 8000 bytes.
const largestList = 150;

export interface Hints {
  send(hint: Hint): void;
  flush(): Promise<void>;
}

export function openHints({ pool }: Database): Hints {
  const items = new Set<string>();
  const workspaces = new Set<string>();
  const access = new Set<string>();
  let decided = false;
  let running: Promise<void> | null = null;

  const take = (set: Set<string>): string[] => {
    const taken = [...set].slice(0, largestList);
    for (const one of taken) set.delete(one);
    return taken;
  };
  const isEmpty = () => items.size === 0 && workspaces.size === 0 && access.size === 0 && !decided;

  const run = async () => {
    while (!isEmpty()) {
      const hint: Hint = { items: take(items), workspaces: take(workspaces).slice(0, 50), access: take(access).slice(0, 50), decided };
      decided = false;
      try {
        await pool.query({
          name: 'hint',
          text: `select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`,
          values: [hintChannel, JSON.stringify(hint)],
        });
      } catch {
        // A lost hint costs a wait of a second or two; the state in the tables is the truth.
      }
    }
    running = null;
  };

  return {
    send(hint) {
      for (const id of hint.items ?? []) items.add(id);
      for (const id of hint.workspaces ?? []) workspaces.add(id);
      for (const id of hint.access ?? []) access.add(id);
      decided ||= hint.decided ?? false;
      if (!isEmpty()) running ??= run();
    },
    flush: async () => {
      await running;
    },
  };
}
