import {
  type Context,
  firstWorkspace,
  listProviders,
  putCheckpoint,
  putProvider,
  putWorkflow,
  removeProvider,
  systemContext,
} from '@countersign/engine';
import { openInstalledDatabase } from '../database.ts';
import { databaseUrl } from '../database-url.ts';
import { keySecret } from '../start/key-secret.ts';
import type { Terminal } from '../terminal.ts';
import { type Hand, noWorkspace } from './hand.ts';

/** Sets up the local installation over its database. */
export async function openLocalHand(folder: string, terminal: Terminal): Promise<Hand> {
  const { database, close } = await openInstalledDatabase(folder, terminal);
  try {
    const workspace = await firstWorkspace(database);
    if (!workspace) throw noWorkspace();
    const ctx: Context = systemContext(database, workspace.id, 'setup-command');
    // A server of one's own has its secret in the environment of its processes, not in a folder of this machine.
    const secret = databaseUrl() ? (process.env.COUNTERSIGN_SECRET ?? null) : await keySecret(folder);
    return {
      putCheckpoint: async (name, input) => (await putCheckpoint({ ctx, name, input })).checkpoint,
      putWorkflow: async (name, input) => (await putWorkflow({ ctx, name, input })).workflow,
      putProvider: async (name, input) => (await putProvider({ ctx, name, input, secret })).provider,
      listProviders: () => listProviders({ ctx }),
      removeProvider: (name) => removeProvider({ ctx, name }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
