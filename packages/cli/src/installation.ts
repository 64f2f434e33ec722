import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** How the other commands find the server that `start` runs on this machine. */
const ClientFile = z.object({ url: z.string(), key: z.string().nullable().default(null) });
export type ClientFile = z.infer<typeof ClientFile>;

/** The data folder: --data, else COUNTERSIGN_DATA, else `.countersign` in the working folder. */
export const dataFolder = (option?: string): string => resolve(option || process.env.COUNTERSIGN_DATA || '.countersign');

const clientFilePath = (folder: string): string => join(folder, 'client.json');

/** Null where no server was started on this folder. */
export const readClientFile = async (folder: string): Promise<ClientFile | null> => {
  const text = await readFile(clientFilePath(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  return text === null ? null : ClientFile.parse(JSON.parse(text));
};

/** Only its owner may read it, because it holds a key. */
export const writeClientFile = async (folder: string, content: ClientFile): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const partial = `${clientFilePath(folder)}.partial-${process.pid}`;
  await writeFile(partial, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, clientFilePath(folder));
};
