import { CountersignError, type Key, type KeyInput, type NewKey } from '@countersign/contract';
import { type Context, createKey, firstWorkspace, listKeys, openHints, revokeKey, systemContext } from '@countersign/engine';
import { openInstalledDatabase } from './database.ts';
import type { Terminal } from './terminal.ts';

/** What the keys commands need, over the API or over the database itself. */
export interface KeyRing {
  create(input: KeyInput): Promise<NewKey>;
  list(): Promise<Key[]>;
  revoke(id: string): Promise<void>;
  close(): Promise<void>;
}

/** Keys of the local installation. Whoever has its data folder, or DATABASE_URL, may do what an owner may. */
export const openLocalKeys = async (folder: string, terminal: Terminal): Promise<KeyRing> => {
  const { database, close } = await openInstalledDatabase(folder, terminal);
  try {
    const workspace = await firstWorkspace(database);
    if (!workspace) throw new CountersignError('not_found', 'This database has no workspace yet. `countersign start` makes one.');
    const ctx: Context = { ...systemContext(database, workspace.id, 'keys-command'), role: 'owner' };
    const revoke = async (id: string) => {
      await revokeKey({ ctx, id });
      const hints = openHints(database);
      hints.send({ access: [id] });
      await hints.flush();
    };
    return { create: (input) => createKey({ ctx, input }), list: () => listKeys({ ctx }), revoke, close };
  } catch (error) {
    await close();
    throw error;
  }
};
