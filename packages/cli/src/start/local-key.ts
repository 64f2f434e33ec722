import { createKey, type Database, findKeyHolder, systemContext } from '@countersign/engine';
import { readClientFile } from '../installation.ts';

/** The key in client.json when it still works, else a new service key for the commands of this machine. */
export const localKey = async (database: Database, workspaceId: string, folder: string): Promise<string> => {
  const key = (await readClientFile(folder))?.key;
  if (key && (await findKeyHolder(database, key))?.workspaceId === workspaceId) return key;
  const ctx = systemContext(database, workspaceId, 'start-command');
  return (await createKey({ ctx, input: { kind: 'service', name: 'Commands on the machine of the server' } })).key;
};
