import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What PostgreSQL writes about itself into its data folder (postmaster.pid). */
export interface PostmasterFile {
  pid: number;
  port: number;
  sharedMemoryId: number | undefined;
  isReady: boolean;
}

/** Nothing when no server has run since the last clean stop, or when the file is just being written. */
export async function readPostmasterFile(data: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const [pid, , , port, , , sharedMemory, status] = text.split('\n').map((line) => line.trim());
  if (!Number(pid)) return undefined;
  return {
    pid: Number(pid),
    port: Number(port),
    sharedMemoryId: Number(sharedMemory?.split(/\s+/)[1]) || undefined,
    isReady: status === 'ready',
  };
}
