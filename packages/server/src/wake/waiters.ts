import { isSettled } from '@countersign/contract';
import type { Database, Hint } from '@countersign/engine';

/** Who waits for an item to settle, and who watches a log. Hints wake them; a look every second makes up for a lost hint. */
export interface Waiters {
  /** Resolves when the item may have settled, or after `ms`, or when `signal` aborts. */
  item(workspaceId: string, id: string, ms: number, signal: AbortSignal): Promise<void>;
  /** Resolves when the workspace's log may have grown, or after `ms`, or when `signal` aborts. */
  log(workspaceId: string, ms: number, signal: AbortSignal): Promise<void>;
  wake(hint: Hint): void;
  stop(): void;
}

class Sleepers {
  readonly #sleeping = new Map<string, Set<() => void>>();

  keys(): string[] {
    return [...this.#sleeping.keys()];
  }

  sleep(key: string, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const group = this.#sleeping.get(key) ?? new Set();
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        group.delete(end);
        if (group.size === 0) this.#sleeping.delete(key);
        resolve();
      };
      const timer = setTimeout(end, ms);
      if (signal.aborted) return end();
      signal.addEventListener('abort', end);
      group.add(end);
      this.#sleeping.set(key, group);
    });
  }

  wake(key: string): void {
    for (const end of [...(this.#sleeping.get(key) ?? [])]) end();
  }
}

export function openWaiters(db: Database, { lookEveryMs = 1_000 } = {}): Waiters {
  const items = new Sleepers();
  const logs = new Sleepers();

  /** The workspace leads the key of the table, so the look needs it. */
  const workspaceOf = new Map<string, string>();

  const look = async () => {
    const ids = items.keys();
    if (ids.length === 0) return workspaceOf.clear();
    const { rows } = await db.pool.query({
      name: 'items-settled',
      text: `select i.id, i.state from unnest($1::text[], $2::text[]) as waited (workspace_id, id)
        join items i on i.workspace_id = waited.workspace_id and i.id = waited.id`,
      values: [ids.map((id) => workspaceOf.get(id)), ids],
    });
    for (const { id, state } of rows) if (isSettled(state)) items.wake(id);
  };
  // A failed look is made up for by the next.
  const timer = setInterval(() => look().catch(() => {}), lookEveryMs);
  timer.unref();

  return {
    item(workspaceId, id, ms, signal) {
      workspaceOf.set(id, workspaceId);
      return items.sleep(id, ms, signal);
    },
    log: (workspaceId, ms, signal) => logs.sleep(workspaceId, ms, signal),
    wake(hint) {
      for (const id of hint.items ?? []) items.wake(id);
      for (const id of hint.workspaces ?? []) logs.wake(id);
    },
    stop: () => clearInterval(timer),
  };
}
